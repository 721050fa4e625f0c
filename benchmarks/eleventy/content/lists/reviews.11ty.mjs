import { whole } from "../../html.mjs";
import { review } from "../_includes/review.mjs";

export const data = { permalink: "/data/claimreview.json" };

export function render({ collections, desk }) {
  const pages = collections.archive;
  const about = JSON.stringify({
    "@context": "https://schema.org",
    "@type": "DataFeed",
    name: desk.title,
    url: whole("/data/claimreview.json"),
    dateModified: pages.briefs.reduce((last, { data }) => (data.lastmod > last ? data.lastmod : last), ""),
    provider: { "@type": "Organization", name: desk.title, url: whole("/") },
  });
  const items = pages.claims.map((claim) =>
    `{"@type":"DataFeedItem","dateCreated":"${claim.data.day}","item":${review(desk, pages, claim)}}`);
  return `${about.slice(0, -1)},"dataFeedElement":[\n${items.join(",\n")}\n]}\n`;
}
