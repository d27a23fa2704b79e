// Runs before Gradio. Its own labels follow the browser's language, not the page's; its store outlives the tab.
(() => {
  const language = document.documentElement.lang;
  Object.defineProperty(navigator, "language", { get: () => language });
  Object.defineProperty(navigator, "languages", { get: () => [language] });
  const tabOnly = window.sessionStorage;
  Object.defineProperty(window, "localStorage", { get: () => tabOnly });
})();
