// Candour in another site's page: <script src="https://candour.example.org/widget.js" data-lang="fr" async></script>
// Nothing but this is loaded before the visitor opens it. The conversation is in an iframe of Candour's own origin;
// this script and that page tell each other only what is checked below.
(() => {
  "use strict";
  const script = document.currentScript;
  const home = new URL(script.src).origin;
  const WORDS = {
    en: { open: "Ask Candour", close: "Close", title: "Candour: questions about the self-assessments",
      absent: "Candour does not answer, or may not be shown in this site’s pages.", own: "Open Candour in its own page" },
    fr: { open: "Interroger Candour", close: "Fermer", title: "Candour : questions sur les autoévaluations",
      absent: "Candour ne répond pas, ou ne peut pas être affiché dans les pages de ce site.", own: "Ouvrir Candour dans sa propre page" },
  };
  // A frame that is there says so; one that is not, or that its site may not show, is the browser's own page of failure.
  const SAYS_SO_MS = 1000, COMES_MS = 15_000;
  const MODES = ["bubble", "sidebar", "inline"];
  const STYLE = `
    :host { --accent: var(--candour-accent, #0b5c6b); --on-accent: var(--candour-on-accent, #fff); --paper: var(--candour-paper, Canvas);
      --radius: var(--candour-radius, 12px); --width: var(--candour-width, 26rem); --height: var(--candour-height, 38rem); font: 16px/1.5 system-ui, sans-serif; }
    :host { display: block; }
    :host([hidden]) { display: none; }
    button { font: inherit; cursor: pointer; border: 1px solid var(--accent); }
    button:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
    .opener { position: fixed; right: 1rem; bottom: 1rem; z-index: 2147483000; padding: .7rem 1.2rem; font-weight: 600; color: var(--on-accent); background: var(--accent); border-radius: 2rem; }
    .panel { display: flex; flex-direction: column; box-sizing: border-box; margin: 0; padding: 0; background: var(--paper); color: CanvasText; border: 1px solid var(--accent); border-radius: var(--radius); overflow: hidden; }
    .panel[hidden] { display: none; }
    .bubble .panel, .sidebar .panel { position: fixed; z-index: 2147483001; max-width: 100vw; max-height: 100vh; max-height: 100dvh; }
    .bubble .panel { right: 1rem; bottom: 1rem; width: min(var(--width), calc(100vw - 2rem)); height: min(var(--height), calc(100dvh - 2rem)); }
    .sidebar .panel { right: 0; top: 0; width: min(var(--width), 100vw); height: 100dvh; border-radius: 0; }
    .inline { min-height: var(--height); }
    .inline .panel { width: 100%; height: var(--height); }
    .head { display: flex; justify-content: flex-end; padding: .3rem; background: var(--accent); }
    .head button { padding: .1rem .8rem; color: var(--on-accent); background: none; border-color: var(--on-accent); border-radius: .4rem; }
    .head button:focus-visible { outline-color: var(--on-accent); outline-offset: 1px; }
    .absent { margin: 0; padding: 1rem; }
    .absent a { color: inherit; }
    .inline .head, .inline .opener { display: none; }
    iframe { flex: 1; width: 100%; min-height: 0; border: 0; color-scheme: normal; }
    @media (max-width: 36rem) { .bubble .panel, .sidebar .panel { inset: 0; width: 100vw; height: 100dvh; border: 0; border-radius: 0; } }
    @media (prefers-reduced-motion: no-preference) { .panel { animation: come .15s ease-out; } @keyframes come { from { opacity: 0; } } }
    @media print { .opener { display: none; } }`;

  class CandourChat extends HTMLElement {
    static observedAttributes = ["lang", "mode"];
    #frame = null;
    #ready = false;
    #waiting = [];
    #before = null;

    connectedCallback() {
      if (this.shadowRoot) return;
      this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      this.shadowRoot.adoptedStyleSheets = [sheet];
      // Not innerHTML: a page with trusted types would refuse it.
      const made = (tag, name, ...inside) => {
        const element = Object.assign(document.createElement(tag), { className: name });
        element.setAttribute("part", name);
        if (tag === "button") element.type = "button";
        element.append(...inside);
        return element;
      };
      const panel = made("div", "panel", made("div", "head", made("button", "closer")));
      panel.hidden = true;
      const opener = made("button", "opener");
      opener.setAttribute("aria-haspopup", "dialog");
      opener.setAttribute("aria-expanded", "false");
      this.shadowRoot.append(made("div", "box", opener, panel));
      this.#of(".opener").addEventListener("click", () => this.open());
      this.#of(".closer").addEventListener("click", () => this.close());
      this.shadowRoot.addEventListener("keydown", (event) => { if (event.key === "Escape") this.close(); });
      window.addEventListener("message", this.#hear);
      this.#draw();
      if (this.mode === "inline") this.#whenSeen();
    }

    disconnectedCallback() { window.removeEventListener("message", this.#hear); }

    attributeChangedCallback() { if (this.shadowRoot) this.#draw(); }

    get mode() { return MODES.includes(this.getAttribute("mode")) ? this.getAttribute("mode") : "bubble"; }
    get language() {
      const wanted = this.getAttribute("lang") || document.documentElement.lang || navigator.language || "en";
      return wanted.toLowerCase().startsWith("fr") ? "fr" : "en";
    }
    get isOpen() { return Boolean(this.shadowRoot) && !this.#of(".panel").hidden; }

    // --- what pages may call --------------------------------------------------------------------------------------
    open() {
      if (this.isOpen) return;
      this.#before = document.activeElement === this ? this.shadowRoot.activeElement : document.activeElement;
      this.#show();
      if (this.mode !== "inline") this.#tell({ candour: "focus" });
      this.dispatchEvent(new CustomEvent("candour-open", { bubbles: true }));
    }

    close() {
      if (!this.isOpen || this.mode === "inline") return;
      this.#of(".panel").hidden = true;
      this.#of(".opener").hidden = false;
      this.#of(".opener").setAttribute("aria-expanded", "false");
      (this.#before?.isConnected && this.#before !== document.body ? this.#before : this.#of(".opener")).focus();
      this.dispatchEvent(new CustomEvent("candour-close", { bubbles: true }));
    }

    ask(question) {
      this.open();
      this.#tell({ candour: "ask", question: String(question).slice(0, 2000) });
    }

    // --- inside ---------------------------------------------------------------------------------------------------
    #of(selector) { return this.shadowRoot.querySelector(selector); }

    #draw() {
      const words = WORDS[this.language];
      const box = this.#of("div");
      box.className = this.mode;
      box.lang = this.language;
      this.#of(".opener").textContent = words.open;
      this.#of(".closer").textContent = words.close;
      const panel = this.#of(".panel");
      panel.setAttribute("role", this.mode === "inline" ? "region" : "dialog");
      panel.setAttribute("aria-label", words.title);
      if (this.#frame) this.#frame.title = words.title;
    }

    #show() {
      if (!this.#frame) {
        this.#frame = document.createElement("iframe");
        this.#frame.title = WORDS[this.language].title;
        this.#frame.src = this.#address();
        this.#of(".panel").append(this.#frame);
        this.#frame.addEventListener("load", () => setTimeout(() => this.#miss(), SAYS_SO_MS));
        setTimeout(() => this.#miss(), COMES_MS);
      }
      this.#of(".panel").hidden = false;
      this.#of(".opener").hidden = true;
      this.#of(".opener").setAttribute("aria-expanded", "true");
    }

    // A sentence in place of a frame that never said that it is there. In Candour's own pages nothing keeps it away.
    #miss() {
      if (this.#ready || home === location.origin || this.#of(".absent")) return;
      const words = WORDS[this.language];
      const link = Object.assign(document.createElement("a"), { href: `${home}/${this.language}/`, target: "_blank", rel: "noopener", textContent: words.own });
      const note = Object.assign(document.createElement("p"), { className: "absent", role: "alert" });
      note.append(`${words.absent} `, link);
      this.#frame.hidden = true;
      this.#of(".panel").append(note);
    }

    #address() {
      const address = new URL(`/${this.language}/widget`, home);
      address.searchParams.set("host", location.origin);
      for (const id of this.#listed("organizations")) address.searchParams.append("organization", id);
      for (const starter of this.#listed("starters")) address.searchParams.append("starter", starter);
      return address.href;
    }

    #listed(name) { return (this.getAttribute(name) ?? "").split("|").map((each) => each.trim()).filter(Boolean); }

    #whenSeen() {
      const watcher = new IntersectionObserver((seen) => {
        if (!seen.some((each) => each.isIntersecting)) return;
        watcher.disconnect();
        this.#show();
      });
      watcher.observe(this);
    }

    #theme() {
      const style = getComputedStyle(this);
      const colours = {};
      for (const name of ["accent", "paper", "ink"]) {
        const value = style.getPropertyValue(`--candour-${name}`).trim();
        if (value) colours[name] = value;
      }
      return colours;
    }

    #tell(message) {
      if (this.#ready) this.#frame.contentWindow.postMessage(message, home);
      else this.#waiting.push(message);
    }

    #hear = (event) => {
      const message = event.data;
      if (event.origin !== home || !this.#frame || event.source !== this.#frame.contentWindow) return;
      if (typeof message !== "object" || message === null) return;
      if (message.candour === "ready") {
        this.#ready = true;
        this.#of(".absent")?.remove();
        this.#frame.hidden = false;
        this.#tell({ candour: "theme", colours: this.#theme() });
        this.#waiting.splice(0).forEach((each) => this.#tell(each));
      } else if (message.candour === "close") {
        this.close();
      } else if (message.candour === "height" && Number.isFinite(message.height)) {
        if (this.mode === "inline") this.style.setProperty("--candour-height", `${Math.min(Math.max(message.height, 200), 4000)}px`);
      } else if (message.candour === "answered" && typeof message.kind === "string") {
        this.dispatchEvent(new CustomEvent("candour-answer", { bubbles: true, detail: { kind: message.kind } }));
      }
    };
  }

  if (!customElements.get("candour-chat")) customElements.define("candour-chat", CandourChat);
  if (script.dataset.manual !== undefined) return;
  const put = () => {
    if (document.querySelector("candour-chat")) return;
    const element = document.createElement("candour-chat");
    for (const name of ["lang", "mode", "starters", "organizations"]) if (script.dataset[name]) element.setAttribute(name, script.dataset[name]);
    if (element.mode === "inline") script.after(element);
    else document.body.append(element);
  };
  if (document.body) put();
  else document.addEventListener("DOMContentLoaded", put);
})();
