import { day, html, link } from "../../html.mjs";
import { base } from "../_includes/base.mjs";
import { claimRow } from "../_includes/parts.mjs";

export const data = {
  pagination: { data: "collections.entities", size: 1, alias: "entity" },
  permalink: ({ entity }) => entity.address,
};

export function render(data) {
  const pages = data.collections.archive;
  const { entity } = data;
  const main = html`<h1>${entity.name}</h1>
<p class="meta">${entity.role && `${entity.role}. `}</p>
${entity.claims.length > 0 && html`<section aria-labelledby="claimed">
<h2 id="claimed">Claimed</h2>
<ul class="rows">
${entity.claims.map((claim) => claimRow(pages, claim))}
</ul>
</section>`}
${entity.briefs.length > 0 && html`<section aria-labelledby="answered">
<h2 id="answered">Responses and articles checked</h2>
<ul>
${entity.briefs.map((brief) => inBrief(brief, entity.name))}</ul>
</section>`}`;
  return base(data, main, { title: `${entity.name} – ${data.desk.title}` });
}

const inBrief = ({ url, data }, name) => html`${(data.responses ?? [])
  .filter((one) => one.from === name)
  .map((one) => html`<li><p>${one.status}${one.kind && `, ${one.kind}`}, ${day(one.date)}, in <a href="${link(url)}">${data.title}</a></p></li>
`)}${data.article.publisher === name && html`<li><cite>${data.article.title}</cite>, checked in <a href="${link(url)}">${data.title}</a>, ${day(data.day)}</li>
`}`;
