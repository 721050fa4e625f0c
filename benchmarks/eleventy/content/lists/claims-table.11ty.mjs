import { rows } from "../_includes/rows.mjs";

export const data = { permalink: "/data/claims.csv" };

const COLUMNS = [
  "brief", "claim", "url", "text", "claimant", "said", "rating", "rating_label", "rating_value",
  "verdict", "published", "modified", "article", "publisher", "topics",
];

const SPECIAL = /[",\r\n]/;

function cell(value) {
  const text = Array.isArray(value) ? value.join("; ") : `${value ?? ""}`;
  return SPECIAL.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const render = ({ collections }) =>
  [COLUMNS, ...rows(collections.archive).map((row) => COLUMNS.map((name) => row[name]))]
    .map((line) => `${line.map(cell).join(",")}\r\n`)
    .join("");
