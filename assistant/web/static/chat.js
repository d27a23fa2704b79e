// What the page does beside Gradio: the source panel, questions behind buttons, keys, focus, and what is said aloud.
(() => {
  const words = document.getElementById("words").dataset;
  const status = document.getElementById("status");
  const trouble = document.getElementById("trouble");
  const source = document.getElementById("source");
  const pane = document.getElementById("pane");
  const closer = document.getElementById("close-source");
  const hint = source.querySelector(".panel-hint");
  const title = source.querySelector(".panel-title");
  const plainTitle = title.textContent;
  const NOTHING_CAME_MS = 30000;  // longer than an answer may take
  const ASK_AGAIN = "candour-ask-again";
  const personal = window.candourPersonal;
  const narrow = window.matchMedia("(max-width: 60rem)");
  const behind = () => document.querySelectorAll("header.site, .notice, .talk, .skip");

  const box = () => document.querySelector("#q textarea");
  const sendButton = () => document.querySelector("#q .submit-button");
  const stopButton = () => document.querySelector("#q .stop-button");
  const all = (selector) => [...document.querySelectorAll(selector)];
  const focusBox = () => setTimeout(() => { if (!personal.isOpen()) box()?.focus(); }, 0);

  function say(text) {
    status.textContent = "";
    setTimeout(() => { status.textContent = text; }, 60);
  }

  // --- asking ---------------------------------------------------------------------------------------------------
  function write(text) {
    box().value = text;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  }

  function ask(text) {
    if (!text.trim() || !sendButton()) return;
    write(text);
    setTimeout(() => { sendButton()?.click(); focusBox(); }, 30);
  }

  let linked = null;  // the index that a link's answer came from

  function tellIfChanged(answer) {
    const index = answer.querySelector(".index")?.textContent;
    const changed = linked && index && linked !== index;
    linked = null;
    if (!changed) return "";
    const place = answer.querySelector(".tools .did");
    if (place) place.textContent = words.changed;
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

  // --- the source panel -----------------------------------------------------------------------------------------
  let opener = null;

  function keepBehind() {
    const covered = narrow.matches && source.classList.contains("open");
    behind().forEach((part) => { part.inert = covered; });
  }

  function openSource(chip) {
    const address = new URL(chip.href);
    address.searchParams.set("panel", "1");
    all("#chat a.chip.on").forEach((other) => other.classList.remove("on"));
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
    say(words.opened);
  }

  function closeSource() {
    source.classList.remove("open");
    title.textContent = plainTitle;
    pane.hidden = true;
    closer.hidden = true;
    hint.hidden = false;
    keepBehind();
    all("#chat a.chip.on").forEach((chip) => chip.classList.remove("on"));
    (opener?.isConnected ? opener : box())?.focus({ preventScroll: true });
    opener?.closest(".cite")?.classList.add("quiet");
    opener = null;
  }

  pane.addEventListener("load", () => {
    // The address says where to scroll to, but a frame that had no size yet when its page came may stay at the top.
    pane.contentDocument?.getElementById("cited")?.scrollIntoView({ block: "center" });
    pane.contentDocument?.addEventListener("keydown", (event) => {
      if (event.key === "Escape") closeSource();
    });
  });
  narrow.addEventListener("change", keepBehind);

  // --- copying --------------------------------------------------------------------------------------------------
  const { plainText, dismissCard } = window.candourAnswer;
  const copy = async (button, text) =>
    say(await window.candourAnswer.copy(button.closest(".answer"), text, words.copied, words.copyFailed));

  const linkTo = (answer) =>
    `${location.origin}${location.pathname}#q=${encodeURIComponent(answer.querySelector(".asked").textContent)}&i=${encodeURIComponent(answer.querySelector(".index").textContent)}`;

  // --- saving an answer as a file: asked again in the body of a request, which no log holds ----------------------
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

  // --- clicks and keys ------------------------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest?.(selector);
    const chip = at("#chat a.chip");
    if (chip) {
      const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
      if (elsewhere || new URL(chip.href).origin !== location.origin) return;
      event.preventDefault();
      openSource(chip);
    } else if (at("#chat a.table")) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      location.assign(at("#chat a.table").href);  // Gradio opens every link in a new tab
    } else if (at("button.asks")) {
      ask(at("button.asks").querySelector(".q").textContent);
    } else if (at("button.edits")) {
      write(at("button.edits").querySelector(".plain").textContent);
      focusBox();
    } else if (at("button.copies")) {
      copy(at("button.copies"), plainText(at(".answer")));
    } else if (at("button.links")) {
      copy(at("button.links"), linkTo(at(".answer")));
    } else if (at(".saves button")) {
      save(at(".saves button"));
    } else if (at("#save-conversation")) {
      saveConversation();
    } else if (at("#close-source")) {
      closeSource();
    } else if (at("#new")) {
      if (opener) closeSource();
      say(words.new);
      focusBox();
    } else if (at("#q button")) {
      focusBox();
    } else if (at("a.skip")) {
      event.preventDefault();
      focusBox();
    }
  }, true);

  // What is too long to be read is not sent: it stays in the box, where it can be shortened.
  function tooLong() {
    const length = box()?.value.length ?? 0;
    if (length <= Number(words.limit)) return false;
    trouble.textContent = words.tooLong.replace("{n}", length);
    trouble.hidden = false;
    return true;
  }
  // Nor is what holds personal data, before it was asked what is to be done with it.
  let wantedAsItIs = null;
  function holdsPersonalData() {
    if (!box() || box().value === wantedAsItIs) return false;
    if (!sendButton()) return personal.found(box().value).length > 0;  // it could not be sent now in any case
    return personal.stops(box(), document.getElementById("q"), (text, asItIs) => {
      wantedAsItIs = asItIs ? text : null;
      ask(text);
    });
  }
  for (const [kind, sends] of [
    ["keydown", (event) => event.target === box() && event.key === "Enter" && !event.shiftKey],
    ["click", (event) => event.target.closest?.("#q .submit-button")],
  ]) {
    window.addEventListener(kind, (event) => {
      if (!sends(event)) return;
      const stopped = tooLong() || holdsPersonalData();
      wantedAsItIs = null;
      if (!stopped) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    }, true);
  }
  document.addEventListener("input", (event) => {
    if (event.target === box() && trouble.textContent && box().value.length <= Number(words.limit)) trouble.hidden = true;
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (dismissCard()) return;
      if (source.contains(document.activeElement)) closeSource();
      else if (stopButton()) { stopButton().click(); focusBox(); }
    } else if (event.key === "ArrowUp" && event.target === box() && !box().value) {
      const last = all("#chat .you .said").at(-1);
      if (!last) return;
      event.preventDefault();
      write(last.textContent);
      box().setSelectionRange(box().value.length, box().value.length);
    }
  }, true);

  // --- what Gradio draws: its English labels, its repeated announcements, our own single one ----------------------
  let ready = false;
  let questions = 0;
  let announced = 0;
  let waitingSince = 0;
  let leftAlone = true;  // nobody has scrolled since the question was asked
  for (const kind of ["wheel", "touchmove"]) {
    document.addEventListener(kind, () => { leftAlone = false; }, { passive: true });
  }

  function tidy() {
    const log = document.querySelector('#chat [role="log"]');
    if (log) {
      if (log.getAttribute("aria-live") !== "off") log.setAttribute("aria-live", "off");
      if (log.getAttribute("aria-label") !== words.log) log.setAttribute("aria-label", words.log);
    }
    all('#chat [data-testid="user"][aria-label], #chat [data-testid="bot"][aria-label]').forEach((message) =>
      message.removeAttribute("aria-label"));
    all('#chat [role="complementary"]').forEach((part) => part.removeAttribute("role"));
    all('.gradio-container [role="status"]').forEach((part) => part.remove());
  }

  function announce() {
    const asked = all("#chat .you");
    const answers = all("#chat .answer");
    const last = answers.at(-1);
    if (asked.length > questions) {
      asked.at(-1).scrollIntoView({ block: "start" });
      waitingSince = Date.now();
      leftAlone = true;
    }
    questions = asked.length;
    if (announced > questions) announced = questions;
    const complete = last && !last.classList.contains("writing") && answers.length === questions;
    if (!complete || announced === questions) return;
    announced = questions;
    waitingSince = 0;
    if (leftAlone) asked.at(-1).scrollIntoView({ block: "start" });
    trouble.hidden = true;
    const headline = last.querySelector(".headline")?.textContent;
    const said = headline ? words.done.replace("{headline}", headline) : last.querySelector(".remark")?.textContent ?? "";
    say(`${said} ${tellIfChanged(last)}`.trim());
  }

  function look() {
    tidy();
    if (ready) {
      announce();
    } else if (sendButton()) {  // the earlier conversation is back: it is not announced again
      ready = true;
      questions = announced = all("#chat .you").length;
      all("#chat .you").at(-1)?.scrollIntoView({ block: "start" });
      askFromAddress();
      askAgain();
    }
  }

  let planned = false;
  new MutationObserver(() => {
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => { planned = false; look(); });
  }).observe(document.querySelector(".talk"), { childList: true, subtree: true });
  window.addEventListener("hashchange", askFromAddress);

  // A server that was stopped leaves an answer waiting for ever: say so in place of Gradio's English message. Once it
  // is back, the question is asked again, as nothing of the old answer can come any more.
  let lost = false;
  setInterval(async () => {
    if (!waitingSince || Date.now() - waitingSince < 4000) return;
    if (status.textContent !== words.writing) say(words.writing);
    let there = true;
    try { await fetch("/healthz", { cache: "no-store" }); } catch { there = false; }
    trouble.hidden = there;
    if (!there) {
      lost = true;
      trouble.textContent = words.offline;
    } else if (lost || nothingCame()) {
      keepForLater(all("#chat .you .said").at(-1).textContent);
      location.reload();
    }
  }, 2000);

  // Gradio can lose the first message of an answer: then nothing is ever shown of it. It is asked once more, no oftener.
  let askedAgain = null;
  function nothingCame() {
    const shown = all("#chat .answer.writing .so-far :not(.off)").length;
    const asked = all("#chat .you .said").at(-1)?.textContent;
    return !shown && asked !== askedAgain && Date.now() - waitingSince > NOTHING_CAME_MS;
  }

  function keepForLater(question) {
    try { sessionStorage.setItem(ASK_AGAIN, question); } catch { /* without a store it stays in the conversation */ }
  }

  function askAgain() {
    let question = null;
    try {
      question = sessionStorage.getItem(ASK_AGAIN);
      sessionStorage.removeItem(ASK_AGAIN);
    } catch { /* nothing was kept */ }
    askedAgain = question;
    if (question) ask(question);
  }

  // Nothing to answer from yet: the page looks whether that has changed.
  setInterval(async () => {
    if (!document.querySelector("#chat .opening .trouble")) return;
    try {
      const ready = await fetch("/readyz", { cache: "no-store" });
      if (ready.ok) location.reload();
    } catch { /* the server is gone, which is said when something is asked */ }
  }, 3000);
})();
