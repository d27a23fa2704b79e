// Personal data in a question: found, pointed out before it is sent, and masked where it is shown and kept. What is
// found, and by what patterns, comes with the page: it is what assistant/personal_data.py finds, by the same steps.
(() => {
  "use strict";
  const notice = document.getElementById("personal");
  const said = document.getElementById("personal-said");
  const { folding, kinds } = JSON.parse(notice.dataset.told);
  const language = document.documentElement.lang;
  const BLANK = "\n";  // takes the place of what was found; folding leaves none, and no pattern has it

  // --- finding --------------------------------------------------------------------------------------------------
  const alike = new Map();
  for (let code = 0xFF01; code < 0xFF5F; code += 1) alike.set(String.fromCodePoint(code), String.fromCodePoint(code - 0xFEE0));
  for (const zero of folding.zeros) {
    for (let digit = 0; digit < 10; digit += 1) alike.set(String.fromCodePoint(zero.codePointAt(0) + digit), String(digit));
  }
  for (const [characters, standsFor] of [
    [folding.space, " "], [folding.hyphen, "-"], [folding.dot, "."], [folding.at, "@"], [folding.nothing, ""],
  ]) for (const character of characters) alike.set(character, standsFor);

  // The text with look-alikes as what they look like, and where each of its characters begins and ends in `text`.
  function foldedFrom(text) {
    let folded = "";
    const places = [];
    let at = 0;
    for (const character of text) {
      const standsFor = alike.get(character) ?? character;
      for (let unit = 0; unit < standsFor.length; unit += 1) places.push([at, at + character.length]);
      folded += standsFor;
      at += character.length;
    }
    return { folded, places };
  }

  function passesLuhn(text) {
    const digits = [...text].filter((each) => each >= "0" && each <= "9").reverse().map(Number);
    const total = digits.reduce((sum, digit, place) => {
      const doubled = digit * (1 + place % 2);
      return sum + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
    return total % 10 === 0;
  }
  const checks = { luhn: passesLuhn };
  const patterns = kinds.flatMap((kind) => kind.patterns.map((pattern) => ({ kind, pattern: new RegExp(pattern, "g") })));

  // All that matches and passes its check; what fails it may hide a match that begins within.
  function matches(folded) {
    const spans = [];
    for (const { kind, pattern } of patterns) {
      pattern.lastIndex = 0;
      for (let match = pattern.exec(folded); match; match = pattern.exec(folded)) {
        if (!kind.check || checks[kind.check](match[0])) {
          spans.push({ kind, start: match.index, end: match.index + match[0].length });
        } else {
          pattern.lastIndex = match.index + 1;
        }
      }
    }
    return spans;
  }

  // The spans in order, of those that overlap the first to begin, and then the longest.
  function withoutOverlap(spans) {
    const kept = [];
    for (const span of spans.sort((one, other) => one.start - other.start || other.end - one.end)) {
      if (!kept.length || span.start >= kept.at(-1).end) kept.push(span);
    }
    return kept;
  }

  // What is found in a text, in order: its kind, and where (UTF-16 units, as in a text box).
  function found(text) {
    let { folded, places } = foldedFrom(text);
    const spans = [];
    for (let more = withoutOverlap(matches(folded)); more.length; more = withoutOverlap(matches(folded))) {
      spans.push(...more);
      for (const { start, end } of more) folded = folded.slice(0, start) + BLANK.repeat(end - start) + folded.slice(end);
    }
    return spans.sort((one, other) => one.start - other.start)
      .map(({ kind, start, end }) => ({ kind, start: places[start][0], end: places[end - 1][1] }));
  }

  const masked = (text) => found(text).reduceRight(
    (left, { kind, start, end }) => left.slice(0, start) + kind.mark + left.slice(end), text);

  // --- pointing it out ------------------------------------------------------------------------------------------
  let asked = null;  // the box, and how to send: `send(text, asItIs)`

  const isOpen = () => asked !== null;

  function close() {
    notice.hidden = true;
    asked = null;
  }

  // Whether the text in `box` holds personal data; then the notice asks, before `place`, what is to be done with it.
  function stops(box, place, send) {
    const there = found(box.value);
    if (!there.length) return false;
    const spoken = new Set(there.map(({ kind }) => kind.one));
    const list = new Intl.ListFormat(`${language}-CA`, { style: "long", type: "conjunction" }).format(spoken);
    said.textContent = notice.dataset.said.replace("{found}", () => list);
    if (place.previousElementSibling !== notice) place.before(notice);
    notice.hidden = false;
    asked = { box, send };
    notice.querySelector("button").focus();
    return true;
  }

  const does = {
    "leave-out": ({ box, send }) => send(masked(box.value), false),
    "as-is": ({ box, send }) => send(box.value, true),
    change({ box }) {
      const [first] = found(box.value);
      box.focus();
      if (first) box.setSelectionRange(first.start, first.end);
    },
  };

  notice.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-choice]");
    if (!pressed || !asked) return;
    const { box, send } = asked;
    close();
    does[pressed.dataset.choice]({ box, send });
  });
  document.addEventListener("input", (event) => { if (event.target === asked?.box) close(); });
  // On the window, and so before what else Escape does on the page.
  window.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !asked) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { box } = asked;
    close();
    box.focus();
  }, true);

  Object.defineProperty(window, "candourPersonal", { value: { found, masked, stops, isOpen } });
})();
