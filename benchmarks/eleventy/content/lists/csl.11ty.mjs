import { works } from "../_includes/reuse.mjs";

export const data = {
  pagination: { data: "collections.briefs", size: 1, alias: "brief" },
  permalink: ({ brief }) => `${brief.url}cite.json`,
};

export function render({ brief, collections, desk }) {
  const author = (brief.data.authors ?? []).map((name) => ({ literal: name }));
  const issued = { "date-parts": [brief.data.day.split("-").map(Number)] };
  return JSON.stringify(works(collections.archive, brief).map((work) => ({
    id: work.key,
    type: "webpage",
    title: work.title,
    "container-title": desk.title,
    publisher: desk.title,
    author,
    language: "en",
    issued,
    URL: work.url,
  })));
}
