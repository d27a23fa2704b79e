// The history of conversations, in this browser's own storage: kept, listed, opened, renamed, deleted. Nothing of it is
// sent anywhere. What conversation.js stored of one is kept unread; opening one puts that back and loads its page.
(() => {
  const CONVERSATION = "candour-conversation";  // conversation.js's key
  const UNDER_WAY = "candour-under-way";  // in the tab: which entry its conversation is
  const SAID = "candour-history-said";  // in the tab: that nothing can be kept
  const ENTRY = "candour-history:";  // an entry each, so that tabs do not overwrite one another's
  const KEEPING = "candour-history-keeping";
  const MOST = 50;
  const ROOM = 4_000_000;  // characters; browsers give about five million
  const TITLE = 80;
  const SETTLED_MS = 150;  // so that an answer is on the page before it is kept

  const { tab, lasting } = window.candour;
  const language = document.documentElement.lang;
  const status = document.getElementById("status");
  const panel = document.getElementById("past");
  const words = panel.dataset;
  const list = document.getElementById("past-list");
  const title = document.getElementById("past-title");
  const none = document.getElementById("past-none");
  const everything = document.getElementById("past-all");
  const keepingBox = document.getElementById("past-keeping");
  const opener = () => document.getElementById("open-history");

  function say(text) {
    status.textContent = "";
    setTimeout(() => { status.textContent = text; }, 60);
  }

  // --- the storage ----------------------------------------------------------------------------------------------
  function parsed(text) {
    try { return JSON.parse(text); } catch { return null; }
  }

  function whole(id) {
    const entry = parsed(lasting.getItem(ENTRY + id));
    const isWhole = entry?.id === id && ["en", "fr"].includes(entry.language) && !Number.isNaN(Date.parse(entry.when))
      && typeof entry.title === "string" && typeof entry.stored === "string";
    return isWhole ? entry : null;
  }

  // Before, conversations were kept in a form of Gradio's that nothing reads any more.
  const isOfBefore = (entry) => !entry.stored.startsWith("[");

  function read(id) {
    const entry = whole(id);
    return entry && !isOfBefore(entry) ? entry : null;
  }

  const keys = () => (lasting ? Object.keys(lasting).filter((key) => key.startsWith(ENTRY)) : []);
  const newestFirst = () => keys().map((key) => read(key.slice(ENTRY.length))).filter(Boolean)
    .sort((one, other) => Date.parse(other.when) - Date.parse(one.when));
  const remove = (id) => lasting.removeItem(ENTRY + id);

  // Nobody could find those in the list to delete them.
  function forgetThoseOfBefore() {
    for (const entry of keys().map((key) => whole(key.slice(ENTRY.length)))) if (entry && isOfBefore(entry)) remove(entry.id);
  }

  function put(key, text) {
    try { lasting.setItem(key, text); return true; } catch { return false; }
  }

  function tooOld(others, size) {
    let room = ROOM - size;
    return others.filter((entry, at) => (room -= entry.stored.length) < 0 || at >= MOST - 1);
  }

  function store(entry) {
    const text = JSON.stringify(entry);
    const others = newestFirst().filter((other) => other.id !== entry.id);
    for (const old of tooOld(others, text.length)) {
      remove(old.id);
      others.splice(others.indexOf(old), 1);
    }
    // Other programs on this address share the room. Where what was freed does not help, room is not what is missing,
    // and no conversation may be lost over it.
    const gone = [];
    let freed = 0;
    while (!put(ENTRY + entry.id, text)) {
      if (refused || !others.length || freed >= text.length) {
        gone.forEach((each) => put(ENTRY + each.id, JSON.stringify(each)));
        return false;
      }
      const oldest = others.pop();
      gone.push(oldest);
      freed += oldest.stored.length;
      remove(oldest.id);
    }
    return true;
  }

  let off = false;  // where the storage does not take the switch, it holds for this page
  const keeping = () => !off && lasting?.getItem(KEEPING) !== "no";

  function keepFromNowOn(on) {
    off = !on;
    if (on) lasting?.removeItem(KEEPING);
    else if (lasting) put(KEEPING, "no");
  }

  let refused = false;
  function refuse() {
    refused = true;
    if (tab.getItem(SAID)) return;
    try { tab.setItem(SAID, "yes"); } catch { /* then it is said on the next page again */ }
    document.getElementById("past-refused").hidden = false;
    setTimeout(() => say(words.refused), 2000);  // not over the announcement of the answer
  }

  // --- keeping the conversation under way -------------------------------------------------------------------------
  // `when` is the entry's state that this tab knows: a tab that was duplicated goes on as an entry of its own.
  let current = null;
  function setCurrent(entry, opened = "") {
    current = entry && { id: entry.id, when: entry.when };
    try {
      if (current) tab.setItem(UNDER_WAY, JSON.stringify({ ...current, opened }));
      else tab.removeItem(UNDER_WAY);
    } catch { /* this page still knows; after a reload the conversation becomes another entry */ }
  }

  const isShown = (entry) => current?.id === entry.id && current.when === entry.when;
  const asked = () => [...document.querySelectorAll("#chat .you .said")].map((question) => question.textContent);
  const isComplete = () => !document.body.classList.contains("asking") && !document.querySelector("#chat .answer.writing")
    && document.querySelectorAll("#chat .answer").length === asked().length;

  function titled(text) {
    const letters = [...text.replace(/\s+/g, " ").trim()];
    return letters.length > TITLE ? `${letters.slice(0, TITLE - 1).join("").trimEnd()}…` : letters.join("");
  }

  function keep() {
    if (!keeping()) return;
    if (!lasting) { refuse(); return; }
    const before = current && read(current.id);
    const entry = {
      id: before && isShown(before) ? before.id : crypto.randomUUID(),
      title: before?.title ?? titled(asked()[0]),
      when: new Date().toISOString(),
      language,
      stored: tab.getItem(CONVERSATION) ?? "",
    };
    if (!store(entry)) { refuse(); return; }
    refused = false;
    setCurrent(entry);
  }

  let waiting = 0;
  function keepSoon() {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      waiting = 0;
      if (!asked().length) return;
      if (isComplete()) keep();
      else keepSoon();
    }, SETTLED_MS);
  }

  function keepNow() {
    if (waiting && asked().length && isComplete()) keep();
    clearTimeout(waiting);
    waiting = 0;
  }

  function begin() {
    keepNow();
    setCurrent(null);
  }

  // --- the panel ------------------------------------------------------------------------------------------------
  const date = new Intl.DateTimeFormat(`${language}-CA`, { dateStyle: "long", timeStyle: "short" });
  const rows = () => [...list.children];
  const idOf = (row) => row.dataset.id;
  const button = (place, does) => place.querySelector(`[data-does="${does}"]`);

  function rowOf(entry) {
    const row = document.getElementById("past-entry").content.firstElementChild.cloneNode(true);
    row.dataset.id = entry.id;
    row.querySelectorAll(".past-said").forEach((part) => {
      part.textContent = entry.title;
      part.lang = entry.language;
    });
    const time = row.querySelector("time");
    time.dateTime = entry.when;
    time.textContent = date.format(new Date(entry.when));
    const other = row.querySelector(".past-language");
    other.hidden = entry.language === language;
    other.textContent = ` · ${entry.language === "fr" ? words.inFr : words.inEn}`;
    row.querySelector(".past-shown").hidden = !isShown(entry);
    const question = row.querySelector(".past-question");
    question.id = `past-ask-${entry.id}`;
    question.parentElement.setAttribute("aria-labelledby", question.id);
    return row;
  }

  function draw() {
    const entries = newestFirst();
    list.replaceChildren(...entries.map(rowOf));
    none.hidden = entries.length > 0;
    everything.hidden = entries.length === 0;
    show(everything, "tools");
    keepingBox.checked = keeping();
    keepingBox.disabled = !lasting;
    document.getElementById("past-trouble").hidden = Boolean(lasting) && !refused;
  }

  const parts = (place) => [...place.querySelectorAll("[data-part]")];
  function show(place, wanted) {
    for (const part of parts(place)) part.hidden = part.dataset.part !== wanted;
  }

  function showOnly(place, wanted) {
    for (const each of [...rows(), everything]) show(each, each === place ? wanted : "tools");
  }

  function askToDelete(place, does, question) {
    showOnly(place, "ask");
    place.querySelector(".past-question").textContent = question;
    button(place, does).parentElement.querySelector('[data-does="cancel"]').focus();  // Enter held down deletes nothing
  }

  function startRenaming(row) {
    const field = row.querySelector("input");
    field.value = row.querySelector(".past-said").textContent;
    showOnly(row, "rename");
    field.focus();
    field.select();
  }

  const beingChanged = () => [...rows(), everything].find((place) => parts(place).some((part) =>
    part.dataset.part !== "tools" && !part.hidden));

  function cancel(place) {
    const renaming = !place.querySelector('[data-part="rename"]')?.hidden;
    show(place, "tools");
    button(place, place === everything ? "ask-all" : renaming ? "rename" : "ask").focus();
  }

  function rename(row) {
    const entry = read(idOf(row));
    const name = titled(window.candourPersonal.masked(row.querySelector("input").value));
    if (!entry || !name || name === entry.title) { cancel(row); return; }
    const renamed = put(ENTRY + entry.id, JSON.stringify({ ...entry, title: name }));
    draw();
    button(rows().find((each) => idOf(each) === entry.id), "rename").focus();
    say(renamed ? words.renamed : words.refused);
  }

  // With nothing kept the page is left alone; else its next answer would bring back what was deleted.
  function leaveDeleted() {
    clearTimeout(waiting);
    waiting = 0;
    if (keeping()) document.getElementById("new").click();
    else setCurrent(null);
  }

  function deleteOne(row) {
    const at = rows().indexOf(row);
    const wasUnderWay = current?.id === idOf(row);
    remove(idOf(row));
    if (wasUnderWay) leaveDeleted();
    draw();
    const next = rows()[Math.min(at, rows().length - 1)];
    (next ? button(next, "open") : title).focus();
    say(words.deleted);
  }

  function deleteAll() {
    keys().forEach((key) => lasting.removeItem(key));
    if (current) leaveDeleted();
    draw();
    title.focus();
    say(words.deletedAll);
  }

  function openEntry(row) {
    const entry = read(idOf(row));
    if (!entry) { draw(); title.focus(); return; }  // deleted in another tab
    if (isShown(entry)) { panel.close(); return; }
    keepNow();
    try {
      tab.setItem(CONVERSATION, entry.stored);
    } catch {
      say(words.refused);
      return;
    }
    window.candour.left = true;
    setCurrent(entry, entry.title);
    const other = document.getElementById("other-language");
    location.assign(entry.language === language ? location.pathname : other.href);
  }

  function openPanel() {
    keepNow();
    draw();
    panel.append(status);  // outside a modal dialog nothing is read aloud
    panel.showModal();
    title.focus();
  }

  const does = {
    close: () => panel.close(),
    open: openEntry,
    rename: startRenaming,
    cancel,
    ask: (row) => askToDelete(row, "delete", current?.id === idOf(row) && keeping() ? words.askShown : words.ask),
    delete: deleteOne,
    "ask-all": () => askToDelete(everything, "delete-all", current && keeping() ? words.askAllShown : words.askAll),
    "delete-all": deleteAll,
  };

  // --- clicks, keys, and what the conversation tells ------------------------------------------------------------------------
  panel.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-does]");
    if (pressed) does[pressed.dataset.does](pressed.closest(".parted"));
  });
  panel.addEventListener("submit", (event) => {
    event.preventDefault();
    rename(event.target.closest(".parted"));
  });
  panel.addEventListener("close", () => {
    document.body.append(status);
    opener()?.focus();
  });
  keepingBox.addEventListener("change", () => {
    keepFromNowOn(keepingBox.checked);
    showOnly(null);
    if (keepingBox.checked) {
      if (asked().length && isComplete()) keep();
      draw();
    } else if (rows().length) {
      show(everything, "ask");
      everything.querySelector(".past-question").textContent = words.askAllOff;
    }
    say(keepingBox.checked ? words.on : rows().length ? words.askAllOff : words.off);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#new")) begin();
    else if (event.target.closest?.("#open-history")) openPanel();
  }, true);
  // On the window, before chat.js sees it: there Escape stops the answer that is being written.
  window.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.open) return;
    event.stopPropagation();
    const changing = beingChanged();
    if (!changing) return;
    event.preventDefault();
    cancel(changing);
  }, true);

  function startKeeping() {
    opener()?.setAttribute("aria-haspopup", "dialog");
    document.addEventListener("candour-stored", keepSoon);
    window.addEventListener("pagehide", keepNow);
    forgetThoseOfBefore();
    const found = parsed(tab.getItem(UNDER_WAY));
    if (!found) return;
    setCurrent(found);
    if (found.opened) say(words.opened.replace("{title}", () => found.opened));
  }

  // Until the page is ready, what is stored is the conversation that it has just found there.
  if (document.body.classList.contains("ready")) startKeeping();
  else document.addEventListener("candour-ready", startKeeping, { once: true });
  // A page that the browser brings back whole is the one before another conversation was opened.
  window.addEventListener("pageshow", (event) => { if (event.persisted && window.candour.left) location.reload(); });
})();
