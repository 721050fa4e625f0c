import { whole } from "../../html.mjs";

export const data = { permalink: "/feed.json" };

export const render = ({ desk, collections }) => JSON.stringify({
  version: "https://jsonfeed.org/version/1.1",
  title: desk.title,
  home_page_url: whole("/"),
  feed_url: whole("/feed.json"),
  items: collections.archive.briefs.slice(0, 50).map(({ url, data }) => ({
    id: whole(url),
    url: whole(url),
    title: data.title,
    summary: data.description,
    content_text: data.description,
    date_published: `${data.day}T00:00:00Z`,
    date_modified: `${data.lastmod}T00:00:00Z`,
  })),
});
