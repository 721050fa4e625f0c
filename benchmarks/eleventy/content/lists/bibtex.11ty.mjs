import { works } from "../_includes/reuse.mjs";

export const data = {
  pagination: { data: "collections.briefs", size: 1, alias: "brief" },
  permalink: ({ brief }) => `${brief.url}cite.bib`,
};

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const tex = (text) => text.replace(/[#$%&_]/g, "\\$&");

export function render({ brief, collections, desk }) {
  const { day } = brief.data;
  const authors = (brief.data.authors ?? []).map((name) => `{${tex(name)}}`).join(" and ");
  return works(collections.archive, brief).map((work) => `@misc{${work.key},
  author = {${authors}},
  title = {{${tex(work.title)}}},
  howpublished = {${tex(desk.title)}},
  year = {${day.slice(0, 4)}},
  month = ${MONTHS[Number(day.slice(5, 7)) - 1]},
  date = {${day}},
  url = {${work.url}},
}
`).join("\n");
}
