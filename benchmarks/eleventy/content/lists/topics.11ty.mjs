import { html, link } from "../../html.mjs";
import { base } from "../_includes/base.mjs";

export const data = { title: "Topics", permalink: "/topics/index.html" };

export function render(data) {
  return base(data, html`<h1>${data.title}</h1>
<ul class="rows">
${data.collections.topics.map((topic) => html`<li><p><a href="${link(topic.address)}">${topic.name}</a> ${topic.briefs.length}</p><p class="meta">${topic.description}</p></li>
`)}</ul>`);
}
