import { html, link } from "../../html.mjs";
import { base } from "../_includes/base.mjs";
import { briefRow, correction } from "../_includes/parts.mjs";
import { ratingCounts } from "../_includes/counts.mjs";

export const data = { permalink: "/index.html" };

export function render(data) {
  const pages = data.collections.archive;
  const main = html`<h1>What we found lately</h1>
<ul class="counts" aria-label="Claims by rating">
${ratingCounts(pages)}</ul>
${pages.briefs.slice(0, 10).map((brief) => briefRow(pages, brief))}
<p><a href="${link("/briefs/")}">All ${pages.briefs.length} briefs</a></p>
<section aria-labelledby="lately_corrected">
<h2 id="lately_corrected">Lately corrected</h2>
<ul>
${pages.corrected.slice(0, 3).map((brief) => html`<li>
<p><a href="${link(brief.url)}">${brief.data.title}</a></p>
${brief.data.corrections.map((one) => correction(pages, one))}
</li>
`)}</ul>
<p><a href="${link("/corrections/")}">All corrections</a></p>
</section>`;
  return base(data, main, { title: data.desk.title });
}
