// Live reload: reloads the page when it has changed, and shows the findings in an overlay
// while the catalog has errors. Only errdocs serve sends this file.
(() => {
  "use strict";

  const version = document.currentScript.dataset.version;
  let source = null; // the event source
  let again = 0; // the timer to reconnect
  let failed = false;
  let dialog = null;
  let badge = null;

  function connect() {
    clearTimeout(again);
    if (source || document.hidden) return; // a browser shares few connections among all tabs
    const query = new URLSearchParams({ path: location.pathname, version });
    if (failed) query.set("failed", "");
    source = new EventSource("/-/events?" + query);
    source.onmessage = (event) => {
      if (event.data === "reload") location.reload();
      if (event.data === "error") show();
    };
    source.onerror = () => {
      disconnect();
      again = setTimeout(connect, 1000);
    };
  }

  function disconnect() {
    clearTimeout(again);
    if (source) source.close();
    source = null;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", connect);

  function element(name, className, text) {
    const e = document.createElement(name);
    if (className) e.className = className;
    if (text !== undefined) e.textContent = text;
    return e;
  }

  async function show() {
    failed = true;
    let found;
    try {
      found = await (await fetch("/-/findings", { cache: "no-store" })).json();
    } catch {
      return; // the server is gone; it sends the event again after a restart
    }
    if (found.errors === 0) return; // fixed by now
    await styled();
    if (!dialog) build();
    const title = found.errors === 1 ? "1 error in the catalog" : found.errors + " errors in the catalog";
    dialog.querySelector("h2").textContent = title;
    badge.textContent = title;
    const list = dialog.querySelector("ol");
    list.replaceChildren(...found.findings.map(finding));
    const more = found.errors - found.findings.length;
    dialog.querySelector(".more").textContent = more > 0 ? "and " + more + " more" : "";
    if (!dialog.open) dialog.showModal();
    badge.hidden = true;
  }

  // styled waits for the style sheet of the overlay, so that the overlay never appears without it.
  function styled() {
    const href = "/-/live.css";
    if (document.querySelector('link[href="' + href + '"]')) return Promise.resolve();
    return new Promise((done) => {
      const link = element("link");
      link.rel = "stylesheet";
      link.href = href;
      link.onload = link.onerror = done;
      document.head.append(link);
    });
  }

  function build() {
    dialog = element("dialog", "errdocs-findings");
    dialog.setAttribute("aria-labelledby", "errdocs-findings-title");
    const head = element("div", "head");
    const title = element("h2");
    title.id = "errdocs-findings-title";
    const close = element("button", "", "Close");
    close.type = "button";
    close.addEventListener("click", () => dialog.close());
    head.append(title, close);
    const unbuilt = document.body.classList.contains("errdocs-unbuilt");
    const what = unbuilt ? "This page loads as soon as you fix the errors." : "Behind this message is the last good page. It updates as soon as you fix the errors.";
    dialog.append(head, element("p", "what", what), element("ol"), element("p", "more"));
    badge = element("button", "errdocs-badge");
    badge.type = "button";
    badge.hidden = true;
    badge.addEventListener("click", () => {
      dialog.showModal();
      badge.hidden = true;
    });
    dialog.addEventListener("close", () => {
      badge.hidden = false;
    });
    document.body.append(dialog, badge);
  }

  function finding(f) {
    const item = element("li");
    const place = element("p", "place");
    place.append(element("code", "", f.file + ":" + f.line + ":" + f.column), element("span", "id", f.id));
    item.append(place, element("p", "message", f.message));
    if (f.lines.length > 0) item.append(excerpt(f));
    if (f.help) item.append(element("p", "help", f.help));
    return item;
  }

  // excerpt shows the lines around an error, with marks next to the line number and below the
  // column.
  function excerpt(f) {
    const pre = element("pre");
    pre.tabIndex = 0;
    pre.setAttribute("role", "region");
    pre.setAttribute("aria-label", "Lines around " + f.file + ":" + f.line);
    const width = String(f.first + f.lines.length).length;
    f.lines.forEach((text, i) => {
      const number = f.first + i;
      const here = number === f.line;
      const row = element("span", here ? "here" : "");
      row.append(element("span", "number", (here ? "> " : "  ") + String(number).padStart(width) + " "), element("span", "", text + "\n"));
      if (here) {
        const before = [...text].slice(0, f.column - 1).map((c) => (c === "\t" ? c : " ")).join("");
        row.append(element("span", "number", " ".repeat(width + 3)), element("span", "caret", before + "^\n"));
      }
      pre.append(row);
    });
    return pre;
  }

  connect();
})();
