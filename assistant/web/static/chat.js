// The chat's page: Gradio's text box and buttons ask over our own route, and Gradio's Chatbot shows the turns.
(() => {
  "use strict";
  const words = document.getElementById("words").dataset;
  const status = document.getElementById("status");
  const trouble = document.getElementById("trouble");
  const LONG_MS = 4000;  // after this a visitor hears that the answer is still being written, and the server is looked for
  const LOOK_MS = 2000;
  const NOTHING_CAME_MS = 30000;  // longer than an answer may take
  const { candourPersonal: personal, candourAsking: asking, candourConversation: conversation } = window;
  const { say } = asking;

  const box = () => document.querySelector("#q textarea");
  const log = () => document.querySelector('#chat [role="log"]');
  // What is done in a dialog leaves the focus there: it may be closed before a later call would be heard.
  const focusBox = () => {
    if (!document.querySelector("dialog[open]")) setTimeout(() => { if (!personal.isOpen()) box()?.focus(); }, 0);
  };
  let ready = false;
  let running = null;  // the question under way

  // --- what is asked --------------------------------------------------------------------------------------------
  function write(text) {
    box().value = text;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  }

  // What is too long to be read is not sent: it stays in the box, where it can be shortened.
  function tooLong() {
    const length = box().value.length;
    if (length <= Number(words.limit)) return false;
    trouble.textContent = words.tooLong.replace("{n}", length);
    trouble.hidden = false;
    return true;
  }

  // Nor is what holds personal data, before it was asked what is to be done with it (`asItIs`: sent all the same).
  function ask(text, asItIs = false) {
    if (!ready || running || !text.trim()) return;
    if (box().value !== text) write(text);
    if (tooLong() || (!asItIs && personal.stops(box(), document.getElementById("q"), ask))) return;
    write("");
    focusBox();
    answer(text);
  }

  let linked = null;  // the index that a link's answer came from

  function tellIfChanged(place) {
    const index = place.querySelector(".index")?.textContent;
    const changed = linked && index && linked !== index;
    linked = null;
    if (!changed) return "";
    const did = place.querySelector(".tools .did");
    if (did) did.textContent = words.changed;
    return words.changed;
  }

  function askFromAddress() {
    const told = new URLSearchParams(location.hash.slice(1));
    const question = told.get("q");
    if (!question) return;
    linked = told.get("i");
    history.replaceState(null, "", location.pathname + location.search);  // a reload must not ask again
    ask(question);
  }

  // --- the answer -----------------------------------------------------------------------------------------------
  let leftAlone = true;  // nobody has scrolled since the question was asked
  for (const kind of ["wheel", "touchmove"]) {
    document.addEventListener(kind, () => { leftAlone = false; }, { passive: true });
  }
  const toTop = (turn) => turn.you.scrollIntoView({ block: "start" });

  function busy(is) {
    if (document.activeElement?.closest?.("#q button")) focusBox();  // one of the buttons takes the other's place
    document.body.classList.toggle("asking", is);
  }

  async function answer(question) {
    const before = asking.earlier(conversation.turns.map((each) => each.question));
    const turn = conversation.add(personal.masked(question));
    const mine = running = { turn, question: { question, history: before }, ended: "" };
    asking.wait(turn.place);
    busy(true);
    leftAlone = true;
    toTop(turn);
    const html = await answered(mine);
    if (mine.ended === "forgotten") return;
    running = null;
    busy(false);
    trouble.hidden = true;
    conversation.finish(turn, html);
    if (leftAlone) toTop(turn);
    say(`${asking.spoken(turn.place)} ${tellIfChanged(turn.place)}`.trim());
  }

  // What is shown in the end: the answer, or why there is none. A question whose answer was lost with its server, or of
  // which nothing came, is asked once more, no oftener.
  async function answered(mine) {
    const { place } = mine.turn;
    for (let last = false; ; last = true) {
      Object.assign(mine, { last, since: Date.now(), came: false, lost: false, waking: null, trying: new AbortController() });
      try {
        return await asking.ask(mine.question, mine.trying.signal, (html) => {
          mine.came = true;
          asking.show(place, html);
        });
      } catch (error) {
        if (!mine.ended && !last && !(error instanceof asking.NoAnswer)) await serverIsBack(mine);
        if (mine.ended || last || error instanceof asking.NoAnswer) {
          const why = mine.ended ? asking.words.stopped : error instanceof asking.NoAnswer ? error.message : asking.words.failed;
          asking.note(place, why);
          return place.innerHTML;
        }
      }
    }
  }

  function serverIsBack(mine) {
    return new Promise((resolve) => {
      Object.assign(mine, { lost: true, waking: resolve });
      lookAfter();
    });
  }

  // `how`: "stopped", or "forgotten" with its whole conversation.
  function end(how) {
    if (!running) return;
    running.ended = how;
    goOn(running);
  }

  function goOn(mine) {
    if (mine.waking) mine.waking();
    else mine.trying.abort();
  }

  async function isThere() {
    try { return (await fetch("/healthz", { cache: "no-store" })).ok; } catch { return false; }
  }

  async function lookAfter() {
    const mine = running;
    if (!mine || (!mine.waking && Date.now() - mine.since < LONG_MS)) return;
    if (!mine.waking && status.textContent !== asking.words.writing) say(asking.words.writing);
    const there = await isThere();
    if (running !== mine || mine.ended) return;
    trouble.hidden = there;
    if (!there) {
      mine.lost = true;
      trouble.textContent = words.offline;
    } else if (mine.lost || (!mine.came && !mine.last && Date.now() - mine.since > NOTHING_CAME_MS)) {
      goOn(mine);
    }
  }
  setInterval(lookAfter, LOOK_MS);

  // --- clicks and keys ------------------------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest?.(selector);
    if (at("button.asks")) {
      ask(at("button.asks").querySelector(".q").textContent);
      focusBox();
    } else if (at("button.edits")) {
      write(at("button.edits").querySelector(".plain").textContent);
      focusBox();
    } else if (at("#q .submit-button")) {
      ask(box().value);
      focusBox();
    } else if (at("#q .stop-button")) {
      end("stopped");
      focusBox();
    } else if (at("a.skip")) {
      event.preventDefault();
      focusBox();
    }
  }, true);

  // After history.js, which keeps what is shown before it is gone.
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("#new")) return;
    end("forgotten");
    running = null;
    busy(false);
    trouble.hidden = true;
    conversation.clear();
    if (window.candourSource.isOpen()) window.candourSource.close();
    say(words.new);
    focusBox();
  });

  // On the window, and so before Gradio's box.
  window.addEventListener("keydown", (event) => {
    if (event.target !== box() || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(box().value);
  }, true);
  document.addEventListener("input", (event) => {
    if (event.target === box() && trouble.textContent && box().value.length <= Number(words.limit)) trouble.hidden = true;
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (window.candourAnswer.dismissCard()) return;
      if (window.candourSource.hasFocus()) window.candourSource.close();
      else if (running) { end("stopped"); focusBox(); }
    } else if (event.key === "ArrowUp" && event.target === box() && !box().value) {
      const last = conversation.turns.at(-1);
      if (!last) return;
      event.preventDefault();
      write(last.question);
      box().setSelectionRange(box().value.length, box().value.length);
    }
  }, true);

  // --- what Gradio draws ----------------------------------------------------------------------------------------
  // Its English label, and what it would have read aloud: all of that is said in one place of our own.
  function tidy(shown) {
    if (shown.getAttribute("aria-live") !== "off") shown.setAttribute("aria-live", "off");
    if (shown.getAttribute("aria-label") !== words.log) shown.setAttribute("aria-label", words.log);
    document.querySelectorAll('.gradio-container [role="status"]').forEach((part) => part.remove());
  }

  function look() {
    const shown = log();
    if (!shown || !box()) return;
    tidy(shown);
    conversation.keepIn(shown);
    if (ready) return;
    ready = true;  // the earlier conversation is not announced again
    conversation.restore(words.unanswered);
    document.body.classList.add("ready");
    document.dispatchEvent(new Event("candour-ready"));
    const last = conversation.turns.at(-1);
    if (last) toTop(last);
    askFromAddress();
  }

  let planned = false;
  new MutationObserver(() => {
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => { planned = false; look(); });
  }).observe(document.querySelector(".talk"), { childList: true, subtree: true });
  window.addEventListener("hashchange", askFromAddress);

  // Nothing to answer from yet: the page looks whether that has changed.
  setInterval(async () => {
    if (conversation.turns.length || !document.querySelector("#chat .opening .trouble")) return;
    try {
      const there = await fetch("/readyz", { cache: "no-store" });
      if (there.ok) location.reload();
    } catch { /* the server is gone, which is said when something is asked */ }
  }, 3000);
})();
