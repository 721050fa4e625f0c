// A claim as schema.org has it: its page and the file of all show the same, so it is made once.
import { whole } from "../../html.mjs";

const made = new WeakMap();

export function review(desk, pages, claim) {
  let text = made.get(claim);
  if (!text) made.set(claim, (text = reviewed(desk, pages, claim)));
  return text;
}

function reviewed(desk, pages, { url, data }) {
  const rating = pages.ratings.get(data.ratings[0]);
  const sources = pages.byPath.get(data.brief).data.references;
  return JSON.stringify({
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "@id": `${whole(url)}#claimreview`,
    url: whole(url),
    claimReviewed: data.title,
    datePublished: data.day,
    inLanguage: "en",
    author: { "@type": "Organization", name: desk.title, url: whole("/") },
    reviewRating: {
      "@type": "Rating",
      alternateName: rating.label,
      ratingExplanation: data.description,
      ...(rating.value && { ratingValue: rating.value, bestRating: 5, worstRating: 1 }),
    },
    itemReviewed: {
      "@type": "Claim",
      author: { "@type": "Person", name: data.entities?.[0] },
      datePublished: data.said,
      appearance: { "@type": "CreativeWork", url: data.appearance },
    },
    citation: sources.filter((source) => data.cited?.includes(source.id)).map((source) => ({
      "@type": "CreativeWork",
      name: source.title,
      url: source.url,
      archivedAt: source.archived,
      datePublished: source.published,
      publisher: { "@type": "Organization", name: source.publisher },
    })),
  }).replaceAll("<", "\\u003c");
}
