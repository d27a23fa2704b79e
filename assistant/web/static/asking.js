// What the chat's page and the widget's do alike to ask: a turn of the conversation, its answer as it comes, and what is
// said where none does.
(() => {
  "use strict";
  const words = document.getElementById("asking-words").dataset;
  const status = document.getElementById("status");
  const language = document.documentElement.lang;
  const MOST_EARLIER = 20;
  const QUOTATIONS_ONLY = "candour-quotations-only";
  const EARLIER_CHARACTERS = 12_000;  // in any alphabet far less than the 64 KB that a request may have

  class NoAnswer extends Error {}  // the server, or what is before it, said why; the message is for the visitor
  class Lost extends Error {}  // nothing can be heard of the server

  // Whether a language model, where there is one, is left out; remembered, where the browser lets us.
  const quotationsOnly = document.getElementById("quotations-only");
  if (quotationsOnly) {
    try { quotationsOnly.checked = localStorage.getItem(QUOTATIONS_ONLY) === "yes"; } catch { /* then not */ }
    quotationsOnly.addEventListener("change", () => {
      try { localStorage.setItem(QUOTATIONS_ONLY, quotationsOnly.checked ? "yes" : "no"); } catch { /* for this page */ }
    });
  }

  function say(text) {
    status.textContent = "";
    setTimeout(() => { status.textContent = text; }, 60);
  }

  function element(tag, className, text = "") {
    return Object.assign(document.createElement(tag), { className, textContent: text });
  }

  // A question, and the place for its answer.
  function turnOf(question) {
    const turn = element("div", "turn");
    const you = element("div", "you");
    const place = element("div", "place");
    you.append(element("span", "vh", `${words.you} `), element("span", "said", question));
    turn.append(you, place);
    return { turn, you, place };
  }

  // `html` is made by the server's templates, in which all words are escaped. What leads elsewhere opens beside the page,
  // but for the table of an answer, which is meant to take its place.
  function show(place, html) {
    place.innerHTML = html;
    for (const link of place.querySelectorAll("a[href]:not(.table)")) { link.target = "_blank"; link.rel = "noopener"; }
  }

  function answer(className, ...children) {
    const made = element("div", `answer ${className}`);
    made.lang = language;
    made.append(...children);
    return made;
  }

  function wait(place) {
    const soFar = element("div", "so-far");
    soFar.append(element("p", "off", words.answering));
    place.replaceChildren(answer("writing", soFar));
  }

  // Why there is no answer, after what was written of it.
  function note(place, text) {
    const written = place.querySelector(".answer.writing .so-far:not(:has(> .off))");
    place.replaceChildren(answer("note", ...(written ? [written] : []), element("p", "remark", text)));
  }

  // What is said aloud of an answer that is complete.
  function spoken(place) {
    const headline = place.querySelector(".headline")?.textContent;
    return headline ? words.done.replace("{headline}", () => headline) : place.querySelector(".remark")?.textContent ?? "";
  }

  // As many of the questions before, the newest, as are read.
  function earlier(questions) {
    let room = EARLIER_CHARACTERS;
    const cut = questions.map((each) => [...each].slice(0, Number(words.limit)).join(""));
    return cut.slice(-MOST_EARLIER).reverse().filter((each) => (room -= each.length) >= 0).reverse();
  }

  function refusal(response) {
    if (response.status === 429) {
      return new NoAnswer(words.tooOften.replace("{seconds}", response.headers.get("retry-after") ?? "60"));
    }
    if (response.status === 502 || response.status === 504) return new Lost("The server is not there.");
    const said = { 401: words.signedOut, 403: words.signedOut, 413: words.tooLarge, 503: words.busy };
    return new NoAnswer(said[response.status] ?? words.failed);
  }

  // Asks, and has `shown` called with the HTML each time that more is there; it ends with the whole answer's. Where there
  // is none it throws NoAnswer or Lost, or an AbortError where `signal` ended it.
  async function ask(question, signal, shown) {
    const body = JSON.stringify(quotationsOnly?.checked ? { ...question, quotations_only: true } : question);
    const response = await heard(signal, fetch(words.ask, {
      method: "POST", headers: { "content-type": "application/json" }, body, signal,
    }));
    if (!response.ok || !response.body) throw refusal(response);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let waiting = "";
    let done = "";
    for (let part = await heard(signal, reader.read()); !part.done; part = await heard(signal, reader.read())) {
      const blocks = (waiting + part.value).split("\n\n");
      waiting = blocks.pop();
      for (const block of blocks) {
        const [, name, data] = /^event: (\w+)\ndata: (.*)$/s.exec(block) ?? [];
        if (!name) continue;
        const { html, message } = JSON.parse(data);
        if (name === "failed") throw new NoAnswer(message);
        shown(html);
        if (name === "done") done = html;
      }
    }
    if (!done) throw new NoAnswer(words.failed);
    return done;
  }

  async function heard(signal, promise) {
    try { return await promise; } catch (error) { throw signal.aborted ? error : new Lost(error.message); }
  }

  Object.defineProperty(window, "candourAsking", {
    value: { NoAnswer, Lost, ask, earlier, turnOf, show, wait, note, spoken, say, words },
  });
})();
