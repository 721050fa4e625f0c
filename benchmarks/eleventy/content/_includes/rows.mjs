// All claims as data: the file of JSON and the table show the same.
import { whole } from "../../html.mjs";

export const rows = (pages) => pages.claims.map(({ url, data }) => {
  const brief = pages.byPath.get(data.brief);
  const rating = pages.ratings.get(data.ratings[0]);
  return {
    brief: brief.fileSlug,
    claim: data.id,
    url: whole(url),
    text: data.title,
    claimant: data.entities?.[0],
    said: data.said,
    rating: rating.id,
    rating_label: rating.label,
    rating_value: rating.value,
    verdict: data.description,
    published: data.day,
    modified: brief.data.modified,
    article: brief.data.article.title,
    publisher: brief.data.article.publisher,
    topics: (brief.data.topics ?? []).map((id) => pages.topics.get(id).name),
  };
});
