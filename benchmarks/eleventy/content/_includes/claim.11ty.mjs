import { html, link, raw } from "../../html.mjs";
import { base, social } from "./base.mjs";
import { byline, corrections, evidence, name, related, responses, sources, who } from "./parts.mjs";
import { frame, headline, reuse } from "./reuse.mjs";
import { review } from "./review.mjs";

export function render(data) {
  const pages = data.collections.archive;
  const claim = pages.byPath.get(data.path);
  const brief = pages.byPath.get(data.brief);
  const rating = pages.ratings.get(data.ratings[0]);
  const cited = brief.data.references.filter((source) => data.cited?.includes(source.id));
  const main = html`<article class="claim">
<header>
<p class="meta"><a href="${link(brief.url)}#${data.id}">${brief.data.title}</a></p>
<h1>${data.title}</h1>
</header>
${who(pages, claim)}
${byline(pages, brief.data)}
<section class="finding" aria-labelledby="the_finding">
<h2 id="the_finding">What we found</h2>
${raw(data.content)}
</section>
${evidence(claim, brief.data.references)}
${responses(pages, brief.data.responses, data.id, html`<h2>Responses</h2>`)}
${data.not_established && html`<section class="open" aria-labelledby="the_open">
<h2 id="the_open">What could not be established</h2>
<p>${data.not_established}</p>
</section>`}
${related(pages, claim)}
${corrections(pages, data.corrections)}
<section aria-labelledby="the_sources">
<h2 id="the_sources">Sources</h2>
${sources(pages, cited)}
</section>
${where(pages, data, brief)}
${reuse(data.desk, brief.data, data.page.url, headline(pages, claim), frame(data.desk, claim, "100%"))}
</article>`;
  return base(data, main, {
    title: `${rating.label}: ${data.title} – ${data.desk.title}`,
    description: data.description,
    head: html`${social(data)}
<link rel="alternate" type="application/json+oembed" href="${link(data.page.url)}oembed.json">
<script type="application/ld+json">${raw(review(data.desk, pages, claim))}</script>`,
  });
}

function where(pages, data, brief) {
  const { article } = brief.data;
  const earlier = data.earlier && pages.byPath.get(data.earlier);
  const later = data.later && pages.byPath.get(data.later);
  return html`<section aria-labelledby="the_brief">
<h2 id="the_brief">Where this was checked</h2>
<p>One of ${brief.data.claims.length} claims in <a href="${link(brief.url)}">${brief.data.title}</a>, about the article <a href="${article.url}">${article.title}</a> (${name(pages.entities, article.publisher)}).</p>
<nav class="pager" aria-label="Claims of this brief">
<ul>
${earlier && html`<li><a rel="prev" href="${link(earlier.url)}">Claim before: ${earlier.data.title}</a></li>`}
${later && html`<li><a rel="next" href="${link(later.url)}">Next claim: ${later.data.title}</a></li>`}
</ul>
</nav>
</section>`;
}
