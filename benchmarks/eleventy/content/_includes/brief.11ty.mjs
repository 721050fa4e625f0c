import { day, html, link, raw } from "../../html.mjs";
import { base, social } from "./base.mjs";
import { byline, corrections, evidence, name, related, responses, sources, who } from "./parts.mjs";
import { reuse } from "./reuse.mjs";

export function render(data) {
  const pages = data.collections.archive;
  const { article } = data;
  const main = html`<article class="brief">
<header>
<h1>${data.title}</h1>
${byline(pages, data)}
</header>
<section class="summary" aria-label="Summary">
<p>${data.description}</p>
</section>
<section class="checked" aria-labelledby="checked_article">
<h2 id="checked_article">The article checked</h2>
<p><a href="${article.url}">${article.title}</a>, ${name(pages.entities, article.publisher)}, ${day(article.published)} (<a href="${article.archived}">archived copy</a>)</p>
</section>
<section class="claims" aria-labelledby="the_claims">
<h2 id="the_claims">The claims</h2>
${data.claims.map((path) => claim(data, pages, pages.byPath.get(path)))}
</section>
${corrections(pages, data.corrections)}
<section aria-labelledby="the_sources">
<h2 id="the_sources">Sources</h2>
${sources(pages, data.references)}
</section>
<section class="body">
${raw(data.content)}
</section>
<p class="meta"><a href="${link(data.page.url)}brief.json">This brief as data</a></p>
${reuse(data.desk, data, data.page.url, data.title)}
</article>`;
  return base(data, main, { description: data.description, head: html`${social(data)}
<link rel="alternate" type="application/json" href="${link(data.page.url)}brief.json">` });
}

const claim = (data, pages, one) => html`<section class="claim" id="${one.data.id}">
<h3><a href="${link(one.url)}">${one.data.title}</a></h3>
${who(pages, one)}
<div class="finding">
${raw(one.templateContent)}
</div>
${evidence(one, data.references)}
${responses(pages, data.responses, one.data.id, html`<h4>Response</h4>`)}
${one.data.not_established && html`<section class="open">
<h4>What could not be established</h4>
<p>${one.data.not_established}</p>
</section>`}
${related(pages, one)}
</section>
`;
