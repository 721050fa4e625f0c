// What lists show, made once of all content: Eleventy asks for each collection by its name.
import desk from "./content/_data/desk.mjs";

const PER_PAGE = 50;

let made; // of the build that goes on
let madeOf;

function archive(api) {
  const all = api.getAll();
  if (madeOf !== all[0] || made.size !== all.length) {
    made = gathered(all);
    madeOf = all[0];
  }
  return made;
}

function gathered(all) {
  const newest = (a, b) => b.date - a.date || (a.data.title < b.data.title ? -1 : 1);
  const briefs = all.filter((page) => page.data.kind === "brief").sort(newest);
  const claims = all.filter((page) => page.data.kind === "claim").sort(newest);
  const pages = all.filter((page) => page.data.kind === "page");
  const byPath = new Map();
  for (const page of all) byPath.set(page.data.path, page);
  const entities = named(desk.entities);
  const sources = named(desk.sources);
  const topics = new Map(desk.topics.map((topic) => [topic.id, { ...topic, briefs: [] }]));
  const ratings = new Map(desk.ratings.map((rating) => [rating.id, { ...rating, claims: [] }]));
  for (const brief of briefs) {
    for (const name of brief.data.entities) entities.get(name).briefs.push(brief);
    for (const name of brief.data.sources) sources.get(name).briefs.push(brief);
    for (const topic of brief.data.topics ?? []) topics.get(topic).briefs.push(brief);
  }
  for (const claim of claims) {
    for (const name of claim.data.entities ?? []) entities.get(name).claims.push(claim);
    ratings.get(claim.data.ratings[0]).claims.push(claim);
  }
  const corrected = briefs.filter((brief) => brief.data.modified);
  corrected.sort((a, b) => (a.data.modified < b.data.modified ? 1 : -1));
  return {
    size: all.length, briefs, claims, pages, byPath, entities, sources, topics, ratings, corrected,
  };
}

function named(known) {
  return new Map(known.map((one) => [one.name, { ...one, briefs: [], claims: [] }]));
}

// A list in pages of fifty, each with its address and its neighbours.
function paged(address, items, more = {}) {
  const total = Math.max(1, Math.ceil(items.length / PER_PAGE));
  const at = (n) => (n === 1 ? address : `${address}page/${n}/`);
  return Array.from({ length: total }, (_, n) => ({
    ...more,
    address: at(n + 1),
    items: items.slice(n * PER_PAGE, (n + 1) * PER_PAGE),
    number: n + 1,
    total,
    newer: n > 0 ? at(n) : "",
    older: n + 1 < total ? at(n + 2) : "",
  }));
}

export const lists = {
  archive,
  briefs: (api) => archive(api).briefs,
  claims: (api) => archive(api).claims,
  briefPages: (api) => paged("/briefs/", archive(api).briefs),
  claimPages: (api) => paged("/claims/", archive(api).claims),
  topicPages: (api) =>
    [...archive(api).topics.values()].flatMap((topic) =>
      paged(topic.address, topic.briefs, { topic })),
  ratingPages: (api) =>
    [...archive(api).ratings.values()].flatMap((rating) =>
      paged(rating.address, rating.claims, { rating })),
  topics: (api) => [...archive(api).topics.values()],
  entities: (api) => [...archive(api).entities.values()],
  sources: (api) => [...archive(api).sources.values()],
};
