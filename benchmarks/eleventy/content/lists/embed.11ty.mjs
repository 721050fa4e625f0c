import { day, html, link, whole } from "../../html.mjs";
import { headline } from "../_includes/reuse.mjs";

export const data = {
  pagination: { data: "collections.claims", size: 1, alias: "claim" },
  permalink: ({ claim }) => `${claim.url}embed/`,
};

export function render({ claim, collections, desk }) {
  const pages = collections.archive;
  const { data, url } = claim;
  const rating = pages.ratings.get(data.ratings[0]);
  return html`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${headline(pages, claim)} – ${desk.title}</title>
<link rel="canonical" href="${whole(url)}">
<link rel="stylesheet" href="${link("/assets/embed.css")}">
</head>
<body>
<main>
<p class="meta">${(data.entities ?? []).join(", ")}${data.said && html` · ${day(data.said)}`}</p>
<h1><a href="${link(url)}" target="_blank" rel="noopener">${data.title}</a></h1>
<p class="verdict"><span class="rating rating-${rating.id}">${rating.label}</span> ${data.description}</p>
<p class="meta"><a href="${link("/")}" target="_blank" rel="noopener">${desk.title}</a> · ${day(data.day)}</p>
</main>
</body>
</html>
`.text;
}
