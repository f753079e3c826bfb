// Runs afdocs over a site and compares the counts of its verdicts; more arguments name the
// checks that may fail.
import { execFileSync } from "node:child_process";

const [url, want, ...mayFail] = process.argv.slice(2);
let out;
try {
  out = execFileSync("afdocs", ["check", url, "--format", "json", "--score", "--sampling", "deterministic", "--max-links", "500", "--request-delay", "0", "--max-concurrency", "5", "-q"], { encoding: "utf8", maxBuffer: 1 << 26 });
} catch (e) {
  out = e.stdout; // it exits with 1 where a check failed
}
const { results } = JSON.parse(out);
const count = {};
for (const r of results) count[r.status] = (count[r.status] ?? 0) + 1;
const got = ["pass", "warn", "fail", "skip", "error"].filter((s) => count[s]).map((s) => `${count[s]} ${s}`).join(", ");
const bad = results.filter((r) => r.status !== "pass" && !(r.status === "fail" && mayFail.includes(r.id)) && r.id !== "auth-alternative-access");
for (const r of results.filter((r) => r.status !== "pass")) console.log(`${r.status} ${r.id}: ${r.message}`);
console.log(`${url}: ${got}`);
process.exitCode = bad.length || got !== want ? 1 : 0;
