// One for all tabs of a browser: it listens to the preview, and tells each tab what concerns it.
// Tabs that listened by themselves would use up the six connections that a browser makes.

"use strict";

// port -> {page, tag, run, number}: where the tab is, which bytes it shows, and the news, of which
// run of the preview, that all it shows is no older than.
const tabs = new Map();
let news = null; // what the preview said last
let files = new Map(); // address -> the number of the news that told last that it was saved
let saved = { address: "", number: 0 }; // the text that was saved last
let source = null;

function listen() {
  source = new EventSource("/_sitegen/events");
  source.onmessage = (event) => {
    const before = news;
    news = JSON.parse(event.data);
    if (before !== null && before.run !== news.run) files = new Map();
    for (const [address, number] of Object.entries(news.files)) files.set(address, number);
    if (news.saved || before === null || before.run !== news.run) {
      saved = { address: news.saved, number: news.number };
    }
    for (const port of tabs.keys()) look(port);
  };
  source.onerror = () => {
    for (const port of tabs.keys()) port.postMessage({ away: true });
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 300);
  };
}

// An address in letters; one that is none stays as it was typed.
function plain(path) {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

// What the tab lacks of the site as it is now; if it need not be loaded again, what is wrong there.
// What the tab shows is compared, and not what was heard last: the preview may have told news while
// the page was on its way, this worker was not there yet, or nobody was listening.
async function look(port) {
  const tab = tabs.get(port);
  const told = news;
  try {
    const page = await fetch(tab.page, { method: "HEAD", cache: "no-store" });
    if (told !== news || tabs.get(port) !== tab) return; // who came later looks too
    const changed = !(page.headers.get("ETag") || "").startsWith(`"${tab.tag}-`);
    const { run } = told;
    const same = tab.run === run;
    const lacks = (at) => same && at > tab.number;
    const number = same ? Math.max(told.number, tab.number) : told.number; // a page can be ahead
    port.postMessage({
      changed,
      run,
      number,
      saved: lacks(saved.number) ? saved.address : "",
      files: same ? [...files.keys()].filter((file) => lacks(files.get(file))) : null, // any
    });
    Object.assign(tab, { run, number });
    if (changed) return;
    const query = new URLSearchParams({ page: plain(tab.page) });
    const answer = await fetch(`/_sitegen/problems?${query}`, { cache: "no-store" });
    const problems = await answer.json();
    if (told === news) port.postMessage({ problems, errors: told.errors }); // else later news tell
  } catch {
    // Where the preview was stopped, the next news come when it is there again.
    const again = () => tabs.get(port) === tab && told === news && look(port);
    if (source.readyState === EventSource.OPEN) setTimeout(again, 300);
  }
}

function meet(port) {
  port.onmessage = (event) => {
    if (event.data.bye) {
      tabs.delete(port);
      return;
    }
    tabs.set(port, event.data);
    if (source === null) listen();
    else if (news !== null && source.readyState === EventSource.OPEN) look(port); // else news come
  };
}

if ("SharedWorkerGlobalScope" in self) self.onconnect = (event) => meet(event.ports[0]);
else meet(self);
