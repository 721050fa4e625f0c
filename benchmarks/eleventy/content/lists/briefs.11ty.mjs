import { html } from "../../html.mjs";
import { base } from "../_includes/base.mjs";
import { briefRow, pager } from "../_includes/parts.mjs";

export const data = {
  title: "All briefs",
  pagination: { data: "collections.briefPages", size: 1, alias: "list" },
  permalink: ({ list }) => list.address,
};

export function render(data) {
  const pages = data.collections.archive;
  return base(data, html`<h1>${data.title}</h1>
${data.list.items.map((brief) => briefRow(pages, brief))}
${pager(data.list)}`);
}
