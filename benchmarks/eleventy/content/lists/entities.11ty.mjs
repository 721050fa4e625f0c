import { html, link } from "../../html.mjs";
import { base } from "../_includes/base.mjs";

export const data = { title: "People and organizations", permalink: "/entities/index.html" };

export function render(data) {
  return base(data, html`<h1>${data.title}</h1>
<p>Who claimed, who answered, whose articles were checked.</p>
<table>
<thead><tr><th scope="col">Name</th><th scope="col">Claims</th><th scope="col">Briefs</th></tr></thead>
<tbody>
${data.collections.entities.map((one) => html`<tr><th scope="row"><a href="${link(one.address)}">${one.name}</a></th><td>${one.claims.length}</td><td>${one.briefs.length}</td></tr>
`)}</tbody>
</table>`);
}
