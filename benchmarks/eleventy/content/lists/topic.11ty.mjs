import { html, link } from "../../html.mjs";
import { base, feedLink } from "../_includes/base.mjs";
import { briefRow, pager } from "../_includes/parts.mjs";

export const data = {
  pagination: { data: "collections.topicPages", size: 1, alias: "list" },
  permalink: ({ list }) => list.address,
};

export function render(data) {
  const pages = data.collections.archive;
  const { topic } = data.list;
  const main = html`<h1>${topic.name}</h1>
<p>${topic.description}</p>
<p class="meta"><a href="${link(topic.address)}feed.xml">Follow this topic</a></p>
${data.list.items.map((brief) => briefRow(pages, brief))}
${pager(data.list)}`;
  return base(data, main, {
    title: `${topic.name} – ${data.desk.title}`,
    description: topic.description,
    head: feedLink(topic.name, topic.address),
  });
}
