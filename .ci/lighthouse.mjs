// Holds pages against Lighthouse, as a phone and as a desk: every category must be 100, and
// that of agents too.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.env.TOOLS}/package.json`);
const load = (name) => import(pathToFileURL(require.resolve(name)));
const puppeteer = (await load("puppeteer-core")).default;
const { default: lighthouse, desktopConfig } = await load("lighthouse");

const browser = await puppeteer.launch({
  executablePath: process.env.CHROME_PATH,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const port = Number(new URL(browser.wsEndpoint()).port);
const categories = ["performance", "accessibility", "best-practices", "seo"];
let failed = 0;
for (const url of process.argv.slice(2)) {
  for (const [name, config, onlyCategories] of [["mobile", undefined, [...categories, "agentic-browsing"]], ["desktop", desktopConfig, categories]]) {
    const { lhr } = await lighthouse(url, { port, onlyCategories, logLevel: "silent" }, config);
    const scores = Object.values(lhr.categories).map((c) => [c.id, c.score]);
    console.log(`${url} ${name}: ${scores.map(([id, score]) => `${id} ${score}`).join(", ")}`);
    for (const category of Object.values(lhr.categories)) {
      if (category.score === 1) continue;
      failed++;
      for (const { id, weight } of category.auditRefs) {
        const audit = lhr.audits[id];
        if (weight > 0 && audit.score !== null && audit.score < 1) console.log(`  ${category.id}: ${id}: ${audit.title} ${audit.displayValue ?? ""}`);
      }
    }
  }
}
await browser.close();
process.exitCode = failed ? 1 : 0;
