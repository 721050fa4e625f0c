import { whole } from "../../html.mjs";

export const data = {
  pagination: { data: "collections.briefs", size: 1, alias: "brief" },
  permalink: ({ brief }) => `${brief.url}brief.json`,
};

export function render({ brief, collections }) {
  const pages = collections.archive;
  const { data } = brief;
  return JSON.stringify({
    slug: brief.fileSlug,
    url: whole(brief.url),
    title: data.title,
    published: data.day,
    summary: data.description,
    authors: data.authors,
    reviewers: data.reviewers,
    topics: data.topics,
    article: data.article,
    claims: data.claims.map((path) => claim(pages, pages.byPath.get(path))),
    sources: data.references,
    responses: data.responses,
    corrections: data.corrections,
    lang: "en",
    body: brief.rawInput,
  });
}

function claim(pages, one) {
  const { data } = one;
  const rating = pages.ratings.get(data.ratings[0]);
  return {
    id: data.id,
    text: data.title,
    quote: data.quote,
    claimant: data.entities?.[0],
    said: data.said,
    appearance: data.appearance,
    rating: rating.id,
    verdict: data.description,
    finding: one.rawInput,
    evidence: data.evidence,
    not_established: data.not_established,
    same_as: data.before,
    url: whole(one.url),
    rating_label: rating.label,
    rating_value: rating.value,
  };
}
