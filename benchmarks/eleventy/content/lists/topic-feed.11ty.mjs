import { feed } from "../_includes/feed.mjs";

export const data = {
  pagination: { data: "collections.topics", size: 1, alias: "topic" },
  permalink: ({ topic }) => `${topic.address}feed.xml`,
};

export const render = (data) => feed(data, data.topic.address, data.topic.name, data.topic.briefs);
