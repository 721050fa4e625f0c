// Finding claims, briefs and names: on /search/ by words and filters, on /claims/ by filters alone.
// Both pages stand without this: their lists are links. What is looked for is in the address.
(() => {
  const AT_ONCE = 20; // results shown before "more" is asked for
  const PAUSE = 150; // milliseconds without a key before words are looked for
  const NAMES = ["rating", "topic", "entity", "year"];
  const form = document.querySelector("form.finder");
  if (!form) return;
  const { data, only, count, none, failed, disk } = form.dataset;
  const [sharpen, list, more, status] = ["sharpen", "results", "more", "status"].map((name) =>
    document.querySelector(`[data-${name}]`));
  const whole = document.querySelector("[data-whole]"); // the list that stands there without us
  const words = form.elements.q;
  const written = new Intl.NumberFormat(document.documentElement.lang);
  let turn = 0; // of the search that was asked for last: what an older one finds is not shown
  let found = []; // the numbers of the records found, best first

  if (location.protocol === "file:") {
    if (words) status.textContent = disk;
    return;
  }

  // Loading: each file once, when it is first needed

  const loaded = new Map();
  const load = (path) => {
    if (!loaded.has(path)) {
      loaded.set(path, fetch(data + path).then((answer) => {
        if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
        return answer.json();
      }));
      loaded.get(path).catch(() => loaded.delete(path));
    }
    return loaded.get(path);
  };

  // Each language has an index, and a program that knows its endings: so each is a module of its own.
  let index;
  const loadIndex = async () => {
    const { languages, ids } = await load("index/ids.json");
    if (!languages.length) throw new Error("no index");
    const base = new URL(`${data}index/`, location.href);
    const engines = await Promise.all(languages.map(async (lang) => {
      const { createInstance } = await import(`${base}pagefind.js?${lang}`);
      return createInstance({ basePath: `${base.pathname}${lang}/`, noWorker: true, metaCacheTag: "" });
    }));
    return { engines, numbers: new Map(ids.map((id, number) => [id, number])) };
  };

  const search = async (text) => {
    index ??= loadIndex();
    index.catch(() => (index = undefined));
    const { engines, numbers } = await index;
    const answers = await Promise.all(engines.map((engine) => engine.search(text)));
    return answers.flatMap((answer) => answer.results)
      .sort((one, other) => other.score - one.score)
      .map((result) => numbers.get(result.id))
      .filter((number) => number !== undefined);
  };

  // Filtering

  const values = (filters, name, record) => {
    const own = [].concat(filters[name === "entity" && only ? "claimant" : name][record]);
    return name === "entity" && !only ? own.concat(filters.claimant[record]) : own;
  };
  const number = (filters, name, value) =>
    name === "year" ? Number(value) : filters.values[name].findIndex(([id]) => id === value);

  const wanted = (filters, state) =>
    NAMES.filter((name) => state[name]).map((name) => [name, number(filters, name, state[name])]);
  const meets = (filters, record, all) =>
    all.every(([name, value]) => values(filters, name, record).includes(value));

  // The choices of one filter, with how many of the records would be left by each
  const offer = (filters, records, state, name) => {
    const others = wanted(filters, { ...state, [name]: "" });
    const counts = new Map();
    for (const record of records) {
      if (!meets(filters, record, others)) continue;
      for (const value of new Set(values(filters, name, record))) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const choices = name === "year"
      ? [...counts.keys()].filter(Boolean).sort().reverse().map((year) => [String(year), String(year), year])
      : filters.values[name].map(([id, label], at) => [id, label, at]);
    const options = choices
      .filter(([id, , value]) => counts.has(value) || id === state[name])
      .map(([id, label, value]) =>
        new Option(`${label} (${written.format(counts.get(value) ?? 0)})`, id, false, id === state[name]));
    const select = form.elements[name];
    select.replaceChildren(select.options[0], ...options);
    select.value = state[name];
  };

  // The address

  const read = () => {
    const asked = new URLSearchParams(location.search);
    return Object.fromEntries(["q", ...NAMES].map((name) => [name, asked.get(name)?.trim() ?? ""]));
  };
  const typed = () =>
    Object.fromEntries(["q", ...NAMES].map((name) => [name, form.elements[name]?.value.trim() ?? ""]));
  const write = (state, remember) => {
    const asked = new URLSearchParams(Object.entries(state).filter(([, value]) => value));
    const url = `${location.pathname}${asked.size ? `?${asked}` : ""}`;
    if (url === location.pathname + location.search) return;
    history[remember ? "pushState" : "replaceState"](null, "", url);
  };

  // Showing

  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const alike = (word, term) => {
    if (term.length > 2 && word.includes(term)) return true;
    let same = 0;
    while (same < word.length && word[same] === term[same]) same++;
    return same > 3 && same >= 0.7 * Math.min(word.length, term.length) && same >= 0.5 * term.length;
  };
  const highlight = (row, text) => {
    const terms = folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];
    const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (terms.length && walker.nextNode()) texts.push(walker.currentNode);
    for (const node of texts) {
      const pieces = node.data.split(/([\p{L}\p{N}\p{M}]+)/u);
      const marked = pieces.map((piece, at) => {
        if (at % 2 === 0 || !terms.some((term) => alike(folded(piece), term))) return piece;
        const mark = document.createElement("mark");
        mark.textContent = piece;
        return mark;
      });
      node.replaceWith(...marked);
    }
  };

  const rows = async (filters, numbers, text) => {
    const per = filters.per_file;
    const files = [...new Set(numbers.map((one) => Math.floor(one / per)))];
    const parsed = new Map(await Promise.all(files.map(async (file) => {
      const template = document.createElement("template");
      template.innerHTML = await load(`rows/${file}.json`);
      return [file, template.content.children];
    })));
    return numbers.map((one) => {
      const row = parsed.get(Math.floor(one / per))[one % per].cloneNode(true);
      highlight(row, text);
      return row;
    });
  };

  const show = async (state, mine) => {
    const filters = await load("filters.json");
    const everything = filters.counts.slice(0, only ? 1 : 3).reduce((sum, n) => sum + n);
    const all = [...Array(everything).keys()];
    const records = state.q ? await search(state.q) : all;
    if (mine !== turn) return;
    sharpen.hidden = false;
    for (const name of NAMES) offer(filters, records, state, name);
    const asked = wanted(filters, state);
    found = state.q || asked.length ? records.filter((record) => meets(filters, record, asked)) : [];
    const first = await rows(filters, found.slice(0, AT_ONCE), state.q);
    if (mine !== turn) return;
    const idle = !state.q && !asked.length;
    list.replaceChildren(...first);
    if (whole) whole.hidden = !idle;
    more.hidden = found.length <= AT_ONCE;
    status.textContent = idle ? "" : found.length ? count.replace("{n}", written.format(found.length)) : none;
  };

  const refresh = async (state) => {
    const mine = ++turn;
    try {
      await show(state, mine);
    } catch (wrong) {
      console.warn(wrong);
      if (mine !== turn) return;
      list.replaceChildren();
      more.hidden = true;
      if (whole) whole.hidden = false;
      status.textContent = failed;
    }
  };

  more.addEventListener("click", async () => {
    const mine = turn;
    const at = list.children.length;
    const next = await rows(await load("filters.json"), found.slice(at, at + AT_ONCE), words?.value ?? "");
    if (mine !== turn) return;
    list.append(...next);
    more.hidden = found.length <= list.children.length;
    next[0]?.querySelector("a")?.focus();
  });

  // What is typed and chosen

  let pause;
  const asked = (remember) => {
    clearTimeout(pause);
    const state = typed();
    write(state, remember);
    refresh(state);
  };
  words?.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(asked, PAUSE, false);
  });
  form.addEventListener("change", (event) => {
    if (event.target === words) return;
    if (only && form.action !== location.origin + location.pathname) form.requestSubmit();
    else asked(true);
  });
  form.addEventListener("submit", (event) => {
    if (only) return;
    event.preventDefault();
    asked(true);
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const name of NAMES) form.elements[name].value = "";
    asked(true);
  });

  const begin = (first) => {
    const state = read();
    if (words) words.value = state.q;
    const any = NAMES.some((name) => state[name]);
    if (only) {
      const details = sharpen;
      details.hidden = false;
      if (any) details.open = true;
      if (first && !any) return details.addEventListener("toggle", () => refresh(read()), { once: true });
    }
    refresh(state);
    if (first && words && !state.q && !any) words.focus();
  };
  addEventListener("popstate", () => begin(false));
  begin(true);
})();
