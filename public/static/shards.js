// The index of a large catalog: a line for each entry, and shards that come when a text
// needs them. From both, a small catalog is picked for each question, and that is
// searched and compared as a small catalog is.
window.errdocs.shards = (parts) => {
  "use strict";

  const { index, decoder, root, load, tokens, engineOf } = parts;
  const { errdocs } = window;
  // One line an entry. The lines that have most of the words, or a piece
  // of each as slips of the pen leave it, are searched like a small catalog.
  const lines = index.lines.split("\n");
  const low = index.lines.toLowerCase().replaceAll("_", "-").split("\n");
  let places;
  const entryOf = (i) => {
    const [p, t, c, u, l, a] = lines[i].split("\t");
    return { p, t, c, u, l, a: a && a.split(" "), slug: p.slice(p.indexOf("/") + 1), status: p.slice(0, p.indexOf("/")), i };
  };
  const pick = (text, limit) => {
    const terms = tokens(text).slice(0, 12);
    const rank = (scoreOf) => {
      const byScore = [];
      low.forEach((line, i) => {
        const score = scoreOf(line);
        if (score) (byScore[score] ||= []).push(i);
      });
      return byScore.reverse().flat().slice(0, limit);
    };
    const [first = ""] = terms;
    const [own, code, begin] = [`/${first}\t`, `\t${first}\t`, `/${first}`];
    const whole = rank((line) => terms.every((term) => line.includes(term)) && 1 + line.includes(begin) + 2 * (line.includes(own) || line.includes(code)));
    if (whole.length || !terms.length) return whole;
    const pieces = terms.map((term) => {
      const size = Math.ceil(term.length / (term.length < 4 ? 1 : term.length < 7 ? 2 : 3));
      return [term, term.match(new RegExp(`.{1,${size}}`, "gsu")).filter((piece) => piece.length > 1)];
    });
    return rank((line) => {
      let score = 0;
      for (const [term, parts] of pieces) score += line.includes(term) ? 4 : parts.filter((part) => line.includes(part)).length;
      return score;
    });
  };
  const placeOf = (uri) => {
    if (!places) {
      places = new Map();
      lines.forEach((line, i) => {
        const [path, , , type, , aliases] = line.split("\t");
        for (const key of [path, type, ...(aliases || "").split(" ")]) if (key && !places.has(key)) places.set(key, i);
      });
    }
    const key = decoder.normalType(uri.replace(/[.,;:!?)\]}]+$/, ""));
    const base = index.base;
    const path = key.startsWith(base) ? key.slice(base.length) : key.replace(/^\.?\//, "");
    return places.get(key) ?? places.get(path) ?? places.get(path.replace(new URL(base).pathname.slice(1), ""));
  };

  // Shards: details and challenges, by a word that a text must have.
  const shards = new Map();
  errdocs.shard = (n, version, words) => {
    if (version === index.version) shards.get(n).words = words;
  };
  const shardOf = (word) => {
    let h = 0;
    for (const c of word) h = (Math.imul(h, 31) + c.codePointAt(0)) >>> 0;
    return h % index.shards;
  };
  const shard = (n) => {
    if (!shards.has(n)) {
      const own = {};
      shards.set(n, own);
      own.loaded = load(`${root}search-index/${n}.js?v=${index.version}`).then(() => {
        if (!own.words) throw new Error("the site has changed since");
      });
      own.loaded.catch(() => shards.delete(n));
    }
    return shards.get(n);
  };
  const maxShards = 48;

  // The words under which something that the text says may be filed.
  const wordsIn = (said, names) => {
    const words = new Set(["", ...names.map((name) => `=${name}`)]);
    for (const [, error] of said.matchAll(/error["']? *[:=] *["']?([A-Za-z0-9_.-]+)/g)) words.add(`=${error}`);
    for (const [word] of said.matchAll(/[\p{L}\p{Nd}]+/gu)) {
      words.add(word);
      if (/^[A-Z]/.test(word)) words.add(`= ${word.toLowerCase()}`); // a scheme
    }
    return words;
  };
  const select = async (text) => {
    const read = decoder.read(text);
    const members = read.objects.flat().filter(([, , isText]) => isText);
    const names = members.filter(([name]) => ["code", "title", "error", index.codeMember].includes(name)).map(([, value]) => value);
    const said = [...members.map(([, value]) => value), ...read.fields, read.rest].join(" ");
    const asName = text.length < 200 && !/["{=]/.test(text) ? text : "";
    const picked = new Set([asName, ...names.slice(0, 4)].flatMap((name) => pick(name, 40)));
    const words = new Set();
    for (const address of new Set(said.split(/[\0-\x20"'<>\\`=]+/))) {
      const i = /[/:]/.test(address) ? placeOf(address) : undefined;
      if (i === undefined) continue;
      picked.add(i);
      words.add(`/${entryOf(i).p}`);
    }
    for (const word of wordsIn(said, names)) words.add(word);
    await Promise.all([...new Set([...words].map(shardOf))].slice(0, maxShards).map((n) => shard(n).loaded));
    const entries = new Map([...picked].map((i) => [i, entryOf(i)]));
    for (const word of words) {
      for (const piece of shards.get(shardOf(word))?.words?.[word] || []) {
        const e = entries.get(piece.i) || entryOf(piece.i);
        const both = (key) => [...(e[key] || []), ...(piece[key] || [])];
        entries.set(piece.i, Object.assign(e, { r: piece.r, d: both("d"), w: both("w"), q: { ...e.q, ...piece.q } }));
      }
    }
    return decoder.prepare(index, [...entries.values()].sort((a, b) => a.i - b.i));
  };

  // What is typed is looked up by name; what looks like a paste, by what it says too.
  const isPaste = (text) => /["{}=:]/.test(text) || text.trim().split(/\s+/).length > 2;
  return {
    select: (text) => (isPaste(text) ? select(text) : decoder.prepare(index, pick(text, 40).map(entryOf))),
    search: (query) => engineOf(pick(query, 200).map(entryOf))(query),
  };
};
