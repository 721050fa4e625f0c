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
// Beside a code to copy: a button, which does nothing without this.
for (const button of document.querySelectorAll("button.copy")) {
  const code = button.previousElementSibling;
  button.hidden = false;
  button.addEventListener("click", async () => {
    code.select();
    try {
      await navigator.clipboard.writeText(code.value);
    } catch {
      document.execCommand("copy"); // over plain HTTP and from disk there is no clipboard
    }
    button.textContent = button.dataset.done;
  });
}
// At each claim, piece of evidence, response, source and correction: a link to it, to pass on.
for (const reuse of document.querySelectorAll(".reuse")) {
  for (const place of document.querySelectorAll("main li[id], main section.claim[id]")) {
    const link = document.createElement("a");
    link.className = "here";
    link.href = `#${place.id}`;
    link.textContent = "¶";
    link.ariaLabel = reuse.dataset.here;
    place.prepend(link);
  }
}
