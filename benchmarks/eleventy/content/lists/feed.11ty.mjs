import { feed } from "../_includes/feed.mjs";

export const data = { permalink: "/feed.xml" };

export const render = (data) =>
  feed(data, "/", data.desk.title, data.collections.archive.briefs.slice(0, 50));
