// HTML for templates: what is written `${so}` is escaped unless it is HTML already.
import desk from "./content/_data/desk.mjs";

const SPECIAL = /[&<>"']/;
const ALL = /[&<>"']/g;
const NAMES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
const MONTHS = [
  "January", "February", "March", "April", "May", "June", "July", "August", "September",
  "October", "November", "December",
];

export const escaped = (text) =>
  SPECIAL.test(text) ? text.replace(ALL, (character) => NAMES[character]) : text;

class Html {
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

export const raw = (text) => new Html(text);

export function html(parts, ...values) {
  let text = parts[0];
  for (let n = 0; n < values.length; n += 1) text += shown(values[n]) + parts[n + 1];
  return new Html(text);
}

function shown(value) {
  if (typeof value === "string") return escaped(value);
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(shown).join("");
  return value === undefined || value === null || value === false ? "" : `${value}`;
}

export function joined(values, between) {
  return raw(values.map(shown).join(between));
}

const root = new URL(desk.base_url).pathname.replace(/\/$/, "");
const place = desk.base_url.replace(/\/$/, "");

export const link = (address) => root + address; // in the page
export const whole = (address) => place + address; // canonical, in feeds

export function written(date) {
  const [year, month, number] = date.split("-").map(Number);
  return `${number} ${MONTHS[month - 1]} ${year}`;
}

export const month = (date) => `${MONTHS[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;

const days = new Map();

export function day(date) {
  let known = days.get(date);
  if (!known) days.set(date, (known = html`<time datetime="${date}">${written(date)}</time>`));
  return known;
}
