// Which entry and which case is this text? The same rules as `errdocs explain`, which
// are written down in generator/match. A pure function of an index and a text: no
// value of the text is run, stored or sent.
(() => {
  "use strict";

  const schemes = new Set(("basic bearer concealed digest dpop gnap hoba mutual negotiate ntlm oauth privatetoken scram-sha-1 " +
    "scram-sha-256 vapid apikey session signature hawk aws4-hmac-sha256").split(" "));
  const detailNames = ["detail", "message", "msg", "error"];
  const credentials = /^(?:(?:proxy-)?authorization|(?:set-)?cookie|dpop)$|api-?key|secret|token/i;
  const credential = /\b((?:authorization|cookie|dpop|x-api-key|api-key|apikey)\\*["']?[ \t]*[:=][ \t]*\[?\\*["']?)((?:[A-Za-z0-9-]+ +)?[^ \t\n\f\r"'\\]{8,}[^"'\\\n]*)/gi;
  const secretShape = /eyJ[A-Za-z0-9_-]{8,}\.|-----BEGIN|\b(?:bearer|basic|dpop) +[A-Za-z0-9+/._~-]{8,}/i;
  const challengeName = /(?:www|proxy)[-_]authenticate\\*["']?[ \t]*[:=][ \t]*/gi;
  const pairs = /(?:^|[ \t\n\f\r,;({[])(type|title|status|detail|code|error|error_description|message|msg)=("(?:[^"\\]|\\.)*"|[^ \t\n\f\r,;"]+)/g;
  const fieldLine = /^([A-Za-z0-9!#$%&'*+.^_|~-]+)[ \t]*:[ \t]*(.*)$/;
  const requestLine = /^[A-Z]{3,12} [^ ]+ HTTP\/[0-9.]{1,4}$/;
  const token = /[A-Za-z0-9!#$%&'*+.^_`|~-]*/y;
  const token68 = /([A-Za-z0-9+.~_/-]+=*)[ \t]*(?=,|$)/y;
  const blank = /[ \t]*/y;

  const at = (pattern, text, i) => {
    pattern.lastIndex = i;
    return pattern.exec(text);
  };
  const wellFormed = (s) => s.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
  const unescape = (s) => !s.includes("\\") ? s : wellFormed(s.replace(/\\(?:u([0-9a-fA-F]{4})|([^]))/g, (_, hex, c) =>
    hex ? String.fromCharCode(parseInt(hex, 16)) : { n: "\n", t: "\t", r: "\r", b: " ", f: " " }[c] || c));
  const most = 500; // objects and challenges: more are no response, and take time
  const once = (list, item) => list.includes(item) || list.push(item);

  // Reading: lines, objects, challenges.

  const read = (text) => {
    const r = { status: 0, fields: [], secrets: [], rest: "", body: "", sent: undefined, response: false };
    text = wellFormed(text).replace(/^\ufeff/, "").replace(/\r\n?/g, "\n").replace(/\x1b\[[0-9;]*[A-Za-z]/g, "");
    readLines(r, text);
    const cut = (s) => s.replace(credential, (_, name, value) => (keepSecret(r, value), name));
    const body = cut(r.body);
    r.rest = cut(r.rest);
    r.whole = unquote(r.rest.trim());
    r.body = r.response ? body : r.rest;
    r.objects = objectsIn(r.body);
    for (const members of r.objects) {
      for (const [name, value] of members) {
        if (/^(?:www|proxy)[-_]authenticate$/i.test(name)) once(r.fields, value);
        else if (credentials.test(name)) keepSecret(r, value);
      }
    }
    return r;
  };
  const unquote = (s) => s.length > 1 && "\"'`".includes(s[0]) && s.endsWith(s[0]) ? s.slice(1, -1).trim() : s;
  const keepSecret = (r, value) => {
    for (const piece of value.split(/[ \t;,="']+/)) if (piece.length >= 8) r.secrets.push(piece);
  };

  const readLines = (r, text) => {
    const verbose = /^< HTTP\//m.test(text);
    let part = "", field = "", value = "", empty = true;
    const endField = () => {
      value = value.trim();
      if (/^(?:www|proxy)-authenticate$/.test(field)) once(r.fields, value);
      else if (credentials.test(field)) keepSecret(r, value);
      else if (field) r.rest += value + "\n";
      field = value = "";
    };
    const keep = (line) => {
      r.rest += line + "\n";
      r.body += line + "\n";
    };
    for (const line of text.split("\n")) {
      const marked = verbose && /^[<>*{}](?: |$)/.test(line);
      const mark = marked ? line[0] : "";
      const content = marked ? line.slice(1).replace(" ", "") : line;
      const before = empty;
      empty = marked || content === "";
      if (mark && "*{}".includes(mark)) continue;
      const head = /^HTTP\/[0-9.]{1,4} ([1-9][0-9][0-9])(?:[ \t]|$)/.exec(content);
      const isRequest = requestLine.test(content);
      if (head && (mark === "<" || before || !r.response)) {
        endField();
        Object.assign(r, { response: true, status: +head[1], fields: [], rest: "", body: "" });
        part = "head";
      } else if (mark === ">" || part === "request" || part === "" && isRequest) {
        const m = fieldLine.exec(content);
        if (isRequest) {
          part = "request";
          r.sent = false;
          keepSecret(r, content);
        } else if (content === "") {
          part = "";
        } else if (m && credentials.test(m[1])) {
          r.sent = true;
          keepSecret(r, m[2]);
        }
      } else if (part !== "head") {
        keep(line);
      } else if (content === "") {
        endField();
        part = "body";
      } else if (/^[ \t]/.test(content)) { // more of the field before (RFC 9112 section 5.2)
        value += " " + content.trim();
      } else {
        endField();
        const m = fieldLine.exec(content);
        if (m) [field, value] = [m[1].toLowerCase(), m[2]];
      }
    }
    endField();
  };

  // JSON objects anywhere in a text, each as a list of [name, value, is text].
  const objectsIn = (whole) => {
    const list = [];
    const scan = (text, escaped) => {
      const space = (i) => {
        while (i < text.length && " \t\n\r".includes(text[i])) i++;
        return i;
      };
      const string = (i) => {
        for (let end = i + 1; end < text.length; end++) {
          if (text[end] === "\\") end++;
          else if (text[end] === text[i]) return [unescape(text.slice(i + 1, end)), end + 1, true];
        }
        return [unescape(text.slice(i + 1)), text.length, false];
      };
      const values = (i, own, name, depth) => {
        i = space(i + 1);
        if (text[i] === "]") return [i + 1, true];
        for (;;) {
          let ok;
          [i, ok] = value(space(i), own, name, depth);
          if (!ok) return [i, false];
          i = space(i);
          if (text[i] === "]") return [i + 1, true];
          if (text[i] !== ",") return [i, false];
          i++;
        }
      };
      const value = (i, own, name, depth) => {
        const c = text[i];
        if (c === '"' || c === "'") {
          const [found, after, ok] = string(i);
          if (ok) own.push([name, found, true]);
          if (escaped < 4 && list.length < most && found.includes("{")) scan(found, escaped + 1);
          return [after, ok];
        }
        if (c === "{" || c === "[") {
          if (depth >= 100 || list.length >= most) return [i + 1, false];
          return c === "{" ? object(i, depth + 1) : values(i, own, name, depth + 1);
        }
        const [literal] = at(/[A-Za-z0-9+.-]*/y, text, i);
        if (literal) own.push([name, literal, false]);
        return [i + literal.length, literal !== ""];
      };
      const object = (i, depth) => {
        const own = [];
        list.push(own);
        for (i++; ; i++) {
          i = space(i);
          if (text[i] === "}") return [i + 1, true];
          if (text[i] !== '"' && text[i] !== "'") return [i, false];
          let name, ok;
          [name, i, ok] = string(i);
          if (!ok) return [i, false];
          i = space(i);
          if (text[i] !== ":") return [i, false];
          [i, ok] = value(space(i + 1), own, name, depth);
          if (!ok) return [i, false];
          i = space(i);
          if (text[i] === "}") return [i + 1, true];
          if (text[i] !== ",") return [i, false];
        }
      };
      for (let i = text.indexOf("{"); i >= 0 && list.length < most; i = text.indexOf("{", i)) {
        const next = text[space(i + 1)];
        if (next === '"' || next === "'") {
          [i] = object(i, 0);
        } else if (next === "\\" && escaped < 4) {
          const start = i;
          for (; i < text.length && text[i] !== '"' && text[i] !== "\n"; i++) if (text[i] === "\\") i++;
          scan(unescape(text.slice(start, i)), escaped + 1);
        } else {
          i++;
        }
      }
    };
    scan(whole, 0);
    return list.filter((own) => own.length);
  };

  // Challenges of RFC 9110 section 11.6.1, and what servers send in their place.
  const challengesIn = (s) => {
    if (s.includes('=\\"') && !s.includes('="')) s = unescape(s);
    const list = [];
    let i = 0, open = "";
    for (;;) {
      const [gap] = at(/[ \t\n,;]*/y, s, i);
      const comma = i === 0 || /[,;]/.test(gap);
      i += gap.length;
      if (i >= s.length || list.length >= most) return list;
      const [name] = at(token, s, i);
      if (!name) {
        i++;
        continue;
      }
      i += name.length;
      const last = list.at(-1);
      const after = i + at(blank, s, i)[0].length;
      if (s[after] === "=" && last) {
        i = after + 1 + at(blank, s, after + 1)[0].length;
        const quoted = at(/"((?:[^"\\]|\\[^])*)\\?(?:"|$)/y, s, i);
        const [all, inner] = quoted || at(/[^ \t\n,;]*/y, s, i);
        i += all.length;
        const key = name.toLowerCase();
        open = "";
        if (!(key in last.params)) {
          last.params[key] = quoted ? inner.replace(/\\([^])/g, "$1") : all;
          if (!quoted) open = key;
        }
      } else if (open && !comma && !schemes.has(name.toLowerCase())) {
        last.params[open] += " " + name;
      } else {
        list.push({ scheme: name, params: Object.create(null) });
        open = "";
        const one = after > i && at(token68, s, after);
        if (one) i = after + one[1].length;
      }
    }
  };
  const isChallenge = (s) => {
    const space = s.indexOf(" ");
    const first = (space < 0 ? s : s.slice(0, space)).toLowerCase();
    if (first.endsWith(",")) return schemes.has(first.slice(0, -1));
    if (!schemes.has(first)) return false;
    const rest = space < 0 ? "" : s.slice(space).replace(/^ +/, "");
    const [name] = at(token, rest, 0);
    if (!name) return rest === "" || rest[0] === ",";
    return rest[name.length + at(blank, rest, name.length)[0].length] === "=" ||
      /^(?:negotiate|ntlm)$/.test(first) && at(token68, rest, 0)?.[1].length === rest.length;
  };
  const fieldsIn = (text, fields) => {
    challengeName.lastIndex = 0;
    while (challengeName.exec(text)) {
      const start = challengeName.lastIndex;
      const [value] = at(/[^\n]*(?:\n[ \t][^\n]*)*/y, text, start);
      once(fields, value.trim().replaceAll("\n", " "));
      challengeName.lastIndex = start + value.length;
    }
  };

  // The index: what texts are compared with.

  const normalType = (uri) => {
    uri = uri.replace(/^[ \t\n<>"'`]+|[ \t\n<>"'`]+$/g, "").replace(/#.*/s, "");
    for (const end of ["/", ".md", ".json"]) if (uri.endsWith(end)) uri = uri.slice(0, -end.length);
    return uri.replace(/^[^]*?:\/\/[^/]*/, (s) => s.toLowerCase());
  };
  const normalName = (name) => name.replace(/([\p{Ll}\p{Nd}])(?=\p{Lu})/gu, "$1-").replace(/[^\p{L}\p{Nd}]+/gu, "-").replace(/^-|-$/g, "").toLowerCase();
  const partsOf = (text, params = {}) => text.split(/(\{[a-z][a-z0-9_]*\})/).filter(Boolean).map((part) => {
    const name = /^\{[a-z][a-z0-9_]*\}$/.test(part) && part.slice(1, -1);
    return name && params[name] ? { name, type: params[name] } : { text: part };
  });
  const joined = (parts) => parts.reduce((list, part) => {
    if (part.text && list.at(-1)?.text) list.at(-1).text += part.text;
    else list.push(part);
    return list;
  }, []);

  const prepare = (root, entries = root.entries) => {
    const x = { root, types: new Map(), paths: new Map(), names: new Map(), details: [], challenges: new Map() };
    x.values = {};
    for (const [type, pattern] of Object.entries(root.values)) {
      x.values[type] = [new RegExp(pattern, "suy"), new RegExp(`^${pattern}$`, "su")];
    }
    x.secrets = root.secrets.map((s) => new RegExp(s));
    const add = (map, key, value) => map.has(key) || map.set(key, value);
    const base = root.base.replace(/^[^:]*:\/\/[^/]*\/?/, "");
    const addName = (name, entry, title) => {
      const key = normalName(name);
      const list = x.names.get(key) || [];
      if (!list.some((n) => n.entry === entry)) x.names.set(key, [...list, { entry, title }]);
    };
    for (const [place, e] of entries.entries()) {
      const uri = e.u || root.base + e.p;
      const slug = e.p.slice(e.p.indexOf("/") + 1);
      const status = e.p.slice(0, e.p.indexOf("/"));
      Object.assign(e, { uri, slug, status, place });
      add(x.types, normalType(uri), e);
      for (const path of [e.p, ...(e.a || [])]) {
        add(x.types, normalType(root.base + path), e);
        add(x.paths, path.toLowerCase(), e);
        add(x.paths, (base + path).toLowerCase(), e);
      }
      for (const name of [slug, e.c || slug, e.p]) addName(name, e, false);
      for (const name of [e.t, `${status} ${e.t}`]) addName(name, e, true);
      for (const [scheme, params] of e.w || []) {
        const key = challengeKey(scheme, params);
        x.challenges.set(key, [...(x.challenges.get(key) || []), { entry: e, scheme, params }]);
      }
      for (const [id, text, scenario, fix] of e.d || []) {
        const parts = joined(partsOf(text, e.q));
        const literals = parts.filter((p) => p.text).map((p) => p.text);
        x.details.push({
          entry: e, id, text, scenario, fix: e.f?.[fix], parts, literals,
          chars: [...literals.join("")].length, least: literals.join("").length + parts.length - literals.length, longest: literals.reduce((a, b) => (b.length > a.length ? b : a), ""),
        });
      }
    }
    return x;
  };
  const challengeKey = (scheme, params) => params.error || ` ${scheme.toLowerCase()}`;
  const byType = (x, uri) => {
    const key = normalType(uri);
    return x.types.get(key) || (key.includes(":") ? undefined : x.paths.get(key.replace(/^\./, "").replace(/^\//, "").toLowerCase()));
  };
  const byName = (x, name) => !name || name.length > 200 || name.includes("\n") ? [] : x.names.get(normalName(name)) || [];
  const typesIn = (x, text, add) => {
    const known = (uri) => {
      const e = x.types.get(normalType(uri)) || x.types.get(normalType(uri.replace(/[.,;:!?)\]}'"*_`|]+$/, "")));
      if (e) add(e);
      return e;
    };
    for (const word of text.split(/[\0-\x20"'<>\\`]+/)) {
      let start = word.indexOf(":");
      if (start < 0 || word.length > 4096 || known(word)) continue;
      if (word.includes("://")) start = word.lastIndexOf("://");
      while (start > 0 && /[A-Za-z0-9+-]/.test(word[start - 1])) start--;
      if (start > 0) known(word.slice(start));
    }
  };

  // Details. What a regular expression would do, without its worst case: a place that
  // failed once is not tried again, and the steps of one text are counted.
  const isWord = (c) => /[A-Za-z0-9]/.test(c);
  const matcher = (x, detail, text, whole) => {
    const failed = new Set();
    const last = detail.parts.length - 1;
    const fill = (k, i, found) => {
      if (k > last) return (i === text.length || !whole && !isWord(text[i])) && found;
      const part = detail.parts[k];
      if (part.text) return text.startsWith(part.text, i) && fill(k + 1, i + part.text.length, found);
      const key = k * 65536 + i;
      if (failed.has(key)) return false;
      failed.add(key);
      const [greedy, exact] = x.values[part.type];
      const run = at(greedy, text, i)?.[0].length || 0;
      const short = !whole && k < last;
      const next = detail.parts[k + 1]?.text || "";
      for (let n = 1; n <= run && --x.steps > 0; n++) {
        const end = i + (short ? n : run + 1 - n);
        if (!text.startsWith(next, end) || !exact.test(text.slice(i, end))) continue;
        const rest = fill(k + 1, end, [...found, [part.name, text.slice(i, end)]]);
        if (rest) return rest;
      }
      return false;
    };
    return (i) => fill(0, i, []);
  };
  const holds = (detail, text) => {
    let i = 0;
    return detail.literals.every((literal) => {
      const found = text.indexOf(literal, i);
      i = found + literal.length;
      return found >= 0;
    });
  };
  const say = (detail, found) => ({ detail, values: found.filter(([name], i) => found.findIndex(([n]) => n === name) === i) });
  const isWeak = (said) => said.detail.chars < 4; // says too little to lead to its entry by itself
  const settle = (found, text) => {
    const strong = found.filter((said) => !isWeak(said)).length;
    return found.map((said) => Object.assign(said, { text, alone: strong === 1 && !isWeak(said) }));
  };
  const equal = (x, text) => {
    text = text.trim();
    if (!text || text.length > 16384 || text.includes("\n")) return [];
    const equalTo = (s) => x.details.flatMap((d) => {
      const found = s.length >= d.least && holds(d, s) && (d.parts.length > d.literals.length ? matcher(x, d, s, true)(0) : d.text === s && []);
      return found ? [say(d, found)] : [];
    });
    let found = equalTo(text);
    if (!found.length && !text.endsWith(".")) found = equalTo(text + ".");
    return settle(found, text);
  };
  const search = (x, detail, line) => {
    const match = matcher(x, detail, line, false);
    const first = detail.parts[0].text || "";
    for (let i = line.indexOf(first); i >= 0 && i < line.length && x.steps > 0; i = line.indexOf(first, i + 1)) {
      const found = (i === 0 || !isWord(line[i - 1])) && match(i);
      if (found) return found;
    }
    return undefined;
  };
  const detailsIn = (x, text) => {
    const all = [];
    const details = x.details.filter((d) => d.literals.length && text.includes(d.longest) && holds(d, text));
    const tried = new Map();
    for (const line of details.length ? text.split("\n") : []) {
      for (let start = 0; line.length - start >= 8; start += 2048) {
        const piece = line.slice(start, start + 4096);
        const found = [];
        for (const d of details) {
          const n = tried.get(d) || 0;
          if (n >= 8 || !holds(d, piece)) continue;
          const values = search(x, d, piece);
          tried.set(d, values ? 8 : n + 1);
          if (values) found.push(say(d, values));
        }
        all.push(...settle(found, piece));
        if (line.length - start <= 4096) break;
      }
    }
    return all;
  };

  // Facts.

  const problemNames = new Set(["type", "title", "code", "error_description", ...detailNames]);
  const kindOf = (r) => {
    const problem = r.objects.some((o) => o.some(([name, , text]) => text && problemNames.has(name)));
    const start = r.rest.trim();
    if (r.response) return "http-response";
    if (problem) return start && "{[\"'".includes(start[0]) ? "problem-json" : "log-line";
    challengeName.lastIndex = 0;
    if (challengeName.exec(start)?.index === 0 || isChallenge(r.whole)) return "challenge";
    return "words";
  };
  const factsOf = (x, r) => {
    const f = { r, kind: kindOf(r), status: r.status, types: [], details: [], challenges: [], names: [], texts: [] };
    const objects = [...r.objects];
    if (f.kind === "log-line" || f.kind === "words") {
      const own = [...r.rest.matchAll(pairs)].map(([, name, value]) => {
        const quoted = value[0] === '"';
        return [name, quoted ? unescape(value.slice(1, -1)) : value, quoted || name !== "status"];
      });
      if (own.length) {
        objects.push(own);
        f.kind = "log-line";
      }
    }
    for (const o of objects) fromObject(x, f, o);
    typesIn(x, r.rest, (e) => once(f.types, e));
    readFields(f);
    wholeText(x, f);
    if (!f.details.length && f.kind !== "name") f.details = detailsIn(x, r.body);
    keepTyped(f);
    if (f.kind === "words" && (f.types.length || f.details.length || f.challenges.length)) f.kind = "log-line";
    f.status ||= f.bodyStatus || 0;
    return f;
  };
  // Of the details that one text can be, those of a type that is there too.
  const keepTyped = (f) => {
    const ours = (said) => f.types.includes(said.detail.entry);
    const typed = f.details.filter(ours).map((said) => said.text);
    f.details = f.details.filter((said) => ours(said) || !typed.includes(said.text) && !isWeak(said));
  };
  const fromObject = (x, f, members) => {
    if (!members.some(([name]) => name === "status" || problemNames.has(name) || name === x.root.codeMember)) return;
    const get = (name) => members.find((m) => m[0] === name && m[2])?.[1] || "";
    const typed = get("type") && byType(x, get("type"));
    if (typed) once(f.types, typed);
    for (const name of detailNames) {
      const value = get(name);
      if (!value) continue;
      for (const said of equal(x, value)) if (!f.details.some((d) => d.detail === said.detail)) f.details.push(said);
      f.texts.push(value);
    }
    const title = get("title");
    if (title) f.texts.push(title);
    const addName = (n) => f.names.some((o) => o.entry === n.entry && o.title === n.title) || f.names.push(n);
    byName(x, title).filter((n) => n.title).forEach(addName);
    for (const name of ["code", "error", x.root.codeMember]) byName(x, get(name)).filter((n) => !n.title).forEach(addName);
    const error = get("error");
    if (error && !/[ \t\n]/.test(error)) {
      const params = { error };
      if (get("error_description")) params.error_description = get("error_description");
      f.challenges.push({ scheme: "", params });
    }
    for (const [name, value] of members) {
      if (name === "status" && /^[1-9][0-9][0-9]$/.test(value)) f.bodyStatus ||= +value;
    }
  };
  const readFields = (f) => {
    const fields = [...f.r.fields];
    if (!f.r.response) {
      fieldsIn(f.r.rest, fields);
      if (f.kind === "challenge" && !fields.length) fields.push(f.r.whole);
    }
    for (const field of fields) f.challenges.push(...challengesIn(field));
  };
  const wholeText = (x, f) => {
    const text = f.r.whole;
    if (f.kind !== "words" || !text) return;
    const typed = text.length <= 4096 && byType(x, text);
    const names = byName(x, text);
    const details = typed ? [] : equal(x, text);
    if (typed) {
      f.types = [typed];
      f.kind = !text.includes("://") && names.length ? "name" : "type-uri";
    } else if (!details.every(isWeak)) {
      Object.assign(f, { details, kind: "detail" });
    } else if (names.length) {
      Object.assign(f, { names, kind: "name", asName: true });
    }
  };

  // Rank.

  const fits = (text, value) => {
    const parts = text.split(/\{[a-z][a-z0-9_]*\}/);
    const end = parts.pop();
    if (!parts.length) return value === end;
    if (!value.startsWith(parts[0])) return false;
    let i = 0;
    for (const part of parts) {
      i = value.indexOf(part, i);
      if (i < 0) return false;
      i += part.length;
    }
    return value.length - i >= end.length && value.endsWith(end);
  };
  const weigh = (x, f) => {
    const all = new Map();
    const of = (entry) => {
      if (!all.has(entry)) {
        const reacts = f.r.sent !== undefined && entry.r && f.r.sent === (entry.r !== "authenticate");
        all.set(entry, { entry, typed: 0, detail: 0, chars: 0, challenge: 0, score: 0, status: +(f.status === +entry.status), name: 0, reacts: +!!reacts });
      }
      return all.get(entry);
    };
    for (const e of f.types) of(e).typed = 1;
    for (const said of f.details) {
      const { entry, chars } = said.detail;
      const ev = of(entry);
      if (!ev.said || ev.chars < chars) Object.assign(ev, { detail: 1 + said.alone, said, chars });
    }
    for (const c of f.challenges) {
      for (const o of x.challenges.get(challengeKey(c.scheme, c.params)) || []) {
        if (c.scheme && c.scheme.toLowerCase() !== o.scheme.toLowerCase()) continue;
        const [level, score] = agreement(c.params, o.params);
        const ev = of(o.entry);
        if (level > ev.challenge || level === ev.challenge && score > ev.score) {
          Object.assign(ev, { challenge: level, score, offered: o, given: c });
        }
      }
    }
    const single = f.names.filter((n) => !n.title).length === 1;
    for (const n of f.names) {
      const ev = of(n.entry);
      ev.name = Math.max(ev.name, n.title ? 1 : 2);
      if (f.asName && !n.title && single) ev.only = true;
    }
    return [...all.values()];
  };
  const agreement = (given, offered) => {
    let level = given.error ? 2 : 1, score = 0, common = 0;
    for (const [name, text] of Object.entries(offered)) {
      const value = given[name.toLowerCase()];
      if (value === undefined) {
        score--;
        continue;
      }
      common++;
      if (fits(text, value) || /^(?:stale|algorithm)$/i.test(name) && value.toLowerCase() === text.toLowerCase()) { // RFC 7616 section 3.3
        score += 2;
        if (name === "error_description" && level === 2) level = 3;
      }
    }
    return [level, score - (Object.keys(given).length - common)];
  };
  const order = ["typed", "detail", "chars", "challenge", "score", "status", "name", "reacts"];
  const compare = (a, b) => {
    for (const key of order) if (a[key] !== b[key]) return b[key] - a[key];
    return a.entry.place - b.entry.place;
  };
  const confidence = (ev, f) => {
    if (ev.typed || ev.only || ev.detail === 2 && !f.types.length) return "exact";
    return !ev.detail && !ev.name && f.status && !ev.status ? "possible" : "likely";
  };
  const why = (ev, f) => {
    const list = [];
    if (ev.typed) list.push(["type"]);
    if (ev.detail) list.push([ev.detail === 2 ? "detail" : "shared"]);
    if (ev.challenge) {
      const { scheme } = ev.offered, error = ev.given.params.error;
      list.push([!ev.given.scheme ? "code" : ev.challenge === 1 ? "bare" : "challenge", { scheme, error }]);
      if (ev.challenge === 3) list.push(["described"]);
    }
    if (ev.name) list.push([ev.name === 2 ? "slug" : "title"]);
    return list;
  };

  // What may be searched for where nothing is recognised: not a page in place of a message.
  const wordsOf = (f) => {
    const said = [...f.texts, ...f.challenges.map((c) => c.params.error_description)].filter(Boolean).join("\n");
    return said || (f.kind === "http-response" && f.r.body.includes("<") ? "" : f.r.body);
  };

  const decode = (x, text) => {
    x.steps = 200000;
    const f = factsOf(x, read(text));
    const isSecret = (s) => secretShape.test(s) || x.secrets.some((shape) => shape.test(s)) ||
      f.r.secrets.some((own) => s.includes(own) || s.length >= 8 && own.includes(s));
    const list = weigh(x, f).sort(compare);
    const exact = list.some((ev) => confidence(ev, f) === "exact");
    const hidden = [];
    const described = list.some((ev) => ev.challenge === 3);
    const stays = (ev) => ev.typed || ev.detail || ev.only || !exact && (!described || ev.challenge === 3 || ev.name);
    const candidates = list.filter(stays).map((ev) => ({
      entry: ev.entry, confidence: confidence(ev, f), detail: ev.said?.detail, why: why(ev, f),
      params: (ev.said?.values || []).filter(([name, value]) => !isSecret(value) || (hidden.push(name), false)),
    }));
    const ranks = ["exact", "likely", "possible"];
    candidates.sort((a, b) => ranks.indexOf(a.confidence) - ranks.indexOf(b.confidence));
    return { kind: f.kind, status: f.status, candidates, hidden, words: wordsOf(f) };
  };

  window.errdocs.decoder = { prepare, decode, read, normalName, normalType };
})();
