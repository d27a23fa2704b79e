// The page that makes the line of HTML for other sites' pages.
(() => {
  const form = document.getElementById("snippet-form");
  const snippet = document.getElementById("snippet");
  const button = document.getElementById("copy-snippet");
  const copied = document.getElementById("copied");
  const preview = document.getElementById("preview");
  const wrong = document.getElementById("wrong");
  const quoted = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

  const chosen = () => Object.entries(Object.fromEntries(new FormData(form)))
    .map(([name, value]) => [name, value.trim()]).filter(([name, value]) => value && !(name === "mode" && value === "bubble"));

  function write() {
    const data = chosen().map(([name, value]) => ` data-${name}="${quoted(value)}"`).join("");
    snippet.value = `<script src="${location.origin}/widget.js"${data} async></script>`;
  }

  // The widget as chosen, and what it would say of organizations that are not here before anybody opens it.
  async function show() {
    const widget = document.createElement("candour-chat");
    widget.setAttribute("lang", document.documentElement.lang);
    for (const [name, value] of chosen()) widget.setAttribute(name, value);
    preview.replaceChildren(widget);
    const only = (widget.getAttribute("organizations") ?? "").split("|").map((id) => ["organization", id.trim()]);
    const page = await fetch(`/${document.documentElement.lang}/widget?${new URLSearchParams(only.filter(([, id]) => id))}`);
    if (!widget.isConnected) return;
    const said = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("#opening .remark");
    wrong.textContent = said?.textContent ?? "";
    wrong.hidden = !said;
  }

  form.addEventListener("input", write);
  form.addEventListener("change", show);
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
  show();
})();
