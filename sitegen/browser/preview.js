// Shows the page as it is saved. It runs before anything else of the page, so that what the page
// allows itself (Content-Security-Policy) does not hold for it.

"use strict";

(() => {
  const { tag, seen, base, root } = document.currentScript.dataset;
  // All that the page shows is no older than the news with this number, of this run of the preview.
  let [run, number] = [seen.split("-")[0], Number(seen.split("-")[1])];
  const FOLLOW = "sitegen-follow";
  const worker = window.SharedWorker
    ? new SharedWorker("/_sitegen/worker.js").port
    : new Worker("/_sitegen/worker.js");
  const ready = new Promise((done) => {
    if (document.readyState !== "loading") done();
    else document.addEventListener("DOMContentLoaded", done);
  });

  worker.onmessage = (event) => receive(event.data);
  const hello = () => worker.postMessage({ page: location.pathname, tag, run, number });
  hello();
  addEventListener("pagehide", () => worker.postMessage({ bye: true }));
  addEventListener("pageshow", (event) => event.persisted && hello());

  async function receive(message) {
    if ("changed" in message) {
      ({ run, number } = message);
      if (message.saved && follows() && message.saved !== location.pathname) {
        location.assign(message.saved);
        return;
      }
      if (!message.changed) await ready; // until then the page may not have what it will show
      if (message.changed || shows(message.files)) location.reload();
      else swap(message.files);
      return;
    }
    await ready;
    if (message.away) panel.away();
    else panel.show(message.problems, message.errors);
  }

  const path = (url) => new URL(url, document.baseURI).pathname;
  const follows = () => sessionStorage.getItem(FOLLOW) === "yes";

  // Whether the page shows one of these files in a way that only loading it again can renew. Where
  // nobody knows which were saved (null), pictures may be among them.
  function shows(files) {
    const pictures = "img[src], source[src], video[src]";
    const found = document.querySelectorAll(files ? `${pictures}, script[src], a[download]` : pictures);
    return [...found].some((one) => !files || files.includes(path(one.src || one.href)));
  }

  // New style sheets take the place of the old ones once they are there: nothing moves or blinks.
  function swap(files) {
    for (const old of document.querySelectorAll('link[rel~="stylesheet"][href]')) {
      if (files !== null && !files.includes(path(old.href))) continue;
      const fresh = old.cloneNode();
      const url = new URL(old.href);
      url.searchParams.set("saved", Date.now());
      fresh.href = url.href;
      fresh.onload = () => old.remove();
      fresh.onerror = () => old.remove();
      old.after(fresh);
    }
  }

  // Pages that are served anywhere, as the one for what is missing, name the site's own address.
  ready.then(() => {
    if (!base) return;
    for (const link of document.querySelectorAll('a[href], link[rel~="stylesheet"][href]')) {
      const target = link.getAttribute("href");
      if (target.startsWith(`${base}/`)) link.href = root + target.slice(base.length + 1);
    }
  });

  const STYLE = `
    :host { all: initial; color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --line: #b9b9b9;
      --soft: #f3f3f1; --error: #a4161a; --warning: #7a4d00; --link: #0b4f9c; }
    @media (prefers-color-scheme: dark) { :host { --ink: #ececec; --paper: #1d1e20; --line: #55585c;
      --soft: #292b2e; --error: #ff8a80; --warning: #ffca6b; --link: #8ec1ff; } }
    @media print { :host { display: none } }
    * { box-sizing: border-box }
    .sheet, .panel { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
      text-align: start; overflow-wrap: anywhere }
    .over { position: fixed; inset: 0; z-index: 2147483647; overflow: auto; background: rgb(0 0 0 / .55);
      padding: min(4vh, 2rem) min(3vw, 2rem) }
    .sheet { position: relative; max-width: 60rem; margin: 0 auto; padding: 1.25rem 1.25rem 1rem;
      border-top: 6px solid var(--error); border-radius: 6px; box-shadow: 0 4px 24px rgb(0 0 0 / .4) }
    h1 { font-size: 1.3rem; line-height: 1.3; margin: 0 0 .25rem; padding-inline-end: 5rem }
    p { margin: 0 0 1rem }
    ol { list-style: none; margin: 0; padding: 0 }
    li { margin: 0 0 1.25rem; border-inline-start: 4px solid var(--warning); padding-inline-start: .75rem }
    li.error { border-color: var(--error) }
    .where { font: 13px/1.5 ui-monospace, monospace }
    a { color: var(--link) }
    .kind { font-weight: 600; color: var(--warning) }
    .error .kind { color: var(--error) }
    .message { font-weight: 600 }
    pre { font: 13px/1.45 ui-monospace, monospace; background: var(--soft); margin: .4rem 0 0;
      padding: .5rem .6rem; overflow-x: auto; white-space: pre; tab-size: 4 }
    button { font: inherit; color: inherit; background: var(--soft); border: 1px solid var(--line);
      border-radius: 4px; padding: .2rem .7rem; cursor: pointer }
    button:focus-visible, summary:focus-visible, a:focus-visible, input:focus-visible {
      outline: 2px solid var(--link); outline-offset: 2px }
    .hide { position: absolute; top: 1.2rem; inset-inline-end: 1rem }
    .panel { position: fixed; bottom: .5rem; inset-inline-end: .5rem; z-index: 2147483646; font-size: 13px;
      border: 1px solid var(--line); border-radius: 6px; max-width: min(44rem, calc(100vw - 1rem)); opacity: .93 }
    .panel[open] { opacity: 1; max-height: 70vh; overflow: auto }
    summary { cursor: pointer; padding: .3rem .7rem; min-height: 24px }
    .panel > div { padding: .25rem .8rem .8rem }
    label { display: block; margin: 0 0 .8rem; cursor: pointer }
  `;

  const panel = (() => {
    let place = null; // apart from the page, so that neither's style reaches the other
    let over = null;
    let small = null;
    const el = (name, cls, ...inside) => {
      const made = document.createElement(name);
      if (cls) made.className = cls;
      made.append(...inside);
      return made;
    };

    function mount() {
      if (place) return;
      const host = document.createElement("sitegen-preview");
      place = host.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      place.adoptedStyleSheets = [sheet];
      document.documentElement.append(host);
    }

    function item(problem) {
      const where = problem.edit ? el("a", "where", problem.where) : el("span", "where", problem.where);
      if (problem.edit) where.href = problem.edit;
      const kind = el("span", "kind", `${problem.severity}[${problem.code}]`);
      const said = el("span", "message", problem.message);
      const made = el("li", problem.severity, where, " ", kind, " ", said);
      if (problem.frame) made.append(el("pre", "", problem.frame));
      return made;
    }

    function list(problems, hidden) {
      const items = problems.map(item);
      if (hidden) items.push(el("li", "", `${hidden} more: the terminal shows all of them`));
      return el("ol", "", ...items);
    }

    // Errors lie over the page, which is the last that could be made; questions wait below them.
    function lay(found) {
      const hide = el("button", "hide", "Hide");
      hide.onclick = () => over.remove();
      const errors = found.problems.filter((problem) => problem.severity === "error");
      const others = found.problems.filter((problem) => problem.severity !== "error");
      const sheet = el("div", "sheet",
        el("h1", "", `The site was not made anew: ${found.tally}`), hide,
        el("p", "", "Behind this is the site as it was. It follows as soon as the errors are mended."),
        list(errors, others.length ? 0 : found.hidden));
      if (others.length) {
        sheet.append(el("details", "", el("summary", "", "Warnings"), list(others, found.hidden)));
      }
      over = el("section", "over", sheet);
      over.setAttribute("role", "alert");
      over.lang = "en";
      over.dir = "ltr";
      place.append(over);
    }

    function close(found, away) {
      const open = Boolean(small && small.open);
      const box = el("input");
      box.type = "checkbox";
      box.checked = follows();
      box.onchange = () => sessionStorage.setItem(FOLLOW, box.checked ? "yes" : "no");
      const title = away ? "Preview: stopped" : `Preview: ${found.tally || "nothing wrong"}`;
      small = el("details", "panel", el("summary", "", title), el("div", "",
        el("label", "", box, " Go to the page of the brief that I save"),
        list(found.problems, found.hidden)));
      small.open = open;
      small.lang = "en";
      small.dir = "ltr";
      place.append(small);
    }

    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && over) over.remove();
    });

    let last = { tally: "", problems: [], hidden: 0 };
    const clear = () => {
      mount();
      if (over) over.remove();
      if (small) small.remove();
    };
    return {
      show(found, errors) {
        const before = small;
        clear();
        small = before;
        last = found;
        if (errors) lay(found);
        else close(found, false);
      },
      away() {
        const before = small;
        clear();
        small = before;
        close(last, true);
      },
    };
  })();
})();
