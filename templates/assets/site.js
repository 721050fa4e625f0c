"use strict";

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

// A citation shows its source beside it, on hover, focus and tap. Without this, and on a second tap,
// it is a link to the list of sources.
if ("popover" in HTMLElement.prototype && document.querySelector(".sources")) {
  const peek = document.createElement("div");
  peek.className = "peek";
  peek.id = "peek";
  peek.popover = "manual";
  let cited = null; // the citation whose source is shown
  let waiting = 0;

  const citation = (node) => {
    const link = node instanceof Element && node.closest('a[href^="#source_"]');
    return link && !link.closest(".sources, .peek") ? link : null;
  };
  const later = (act, time) => {
    clearTimeout(waiting);
    waiting = setTimeout(act, time);
  };

  function hide() {
    clearTimeout(waiting);
    if (!cited) return;
    cited.removeAttribute("aria-describedby");
    cited = null;
    peek.remove();
  }

  function show(link) {
    clearTimeout(waiting);
    const source = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (cited === link || !source) return;
    hide();
    cited = link;
    link.setAttribute("aria-describedby", "peek");
    peek.replaceChildren(...[...source.childNodes].map((node) => node.cloneNode(true)));
    peek.querySelectorAll(".back, .here").forEach((link) => link.remove());
    link.after(peek); // the next stop of the tabulator key
    peek.showPopover();
    place(link.getClientRects()[0]);
  }

  function place(line) {
    const { offsetWidth: width, offsetHeight: height } = peek;
    const x = Math.min(line.left, document.documentElement.clientWidth - width - 16);
    const y = line.bottom + 6 + height < innerHeight ? line.bottom + 6 : line.top - height - 6;
    peek.style.setProperty("--x", `${Math.max(16, x)}px`);
    peek.style.setProperty("--y", `${Math.max(8, y)}px`);
  }

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const link = citation(event.target);
    if (link) later(() => show(link), 120);
    else if (peek.contains(event.target)) clearTimeout(waiting);
    else if (!peek.contains(document.activeElement)) later(hide, 250);
  });
  document.addEventListener("focusin", (event) => {
    const link = citation(event.target);
    if (link && link.matches(":focus-visible")) show(link);
    else if (link !== cited && !peek.contains(event.target)) hide();
  });
  document.addEventListener("pointerdown", (event) => {
    if (citation(event.target) !== cited && !peek.contains(event.target)) hide();
  });
  document.addEventListener("click", (event) => {
    const link = citation(event.target);
    if (!link) return;
    const tapped = ["touch", "pen"].includes(event.pointerType);
    if (tapped && link !== cited) {
      event.preventDefault();
      show(link);
    } else {
      hide();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !cited) return;
    const link = cited;
    if (peek.contains(document.activeElement)) link.focus();
    hide();
  });
  addEventListener("scroll", () => cited && place(cited.getClientRects()[0]), { passive: true });
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
