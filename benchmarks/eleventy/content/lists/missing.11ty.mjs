import { html, link } from "../../html.mjs";
import { base } from "../_includes/base.mjs";

export const data = { title: "There is no such page", permalink: "/404.html" };

export const render = (data) => base(data, html`<h1>${data.title}</h1>
<p>Look through <a href="${link("/briefs/")}">all briefs</a>.</p>`);
