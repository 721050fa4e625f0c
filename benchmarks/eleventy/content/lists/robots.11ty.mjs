import { whole } from "../../html.mjs";

export const data = { permalink: "/robots.txt" };

export const render = () => `User-agent: *\nAllow: /\nSitemap: ${whole("/sitemap.xml")}\n`;
