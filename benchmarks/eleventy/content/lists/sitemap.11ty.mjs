import { html, whole } from "../../html.mjs";

export const data = { permalink: "/sitemap.xml" };

const SINGLE = [
  "/", "/topics/", "/ratings/", "/entities/", "/sources/", "/corrections/", "/numbers/",
];

export function render({ collections }) {
  const { archive, briefPages, claimPages, topicPages, ratingPages, entities, sources } = collections;
  const lists = [briefPages, claimPages, topicPages, ratingPages, entities, sources].flat();
  const dated = [...archive.briefs, ...archive.claims, ...archive.pages];
  return html`<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${SINGLE.map((address) => html`<url><loc>${whole(address)}</loc></url>
`)}${lists.map(({ address }) => html`<url><loc>${whole(address)}</loc></url>
`)}${dated.map(({ url, data }) => html`<url><loc>${whole(url)}</loc>${data.lastmod && html`<lastmod>${data.lastmod}</lastmod>`}</url>
`)}</urlset>
`.text;
}
