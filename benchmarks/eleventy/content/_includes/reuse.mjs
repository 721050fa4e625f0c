// What other sites take of a brief or claim: frames, oEmbed, citations.
import { html, link, whole, written } from "../../html.mjs";

export const headline = (pages, claim) =>
  `${pages.ratings.get(claim.data.ratings[0]).label}: ${claim.data.title}`;

export function height({ data }) {
  const lines = 150 + 32 * Math.ceil(data.title.length / 34);
  return Math.min(640, Math.max(220, lines + 26 * Math.ceil(data.description.length / 40)));
}

export const frame = (desk, claim, width) =>
  html`<iframe src="${whole(claim.url)}embed/" title="${desk.title}" width="${width}" height="${height(claim)}" frameborder="0" loading="lazy"></iframe>`.text;

export function reuse(desk, brief, url, title, code) {
  return html`<details class="reuse">
<summary>${code ? "Cite or embed this" : "Cite this"}</summary>
<p class="cite">${(brief.authors ?? []).join(", ")}: “${title}”. ${desk.title}, ${written(brief.day)}. ${whole(url)}</p>
<p><a href="${link(brief.page.url)}cite.bib">BibTeX</a> · <a href="${link(brief.page.url)}cite.json">CSL-JSON</a></p>
${code && html`<label for="embed_code">Code to embed</label>
<textarea id="embed_code" readonly>${code}</textarea>
<button class="copy" hidden>Copy</button>`}
</details>`;
}

// A brief and its claims as works that are cited.
export function works(pages, brief) {
  const slug = brief.fileSlug;
  return [
    { key: slug, title: brief.data.title, url: whole(brief.url) },
    ...brief.data.claims.map((path) => pages.byPath.get(path)).map((claim) => ({
      key: `${slug}_${claim.data.id}`,
      title: headline(pages, claim),
      url: whole(claim.url),
    })),
  ];
}
