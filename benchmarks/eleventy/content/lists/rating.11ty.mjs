import { html, link } from "../../html.mjs";
import { base } from "../_includes/base.mjs";
import { claimRow, pager } from "../_includes/parts.mjs";

export const data = {
  pagination: { data: "collections.ratingPages", size: 1, alias: "list" },
  permalink: ({ list }) => list.address,
};

export function render(data) {
  const pages = data.collections.archive;
  const { rating } = data.list;
  const main = html`<h1>Claims rated ${rating.label}</h1>
<p>${rating.description}</p>
<p class="meta"><a href="${link("/ratings/")}">All ratings</a></p>
<ul class="rows">
${data.list.items.map((claim) => claimRow(pages, claim))}
</ul>
${pager(data.list)}`;
  return base(data, main, { title: `${rating.label} – ${data.desk.title}` });
}
