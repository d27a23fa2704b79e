// The conversation under way: its turns on the page, inside Gradio's Chatbot, and in the tab's own storage, where they
// live as long as the tab. Questions come here with personal data masked already.
(() => {
  "use strict";
  const KEY = "candour-conversation";
  const MOST_TURNS = 40;
  const ROOM = 1_500_000;  // characters; a tab's storage takes about five million
  const asking = window.candourAsking;
  const { tab } = window.candour;
  const list = Object.assign(document.createElement("div"), { className: "turns" });
  let turns = [];  // `html` is "" where there is no answer, or none yet

  const isTurn = (each) => typeof each?.question === "string" && typeof each.html === "string";
  function stored() {
    try {
      const found = JSON.parse(tab.getItem(KEY));
      return Array.isArray(found) ? found.filter(isTurn) : [];
    } catch {
      return [];
    }
  }

  // The newest turns that there is room for; always at least the last one.
  function newest() {
    let room = ROOM;
    const kept = turns.slice(-MOST_TURNS).map(({ question, html }) => ({ question, html })).reverse();
    const end = kept.findIndex(({ question, html }, at) => (room -= question.length + html.length) < 0 && at > 0);
    return (end < 0 ? kept : kept.slice(0, end)).reverse();
  }

  // Once the history has put another conversation in place (`left`), nothing that still comes may overwrite that.
  function store() {
    if (window.candour.left) return;
    try { tab.setItem(KEY, JSON.stringify(newest())); } catch { /* it stays on the page */ }
    document.dispatchEvent(new Event("candour-stored"));
  }

  function draw(question, html) {
    const drawn = { question, html, ...asking.turnOf(question) };
    turns.push(drawn);
    list.append(drawn.turn);
    return drawn;
  }

  const conversation = {
    // Where Gradio draws its Chatbot anew, the turns come along.
    keepIn(log) {
      if (list.parentElement !== log) log.append(list);
    },
    restore(unanswered) {
      for (const { question, html } of stored()) {
        const { place } = draw(question, html);
        if (html) asking.show(place, html);
        else asking.note(place, unanswered);
      }
    },
    add(question) {
      const turn = draw(question, "");
      store();
      return turn;
    },
    finish(turn, html) {
      turn.html = html;
      store();
    },
    clear() {
      turns = [];
      list.replaceChildren();
      store();
    },
    get turns() { return turns; },
  };
  Object.defineProperty(window, "candourConversation", { value: conversation });
})();
