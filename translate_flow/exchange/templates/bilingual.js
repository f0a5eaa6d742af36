"use strict";
// The table as an editor. Nothing leaves the page but by Save, and all text goes in and out as text, never as markup.
// What the script adds carries data-ui and is not saved.
(() => {
  const SIGN = /(<\/?\d{1,4}>|<\d{1,4}\/>)/;
  const table = document.querySelector("table.rows");
  const header = document.querySelector('meta[name="translate-flow"]').content;
  const place = `translate-flow ${header}`;
  const shelf = kept();
  let saved = true;
  let timer = 0;
  let notice = null;

  function make(name, properties, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key === "click") element.addEventListener("click", value);
      else if (key in element) element[key] = value;
      else element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  }

  function ui(name, properties, ...children) {
    return make(name, { "data-ui": "", ...properties }, ...children);
  }

  function chip(sign) {
    return make("span", { className: "sign", dir: "ltr", contentEditable: "false" }, sign);
  }

  const folded = (text) => text.replace(/[ \t\r\n\f]+/g, " ").replace(/^ | $/g, "");

  function said(element) {
    let text = "";
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) text += node.data;
      else if (node.nodeName === "BR" || node.nodeName === "DIV" || node.nodeName === "P") text += ` ${said(node)}`;
      else if (node.nodeType === Node.ELEMENT_NODE) text += said(node);
    }
    return element.classList.contains("target") || element.classList.contains("done") ? folded(text) : text;
  }

  function fill(row, text) {
    row.target.replaceChildren(...text.split(SIGN).filter(Boolean).map((part) => (row.signs.includes(part) ? chip(part) : part)));
  }

  function signs(text) {
    return text.split(SIGN).filter((part) => SIGN.test(part));
  }

  // --- rows ---

  const rows = Array.from(table.tBodies[0].rows, (element) => {
    const target = element.querySelector(".target");
    const done = element.querySelector(".done");
    const row = { element, target, done, key: element.id.slice(4), locked: element.classList.contains("state-locked"), warn: null };
    row.signs = signs(element.querySelector(".source").textContent);
    row.first = [said(target), said(done)];
    return row;
  });
  const open = rows.filter((row) => !row.locked);
  const of = (node) => rows.find((row) => row.element.contains(node));
  const finished = (row) => /^x$/i.test(said(row.done));

  function tick(row, on) {
    row.done.textContent = on ? "x" : row.first[1] === "x" ? "" : row.first[1];
    changed(row);
  }

  function changed(row) {
    saved = false;
    look(row);
    count();
    clearTimeout(timer);
    timer = setTimeout(keep, 300);
  }

  function look(row) {
    const text = said(row.target);
    const there = signs(text);
    const missing = row.signs.filter((sign) => !there.includes(sign));
    const foreign = there.filter((sign) => !row.signs.includes(sign));
    const twice = there.filter((sign, at) => there.indexOf(sign) !== at && row.signs.includes(sign));
    row.element.classList.toggle("finished", finished(row));
    row.done.setAttribute("aria-checked", String(finished(row)));
    row.warn.replaceChildren();
    if (text && missing.length) row.warn.append("Missing (click to insert): ", ...missing.flatMap((sign) => [insertable(row, sign), " "]));
    if (foreign.length) row.warn.append(` Not in the source: ${foreign.join(" ")}`);
    if (twice.length) row.warn.append(` More than once: ${twice.join(" ")}`);
    row.warn.hidden = !row.warn.hasChildNodes();
  }

  function insertable(row, sign) {
    const element = chip(sign);
    element.setAttribute("role", "button");
    element.addEventListener("mousedown", (event) => event.preventDefault());
    element.addEventListener("click", () => insert(row, sign));
    return element;
  }

  function count() {
    const left = open.filter((row) => !finished(row)).length;
    counter.textContent = left ? `${left} of ${open.length} rows left` : "Nothing left to do";
  }

  // --- editing ---

  function toEnd(row) {
    const range = document.createRange();
    range.selectNodeContents(row.target);
    range.collapse(false);
    row.target.focus();
    document.getSelection().removeAllRanges();
    document.getSelection().addRange(range);
  }

  function caret(row) {
    const selection = document.getSelection();
    const inside = document.activeElement === row.target && selection.rangeCount && row.target.contains(selection.getRangeAt(0).commonAncestorContainer);
    if (!inside) toEnd(row);
    return selection;
  }

  function insert(row, sign) {
    const selection = caret(row);
    const range = selection.getRangeAt(0);
    const pair = /^<\d+>$/.test(sign) ? sign.replace("<", "</") : "";
    const last = chip(pair && !range.collapsed && row.signs.includes(pair) ? pair : sign);
    if (last.textContent === pair) {
      const end = range.cloneRange();
      end.collapse(false);
      end.insertNode(last);
      range.collapse(true);
      range.insertNode(chip(sign));
    } else {
      range.deleteContents();
      range.insertNode(last);
    }
    const after = document.createRange();
    after.setStartAfter(last);
    selection.removeAllRanges();
    selection.addRange(after);
    changed(row);
  }

  function take(row, text) {
    row.target.focus();
    document.getSelection().selectAllChildren(row.target);
    document.execCommand("insertText", false, text);
    if (said(row.target) !== folded(text)) row.target.textContent = text;
    fill(row, said(row.target));
    changed(row);
  }

  function move(row, step, only) {
    for (let at = open.indexOf(row) + step; at >= 0 && at < open.length; at += step) {
      const next = open[at];
      if (next.element.offsetParent === null || (only && finished(next))) continue;
      toEnd(next);
      next.element.scrollIntoView({ block: "nearest" });
      return;
    }
  }

  function typed(event, row) {
    const command = event.ctrlKey || event.metaKey;
    if (event.isComposing || event.keyCode === 229) return; // Enter that ends a composition is the input method's
    if (event.key === "Enter") {
      event.preventDefault();
      if (command) tick(row, !finished(row) || !event.shiftKey);
      move(row, event.shiftKey ? -1 : 1, command);
    } else if (command && event.key === ".") {
      event.preventDefault();
      const there = signs(said(row.target));
      const next = row.signs.find((sign) => !there.includes(sign));
      if (next) insert(row, next);
    }
  }

  function pasted(event, row) {
    event.preventDefault();
    const text = event.clipboardData.getData("text/plain").replace(/[ \t\r\n\f]+/g, " ");
    document.execCommand("insertText", false, text);
    changed(row);
  }

  // --- keeping and saving ---

  function kept() {
    try {
      return JSON.parse(localStorage.getItem(place) || "{}");
    } catch {
      return {};
    }
  }

  function keep() {
    const found = {};
    for (const row of open) {
      const now = [said(row.target), said(row.done)];
      if (now[0] !== row.first[0] || now[1] !== row.first[1]) found[row.key] = [...row.first, ...now];
    }
    try {
      if (Object.keys(found).length) localStorage.setItem(place, JSON.stringify({ ...unused(), ...found }));
      else if (!Object.keys(unused()).length) localStorage.removeItem(place);
    } catch {
      tell("This browser cannot keep your work: save often.");
    }
  }

  // Rows kept from elsewhere that were not put in, and that nobody has touched here since.
  function unused() {
    return Object.fromEntries(open.filter((row) => row.other).map((row) => [row.key, row.other]));
  }

  function put(row, [text, done]) {
    fill(row, text);
    row.done.textContent = done;
    row.other = null;
    look(row);
  }

  function restore() {
    const back = [];
    const other = [];
    for (const row of open) {
      const found = shelf[row.key];
      if (!Array.isArray(found) || found.length !== 4 || !found.every((part) => typeof part === "string")) continue;
      const [wasText, wasDone, text, done] = found;
      if (row.first[0] === text && row.first[1] === done) continue;
      if (row.first[0] === wasText && row.first[1] === wasDone) {
        back.push(row);
        put(row, [text, done]);
      } else {
        row.other = found;
        other.push(row);
      }
    }
    saved = !back.length;
    if (back.length) tell(`${counted(back.length)} from this browser, not saved to a file yet, put back in.`, "Take out again", () => back.forEach((row) => (put(row, row.first), keep())));
    else if (other.length) tell(`This browser keeps another version of ${counted(other.length)}.`, "Put in", () => other.forEach((row) => (put(row, row.other.slice(2)), changed(row))));
  }

  const counted = (number) => (number === 1 ? "1 row" : `${number} rows`);

  function tell(text, label, act) {
    if (notice) notice.remove();
    notice = ui("p", { className: "notice", role: "status" }, `${text} `);
    const after = () => {
      act();
      notice.remove();
      count();
    };
    if (label) notice.append(make("button", { type: "button", click: after }, label));
    bar.append(notice);
  }

  function whole() {
    const copy = document.documentElement.cloneNode(true);
    copy.querySelectorAll("[data-ui]").forEach((element) => element.remove());
    copy.querySelectorAll("tr.finished").forEach((element) => element.classList.remove("finished"));
    copy.querySelector("body").classList.remove("live", "only-left");
    copy.querySelectorAll(".done[role]").forEach((element) => {
      for (const name of ["role", "tabindex", "aria-checked"]) element.removeAttribute(name);
      element.setAttribute("contenteditable", "plaintext-only");
    });
    copy.querySelectorAll(".target[contenteditable]").forEach((element) => element.setAttribute("contenteditable", "plaintext-only"));
    const ended = copy.outerHTML.replace(/\s*<\/body>\s*<\/html>$/, "\n</body></html>"); // what follows the body is read into it: it would grow
    return `<!DOCTYPE html>\n${ended}\n`;
  }

  function save() {
    keep();
    const link = make("a", { href: URL.createObjectURL(new Blob([whole()], { type: "text/html;charset=utf-8" })), download: document.body.dataset.file });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    saved = true;
  }

  // --- setting up ---

  const counter = make("span", { className: "left", role: "status" });
  const only = make("input", { type: "checkbox" });
  only.addEventListener("change", () => document.body.classList.toggle("only-left", only.checked));
  const bar = ui(
    "div",
    { className: "bar" },
    make("button", { type: "button", className: "save", click: save }, "Save"),
    counter,
    make("label", {}, only, " only what is left"),
    make("span", { className: "keys" }),
  );
  [["Enter", "next"], ["Shift+Enter", "back"], ["Ctrl+Enter", "done, next"], ["Ctrl+.", "next sign"], ["Ctrl+S", "save"]].forEach(([key, what]) =>
    bar.lastChild.append(make("kbd", {}, key), ` ${what}  `),
  );
  table.before(bar);
  document.body.classList.add("live");

  for (const row of open) {
    row.target.contentEditable = "true";
    try {
      row.target.contentEditable = "plaintext-only"; // refused where it is not known
    } catch {}
    row.warn = ui("p", { className: "warn", role: "status", hidden: true });
    row.target.after(row.warn);
    row.done.removeAttribute("contenteditable");
    row.done.setAttribute("role", "checkbox");
    row.done.tabIndex = 0;
    row.target.addEventListener("input", () => changed(row));
    row.target.addEventListener("blur", () => {
      const text = said(row.target);
      const chips = row.target.querySelectorAll(".sign").length;
      if (signs(text).filter((sign) => row.signs.includes(sign)).length !== chips || row.target.querySelector("br")) fill(row, text);
    });
    row.target.addEventListener("keydown", (event) => typed(event, row));
    row.target.addEventListener("paste", (event) => pasted(event, row));
    row.done.addEventListener("click", () => tick(row, !finished(row)));
    row.done.addEventListener("keydown", (event) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      tick(row, !finished(row));
    });
    row.element.querySelectorAll(".source .sign").forEach((sign) => {
      sign.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays where it is
      sign.addEventListener("click", () => insert(row, sign.textContent));
    });
    row.element.querySelectorAll(".proposal").forEach((proposal) => {
      const text = proposal.querySelector("span").textContent;
      proposal.append(" ", ui("button", { type: "button", className: "use", click: () => take(row, text) }, "Use"));
    });
    look(row);
  }
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      save();
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (!saved) event.preventDefault();
  });
  restore();
  count();
})();
