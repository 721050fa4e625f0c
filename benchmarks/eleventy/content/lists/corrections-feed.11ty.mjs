import { feed } from "../_includes/feed.mjs";

export const data = { permalink: "/corrections/feed.xml" };

export const render = (data) =>
  feed(data, "/corrections/", "Corrections", data.collections.archive.corrected.slice(0, 50));
