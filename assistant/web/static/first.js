// Runs before Gradio, whose own labels follow the browser's language and not the page's.
(() => {
  const language = document.documentElement.lang;
  Object.defineProperty(navigator, "language", { get: () => language });
  Object.defineProperty(navigator, "languages", { get: () => [language] });

  // The conversation under way stays in its tab (conversation.js). The storage that lasts is history.js's alone: what
  // Gradio would keep there goes with the tab. `left`: history.js has put another conversation in the place of this one.
  const tab = window.sessionStorage;
  let lasting = null;
  try { lasting = window.localStorage; } catch { /* forbidden by the browser: history.js says so */ }
  Object.defineProperty(window, "candour", { value: { tab, lasting, left: false } });
  Object.defineProperty(window, "localStorage", { get: () => tab });
})();
