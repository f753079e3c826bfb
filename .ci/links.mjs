// Reads what linkinator found: broken links, and pages of the sitemap that no link reaches.
import { readFileSync } from "node:fs";

const [report, sitemap] = process.argv.slice(2);
const { links } = JSON.parse(readFileSync(report, "utf8"));
const broken = links.filter((l) => l.state === "BROKEN");
for (const l of broken) console.log(`broken: ${l.url} (${l.status}) on ${l.parent}`);
const reached = new Set(links.filter((l) => l.state === "OK").map((l) => l.url.replace(/[#?].*$/, "").replace(/\/$/, "")));
const pages = [...(await (await fetch(sitemap)).text()).matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url]) => url.replace(/\/$/, ""));
const lost = pages.filter((url) => !reached.has(url));
for (const url of lost) console.log(`no link reaches: ${url}`);
console.log(`${links.length} links, ${pages.length} pages`);
process.exitCode = broken.length || lost.length || !pages.length ? 1 : 0;
