import { record } from "../_includes/record.mjs";

export const data = { permalink: "/data/numbers.json" };

export function render({ collections, desk }) {
  const found = record(collections.archive);
  return JSON.stringify({
    site: desk.title,
    briefs: { total: found.briefs, months: found.months },
    claims: {
      total: found.claims,
      ratings: found.ratings.map(({ id, label, claims }) => ({
        rating: id, rating_label: label, claims: claims.length,
      })),
    },
    responses: { answered: found.answered, asked: found.asked, statuses: found.statuses },
    sources: { archived: found.archived, with_url: found.sources },
    corrections: {
      total: found.corrections,
      kinds: found.kinds,
      briefs_corrected: found.corrected,
      briefs: found.briefs,
    },
  });
}
