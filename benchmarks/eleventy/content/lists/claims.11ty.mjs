import { html, link } from "../../html.mjs";
import { base } from "../_includes/base.mjs";
import { ratingCounts } from "../_includes/counts.mjs";
import { claimRow, pager } from "../_includes/parts.mjs";

export const data = {
  title: "All claims",
  pagination: { data: "collections.claimPages", size: 1, alias: "list" },
  permalink: ({ list }) => list.address,
};

let filters;

export function render(data) {
  const pages = data.collections.archive;
  filters ??= made(pages);
  return base(data, html`<h1>${data.title}</h1>
${filters}
<ul class="rows">
${data.list.items.map((claim) => claimRow(pages, claim))}
</ul>
${pager(data.list)}`);
}

function made(pages) {
  const count = (one) => one.briefs.length + one.claims.length;
  const often = [...pages.entities.values()].sort((a, b) => count(b) - count(a)).slice(0, 24);
  return html`<nav class="filters" aria-label="Claims by rating, topic or claimant">
<p>By rating:</p>
<ul>
${ratingCounts(pages)}</ul>
<p>By topic:</p>
<ul>
${[...pages.topics.values()].map((topic) => html`<li><a href="${link(topic.address)}">${topic.name}</a></li>
`)}</ul>
<p>By claimant:</p>
<ul>
${often.map((one) => html`<li><a href="${link(one.address)}">${one.name}</a> ${count(one)}</li>
`)}<li><a href="${link("/entities/")}">All</a></li>
</ul>
</nav>`;
}
