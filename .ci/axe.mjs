// Runs axe-core over every page of the sites at a desk's and a phone's size, in both themes:
// WCAG 2.2 AA and the best practices. A theme changes colours alone, so the dark one is
// looked at for contrast. Below a path, entries and lists alone.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(`${process.env.TOOLS}/package.json`);
const puppeteer = await import(require.resolve("puppeteer-core")).then((m) => m.default);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [base, sub] = process.argv.slice(2);

const pagesOf = async (root) => [...(await (await fetch(`${root}sitemap.xml`)).text()).matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url]) => url);
const all = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const colours = { type: "rule", values: ["color-contrast", "link-in-text-block"] };
const sizes = [[1280, 800], [390, 844]];
const jobs = [];
for (const size of sizes) for (const url of [...(await pagesOf(base)), `${base}no-such-page`]) jobs.push([url, size]);
for (const url of [sub, `${sub}401`, `${sub}401/token-expired`, `${sub}no/such/page`]) jobs.push([url, sizes[0]]);

// Each worker has a browser of its own, since pages behind others are not painted.
let runs = 0, violations = 0;
const work = async () => {
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROME_PATH,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const page = await browser.newPage();
  for (let job; (job = jobs.shift()); ) {
    const [url, [width, height]] = job;
    await page.setViewport({ width, height });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "light" }]);
    await page.goto(url, { waitUntil: "load" });
    await page.evaluate(axe);
    for (const [theme, rules] of [["light", all], ["dark", colours]]) {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
      await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
      const found = await page.evaluate((runOnly) => axe.run({ runOnly, resultTypes: ["violations"] }), rules);
      runs++;
      for (const v of found.violations) {
        violations++;
        console.log(`${url} at ${width}x${height} ${theme}: ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200)).join(" | ")}`);
      }
    }
  }
  await browser.close();
};
await Promise.all([work(), work()]);
console.log(`${runs} runs, ${violations} violations`);
process.exitCode = violations || !runs ? 1 : 0;
