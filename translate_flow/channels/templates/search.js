// The site's search. Pagefind answers which pages have a word, and where; what is between words is decided here: all of them,
// phrases, only in titles or only in texts. Words are cut as `channels/site_words.py` does. Nothing is ever shown as markup.
"use strict";
(() => {
  const GLUE = "\u2060", BEHIND = "\u2063", SPACE = "\u2062";
  const UNSPACED = /[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
  const LONGEST = 300, MOST = 12, SHOWN = 10, CHECKED = 100, AROUND = 14;
  const root = document.getElementById("search");
  if (!root) return;
  const form = root.querySelector("form"), list = root.querySelector("ol"), status = root.querySelector("[role=status]");
  const more = root.querySelector("button[type=button]"), say = root.dataset, number = new Intl.NumberFormat(document.documentElement.lang || "en");
  const folder = new URL(say.folder, document.baseURI);
  let loaded = null, loading = Promise.resolve(), latest = 0, waiting = [];

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ß/g, "ss");
  const plain = (text) => fold(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  // The words of a text as they are in the index, each with whether it follows the one before without a space.
  const cut = (text) => {
    const found = [];
    for (const chunk of text.split(/\s+/u)) {
      const units = chunk.match(/[\p{L}\p{N}\p{M}]+/gu) || [];
      let glued = false;
      for (const unit of units) {
        const parts = unit.match(new RegExp(UNSPACED.source + "\\p{M}*|(?:(?!" + UNSPACED.source + ")[\\p{L}\\p{N}\\p{M}])+", "gu")) || [];
        parts.forEach((part, place) => {
          const next = parts[place + 1];
          const pair = UNSPACED.test(part) && next !== undefined && UNSPACED.test(next);
          const last = UNSPACED.test(part) && !pair && place > 0 && UNSPACED.test(parts[place - 1]);
          if (!last) found.push({ text: pair ? part + next : part, glued });  // its pair has the last one in it already
          glued = true;
        });
      }
    }
    return found;
  };

  // What is asked for: groups of words, all of which a page must have, those of one group one behind the other.
  const parse = (query) => {
    const groups = [];
    let left = MOST;
    const add = (words) => { if (words.length && left > 0) { groups.push(words.slice(0, left)); left -= words.length; } };
    const pattern = /["“”„«»「」『』]([^"“”„«»「」『』]*)(?:["“”„«»「」『』]|$)|([^"“”„«»「」『』]+)/gu;
    for (const [, phrase, loose] of query.slice(0, LONGEST).matchAll(pattern)) {
      if (phrase !== undefined) {
        const words = cut(phrase).map((word) => word.text);
        if (words.length) { add(words); groups.at(-1).phrase = plain(phrase); }
        continue;
      }
      for (const chunk of loose.split(/\s+/u)) {
        const words = cut(chunk).map((word) => word.text);
        add(words);
        if (words.length > 1 && groups.length) groups.at(-1).phrase = plain(chunk);
      }
    }
    return groups;
  };

  const load = () => (loading = loading.then(loadNow, loadNow));
  const loadNow = async () => {
    const answer = await fetch(new URL(say.language + ".json", folder), { cache: "no-cache" });
    if (!answer.ok) throw new Error("no index");
    const text = await answer.text();
    if (loaded && loaded.text === text) return loaded;
    const about = JSON.parse(text), base = new URL(about.base, folder);
    const { createInstance } = await import(new URL("pagefind.js", base));
    const common = { language: about.language, metaCacheTag: "1" };
    const start = async (piece) => {
      const instance = createInstance({ basePath: base.pathname, ...common });
      await instance.init();
      await instance.mergeIndex(new URL(piece.at, folder).pathname, common);
      return { instance, hidden: new Set([...piece.hidden, about.nothing]) };
    };
    // The first one alone: each would start the library's program again as long as none runs, and the others lose what they had in it.
    const first = await start(about.pieces[0]);
    const pieces = [first, ...await Promise.all(about.pieces.slice(1).map(start))];
    for (const piece of loaded ? loaded.pieces : []) piece.instance.destroy();
    loaded = { text, about, pieces };
    offer(about);
    return loaded;
  };

  const offer = (about) => {
    for (const name of ["kind", "section"]) {
      const select = form.elements[name], chosen = select.value || new URLSearchParams(location.search).get(name) || "";
      select.replaceChildren(select.options[0], ...Object.keys(about[name]).map((value) => new Option(say["kind_" + value] || value, value)));
      select.value = about[name][chosen] ? chosen : "";
      select.closest("label").hidden = Object.keys(about[name]).length < 2;
    }
  };

  // The pages of a piece that have a word, or one that starts with it. Without any, Pagefind gives those of a shorter word: not wanted.
  const having = async (piece, word, filters) => {
    const ask = word.toLowerCase();
    const { results } = await piece.instance.search(ask, { filters });
    const found = new Map(results.filter((result) => !piece.hidden.has(result.id)).map((result) => [result.id, result]));
    if (!found.size) return found;
    const exact = await piece.instance.search(`"${ask}"`, {});
    if (exact.results.some((result) => result.id !== loaded.about.nothing)) return found;
    const first = found.values().next().value, page = await first.data(), folded = fold(ask);
    const words = first.words.length ? first.words.map((at) => page.raw_content.split(" ")[at] || "") : page.meta.title.split(" ");
    const start = folded.slice(0, Math.max(2, Math.ceil(folded.length * 0.75)));
    return words.some((found) => plain(found.replace(BEHIND, "")).includes(start)) ? found : new Map();
  };

  const within = async (piece, groups, where, filters) => {
    const answers = new Map();
    for (const word of new Set(groups.flat())) answers.set(word, await having(piece, word, filters));
    const [first, ...others] = groups.flat(), hits = [];
    for (const [id, result] of answers.get(first)) {
      if (others.some((word) => !answers.get(word).has(id))) continue;
      const hit = { id, result, score: 0, marked: new Set(), checks: [] };
      const fits = groups.every((group) => {
        const found = group.map((word) => answers.get(word).get(id));
        hit.score += found.reduce((sum, one) => sum + one.score, 0);
        const places = found.map((one) => new Set(one.words));
        const starts = [...places[0]].filter((at) => places.every((set, step) => set.has(at + step)));
        const title = found.every((one) => (one.matchedMetaFields || []).includes("title"));
        for (const at of starts) group.forEach((_, step) => hit.marked.add(at + step));
        if (group.phrase) hit.checks.push(group.phrase);
        return (where !== "title" && starts.length > 0) || (where !== "text" && title);
      });
      if (fits) hits.push(hit);
    }
    return hits;
  };

  // Whether a page has each phrase letter by letter, but for case and accents.
  const checked = async (hit, where) => {
    hit.page = hit.page || await hit.result.data();
    if (!hit.checks.length) return true;
    const title = " " + plain(shown(hit.page.meta.title)) + " ", text = " " + plain(shown(unescaped(hit.page.raw_content))) + " ";
    return hit.checks.every((phrase) => {
      const sought = UNSPACED.test(phrase) ? phrase : ` ${phrase} `;
      return (where !== "text" && title.includes(sought)) || (where !== "title" && text.includes(sought));
    });
  };

  const unescaped = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">");
  const word = (text) => text.split(BEHIND)[0].replaceAll(GLUE, "").replaceAll(SPACE, " ");
  const shown = (text) => text.split(" ").map((each) => (each.startsWith(GLUE) ? "" : " ") + word(each)).join("").trim();

  const excerpt = (hit) => {
    const words = unescaped(hit.page.raw_content).split(" "), marked = [...hit.marked].sort((a, b) => a - b);
    let best = 0, most = -1;
    for (const at of marked) {
      const inside = marked.filter((other) => other >= at && other < at + 2 * AROUND).length;
      if (inside > most) [best, most] = [at, inside];
    }
    const dense = UNSPACED.test(words[best] || "") ? 3 : 1;
    const from = Math.max(0, best - AROUND * dense), to = Math.min(words.length, best + 2 * AROUND * dense);
    const line = document.createElement("p");
    if (from) line.append("… ");
    for (let at = from; at < to; at++) {
      const behind = UNSPACED.test(words[at]) && words[at - 1] && words[at - 1].includes(BEHIND) && hit.marked.has(at - 1);
      const space = at > from && !words[at].startsWith(GLUE) ? " " : "";
      if (!hit.marked.has(at) && !behind) { line.append(space + word(words[at])); continue; }
      const mark = document.createElement("mark");
      mark.textContent = word(words[at]);
      line.append(space, mark);
    }
    if (to < words.length) line.append(" …");
    return line;
  };

  const row = (hit) => {
    const item = document.createElement("li"), heading = document.createElement("h2"), link = document.createElement("a");
    link.href = new URL(hit.page.meta.path.split("/").map(encodeURIComponent).join("/"), new URL("..", folder));
    link.textContent = shown(hit.page.meta.title) || hit.page.meta.path;
    heading.append(link);
    item.append(heading);
    const day = hit.page.meta.date ? new Date(hit.page.meta.date + "T00:00:00Z") : null;
    if (day && !isNaN(day)) {
      const time = document.createElement("time"), line = document.createElement("p");
      time.dateTime = hit.page.meta.date;
      time.textContent = day.toLocaleDateString(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
      line.className = "about";
      line.append(time);
      item.append(line);
    }
    item.append(excerpt(hit));
    return item;
  };

  const show = async (run, where, focus) => {
    const items = [];
    while (waiting.length && items.length < SHOWN) {
      const hit = waiting.shift();
      if (await checked(hit, where)) items.push(row(hit));
      if (run !== latest) return;
    }
    list.append(...items);
    more.hidden = !waiting.length;
    if (focus && items.length) items[0].querySelector("a").focus();
  };

  const search = async () => {
    const run = ++latest, query = form.elements.q.value.trim(), where = form.elements.in.value;
    const filters = {};
    list.setAttribute("aria-busy", "true");
    try {
      const { pieces } = await load();
      for (const name of ["kind", "section"]) if (form.elements[name].value) filters[name] = form.elements[name].value;
      const groups = parse(query);
      let hits = groups.length ? (await Promise.all(pieces.map((piece) => within(piece, groups, where, filters)))).flat() : [];
      hits.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
      if (hits.some((hit) => hit.checks.length) && hits.length <= CHECKED) {
        const kept = await Promise.all(hits.map((hit) => checked(hit, where)));
        hits = hits.filter((_, at) => kept[at]);
      }
      if (run !== latest) return;
      const count = hits.length;
      waiting = hits;
      list.replaceChildren();
      await show(run, where, false);
      if (run === latest) status.textContent = groups.length ? say.results.replace("{count}", number.format(count)) : "";
    } catch (error) {
      if (run !== latest) return;
      list.replaceChildren();
      more.hidden = true;
      status.textContent = say.failed;
    }
    list.removeAttribute("aria-busy");
  };

  const begin = () => {
    const asked = new URLSearchParams(location.search);
    form.elements.q.value = asked.get("q") || "";
    if (["title", "text"].includes(asked.get("in"))) form.elements.in.value = asked.get("in");
    if (form.elements.q.value) search(); else load().catch(() => {});
  };
  const submit = () => {
    const kept = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) kept.set(name, name === "q" ? value.slice(0, LONGEST) : value);
    history.replaceState(null, "", "?" + kept);
    search();
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  form.addEventListener("change", (event) => { if (event.target.name !== "q" && form.elements.q.value) submit(); });
  more.addEventListener("click", () => show(latest, form.elements.in.value, true));
  form.hidden = false;
  begin();
})();
