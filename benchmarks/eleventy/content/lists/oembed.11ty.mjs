import { whole } from "../../html.mjs";
import { frame, headline, height } from "../_includes/reuse.mjs";

export const data = {
  pagination: { data: "collections.claims", size: 1, alias: "claim" },
  permalink: ({ claim }) => `${claim.url}oembed.json`,
};

export const render = ({ claim, collections, desk }) => JSON.stringify({
  version: "1.0",
  type: "rich",
  provider_name: desk.title,
  provider_url: whole("/"),
  title: headline(collections.archive, claim),
  html: frame(desk, claim, "600"),
  width: 600,
  height: height(claim),
  thumbnail_url: whole("/assets/share.png"),
  thumbnail_width: 1200,
  thumbnail_height: 630,
});
