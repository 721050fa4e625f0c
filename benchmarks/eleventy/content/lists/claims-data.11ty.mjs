import { rows } from "../_includes/rows.mjs";

export const data = { permalink: "/data/claims.json" };

export const render = ({ collections, desk }) =>
  JSON.stringify({ site: desk.title, claims: rows(collections.archive) });
