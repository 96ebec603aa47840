"use strict";
// Texts of documents become text nodes and nothing else: no string of a release is ever read as markup.

const WORDS = {
  en: {
    words: "Search in id, title and text", more: "More rows", choose: "Choose a row.", all: "all",
    total: n => `${n} rows`, some: n => `${n} rows so far`, none: "No row.", raw: "Raw", clean: "Clean",
    edits: "Every edit is marked: point at one, or go to it with the Tab key, to see its rule.",
    unedited: "Nothing was changed.", untraced: "No trace leads back to the raw bytes of this row.",
    cut: "Only the beginning is shown.", converted: "Published in another script", fields: "Fields, and the bytes they were read from",
    alike: "Texts that are alike", apart: "in another split", differences: "Show differences", terms: "License and notice",
    values: "All columns", extra: "Front matter", region: (a, b, of) => `bytes ${a} to ${b} of ${of}`, file: "the raw file", record: "the text in its row", part: "its part of the raw file", layer: "the text layer", at: "byte", rule: "rule",
    absent: "not in this release", missing: "There is no such row.", trouble: "It could not be read:", other: "中文", language: "language", duplicate: "near-duplicate",
    split: "split", source: "source", license: "license", loader: "loader", restriction: "restriction", characters: "characters", nothing: "None.",
    steps: "Steps that edited it",
  },
  zh: {
    words: "在 id、标题和正文中搜索", more: "更多", choose: "请选择一行。", all: "全部",
    total: n => `${n} 行`, some: n => `已找到 ${n} 行`, none: "没有。", raw: "原文", clean: "清洗后",
    edits: "每处修改都有标记：指向它，或用 Tab 键移到它，即可看到所用的规则。",
    unedited: "没有修改。", untraced: "这一行没有可还原到原始字节的记录。",
    cut: "只显示开头部分。", converted: "以另一种字形发布", fields: "各字段，以及它们取自哪些字节",
    alike: "相似的文本", apart: "在另一个划分里", differences: "显示差异", terms: "许可与声明",
    values: "全部列", extra: "前置元数据", region: (a, b, of) => `${of}的第 ${a} 至 ${b} 字节`, file: "原始文件", record: "该行正文", part: "原始文件中的部件", layer: "文字层", at: "字节", rule: "规则",
    absent: "不在本次发布中", missing: "没有这一行。", trouble: "无法读取：", other: "English", language: "语言", duplicate: "近似重复",
    split: "划分", source: "来源", license: "许可", loader: "加载脚本", restriction: "限制", characters: "字", nothing: "没有。",
    steps: "修改过它的步骤",
  },
};

const WIDE = matchMedia("(min-width: 56.01rem)");

let tongue = /^zh/i.test(navigator.language) ? "zh" : "en";
let release = null, filters = {}, rules = null, shownRow = null, next = null, asked = 0;

const $ = id => document.getElementById(id);
const word = (name, ...values) => typeof WORDS[tongue][name] === "function" ? WORDS[tongue][name](...values) : WORDS[tongue][name] ?? name;
const number = n => n.toLocaleString("en-US");

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter(child => child !== null));
  return element;
}

async function ask(name, query = {}) {
  const answer = await fetch(`api/${name}?${new URLSearchParams(query)}`);
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json();
}

function translate() {
  document.documentElement.lang = tongue === "zh" ? "zh" : "en";
  $("language").textContent = word("other");
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  $("name").textContent = `${release.title || release.name} ${release.version} · ${word("total", number(release.rows))}`;
  document.title = `${release.title || release.name} ${release.version}`;
}

function chosen() {
  const query = { words: $("words").value };
  for (const select of document.querySelectorAll("#filters select")) if (select.value) query[select.name] = select.value;
  return query;
}

function drawFilters() {
  const before = chosen();
  const box = $("filters");
  box.replaceChildren();
  const add = (name, values) => {
    const select = make("select", { id: `filter-${name}`, name, onchange: () => list(true) }, make("option", { value: "" }, word("all")));
    for (const [value, count] of values) {
      const zh = tongue === "zh" ? (release.zh.steps[value] ?? release.zh.restrictions[value] ?? "") : "";
      select.append(make("option", { value }, `${value}${zh ? " " + zh : ""}${count === null ? "" : ` (${number(count)})`}`));
    }
    select.value = before[name] ?? "";
    box.append(make("div", {}, make("label", { for: `filter-${name}` }, word(name)), select));
  };
  for (const [name, values] of Object.entries(filters)) if (values.length > 1 || name === "split") add(name, values);
  if (rules) add("rule", rules.map(([name, count]) => [name, count]));
}

async function list(fresh) {
  const turn = ++asked;
  if (fresh) { $("rows").replaceChildren(); next = 0; }
  let missing = 50;
  try {
    while (missing > 0 && next !== null) {
      const found = await ask("rows", { ...chosen(), start: next, count: missing });
      if (turn !== asked) return;
      for (const row of found.rows) $("rows").append(item(row));
      missing -= found.rows.length;
      next = found.next;
      const count = $("rows").children.length;
      $("count").textContent = found.total === null ? (count || next !== null ? word("some", number(count)) : word("none")) : found.total ? word("total", number(found.total)) : word("none");
    }
  } catch (error) { $("count").textContent = `${word("trouble")} ${error.message}`; }
  $("more").hidden = next === null;
}

function item(row) {
  return make("li", {}, make("a", { href: `#${row.row}`, "aria-current": row.row === shownRow ? "true" : null, "data-row": row.row },
    row.title || row.begins || row.id,
    make("small", {}, `${row.id} · ${row.split} · ${number(row.characters)} ${word("characters")}${row.is_duplicate ? ` · ${word("duplicate")}` : ""}`)));
}

function said(value) {
  if (Array.isArray(value)) return value.map(said).join("\n");
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value).map(([name, inner]) => name === "start" || name === "end" ? inner : `${inner} ·`).join(" ").replace(/ · (\d+) (\d+)$/, " · $1–$2").replace(/^(\d+) (\d+)$/, "$1–$2");
}

function facts(values) {
  const box = make("dl");
  for (const [name, value] of Object.entries(values)) {
    const zh = tongue === "zh" ? release.zh.documents[name] : "";
    box.append(make("dt", { title: zh || null }, name), make("dd", {}, said(value)));
  }
  return box;
}

function texts(row) {
  const raw = make("div", { class: "text", tabindex: "0", role: "group", "aria-label": word("raw") });
  const clean = make("div", { class: "text", tabindex: "0", role: "group", "aria-label": word("clean") });
  const note = make("p", { id: "said", role: "status" }, word("edits"));
  const pairs = [];
  row.parts.forEach(part => {
    if (part.rules === undefined) { raw.append(part.text); clean.append(part.text); return; }
    const show = () => {
      document.querySelectorAll("mark.on").forEach(mark => mark.classList.remove("on"));
      pair.forEach(mark => mark.classList.add("on"));
      const names = part.rules.map(rule => tongue === "zh" && release.zh.steps[rule] ? `${rule}（${release.zh.steps[rule]}）` : rule).join(" → ");
      note.textContent = `${word("at")} ${number(part.at)} · ${names}${tongue === "zh" ? "" : " · " + (row.steps[part.rules[part.rules.length - 1]] ?? "")}`;
    };
    const attributes = { onmouseover: show, onfocus: show, onclick: show };
    const pair = [
      make("mark", { class: `old${part.raw ? "" : " none"}`, tabindex: "0", ...attributes }, part.raw),
      make("mark", { class: part.text ? null : "none", ...attributes }, part.text),
    ];
    pairs.push(pair);
    raw.append(pair[0]);
    clean.append(pair[1]);
  });
  return [make("div", { class: "both" }, make("div", {}, make("h3", { class: "side" }, word("raw")), raw), make("div", {}, make("h3", { class: "side" }, word("clean")), clean)), pairs.length ? note : make("p", { class: "soft" }, word(row.region ? "unedited" : "untraced"))];
}

function likeness(row, pair) {
  const measured = pair.jaccard === null ? number(pair.shared) : pair.jaccard.toFixed(3);
  const zh = tongue === "zh" ? release.zh.kinds[pair.kind] ?? "" : "";
  const entry = make("li", {}, `${measured} ${pair.kind} ${zh} · `, pair.row === null ? pair.id : make("a", { href: `#${pair.row}` }, pair.id), ` · ${pair.split ?? word("absent")}`, pair.split && pair.split !== row.split ? make("b", {}, ` · ${word("apart")}`) : null);
  if (pair.row === null) return entry;
  entry.append(" ", make("button", { type: "button", onclick: async event => {
    event.target.remove();
    try {
      const found = await ask("differences", { row: row.row, other: pair.row });
      const sides = found.sides.map((side, place) => {
        const text = make("div", { class: "text", tabindex: "0", role: "group", "aria-label": found.ids[place] });
        for (const [piece, differs] of side) text.append(differs ? make("mark", { class: "old" }, piece) : piece);
        return make("div", {}, make("h3", { class: "side" }, found.ids[place]), text);
      });
      entry.append(make("div", { class: "both" }, ...sides));
    } catch (error) { entry.append(make("p", { class: "trouble" }, `${word("trouble")} ${error.message}`)); }
  } }, word("differences")));
  return entry;
}

async function show(event) {
  const place = decodeURIComponent(location.hash.slice(1));
  if (!place) return;
  const box = $("row");
  try {
    const at = /^\d+$/.test(place) ? Number(place) : (await ask("find", { id: place })).row;
    if (at === null) { box.replaceChildren(make("p", { class: "trouble" }, word("missing"))); return; }
    const row = await ask("row", { row: at });
    shownRow = row.row;
    document.querySelectorAll("#rows a").forEach(link => Number(link.dataset.row) === shownRow ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
    const region = row.region ? ` · ${word("region", number(row.region[0]), number(row.region[1]), word(row.values.trace_reaches))}` : "";
    box.replaceChildren(
      make("h2", {}, row.values.title ?? row.id),
      make("p", { class: "soft" }, make("code", {}, `["${row.split}"][${row.at}]`), ` ${row.id}${region}`),
      ...texts(row),
      ...(row.whole ? [] : [make("p", { class: "soft" }, word("cut"))]),
      ...(Object.keys(row.steps).length ? [make("h3", {}, word("steps")), make("dl", {}, ...Object.entries(row.steps).flatMap(([name, why]) => [make("dt", {}, name), make("dd", {}, tongue === "zh" ? (release.zh.steps[name] ?? "加载脚本：结构与标记") : why)]))] : []),
      ...(row.converted === null ? [] : [make("h3", {}, word("converted")), make("div", { class: "text", tabindex: "0", role: "group", "aria-label": word("converted") }, row.converted)]),
      make("h3", {}, word("terms")), facts(row.terms),
      make("h3", {}, word("alike")), row.alike.length ? make("ul", { class: "alike" }, ...row.alike.map(pair => likeness(row, pair))) : make("p", {}, word("nothing")),
      make("h3", {}, word("fields")), row.fields.length ? make("dl", {}, ...row.fields.flatMap(one => [make("dt", {}, `${one.name} ${number(one.start)}–${number(one.end)}`), make("dd", {}, one.value === null ? "…" : said(one.value))])) : make("p", {}, word("nothing")),
      make("h3", {}, word("values")), facts(row.values),
      ...(row.extra ? [make("h3", {}, word("extra")), facts(JSON.parse(row.extra))] : []),
    );
    if (event) box.focus({ preventScroll: WIDE.matches });
  } catch (error) { box.replaceChildren(make("p", { class: "trouble" }, `${word("trouble")} ${error.message}`)); }
}

async function start() {
  release = await ask("release");
  filters = { split: Object.entries(release.splits) };
  translate(); drawFilters();
  await list(true);
  const first = document.querySelector("#rows a");
  if (!location.hash && first && WIDE.matches) history.replaceState(null, "", first.getAttribute("href")); // an empty half says nothing
  await show();
  filters = await ask("filters"); drawFilters();
  rules = await ask("rules"); drawFilters();
}

let waiting = 0;
$("words").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => list(true), 250); });
$("search").addEventListener("submit", event => { event.preventDefault(); list(true); });
$("more").addEventListener("click", () => list(false));
$("language").addEventListener("click", () => { tongue = tongue === "zh" ? "en" : "zh"; translate(); drawFilters(); list(true); show(); });
addEventListener("hashchange", show);
start();
