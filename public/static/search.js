// The answers of search and the decoder, in the dialog and in the boxes of pages.
// Everything happens here: nothing that is typed or pasted leaves the page, and it
// reaches the page as text alone.
(() => {
  "use strict";

  const { files, load } = window.errdocs;
  const root = new URL("../", document.currentScript.src);
  const maxText = 65536;
  const shown = 8;
  const maxCandidates = 20;

  let index, decoder, source;
  let loading;
  const ready = () => (loading ||= start().catch((e) => {
    loading = undefined;
    throw e;
  }));
  const start = async () => {
    await Promise.all([files.index, files.decode, files.minisearch].map(load));
    index = window.errdocsIndex;
    decoder = window.errdocs.decoder;
    if (index.entries) {
      const known = decoder.prepare(index);
      const engine = engineOf(index.entries);
      source = { select: () => known, search: engine };
    } else {
      await load(files.shards);
      source = window.errdocs.shards({ index, decoder, root, load, tokens, engineOf });
    }
  };
  const say = (key, values = {}) => index.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

  // Words: a code as a whole and in its parts, "tokenExpired" like "token_expired".
  const stop = () => (stop.words ||= new Set(index.words.stop.split(" ")));
  const tokens = (text) => {
    const list = [];
    for (const field of text.split(/[^\p{L}\p{N}_./:-]+/u)) {
      const name = field.length > 100 ? "" : decoder.normalName(field);
      const parts = name.split("-").filter((part) => part && !stop().has(part));
      if (name.includes("-") && parts.length > 1) list.push(name);
      list.push(...parts);
    }
    return [...new Set(list)];
  };

  // What is searched, and how much it counts.
  const weights = { name: 10, title: 7, alias: 6, detail: 4, error: 3, status: 3, tag: 2, question: 2, cause: 1, fix: 1, summary: 1 };
  const documentOf = (e, id) => ({
    id,
    name: [e.slug, e.c, e.u].join(" "),
    title: e.t,
    alias: (e.a || []).map((path) => path.split("/").pop()).join(" "),
    detail: (e.d || []).map(([, text]) => text).join(" "),
    error: (e.w || []).map(([, params]) => params.error).join(" "),
    status: e.status,
    tag: (e.g || []).join(" "),
    question: (e.h || []).join(" "),
    cause: (e.x || []).join(" "),
    fix: (e.f || []).join(" "),
    summary: e.s || "",
  });
  const engineOf = (entries) => {
    const engine = new window.MiniSearch({
      fields: Object.keys(weights),
      tokenize: tokens,
      processTerm: (term) => term,
      searchOptions: {
        boost: weights,
        prefix: true,
        fuzzy: (term) => (term.length < 4 || /^\d+$/.test(term) ? false : term.length < 7 ? 1 : 2),
        maxFuzzy: 2,
        weights: { fuzzy: 0.3, prefix: 0.5 },
      },
    });
    engine.addAll(entries.map(documentOf));
    return (query) => {
      let found = engine.search(query, { combineWith: "AND" });
      if (!found.length) found = engine.search(query);
      return found.slice(0, shown).map(({ id }) => entries[id]);
    };
  };

  // The answer: what the decoder recognises, then what the words lead to.
  const answer = async (text) => {
    await ready();
    text = text.slice(0, maxText);
    if (!text.trim()) return { kind: "words", candidates: [], hits: [], statuses: [] };
    const known = await source.select(text);
    const a = decoder.decode(known, text);
    const [first] = a.candidates;
    const words = a.kind === "words" || a.kind === "name";
    a.hits = [];
    if (!first || words) {
      const query = (words ? text : a.words).slice(0, 2048);
      const fits = (e) => (!a.status || a.status === +e.status) && !a.candidates.some((c) => c.entry.p === e.p);
      a.hits = source.search(query).filter(fits);
    }
    const number = /^\d{3}(?=\s|$)/.exec(text.trim())?.[0] || (first ? "" : a.status);
    a.statuses = index.statuses[number] ? [number] : [];
    return a;
  };
  window.errdocs.answer = answer;

  // Showing it.
  const element = (name, className, ...content) => {
    const e = document.createElement(name);
    if (className) e.className = className;
    e.append(...content);
    return e;
  };
  const hrefOf = (path, fragment = "") => `${root}${path}${index.suffix || ""}${fragment}`;
  const entryLink = (e, fragment) => {
    const a = element("a", "result");
    a.href = hrefOf(e.p, fragment);
    const name = element("span", "name", element("span", `status s${e.status[0]}`, e.status), " ", e.t);
    if (e.l) name.append(" ", element("span", `lifecycle ${e.l.toLowerCase()}`, e.l));
    a.append(name);
    return a;
  };
  const line = (a, key, ...content) => a.append(element("span", "line", element("b", "", say(key)), " ", ...content));
  const candidateLink = (c) => {
    const state = c.detail ? [["case", c.detail.id], ...c.params] : [];
    const a = entryLink(c.entry, state.length ? `#${state.map((pair) => pair.map(encodeURIComponent).join("=")).join("&")}` : "");
    a.firstChild.append(" ", element("span", `sure ${c.confidence}`, say(c.confidence)));
    if (c.detail) {
      line(a, "case", c.detail.scenario || c.detail.text);
      for (const [name, value] of c.params) a.append(element("span", "line", element("code", "", `${name} = ${value}`)));
      if (c.detail.fix) line(a, "fix", c.detail.fix);
    }
    if (c.confidence !== "exact" && c.entry.s) a.append(element("span", "line", c.entry.s));
    if (c.why.length) line(a, "why", `${c.why.map(([key, values]) => say(key, values)).join("; ")}.`);
    return a;
  };
  const hitLink = (e) => {
    const a = entryLink(e);
    if (e.s) a.append(element("span", "line", e.s));
    return a;
  };
  const statusLink = (number) => {
    const a = element("a", "result", element("span", "name", index.statuses[number]), element("span", "line", say("status")));
    a.href = hrefOf(number);
    return a;
  };
  const countOf = (a, results, cut) => {
    const parts = [];
    const [first] = a.candidates;
    const sure = first && first.confidence === "exact";
    for (const name of a.hidden || []) parts.push(say("secret", { name }));
    if (cut) parts.push(say("tooLong"));
    if (sure) parts.push(say("seen", { entry: `${first.entry.status} ${first.entry.t}` }));
    else if (first) parts.push(results > 1 ? say("several", { n: results }) : say("best"));
    else if (results && a.kind !== "words") parts.push(say("unseen"));
    if (!results) parts.push(say("none"));
    else if (results > 1 && (sure || !first)) parts.push(say("many", { n: results }));
    else if (!first) parts.push(say("one"));
    return parts.join(" ");
  };

  // What the dialog has beside its field.
  const dress = (dialog, field) => {
    const close = element("button", "", say("close"));
    const status = element("p", "tally");
    const list = element("div", "found");
    close.type = "button";
    close.onclick = () => dialog.close();
    status.setAttribute("role", "status");
    list.id = "found";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.ariaLabel = say("results");
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": false, "aria-controls": "found", autocomplete: "off", spellcheck: false,
    })) field.setAttribute(name, value);
    dialog.append(close, status, list, element("p", "local", say("local")));
  };

  const bound = new WeakSet();
  window.errdocs.bind = async (box) => {
    if (bound.has(box)) return;
    bound.add(box);
    const field = box.querySelector("textarea, input");
    const combobox = field.type === "search";
    try {
      await ready();
    } catch (e) {
      bound.delete(box);
      throw e;
    }
    if (combobox) dress(box, field);
    const status = box.querySelector("[role=status]");
    const list = box.querySelector(".found");
    let turn = 0, pasted = "", at = -1;

    const choose = (to) => {
      const all = list.children;
      all[at]?.removeAttribute("aria-selected");
      at = to;
      field.removeAttribute("aria-activedescendant");
      if (!all[at]) return;
      all[at].setAttribute("aria-selected", "true");
      all[at].scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", all[at].id);
    };
    const show = (a, text) => {
      const links = [...a.candidates.slice(0, maxCandidates).map(candidateLink), ...a.statuses.map(statusLink), ...a.hits.map(hitLink)];
      if (combobox) {
        links.forEach((link, i) => {
          link.id = `found-${i}`;
          link.tabIndex = -1;
          link.setAttribute("role", "option");
        });
        list.replaceChildren(...links);
        field.setAttribute("aria-expanded", links.length > 0);
        choose(links.length ? 0 : -1);
      } else {
        list.replaceChildren(...links.map((link) => element("li", "", link)));
      }
      list.hidden = !links.length;
      status.textContent = text.trim() ? countOf(a, links.length, text.length > maxText) : "";
      box.dataset.answered = turn;
    };
    const update = async (text) => {
      const own = ++turn;
      try {
        const a = await answer(text);
        if (own === turn) show(a, text);
      } catch {
        if (own === turn) window.errdocs.fail(box);
      }
    };
    field.addEventListener("input", () => {
      pasted = "";
      update(field.value);
    });
    // A field of one line would drop the line breaks, and a long text would stall it.
    field.addEventListener("paste", (e) => {
      const text = e.clipboardData?.getData("text/plain") || "";
      if (text.length <= maxText && !(combobox && /[\r\n]/.test(text))) return;
      e.preventDefault();
      pasted = text;
      field.value = combobox ? text.slice(0, 200).replace(/\s+/g, " ") : text.slice(0, maxText);
      update(text);
    });
    if (combobox) {
      field.addEventListener("keydown", (e) => {
        const n = list.children.length;
        const to = { ArrowDown: (at + 1) % n, ArrowUp: (at + n - 1) % n, Home: 0, End: n - 1 }[e.key];
        if (e.isComposing || !n) return;
        if (e.key === "Enter") {
          e.preventDefault();
          list.children[Math.max(at, 0)].click();
        } else if (to !== undefined && !e.shiftKey) {
          e.preventDefault();
          choose(to);
        }
      });
      list.addEventListener("click", (e) => {
        if (e.target.closest("a") && !e.ctrlKey && !e.metaKey && !e.shiftKey) box.close();
      });
    }
    field.onpaste = null;
    pasted = box.pasted || "";
    update(pasted || field.value);
  };

  // The page for addresses that do not exist: the nearest entries of the one asked for.
  window.errdocs.near = async (box) => {
    const asked = decodeURIComponent(location.pathname.slice(root.pathname.length)).replace(/\/?(?:index)?(?:\.\w+)?$/, "");
    const a = await answer(asked.slice(0, 200));
    const entries = [...a.candidates.map((c) => c.entry), ...a.hits].slice(0, 5);
    box.querySelector(".found").replaceChildren(...entries.map((e) => element("li", "", hitLink(e))));
    box.hidden = !entries.length;
  };

  // Marks the case that the fragment names. Its values fill the placeholders, as text.
  window.errdocs.mark = (cases) => {
    for (const hit of cases.querySelectorAll(".hit")) {
      hit.classList.remove("hit");
      hit.querySelector(".yours").remove();
      for (const a of hit.querySelectorAll("[data-param]")) a.textContent = `{${a.dataset.param}}`;
    }
    const state = new URLSearchParams(location.hash.slice(1));
    const row = document.getElementById(`case-${state.get("case")}`);
    if (row?.parentElement !== cases) return;
    row.classList.add("hit");
    row.prepend(element("p", "yours", cases.dataset.yours));
    for (const a of row.querySelectorAll("[data-param]")) {
      const value = state.get(a.dataset.param);
      if (value) a.textContent = value.slice(0, 400);
    }
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "center" });
  };
})();
