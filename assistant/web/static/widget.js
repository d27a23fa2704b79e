// Candour in another site's page: <script src="https://candour.example.org/widget.js" data-lang="fr" async></script>
// Nothing but this is loaded before the visitor opens it. The conversation is in an iframe of Candour's own origin;
// this script and that page tell each other only what is checked below.
(() => {
  "use strict";
  const script = document.currentScript;
  const home = new URL(script.src).origin;
  const WORDS = {
    en: { open: "Ask Candour", close: "Close", title: "Candour: questions about the self-assessments", loading: "Loading…",
      misplaced: "Candour: the script of data-mode=\"inline\" is in the page’s head. It was put at the end of the body; move the script to where it is to be.",
      absent: "Candour does not answer, or may not be shown in this site’s pages.", own: "Open Candour in its own page" },
    fr: { open: "Interroger Candour", close: "Fermer", title: "Candour : questions sur les autoévaluations", loading: "Chargement…",
      misplaced: "Candour : le script de data-mode=\"inline\" est dans l’en-tête de la page (head). Candour a été placé à la fin du corps (body); mettez le script là où il doit paraître.",
      absent: "Candour ne répond pas, ou ne peut pas être affiché dans les pages de ce site.", own: "Ouvrir Candour dans sa propre page" },
  };
  // A frame that is there says so; one that is not, or that its site may not show, is the browser's own page of failure.
  const SAYS_SO_MS = 1000, COMES_MS = 15_000;
  const MODES = ["bubble", "sidebar", "inline"];
  const LEAST_HEIGHT = 200, MOST_HEIGHT = 100_000;
  const COLOURS = ["accent", "on-accent", "paper", "ink"];
  const DARK = 0.179;  // the luminance below which white is read better than black
  const SHARES = { r: 0.2126, g: 0.7152, b: 0.0722 };
  const GREY = `clamp(0, (${DARK} - ${Object.entries(SHARES).map(([part, share]) => `${share} * ${part}`).join(" - ")}) * 9999, 1)`;
  const readableOn = (colour) => `color(from ${colour} srgb-linear ${GREY} ${GREY} ${GREY})`;
  const STYLE = `
    :host { --accent: var(--candour-accent, #0b5c6b); --on-accent: var(--candour-on-accent, #fff); --paper: var(--candour-paper, Canvas); --ink: var(--candour-ink, CanvasText);
      --radius: var(--candour-radius, 12px); --width: var(--candour-width, 26rem); --height: var(--candour-height, 38rem); font: 16px/1.5 system-ui, sans-serif; }
    @supports (color: ${readableOn("red")}) { :host { --on-accent: var(--candour-on-accent, ${readableOn("var(--accent)")}); --ink: var(--candour-ink, ${readableOn("var(--paper)")}); } }
    :host { display: block; }
    :host([hidden]) { display: none; }
    button { font: inherit; cursor: pointer; border: 1px solid var(--accent); }
    button:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
    .opener { position: fixed; right: 1rem; bottom: 1rem; z-index: 2147483000; padding: .7rem 1.2rem; font-weight: 600; color: var(--on-accent); background: var(--accent); border-radius: 2rem; }
    .panel { display: flex; flex-direction: column; box-sizing: border-box; margin: 0; padding: 0; background: var(--paper); color: var(--ink); border: 1px solid var(--accent); border-radius: var(--radius); overflow: hidden; }
    .panel[hidden] { display: none; }
    .bubble .panel, .sidebar .panel { position: fixed; z-index: 2147483001; max-width: 100vw; max-height: 100vh; max-height: 100dvh; }
    .bubble .panel { right: 1rem; bottom: 1rem; width: min(var(--width), calc(100vw - 2rem)); height: min(var(--height), calc(100dvh - 2rem)); }
    .sidebar .panel { right: 0; top: 0; width: min(var(--width), 100vw); height: 100dvh; border-radius: 0; }
    .inline { position: relative; min-height: var(--told, var(--height)); }
    .inline .panel { box-sizing: content-box; height: var(--told, var(--height)); }
    .spot, .probe { display: none; color: color-mix(in srgb, var(--of), var(--of)); }
    .inline .spot { display: block; position: absolute; width: 1px; height: 1px; pointer-events: none; }
    .head { display: flex; justify-content: space-between; align-items: center; padding: .3rem .3rem .3rem .8rem; color: var(--on-accent); background: var(--accent); }
    .name { font-weight: 600; }
    .head button { padding: .1rem .8rem; color: var(--on-accent); background: none; border-color: var(--on-accent); border-radius: .4rem; }
    .head button:focus-visible { outline-color: var(--on-accent); outline-offset: 1px; }
    .absent, .loading { margin: 0; padding: 1rem; }
    .loading { animation: late 0s .4s backwards; }
    @keyframes late { from { opacity: 0; } }
    .panel:not([data-frame="coming"]) .loading, [data-frame="absent"] iframe { display: none; }
    [data-frame="coming"] iframe { visibility: hidden; }
    .absent a { color: inherit; }
    .inline .head, .inline .opener { display: none; }
    iframe { flex: 1; width: 100%; min-height: 0; border: 0; }
    @media (max-width: 36rem), (max-height: 26rem) { .bubble .panel, .sidebar .panel { inset: 0; width: 100vw; height: 100dvh; border: 0; border-radius: 0; } }
    @media (prefers-reduced-motion: no-preference) { .panel { animation: come .15s ease-out; } @keyframes come { from { opacity: 0; } } }
    @media print { .opener { display: none; } }`;

  // Not innerHTML: a page with trusted types would refuse it.
  function made(tag, name, ...inside) {
    const element = Object.assign(document.createElement(tag), { className: name });
    element.setAttribute("part", name);
    if (tag === "button") element.type = "button";
    element.append(...inside);
    return element;
  }

  class CandourChat extends HTMLElement {
    static observedAttributes = ["lang", "mode", "organizations", "starters"];
    #frame = null;
    #ready = false;
    #waiting = [];
    #before = null;
    #seen = null;
    #painted = "";
    #brought = 0;
    #system = matchMedia("(prefers-color-scheme: dark)");
    // A page that changes its language or its theme does so by an attribute of its html or body.
    #changes = new MutationObserver(() => {
      if (this.#of(".box").lang !== this.language) this.#draw();
      else if (this.isOpen) this.#paint();
    });

    connectedCallback() {
      if (!this.shadowRoot) this.#build();
      window.addEventListener("message", this.#hear);
      this.#system.addEventListener("change", this.#paint);
      for (const part of [document.documentElement, document.body]) if (part) this.#changes.observe(part, { attributes: true });
      this.#draw();
      if (this.isOpen) this.#show();
    }

    disconnectedCallback() {
      window.removeEventListener("message", this.#hear);
      this.#system.removeEventListener("change", this.#paint);
      this.#changes.disconnect();
      this.#seen?.disconnect();
      this.#seen = null;
      this.#drop();  // a frame that is moved is loaded anew
    }

    connectedMoveCallback() { /* moveBefore() keeps the frame as it is */ }

    attributeChangedCallback() { if (this.shadowRoot && this.isConnected) this.#draw(); }

    get mode() { return MODES.includes(this.getAttribute("mode")) ? this.getAttribute("mode") : "bubble"; }
    get language() {
      const wanted = this.getAttribute("lang") || document.documentElement.lang || navigator.language || "en";
      return wanted.toLowerCase().startsWith("fr") ? "fr" : "en";
    }
    get isOpen() { return Boolean(this.shadowRoot) && !this.#of(".panel").hidden; }

    // --- what pages may call --------------------------------------------------------------------------------------
    open() {
      if (this.isOpen) return;
      const active = this.getRootNode().activeElement ?? document.activeElement;
      this.#before = active === this ? this.shadowRoot.activeElement : active;
      this.#show();
      if (this.mode !== "inline") this.#enter();
      this.dispatchEvent(new CustomEvent("candour-open", { bubbles: true }));
    }

    close() {
      if (!this.isOpen || this.mode === "inline") return;
      const active = this.getRootNode().activeElement;
      const back = this.#before?.isConnected && this.#before !== document.body ? this.#before : this.#of(".opener");
      this.#of(".panel").hidden = true;
      this.#of(".opener").hidden = false;
      this.#of(".opener").setAttribute("aria-expanded", "false");
      if (!active || active === this || active === document.body) back.focus();  // else the visitor is elsewhere by now
      this.dispatchEvent(new CustomEvent("candour-close", { bubbles: true }));
    }

    ask(question) {
      this.open();
      this.#tell({ candour: "ask", question: String(question).slice(0, 2000) });
    }

    // --- inside ---------------------------------------------------------------------------------------------------
    #of(selector) { return this.shadowRoot.querySelector(selector); }

    #build() {
      this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      this.shadowRoot.adoptedStyleSheets = [sheet];
      const panel = made("div", "panel", made("div", "head", made("span", "name", "Candour"), made("button", "closer")), made("p", "loading"));
      panel.hidden = true;
      const opener = made("button", "opener");
      const bare = (name) => Object.assign(document.createElement("i"), { className: name });
      opener.setAttribute("aria-haspopup", "dialog");
      opener.setAttribute("aria-expanded", "false");
      this.shadowRoot.append(made("div", "box", opener, panel, bare("spot")), bare("probe"));
      opener.addEventListener("click", () => this.open());
      this.#of(".closer").addEventListener("click", () => this.close());
      this.shadowRoot.addEventListener("keydown", (event) => { if (event.key === "Escape") this.close(); });
    }

    #draw() {
      const words = WORDS[this.language];
      const box = this.#of(".box");
      box.className = `box ${this.mode}`;
      box.lang = this.language;
      this.#of(".opener").textContent = words.open;
      this.#of(".closer").textContent = words.close;
      this.#of(".loading").textContent = words.loading;
      const panel = this.#of(".panel");
      panel.setAttribute("role", this.mode === "inline" ? "region" : "dialog");
      panel.setAttribute("aria-label", words.title);
      if (this.#frame && this.#frame.src !== this.#address()) {
        const within = this.shadowRoot.activeElement === this.#frame;
        this.#drop();
        if (this.isOpen) this.#show();
        if (this.isOpen && within) this.#enter();
      }
      if (this.mode === "inline" && !this.isOpen) this.#whenSeen();
      this.#paint();
    }

    #show() {
      if (!this.#frame) {
        const frame = Object.assign(document.createElement("iframe"), {
          title: WORDS[this.language].title, src: this.#address(), allow: "clipboard-write",
        });
        this.#frame = frame;
        this.#of(".panel").dataset.frame = "coming";
        this.#of(".panel").append(frame);
        frame.addEventListener("load", () => setTimeout(() => this.#miss(frame), SAYS_SO_MS));
        setTimeout(() => this.#miss(frame), COMES_MS);
      }
      this.#of(".panel").hidden = false;
      this.#of(".opener").hidden = true;
      this.#of(".opener").setAttribute("aria-expanded", "true");
      this.#paint();
    }

    #drop() {
      this.#frame?.remove();
      this.#frame = null;
      this.#ready = false;
      this.#painted = "";
      this.#of(".absent")?.remove();
    }

    // Until the frame can take it, or where it never comes, the focus is where Escape and Enter close.
    #enter() {
      if (!this.#ready) { this.#of(".closer").focus(); return; }
      this.#frame.focus();
      this.#tell({ candour: "focus" });
    }

    // A sentence in place of a frame that never said that it is there. In Candour's own pages nothing keeps it away.
    #miss(frame) {
      if (this.#ready || frame !== this.#frame || this.#of(".absent")) return;
      const own = home === location.origin;
      this.#of(".panel").dataset.frame = own ? "there" : "absent";
      if (own) return;
      const words = WORDS[this.language];
      const link = Object.assign(document.createElement("a"), { href: `${home}/${this.language}/`, target: "_blank", rel: "noopener", textContent: words.own });
      const note = Object.assign(document.createElement("p"), { className: "absent", role: "alert" });
      note.append(`${words.absent} `, link);
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
      if (this.#seen) return;
      this.#seen = new IntersectionObserver((seen) => {
        if (!seen.some((each) => each.isIntersecting)) return;
        this.#seen.disconnect();
        this.#seen = null;
        if (this.mode === "inline") this.#show();
      });
      this.#seen.observe(this);
    }

    // --- colours --------------------------------------------------------------------------------------------------
    // Any colour as "color(srgb r g b / alpha)"; where the browser cannot mix colours, undefined.
    #plain(colour) {
      this.#of(".probe").style.setProperty("--of", colour);
      const plain = getComputedStyle(this.#of(".probe")).color;
      return plain.startsWith("color(srgb ") ? plain : undefined;
    }

    #isDark(plain) {
      const linear = (part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      const [r, g, b] = plain.match(/-?[\d.]+(?:e-?\d+)?/g).map(Number).map(linear);
      return SHARES.r * r + SHARES.g * g + SHARES.b * b < DARK;
    }

    // Light or dark, as its paper where the page gives one, as the page says of the element alone, as what is behind it, or
    // as the page says of itself.
    #scheme() {
      const grounds = [getComputedStyle(this).getPropertyValue("--candour-paper")];
      const above = (part) => part.assignedSlot ?? part.parentElement ?? part.getRootNode().host;
      const said = (part) => getComputedStyle(part).colorScheme;
      const from = this.mode === "inline" ? this : document.body;
      const isOwn = above(this) && said(this) !== said(above(this));
      for (let part = isOwn ? null : from; part; part = above(part)) grounds.push(getComputedStyle(part).backgroundColor);
      const plain = [...grounds.filter((each) => each.trim()), "Canvas"].map((each) => this.#plain(each));
      const solid = plain.find((each) => each && !each.includes("/"));
      return solid && (this.#isDark(solid) ? "dark" : "light");
    }

    #paint = () => {
      const scheme = this.#scheme();
      this.#of(".box").style.colorScheme = scheme ?? "";
      if (!this.#ready) return;
      const colours = {};
      for (const name of COLOURS) {
        const given = getComputedStyle(this).getPropertyValue(`--candour-${name}`).trim();
        if (given) colours[name] = this.#plain(given) ?? given;
      }
      const theme = { candour: "theme", colours, scheme, inline: this.mode === "inline" };
      if (JSON.stringify(theme) === this.#painted) return;
      this.#painted = JSON.stringify(theme);
      this.#tell(theme);
    };

    // --- the frame ------------------------------------------------------------------------------------------------
    #tell(message) {
      if (this.#ready) this.#frame.contentWindow.postMessage(message, home);
      else this.#waiting.push(message);
    }

    // Brings a turn of the conversation to the top of the page, of which it is a part: its frame has nothing to scroll. A
    // complete one may be higher than it was; who has scrolled since is left where they are.
    #bring(top, isDone) {
      const spot = this.#of(".spot");
      const at = () => spot.getBoundingClientRect().top;
      if (isDone && Math.abs(at() - this.#brought) > 2) return;
      spot.style.top = `${top}px`;
      spot.scrollIntoView({ block: "start", behavior: "instant" });
      this.#brought = at();
    }

    #hear = (event) => {
      const message = event.data;
      if (event.origin !== home || !this.#frame || event.source !== this.#frame.contentWindow) return;
      if (typeof message !== "object" || message === null) return;
      if (message.candour === "ready") {
        this.#ready = true;
        this.#painted = "";
        this.#of(".absent")?.remove();
        this.#of(".panel").dataset.frame = "there";
        this.#paint();
        if (this.isOpen && this.shadowRoot.activeElement === this.#of(".closer")) this.#enter();
        this.#waiting.splice(0).forEach((each) => this.#tell(each));
      } else if (message.candour === "close") {
        this.close();
      } else if (message.candour === "height" && Number.isFinite(message.height)) {
        this.#of(".box").style.setProperty("--told", `${Math.min(Math.max(message.height, LEAST_HEIGHT), MOST_HEIGHT)}px`);
      } else if (message.candour === "turn" && Number.isFinite(message.top)) {
        if (this.mode === "inline") this.#bring(Math.min(Math.max(message.top, 0), MOST_HEIGHT), message.done === true);
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
    const isPlace = document.body.contains(script);
    if (element.mode === "inline" && isPlace) { script.after(element); return; }
    document.body.append(element);
    if (element.mode === "inline") console.warn(WORDS[element.language].misplaced);
  };
  if (document.body) put();
  else document.addEventListener("DOMContentLoaded", put);
})();
