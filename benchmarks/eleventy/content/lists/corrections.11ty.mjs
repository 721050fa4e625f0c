import { html, link } from "../../html.mjs";
import { base, feedLink } from "../_includes/base.mjs";
import { correction } from "../_includes/parts.mjs";

export const data = { title: "Corrections", permalink: "/corrections/index.html" };

export function render(data) {
  const pages = data.collections.archive;
  const main = html`<h1>${data.title}</h1>
<p>Every change made after publication, newest first.</p>
<ul class="rows">
${pages.corrected.map((brief) => brief.data.corrections.map((one) => html`<li>
<p><a href="${link(brief.url)}">${brief.data.title}</a></p>
${correction(pages, one)}
</li>
`))}</ul>`;
  return base(data, main, { head: feedLink(data.title, "/corrections/") });
}
