// The peer's site: content/_data/desk.json comes from the desk's site.yaml (eleventy_site.py).
// What costs time and is not needed here is off; nothing of Eleventy itself is replaced.
import { lists } from "./lists.mjs";

export default function (config) {
  config.addPassthroughCopy({ assets: "assets" });
  config.setUseGitIgnore(false);
  config.setDataFileSuffixes([".11tydata"]);
  for (const [name, list] of Object.entries(lists)) config.addCollection(name, list);
  return {
    dir: { input: "content", output: "_site" },
    templateFormats: ["md", "11ty.js"],
    markdownTemplateEngine: false, // texts are Markdown and nothing else
  };
}
