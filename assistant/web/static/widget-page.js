// The conversation inside the widget's frame: asks over an event stream, shows what comes, talks to the host page.
(() => {
  "use strict";
  const words = document.getElementById("words").dataset;
  const log = document.getElementById("chat");
  const form = document.getElementById("ask");
  const box = document.getElementById("question");
  const send = document.getElementById("send");
  const stop = document.getElementById("stop");
  const opening = document.getElementById("opening");
  const { candourPersonal: personal, candourAsking: asking } = window;
  const { say } = asking;
  const only = words.organizations ? words.organizations.split("|") : [];
  const asked = [];
  let running = null;

  // --- asking ---------------------------------------------------------------------------------------------------
  // What holds personal data is sent only as the notice is told to (`asItIs`), and masked in what is shown and kept.
  async function ask(question, asItIs = false) {
    if (running || !question.trim()) return;
    box.value = question;
    if (!asItIs && personal.stops(box, form.querySelector("label"), ask)) { height(); return; }
    const shown = personal.masked(question);
    opening.hidden = true;
    box.value = "";
    const { turn, place } = asking.turnOf(shown);
    log.append(turn);
    asking.wait(place);
    toTop(turn);
    running = new AbortController();
    busy(true);
    say(asking.words.writing);
    const sent = { question, history: asking.earlier(asked), organizations: only };
    try {
      await asking.ask(sent, running.signal, (html) => { asking.show(place, html); height(); });
      asked.push(shown);
      finish(turn, place);
    } catch (error) {
      const { stopped, failed } = asking.words;
      asking.note(place, error.name === "AbortError" ? stopped : error instanceof asking.NoAnswer ? error.message : failed);
      say(asking.spoken(place));
    }
    running = null;
    busy(false);
    height();
  }

  // Not scrollIntoView: that may move the host page too.
  const toTop = (part) => window.scrollTo({ top: part.offsetTop - 8 });

  function finish(turn, place) {
    toTop(turn);
    say(asking.spoken(place));
    tell({ candour: "answered", kind: place.querySelector(".plain.kind")?.textContent ?? "none" });
  }

  function busy(is) {
    send.hidden = is;
    stop.hidden = !is;
    box.focus();
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); ask(box.value); });
  stop.addEventListener("click", () => running?.abort());
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
    else if (event.key === "ArrowUp" && !box.value && asked.length) { event.preventDefault(); box.value = asked.at(-1); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (dismissCard()) return;
    if (running) running.abort();
    else tell({ candour: "close" });
  });
  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest?.(selector);
    if (at("button.asks")) ask(at("button.asks").querySelector(".q").textContent);
    else if (at("button.edits")) { box.value = at("button.edits").querySelector(".plain").textContent; box.focus(); }
    else if (at("button.copies")) copy(at("button.copies"));
  });

  const { plainText, dismissCard } = window.candourAnswer;
  async function copy(button) {
    const answer = button.closest(".answer");
    say(await window.candourAnswer.copy(answer, plainText(answer), words.copied, words.copyFailed));
  }

  // --- the host page: only the one that was named, and that the server allows, is heard and told ------------------
  const host = words.host;
  const tell = (message) => { if (host && window.parent !== window) window.parent.postMessage(message, host); };
  let told = 0;
  function height() {
    const wanted = Math.ceil(document.documentElement.scrollHeight);
    if (wanted !== told) { told = wanted; tell({ candour: "height", height: wanted }); }
  }
  window.addEventListener("message", (event) => {
    const message = event.data;
    if (!host || event.origin !== host || event.source !== window.parent) return;
    if (typeof message !== "object" || message === null) return;
    if (message.candour === "ask" && typeof message.question === "string") ask(message.question.slice(0, 2000));
    else if (message.candour === "focus") box.focus();
    else if (message.candour === "theme" && typeof message.colours === "object" && message.colours !== null) paint(message.colours);
  });
  function paint(colours) {
    for (const name of ["accent", "paper", "ink"]) {
      const value = colours[name];
      if (typeof value === "string" && CSS.supports("color", value)) document.documentElement.style.setProperty(`--${name}`, value);
    }
  }
  box.disabled = send.disabled = false;  // what was typed before this script ran would only get a new line
  tell({ candour: "ready" });
  height();
})();
