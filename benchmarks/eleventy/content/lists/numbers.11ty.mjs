import { html, link, month } from "../../html.mjs";
import { base } from "../_includes/base.mjs";
import { record } from "../_includes/record.mjs";

export const data = { title: "Our record in numbers", permalink: "/numbers/index.html" };

const number = new Intl.NumberFormat("en").format;
const percent = (part, whole) => (whole ? `${Math.round((100 * part) / whole)}%` : "–");

const counts = (found) => html`<ul class="counts">
${Object.entries(found).map(([word, count]) => html`<li>${word.replaceAll("-", " ")}: ${number(count)}</li>
`)}</ul>`;

export function render(data) {
  const found = record(data.collections.archive);
  return base(data, html`<article class="numbers">
<h1>${data.title}</h1>
<p>Counted anew by the program that builds this site, each time it is built.</p>
<section aria-labelledby="the_briefs">
<h2 id="the_briefs">${number(found.briefs)} briefs</h2>
<p class="meta">Every published brief counts in the month in which it was published first. Months without any are left out.</p>
<table>
<thead><tr><th scope="col">Month</th><th scope="col">Briefs</th></tr></thead>
<tbody>
${found.months.map((one) => html`<tr><th scope="row">${month(one.month)}</th><td>${one.briefs}</td></tr>
`)}</tbody>
</table>
</section>
<section aria-labelledby="the_ratings">
<h2 id="the_ratings">${number(found.claims)} claims rated</h2>
<p class="meta">Every claim counts once, with the rating that it has now.</p>
<ul aria-label="Claims by rating">
${found.ratings.map((one) => html`<li><a href="${link(one.address)}">${one.label}</a> ${number(one.claims.length)}</li>
`)}</ul>
</section>
<section aria-labelledby="the_responses">
<h2 id="the_responses">Answers from those asked: ${percent(found.answered, found.asked)}</h2>
<p>Answered: ${number(found.answered)} of ${number(found.asked)}.</p>
${counts(found.statuses)}
</section>
<section aria-labelledby="the_archive">
<h2 id="the_archive">Archived sources: ${percent(found.archived, found.sources)}</h2>
<p>${number(found.archived)} of ${number(found.sources)} sources with a web address have an archived copy.</p>
</section>
<section aria-labelledby="the_corrections">
<h2 id="the_corrections">Corrections: ${number(found.corrections)}</h2>
<p>Briefs in which something was wrong: ${number(found.corrected)} of ${number(found.briefs)}.</p>
${counts(found.kinds)}
<p><a href="${link("/corrections/")}">All corrections</a></p>
</section>
<p class="meta"><a href="${link("/data/numbers.json")}">These numbers as data</a></p>
</article>`);
}
