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
  const queued = [];  // what is asked, by the host page too, while an answer comes
  const MOST_QUEUED = 20;
  let running = null;

  // --- asking ---------------------------------------------------------------------------------------------------
  // What holds personal data is sent only as the notice is told to (`asItIs`), and masked in what is shown and kept. What
  // was not `typed` leaves a draft in the box as it is.
  async function ask(question, { asItIs = false, typed = false } = {}) {
    if (running || !question.trim()) return;
    if (!asItIs && personal.found(question).length) {
      box.value = question;
      personal.stops(box, form.querySelector("label"), (text, is) => inTurn(text, { asItIs: is, typed: true }));
      return;
    }
    const shown = personal.masked(question);
    opening.hidden = true;
    if (typed) box.value = "";
    const { turn, place } = asking.turnOf(shown);
    log.append(turn);
    asking.wait(place);
    const scrolled = toTop(turn);
    running = new AbortController();
    busy(true);
    say(asking.words.writing);
    const sent = { question, history: asking.earlier(asked), organizations: only };
    try {
      await asking.ask(sent, running.signal, (html) => asking.show(place, html));
      asked.push(shown);
      finish(turn, place, scrolled);
    } catch (error) {
      const { stopped, failed } = asking.words;
      asking.note(place, error.name === "AbortError" ? stopped : error instanceof asking.NoAnswer ? error.message : failed);
      say(asking.spoken(place));
    }
    running = null;
    busy(false);
    while (!running && queued.length) ask(...queued.shift());  // one that the notice stops keeps none of the others
  }

  // What is asked while another answer comes is asked after it.
  function inTurn(question, how) {
    if (!running) ask(question, how);
    else if (queued.length < MOST_QUEUED) {
      queued.push([question, how]);
      if (how?.typed) box.value = "";
    }
  }

  // Brings a turn to the top and says where that scrolled to. Not by scrollIntoView: where the frame scrolls, the host page
  // must not. As a part of a page it is as high as what it shows, and it is the host page that scrolls.
  function toTop(turn, isDone = false) {
    const top = Math.max(turn.offsetTop - 8, 0);
    if (document.body.classList.contains("inline")) {
      height();
      tell({ candour: "turn", top, done: isDone });
    } else {
      window.scrollTo({ top });
    }
    return window.scrollY;
  }

  // The turn may not have been high enough to come to the top before. Who has scrolled since is reading, and stays there.
  function finish(turn, place, scrolled) {
    if (Math.abs(window.scrollY - scrolled) < 2) toTop(turn, true);
    say(asking.spoken(place));
    tell({ candour: "answered", kind: place.querySelector(".plain.kind")?.textContent ?? "none" });
  }

  function busy(is) {
    send.hidden = is;
    stop.hidden = !is;
    box.focus({ preventScroll: true });
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); ask(box.value, { typed: true }); });
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
    const wanted = Math.ceil(document.body.getBoundingClientRect().height);
    if (wanted !== told) { told = wanted; tell({ candour: "height", height: wanted }); }
  }
  new ResizeObserver(height).observe(document.body);
  window.addEventListener("message", (event) => {
    const message = event.data;
    if (!host || event.origin !== host || event.source !== window.parent) return;
    if (typeof message !== "object" || message === null) return;
    if (message.candour === "ask" && typeof message.question === "string") inTurn(message.question.slice(0, 2000));
    else if (message.candour === "focus") box.focus();
    else if (message.candour === "theme" && typeof message.colours === "object" && message.colours !== null) paint(message);
  });
  // --- the host page's colours: light or dark as it is, not as the visitor's system ------------------------------
  const root = document.documentElement;
  const { palette, colourOf, written } = window.candourColours;
  const dark = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule.media?.mediaText.includes("prefers-color-scheme: dark"));
  const GIVEN = ["accent", "on-accent", "paper", "ink"];
  const OWN = ["accent", "paper", "ink", "edge", "warn-wash"];
  let painted = [];
  function paint({ colours, scheme, inline }) {
    document.body.classList.toggle("inline", inline === true);
    if (scheme === "light" || scheme === "dark") {
      for (const rule of dark) rule.media.mediaText = scheme === "dark" ? "all" : "not all";
      root.style.colorScheme = scheme;
    }
    for (const name of painted) root.style.removeProperty(`--${name}`);
    const style = getComputedStyle(root);
    const own = Object.fromEntries(OWN.map((name) => [name, colourOf(style.getPropertyValue(`--${name}`))]));
    const isColour = (value) => typeof value === "string" && CSS.supports("color", value);
    const given = GIVEN.filter((name) => isColour(colours[name])).map((name) => [name, colourOf(colours[name], own.paper)]);
    const all = Object.values(own).every(Boolean) ? palette(Object.fromEntries(given), own) : {};
    for (const [name, colour] of Object.entries(all)) root.style.setProperty(`--${name}`, written(colour));
    painted = Object.keys(all);
  }
  box.disabled = send.disabled = false;  // what was typed before this script ran would only get a new line
  tell({ candour: "ready" });
  height();
})();
