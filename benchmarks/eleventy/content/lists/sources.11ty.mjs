import { html, link } from "../../html.mjs";
import { base } from "../_includes/base.mjs";

export const data = { title: "Sources", permalink: "/sources/index.html" };

export function render(data) {
  return base(data, html`<h1>${data.title}</h1>
<p>What this desk relied on, by publisher.</p>
<table>
<thead><tr><th scope="col">Publisher</th><th scope="col">Briefs</th></tr></thead>
<tbody>
${data.collections.sources.map((one) => html`<tr><th scope="row"><a href="${link(one.address)}">${one.name}</a></th><td>${one.briefs.length}</td></tr>
`)}</tbody>
</table>`);
}
