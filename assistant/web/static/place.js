// The link to the other language leads to the same place of the page: its fragment, or how far it was scrolled.
(() => {
  const link = document.getElementById("other-language");
  const KEPT = "candour-place";
  const height = () => document.documentElement.scrollHeight - window.innerHeight;

  link?.addEventListener("click", () => {
    if (location.hash && !link.hash) link.hash = location.hash;
    const part = height() > 0 ? window.scrollY / height() : 0;
    try { sessionStorage.setItem(KEPT, JSON.stringify({ to: link.href, part })); } catch { /* it opens at its top */ }
  });

  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT));
    sessionStorage.removeItem(KEPT);
    if (kept?.to === location.href) window.scrollTo({ top: kept.part * height(), behavior: "instant" });
  } catch { /* nothing was kept */ }
})();
