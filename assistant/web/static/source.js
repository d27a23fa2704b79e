// The panel beside the conversation in which a cited source opens, with the cited words in view.
(() => {
  "use strict";
  const words = document.getElementById("words").dataset;
  const source = document.getElementById("source");
  const pane = document.getElementById("pane");
  const closer = document.getElementById("close-source");
  const hint = source.querySelector(".panel-hint");
  const title = source.querySelector(".panel-title");
  const plainTitle = title.textContent;
  const narrow = window.matchMedia("(max-width: 60rem)");
  const behind = () => document.querySelectorAll("header.site, .notice, .talk, .skip");
  let opener = null;

  function keepBehind() {
    const covered = narrow.matches && source.classList.contains("open");
    behind().forEach((part) => { part.inert = covered; });
  }

  function unmark() {
    document.querySelectorAll("#chat a.chip.on").forEach((chip) => chip.classList.remove("on"));
  }

  function open(chip) {
    const address = new URL(chip.href);
    address.searchParams.set("panel", "1");
    unmark();
    chip.classList.add("on");
    opener = chip;
    const name = chip.closest(".cite")?.querySelector(".pop b");
    title.textContent = name ? `${plainTitle}: ${name.textContent}` : plainTitle;
    hint.hidden = true;
    pane.hidden = false;
    closer.hidden = false;
    source.classList.add("open");
    pane.contentWindow.location.replace(address.href);
    keepBehind();
    (narrow.matches ? closer : source).focus({ preventScroll: true });
    window.candourAsking.say(words.opened);
  }

  function close() {
    source.classList.remove("open");
    title.textContent = plainTitle;
    pane.hidden = true;
    closer.hidden = true;
    hint.hidden = false;
    keepBehind();
    unmark();
    (opener?.isConnected ? opener : document.querySelector("#q textarea"))?.focus({ preventScroll: true });
    opener?.closest(".cite")?.classList.add("quiet");
    opener = null;
  }

  pane.addEventListener("load", () => {
    // The address says where to scroll to, but a frame that had no size yet when its page came may stay at the top.
    pane.contentDocument?.getElementById("cited")?.scrollIntoView({ block: "center" });
    pane.contentDocument?.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
    });
  });
  narrow.addEventListener("change", keepBehind);
  closer.addEventListener("click", close);
  document.addEventListener("click", (event) => {
    const chip = event.target.closest?.("#chat a.chip");
    if (!chip) return;
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
    if (elsewhere || new URL(chip.href).origin !== location.origin) return;
    event.preventDefault();
    open(chip);
  }, true);

  Object.defineProperty(window, "candourSource", {
    value: { close, isOpen: () => opener !== null, hasFocus: () => source.contains(document.activeElement) },
  });
})();
