// Every page is this around its own: what stands in the head, and in the middle.
import { html, link, whole } from "../../html.mjs";

const MENU = [
  ["/briefs/", "Briefs"], ["/claims/", "Claims"], ["/topics/", "Topics"],
  ["/entities/", "People and organizations"], ["/sources/", "Sources"], ["/ratings/", "Ratings"],
  ["/corrections/", "Corrections"],
];

let header;

function once(data) {
  const { desk } = data;
  header ??= html`<header class="site">
<p class="name"><a href="${link("/")}">${desk.title}</a></p>
<p class="tagline">${desk.tagline}</p>
<nav aria-label="Site">
<ul>
${MENU.map(([address, name]) => html`<li><a href="${link(address)}">${name}</a></li>
`)}${data.collections.archive.pages.map((page) => html`<li><a href="${link(page.url)}">${page.data.title}</a></li>
`)}</ul>
</nav>
</header>`;
  return header;
}

export function base(data, main, { title, description, head } = {}) {
  const { desk } = data;
  return html`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title ?? `${data.title} – ${desk.title}`}</title>
${description && html`<meta name="description" content="${description}">`}
<link rel="canonical" href="${whole(data.page.url)}">
<link rel="stylesheet" href="${link("/assets/site.css")}">
<script src="${link("/assets/site.js")}" defer></script>
<link rel="alternate" type="application/atom+xml" title="${desk.title}" href="${link("/feed.xml")}">
<link rel="alternate" type="application/feed+json" title="${desk.title}" href="${link("/feed.json")}">
${head}
</head>
<body>
<a class="skip" href="#main_content">Skip to the content</a>
${once(data)}
<main id="main_content">
${main}
</main>
<footer class="site">
<p>Published by <a href="${link("/")}">${desk.title}</a>.</p>
<p>Follow: <a href="${link("/feed.xml")}">all briefs</a>, <a href="${link("/corrections/feed.xml")}">corrections</a>. All claims as data: <a href="${link("/data/claims.json")}">JSON</a>, <a href="${link("/data/claims.csv")}">CSV</a>. <a href="${link("/numbers/")}">Our record in numbers</a>.</p>
</footer>
</body>
</html>
`.text;
}

// A list's own feed, which its page's head names.
export function feedLink(title, address) {
  return html`<link rel="alternate" type="application/atom+xml" title="${title}" href="${link(address)}feed.xml">`;
}

export function social(data) {
  return html`<meta property="og:type" content="article">
<meta property="og:title" content="${data.title}">
<meta property="og:description" content="${data.description}">
<meta property="og:url" content="${whole(data.page.url)}">`;
}
