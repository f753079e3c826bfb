// Brings search and the decoder when they are asked for.
(() => {
  "use strict";

  const all = (selector) => document.querySelectorAll(selector);
  const files = document.currentScript.dataset;
  let loading, dialog;
  const errdocs = (window.errdocs = {
    files,
    load: (src) => new Promise((resolve, reject) => {
      const script = document.createElement("script");
      Object.assign(script, { src, onload: resolve, onerror: reject });
      document.head.append(script);
    }),
  });
  errdocs.fail = (box) => {
    const status = box.querySelector("[role=status]") || box.appendChild(document.createElement("p"));
    status.role = "status";
    status.textContent = files.failed;
  };
  const use = async (name, element) => {
    try {
      await (loading ||= errdocs.load(files.search));
      await errdocs[name](element);
    } catch {
      loading = undefined;
      errdocs.fail(element);
    }
  };

  const open = () => {
    if (!dialog) {
      dialog = document.createElement("dialog");
      const field = document.createElement("input");
      dialog.className = "finder";
      dialog.ariaLabel = field.ariaLabel = field.placeholder = files.label;
      dialog.closedBy = "any";
      field.type = "search";
      field.onpaste = (e) => (dialog.pasted = e.clipboardData.getData("text"));
      dialog.append(field);
      document.body.append(dialog);
    }
    if (!dialog.open) dialog.showModal();
    dialog.querySelector("input").select();
    use("bind", dialog);
  };
  addEventListener("keydown", (e) => {
    if ((e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.key.toLowerCase() === "k") {
      e.preventDefault();
      open();
    }
  });
  for (const button of all("[data-find]")) button.onclick = open;

  for (const box of all(".decoder")) {
    const bind = () => use("bind", box);
    box.addEventListener("focusin", bind);
    if (box.querySelector("textarea").value) bind();
  }
  for (const box of all(".near")) use("near", box);

  // A fragment with "=" is state.
  for (const cases of all(".cases")) {
    const mark = () => (cases.querySelector(".hit") || location.hash.includes("=")) && use("mark", cases);
    addEventListener("hashchange", mark);
    mark();
  }

  document.documentElement.dataset.ready = ""; // listeners are attached
})();
