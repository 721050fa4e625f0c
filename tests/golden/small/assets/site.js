// Opened from disk, a link to a folder shows a list of files: lead it to the page in there.
if (location.protocol === "file:") {
  for (const link of document.querySelectorAll("a[href]")) {
    const url = new URL(link.href);
    if (url.protocol === "file:" && url.pathname.endsWith("/")) {
      url.pathname += "index.html";
      link.href = url.href;
    }
  }
}
// Opened from disk, the search is no folder either.
for (const form of location.protocol === "file:" ? document.forms : []) {
  if (form.action.endsWith("/")) form.action += "index.html";
}
// The key / leads to the search, unless something is being typed.
addEventListener("keydown", (event) => {
  const box = document.querySelector("main [type=search]") ?? document.querySelector("[type=search]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !box) return;
  if (event.target.closest?.("input, select, textarea, [contenteditable]")) return;
  event.preventDefault();
  box.focus();
});
