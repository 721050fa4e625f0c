import { html, raw } from "../../html.mjs";
import { base } from "./base.mjs";

export function render(data) {
  return base(data, html`<article>
<h1>${data.title}</h1>
${raw(data.content)}
</article>`);
}
