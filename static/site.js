// Comfort for pages that are whole without it: copying, tabs, filters, contents, theme.
// Texts come from words.go, as data attributes of this script.
(() => {
  "use strict";

  const words = document.currentScript.dataset;
  const root = document.documentElement;
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const button = (text, act) => {
    const b = document.createElement("button");
    b.type = "button";
    b.textContent = text;
    b.addEventListener("click", act);
    return b;
  };
  const store = {
    get(key) {
      try {
        return localStorage.getItem(key);
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        localStorage.setItem(key, value);
      } catch {
        // The choice holds for this page.
      }
    },
  };

  // One place that says what happens, to eyes and to screen readers.
  const live = document.createElement("p");
  live.className = "live";
  live.setAttribute("role", "status");
  document.body.append(live);
  let hush;
  const say = (text, shown) => {
    clearTimeout(hush);
    live.textContent = live.textContent === text ? `${text}\u00a0` : text;
    live.classList.toggle("shown", shown);
    hush = setTimeout(() => live.classList.remove("shown"), 4000);
  };

  // Copying. Where the clipboard is refused, the text is selected instead.
  const select = (element) => {
    if (element.select) element.select();
    else getSelection().selectAllChildren(element);
  };
  const copy = async (text, shownIn) => {
    try {
      await navigator.clipboard.writeText(text);
      say(words.copied, true);
    } catch {
      select(shownIn(text));
      say(words.failed, true);
    }
  };
  const below = (element) => (text) => {
    const next = element.nextElementSibling;
    const area = next && next.matches("textarea") ? next : document.createElement("textarea");
    area.value = text;
    area.readOnly = true;
    area.rows = 8;
    area.setAttribute("aria-label", element.textContent.trim());
    element.after(area);
    area.focus();
    return area;
  };
  const copyOf = (element, text = element.textContent) => {
    const b = button(words.copy, () => copy(text, () => element));
    b.className = "copy";
    return b;
  };
  for (const pre of all("main pre")) {
    const box = document.createElement("div");
    box.className = "code";
    pre.before(box);
    box.append(pre, copyOf(pre));
  }
  for (const detail of all(".cases .detail")) detail.after(copyOf(detail));
  for (const code of all("[data-uri]")) {
    const b = copyOf(one(".uri code") || code, code.dataset.uri);
    b.setAttribute("aria-label", words.type);
    code.after(b);
  }

  const canonical = one("link[rel=canonical]");
  const twin = one('link[rel=alternate][type="text/markdown"]');
  const copyPage = async (b) => {
    try {
      if (location.protocol === "file:") throw new Error("a file cannot be fetched");
      const response = await fetch(twin.href);
      if (!response.ok) throw new Error(response.status);
      await copy(await response.text(), below(b.parentElement));
    } catch {
      location.assign(twin.href);
    }
  };

  // The prompt. A line whose values are missing is left out.
  const textOf = (element) => element && element.textContent.replace(/\s+/g, " ").trim();
  const prompt = (fix) => {
    const heading = fix && one("h3 > a", fix);
    const cases = all(".cases > li");
    const marked = cases.find((li) => li.matches(".hit, :target")) || (cases.length === 1 && cases[0]);
    const values = {
      twin: `${canonical.href}.md`,
      type: one("[data-uri]").dataset.uri,
      case: marked && textOf(one(".detail", marked)),
      fix: textOf(heading),
      address: heading && canonical.href + heading.hash,
      expect: fix && textOf(one(".worked", fix)),
      stop: textOf(one(".verdict .stop dd")),
    };
    return words.prompt
      .split("\n")
      .filter((line) => [...line.matchAll(/\{(\w+)\}/g)].every(([, name]) => values[name]))
      .map((line) => line.replace(/\{(\w+)\}/g, (_, name) => values[name]))
      .join("\n");
  };

  const acts = {
    theme: () => setTheme(themes[(themes.indexOf(theme()) + 1) % themes.length]),
    page: copyPage,
    prompt: (b) => copy(prompt(b.closest(".fix")), below(b.parentElement)),
  };
  for (const b of all("button[data-do]")) b.addEventListener("click", () => acts[b.dataset.do](b));

  // Theme.
  const themes = ["system", "light", "dark"];
  const theme = () => root.dataset.theme || "system";
  const colours = all("meta[name=theme-color]").map((meta) => [meta, meta.content]);
  const setTheme = (name) => {
    if (name === "system") delete root.dataset.theme;
    else root.dataset.theme = name;
    store.set("errdocs-theme", name);
    showTheme();
  };
  const showTheme = () => {
    for (const b of all("[data-do=theme]")) b.textContent = b.dataset[theme()];
    for (const [meta, own] of colours) {
      const chosen = themes.indexOf(theme()) - 1;
      meta.content = chosen < 0 ? own : colours[chosen][1];
    }
  };
  showTheme();

  // Tabs, from panels that stand under their labels.
  const chosen = [];
  const language = "errdocs-language";
  const makeTabs = (box, n) => {
    const panels = all(":scope > .panel", box);
    if (panels.length < 2) return;
    const list = document.createElement("div");
    list.className = "tablist";
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", box.dataset.tabs);
    const tabs = panels.map((panel, i) => {
      const tab = button(textOf(one(".label", panel)), () => pick(i));
      panel.id ||= `panel-${n}-${i}`;
      tab.id = `tab-${n}-${i}`;
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      panel.addEventListener("beforematch", () => show(i));
      list.append(tab);
      return tab;
    });
    const show = (at) => {
      tabs.forEach((tab, i) => {
        tab.setAttribute("aria-selected", i === at);
        tab.tabIndex = i === at ? 0 : -1;
        if (i === at) panels[i].removeAttribute("hidden");
        else panels[i].setAttribute("hidden", "until-found");
      });
    };
    const pick = (at) => {
      const top = tabs[at].getBoundingClientRect().top;
      show(at);
      if ("sync" in box.dataset) {
        store.set(language, tabs[at].textContent);
        for (const follow of chosen) follow(tabs[at].textContent);
      }
      scrollBy(0, tabs[at].getBoundingClientRect().top - top);
    };
    list.addEventListener("keydown", (e) => {
      const at = tabs.indexOf(e.target);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[e.key];
      if (to === undefined) return;
      e.preventDefault();
      const tab = tabs.at(to % tabs.length);
      pick(tabs.indexOf(tab));
      tab.focus();
    });
    const follow = (label) => {
      const at = tabs.findIndex((tab) => tab.textContent === label);
      if (at >= 0) show(at);
    };
    box.prepend(list);
    box.classList.add("ready");
    show(0);
    if ("sync" in box.dataset) {
      chosen.push(follow);
      follow(store.get(language));
    }
  };
  all(".tabs").forEach(makeTabs);

  // A fragment may lie in a closed panel.
  const reveal = () => {
    const id = location.hash.slice(1);
    const panel = id && document.getElementById(id)?.closest(".panel[hidden]");
    if (!panel) return;
    one(`#${panel.getAttribute("aria-labelledby")}`).click();
    document.getElementById(id).scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  // Contents: where the reader is; open beside the text.
  const toc = one(".toc");
  if (toc) {
    const details = one("details", toc);
    const links = all("a", toc);
    const places = links.map((a) => document.getElementById(a.hash.slice(1)));
    const spy = () => {
      const shown = places.map((place) => place.getClientRects().length > 0);
      let at = places.findLastIndex((place, i) => shown[i] && place.getBoundingClientRect().top < 120);
      if (innerHeight + scrollY >= root.scrollHeight - 2) at = shown.lastIndexOf(true);
      links.forEach((a, i) => {
        a.parentElement.hidden = !shown[i];
        if (i === at) a.setAttribute("aria-current", "true");
        else a.removeAttribute("aria-current");
      });
    };
    let waiting = false;
    const soon = () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        spy();
      });
    };
    addEventListener("scroll", soon, { passive: true });
    addEventListener("resize", soon, { passive: true });
    spy();
    const wide = matchMedia("(min-width: 68.75rem)");
    const fit = () => (details.open = wide.matches);
    wide.addEventListener("change", fit);
    fit();
    toc.addEventListener("click", (e) => {
      if (e.target.closest("a") && !wide.matches) details.open = false;
    });
    toc.addEventListener("keydown", (e) => {
      if (e.key !== "Escape" || wide.matches) return;
      details.open = false;
      one("summary", toc).focus();
    });
  }

  // Filter: the chips that are pressed stand in the fragment.
  const filter = one(".filter");
  if (filter) {
    const chips = all("[data-is]", filter);
    const items = all(".entries > li");
    const clear = one("[data-clear]", filter);
    const state = () => new Set(location.hash.slice(1).split("&"));
    const apply = () => {
      const asked = state();
      const pressed = [];
      chips.forEach((chip, i) => {
        const is = asked.has(chip.dataset.is);
        chip.setAttribute("aria-pressed", is);
        if (is) pressed.push(`${i}`);
      });
      let count = 0;
      for (const item of items) {
        const own = item.dataset.is.split(" ");
        item.hidden = !pressed.every((is) => own.includes(is));
        if (!item.hidden) count++;
      }
      for (const group of all(".group")) group.hidden = all(".entries > li", group).every((li) => li.hidden);
      clear.hidden = !pressed.length;
      if (pressed.length) filter.open = true;
      dispatchEvent(new Event("resize")); // the contents are others
      return words.count.replace("{n}", count).replace("{all}", items.length);
    };
    const go = (parts) => {
      history.pushState(null, "", parts.length ? `#${parts.join("&")}` : location.pathname + location.search);
      const text = apply();
      one(".count", filter).textContent = text;
      say(text);
    };
    for (const chip of chips) {
      chip.addEventListener("click", () => {
        const asked = state();
        go(chips.map((c) => c.dataset.is).filter((is) => (is === chip.dataset.is) !== asked.has(is)));
      });
    }
    clear.addEventListener("click", () => {
      go([]);
      one("summary", filter).focus();
    });
    const restore = () => (one(".count", filter).textContent = apply());
    addEventListener("hashchange", restore);
    addEventListener("popstate", restore);
    restore();
    if (filter.open) filter.scrollIntoView();
  }
})();
