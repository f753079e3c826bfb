// A static host as the site is deployed to: P answers with P/index.html, what is missing
// with 404.html, and the headers are those of the build's own _headers.
import { createServer } from "node:http";
import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const [folder, base] = process.argv.slice(2);
const { port, pathname } = new URL(base);
const types = {
  ".html": "text/html; charset=utf-8", ".md": "text/markdown; charset=utf-8", ".txt": "text/plain; charset=utf-8",
  ".json": "application/json", ".xml": "application/xml", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml", ".png": "image/png",
};

// Rules of _headers: a pattern, then indented lines.
const rules = [];
for (const line of readFileSync(join(folder, "_headers"), "utf8").split("\n")) {
  if (/^\s/.test(line)) rules.at(-1).headers.push(line.trim().split(/:\s*/s, 1).concat(line.trim().replace(/^[^:]*:\s*/, "")));
  else if (line && !line.startsWith("#")) rules.push({ pattern: new RegExp(`^${line.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`), headers: [] });
}

const find = (path) => {
  for (const name of [path, join(path, "index.html")]) {
    const file = join(folder, name);
    if (existsSync(file) && statSync(file).isFile()) return name;
  }
};

createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, base).pathname);
  const below = path.startsWith(pathname) ? normalize(path.slice(pathname.length) || ".") : `${path}/`.startsWith(pathname) ? "." : "..";
  const name = below.startsWith("..") ? undefined : find(below);
  const type = types[extname(name ?? "404.html")] ?? "application/octet-stream";
  for (const rule of rules.filter((r) => r.pattern.test(path))) for (const [key, value] of rule.headers) response.setHeader(key, value);
  const body = gzipSync(readFileSync(join(folder, name ?? "404.html")));
  response.writeHead(name ? 200 : 404, { "Content-Type": type, "Content-Encoding": "gzip", "Content-Length": body.length });
  response.end(request.method === "HEAD" ? undefined : body);
}).listen(Number(port), "127.0.0.1");
