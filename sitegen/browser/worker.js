// One for all tabs of a browser: it listens to the preview, and tells each tab what concerns it.
// Tabs that listened by themselves would use up the six connections that a browser makes.

"use strict";

const tabs = new Map(); // port -> {page, tag, since}: where the tab is, which bytes it shows
let news = null; // what the preview said last
let source = null;

function listen() {
  source = new EventSource("/_sitegen/events");
  source.onmessage = (event) => {
    const before = news;
    news = JSON.parse(event.data);
    news.at = Date.now();
    const same = before !== null && before.run === news.run;
    const fresh = !same || news.number !== before.number;
    news.missed = before !== null && !(same && news.number <= before.number + 1);
    for (const port of tabs.keys()) look(port, fresh && before !== null);
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

// Whether the page has other bytes now; if not, what is wrong with the site.
async function look(port, fresh) {
  const tab = tabs.get(port);
  const told = news;
  try {
    const page = await fetch(tab.page, { method: "HEAD", cache: "no-store" });
    const changed = page.headers.get("ETag") !== `"${tab.tag}"`;
    port.postMessage({ changed, news: told, fresh });
    if (changed) return;
    const query = new URLSearchParams({ page: plain(tab.page) });
    const answer = await fetch(`/_sitegen/problems?${query}`, { cache: "no-store" });
    const problems = await answer.json();
    if (told === news) port.postMessage({ problems, errors: told.errors }); // else later news tell
  } catch {
    // The preview was stopped: the next news come when it is there again.
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
    else if (news !== null) look(port, news.at >= event.data.since); // it came meanwhile
  };
}

if ("SharedWorkerGlobalScope" in self) self.onconnect = (event) => meet(event.ports[0]);
else meet(self);
