// Atom, of fifty briefs at most.
import { html, whole } from "../../html.mjs";

const time = (day) => `${day}T00:00:00Z`;

export function feed(data, address, title, briefs) {
  const pages = data.collections.archive;
  const latest = briefs.reduce((last, { data: { lastmod } }) => (lastmod > last ? lastmod : last), "1970-01-01");
  return html`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>${whole(address)}feed.xml</id>
<title>${title} – ${data.desk.title}</title>
<updated>${time(latest)}</updated>
<author><name>${data.desk.title}</name></author>
<link rel="self" type="application/atom+xml" href="${whole(address)}feed.xml"/>
<link rel="alternate" type="text/html" href="${whole(address)}"/>
${briefs.slice(0, 50).map((brief) => entry(pages, brief))}
</feed>
`.text;
}

const entry = (pages, { url, data }) => html`<entry>
<id>${whole(url)}</id>
<title>${data.title}</title>
<link rel="alternate" type="text/html" href="${whole(url)}"/>
<published>${time(data.day)}</published>
<updated>${time(data.lastmod)}</updated>
${(data.authors ?? []).map((author) => html`<author><name>${author}</name></author>
`)}${(data.topics ?? []).map((id) => html`<category term="${pages.topics.get(id).name}"/>
`)}<summary>${data.description}</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>${data.description}</p>
<ul>
${data.claims.map((path) => pages.byPath.get(path)).map((claim) =>
    html`<li><a href="${whole(claim.url)}">${claim.data.title}</a>: <strong>${pages.ratings.get(claim.data.ratings[0]).label}</strong>. ${claim.data.description}</li>
`)}</ul>
</div></content>
</entry>
`;
