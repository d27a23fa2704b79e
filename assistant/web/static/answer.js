// What the chat and the widget do alike with the answers in #chat: their text to copy, and the cards of their sources.
(() => {
  const shownCard = () =>
    document.querySelector("#chat .cite:not(.quiet):hover, #chat .cite:not(.quiet):has(a.chip:focus-visible)");

  // A card that was dismissed comes back once its source is left.
  for (const kind of ["mouseover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      document.querySelectorAll("#chat .cite.quiet").forEach((cite) => {
        if (!cite.contains(event.target)) cite.classList.remove("quiet");
      });
    });
  }

  const candourAnswer = {
    plainText(answer) {
      const parts = [...answer.querySelectorAll("pre.plain")].map((part) => part.textContent);
      return parts.join("\n\n").replace(/^(\s*)(\/(?:en|fr)\/)/gm, `$1${location.origin}$2`);
    },

    // Whether a card was shown; it is dismissed.
    dismissCard() {
      const card = shownCard();
      card?.classList.add("quiet");
      return Boolean(card);
    },

    // What was said in the answer: that the text was copied, or that the browser refused it.
    async copy(answer, text, said, refused) {
      let told = said;
      try { await navigator.clipboard.writeText(text); } catch { told = refused; }
      const place = answer.querySelector(".tools .did");
      if (place) place.textContent = told;
      return told;
    },
  };
  Object.defineProperty(window, "candourAnswer", { value: candourAnswer });
})();
