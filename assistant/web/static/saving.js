// An answer taken along from the chat: as text, as a link that asks again, as a file; and the whole conversation as one.
(() => {
  "use strict";
  const words = document.getElementById("words").dataset;
  const { say } = window.candourAsking;
  const { plainText } = window.candourAnswer;
  const all = (selector) => [...document.querySelectorAll(selector)];

  const copy = async (button, text) =>
    say(await window.candourAnswer.copy(button.closest(".answer"), text, words.copied, words.copyFailed));

  const linkTo = (answer) =>
    `${location.origin}${location.pathname}#q=${encodeURIComponent(answer.querySelector(".asked").textContent)}&i=${encodeURIComponent(answer.querySelector(".index").textContent)}`;

  function keepFile(content, name) {
    const file = URL.createObjectURL(content);
    Object.assign(document.createElement("a"), { href: file, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(file), 60000);
  }

  function saveConversation() {
    const told = all("#chat .answer").filter((answer) => answer.querySelector("pre.plain")).map(plainText);
    if (told.length) keepFile(new Blob([told.join("\n\n---\n\n")], { type: "text/markdown" }), "candour-conversation.md");
    say(told.length ? words.saved : words.nothingShown);
  }

  // A file is asked for in the body of a request, which no log holds.
  async function save(button) {
    const answer = button.closest(".answer");
    const answers = all("#chat .answer");
    const asked = answers.map((each) => each.querySelector(".asked")?.textContent ?? "");
    const at = answers.indexOf(answer);
    const format = [...button.classList].find((name) => name.startsWith("saves-")).slice("saves-".length);
    const fields = { question: asked[at], format, earlier: JSON.stringify(asked.slice(0, at).filter(Boolean).slice(-20)) };
    let said = words.saved;
    try {
      // Not a form of the page: with our referrer policy a form names no origin, and the server would refuse it.
      const response = await fetch(words.export, { method: "POST", body: new URLSearchParams(fields) });
      if (!response.ok) throw new Error(response.statusText);
      keepFile(await response.blob(), `candour.${format}`);
    } catch {
      said = words.saveFailed;
    }
    const place = answer.querySelector(".tools .did");
    if (place) place.textContent = said;
    say(said);
  }

  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest?.(selector);
    if (at("#chat button.copies")) copy(at("button.copies"), plainText(at(".answer")));
    else if (at("#chat button.links")) copy(at("button.links"), linkTo(at(".answer")));
    else if (at("#chat .saves button")) save(at(".saves button"));
    else if (at("#save-conversation")) saveConversation();
  }, true);
})();
