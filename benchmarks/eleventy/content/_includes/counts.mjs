import { html, link } from "../../html.mjs";

export const ratingCounts = (pages) =>
  [...pages.ratings.values()].filter((rating) => rating.claims.length).map((rating) =>
    html`<li><a href="${link(rating.address)}">${rating.label}</a> ${rating.claims.length}</li>
`);
