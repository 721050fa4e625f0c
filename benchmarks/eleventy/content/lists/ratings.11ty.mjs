import { html, link } from "../../html.mjs";
import { base } from "../_includes/base.mjs";

export const data = { title: "Ratings", permalink: "/ratings/index.html" };

export function render(data) {
  return base(data, html`<h1>${data.title}</h1>
<dl class="scale">
${[...data.collections.archive.ratings.values()].map((rating) => html`<div>
<dt><a class="rating" href="${link(rating.address)}">${rating.label}</a></dt>
<dd>${rating.description}</dd>
<dd class="meta">${rating.value ? `${rating.value} on the scale` : "Outside the scale"} · ${rating.claims.length} claims</dd>
</div>
`)}</dl>`);
}
