// Runs before Gradio. Its own labels follow the browser's language, not the page's; its store outlives the tab.
(() => {
  const language = document.documentElement.lang;
  Object.defineProperty(navigator, "language", { get: () => language });
  Object.defineProperty(navigator, "languages", { get: () => [language] });

  // The conversation under way stays in its tab. The storage that lasts is history.js's, which is told of each change;
  // once it has put another conversation in place (`left`), nothing that this page still receives may overwrite that.
  const tab = window.sessionStorage;
  let lasting = null;
  try { lasting = window.localStorage; } catch { /* forbidden by the browser: history.js says so */ }
  const candour = { tab, lasting, left: false };
  const gradios = {
    getItem: (key) => tab.getItem(key),
    removeItem: (key) => tab.removeItem(key),
    setItem(key, value) {
      if (candour.left) return;
      tab.setItem(key, value);
      document.dispatchEvent(new Event("candour-stored"));
    },
  };
  Object.defineProperty(window, "candour", { value: candour });
  Object.defineProperty(window, "localStorage", { get: () => gradios });
})();
