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
