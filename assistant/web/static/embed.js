// The page that makes the line of HTML for other sites' pages.
(() => {
  const form = document.getElementById("snippet-form");
  const snippet = document.getElementById("snippet");
  const button = document.getElementById("copy-snippet");
  const copied = document.getElementById("copied");
  const quoted = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

  function write() {
    const chosen = Object.fromEntries(new FormData(form));
    if (chosen.mode === "bubble") delete chosen.mode;
    const data = Object.entries(chosen).filter(([, value]) => value.trim())
      .map(([name, value]) => ` data-${name}="${quoted(value.trim())}"`).join("");
    snippet.value = `<script src="${location.origin}/widget.js"${data} async></script>`;
  }

  form.addEventListener("input", write);
  form.addEventListener("submit", (event) => event.preventDefault());
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(snippet.value);
      copied.textContent = button.dataset.copied;
    } catch {
      snippet.select();
      copied.textContent = button.dataset.failed;
    }
  });
  write();
})();
