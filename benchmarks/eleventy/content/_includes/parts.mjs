// What several pages show. `pages` is collections.archive.
import { day, html, joined, link } from "../../html.mjs";

const STANCES = [
  ["Evidence for the claim", "supports"], ["Evidence against the claim", "undermines"],
  ["Context", "contextualizes"],
];

export function rating(pages, claim) {
  const { id, label, address } = pages.ratings.get(claim.data.ratings[0]);
  return html`<a class="rating rating-${id}" href="${link(address)}">${label}</a>`;
}

export function name(terms, known) {
  const term = terms.get(known);
  return term ? html`<a href="${link(term.address)}">${known}</a>` : known;
}

const topicLinks = (pages, data) =>
  joined((data.topics ?? []).map((id) => {
    const topic = pages.topics.get(id);
    return html`<a href="${link(topic.address)}">${topic.name}</a>`;
  }), ", ");

export function byline(pages, data) {
  return html`<p class="meta">Published ${day(data.day)}. ${data.modified && html`Updated ${day(data.modified)}. `}${data.authors && html`By ${data.authors.join(", ")}. `}${data.reviewers && html`Second reader: ${data.reviewers.join(", ")}. `}Topics: ${topicLinks(pages, data)}.</p>`;
}

export function briefRow(pages, brief) {
  const { data } = brief;
  return html`<article class="brief-row">
<h2><a href="${link(brief.url)}">${data.title}</a></h2>
<p class="meta">${day(data.day)}${data.modified && html` (updated ${day(data.modified)})`}</p>
<p>${data.description}</p>
<ul class="claims">
${data.claims.map((path) => claimLine(pages, pages.byPath.get(path)))}</ul>
</article>`;
}

const claimLine = (pages, claim) =>
  html`<li>${rating(pages, claim)} <a href="${link(claim.url)}">${claim.data.title}</a></li>
`;

export function claimRow(pages, claim) {
  const { data } = claim;
  const brief = pages.byPath.get(data.brief);
  return html`<li class="claim-row">
<p class="claim-text"><a href="${link(claim.url)}">${data.title}</a></p>
<p class="meta">${(data.entities ?? []).map((one) => name(pages.entities, one))}${data.said && html`, ${day(data.said)}`}</p>
<p class="verdict">${rating(pages, claim)} <span class="reason">${data.description}</span></p>
<p class="meta">Checked in <a href="${link(brief.url)}">${brief.data.title}</a>, ${day(brief.data.day)}</p>
</li>`;
}

export function pager(list) {
  return list.total > 1 && html`<nav class="pager" aria-label="Pages">
<ul>
${list.newer && html`<li><a rel="prev" href="${link(list.newer)}">Newer</a></li>`}
<li>Page ${list.number} of ${list.total}</li>
${list.older && html`<li><a rel="next" href="${link(list.older)}">Older</a></li>`}
</ul>
</nav>`;
}

export function who(pages, claim) {
  const { data } = claim;
  return html`<dl class="facts">
${(data.entities ?? []).map((one) => {
    const { role } = pages.entities.get(one);
    return html`<div><dt>Claimed by</dt><dd>${name(pages.entities, one)}${role && `, ${role}`}</dd></div>`;
  })}
${data.said && html`<div><dt>Said</dt><dd>${day(data.said)}</dd></div>`}
${data.appearance && html`<div><dt>Where</dt><dd><a href="${data.appearance}">${new URL(data.appearance).host}</a></dd></div>`}
</dl>
${data.quote && html`<p class="meta">In the article’s words:</p>
<blockquote class="quote"><p>${data.quote}</p></blockquote>`}
<p class="verdict">${rating(pages, claim)} <span class="reason">${data.description}</span></p>`;
}

export function evidence(claim, sources) {
  const items = claim.data.evidence ?? [];
  return STANCES.map(([heading, stance]) => {
    const found = items.filter((item) => item.stance === stance);
    return found.length > 0 && html`<section class="evidence">
<h4>${heading}</h4>
<ul>
${found.map((item) => evidenceItem(item, sources.find((source) => source.id === item.source)))}</ul>
</section>
`;
  });
}

const evidenceItem = (item, source) => html`<li>
${item.quote && html`<blockquote><p>${item.quote}</p></blockquote>`}
${item.note && html`<p>${item.note}</p>`}
<p class="meta">[<a href="#source_${source.id}">${source.number}${item.locator && `, ${item.locator}`}</a>] ${source.title}, ${source.publisher} · ${source.kind}</p>
</li>
`;

export function responses(pages, all, id, heading) {
  return (all ?? []).filter((one) => one.claims?.includes(id)).map((one) =>
    html`<section class="responses">
${heading}
<ul>${response(pages, one)}</ul>
</section>
`);
}

const response = (pages, one) => html`<li>
<p class="meta">${name(pages.entities, one.from)}${one.role && `, ${one.role}`} · ${one.status}${one.kind && `, ${one.kind}`}${one.date && html` · ${day(one.date)}`}</p>
${one.quote && html`<blockquote><p>${one.quote}</p></blockquote>`}
${one.text && html`<p>${one.text}</p>`}
<p class="meta">Asked${one.channel && ` by ${one.channel}`}${one.asked && html` on ${day(one.asked)}`}.</p>
</li>`;

export function related(pages, claim) {
  return [["Checked before", claim.data.before], ["Checked again", claim.data.again]].map(
    ([heading, paths]) => paths && html`<div class="related">
<p>${heading}:</p>
<ul>
${paths.map((path) => pages.byPath.get(path)).filter(Boolean).map((one) => {
      const brief = pages.byPath.get(one.data.brief);
      return html`<li>${rating(pages, one)} <a href="${link(one.url)}">${one.data.title}</a>, in <a href="${link(brief.url)}">${brief.data.title}</a></li>
`;
    })}</ul>
</div>
`);
}

export function correction(pages, one) {
  const claim = one.claim && pages.byPath.get(one.claim);
  return html`<p class="meta">${day(one.date)} · ${one.kind}${claim && html` · <a href="${link(claim.url)}">${claim.data.title}</a>`}</p>
<p>${one.text}</p>
${one.was && html`<dl class="change">
<div><dt>Before</dt><dd>${one.was}</dd></div>
${one.now && html`<div><dt>After</dt><dd>${one.now}</dd></div>`}
</dl>`}`;
}

export function corrections(pages, all) {
  return all && html`<section class="corrections" aria-labelledby="the_corrections">
<h2 id="the_corrections">Corrections</h2>
<ul>
${all.map((one) => html`<li>${correction(pages, one)}</li>`)}
</ul>
</section>`;
}

export function sources(pages, all) {
  return html`<ol class="sources">
${all.map((one) => html`<li id="source_${one.id}" value="${one.number}">
<p>${one.url ? html`<a href="${one.url}">${one.title}</a>` : one.title}, ${name(pages.sources, one.publisher)}${one.published && html`, ${day(one.published)}`}${one.kind && ` · ${one.kind}`}</p>
<p class="meta">${one.archived && html`<a href="${one.archived}">Archived copy</a>. `}${one.accessed && html`Read ${day(one.accessed)}. `}${one.interest && `Interest: ${one.interest} `}</p>
</li>
`)}</ol>`;
}
