import { day, html, link } from "../../html.mjs";
import { base } from "../_includes/base.mjs";
import { rating } from "../_includes/parts.mjs";

export const data = {
  pagination: { data: "collections.sources", size: 1, alias: "source" },
  permalink: ({ source }) => source.address,
};

export function render(data) {
  const pages = data.collections.archive;
  const { name, briefs } = data.source;
  const main = html`<h1>${name}</h1>
<p>Sources from this publisher, and where they were cited.</p>
<ul class="rows">
${briefs.map((brief) => brief.data.references
    .filter((one) => one.publisher === name)
    .map((one) => cited(pages, brief, one)))}</ul>`;
  return base(data, main, { title: `${name} – ${data.desk.title}` });
}

const cited = (pages, brief, one) => html`<li>
<p><a href="${one.url}">${one.title}</a>${one.published && html`, ${day(one.published)}`}${one.kind && ` · ${one.kind}`}${one.archived && html` · <a href="${one.archived}">archived copy</a>`}</p>
<p class="meta"><a href="${link(brief.url)}#source_${one.id}">Listed</a> in <a href="${link(brief.url)}">${brief.data.title}</a></p>
<ul>
${(one.cited_by ?? []).map((path) => pages.byPath.get(path)).map((claim) =>
    html`<li><a href="${link(claim.url)}">${claim.data.title}</a>: ${rating(pages, claim)}</li>
`)}</ul>
</li>
`;
