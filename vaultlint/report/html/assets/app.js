// The page: tabs, language, theme, panels, and the address of what is open.
const TABS = ["overview", "graph", "findings", "hubs", "orphans", "missing", "oneway", "candidates"];
const systemDark = window.matchMedia("(prefers-color-scheme: dark)");
let theme = remembered("theme") || "auto", graph = null, opened = null;
const makers = {}, tables = {}; // panels are made when they are opened, all of them before printing

function remembered(name) { try { return localStorage.getItem(`vaultlint-${name}`); } catch { return null; } }
function remember(name, value) { try { localStorage.setItem(`vaultlint-${name}`, value); } catch { /* a file opened from disk may have no storage */ } }

function applyTheme() {
  document.documentElement.dataset.theme = theme === "dark" || (theme === "auto" && systemDark.matches) ? "dark" : "light";
  byId("theme").textContent = words[theme];
  byId("theme").setAttribute("aria-label", `${words.theme}: ${words[theme]}`);
  if (graph) graph.restyle();
}
function applyLanguage(language) {
  words = WORDS[language] || WORDS.en;
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = words[element.dataset.word];
  for (const element of document.querySelectorAll("[data-word-label]")) element.setAttribute("aria-label", words[element.dataset.wordLabel]);
  byId("language").textContent = words.language;
  byId("vault-name").textContent = visible(DATA.vault);
  byId("generated").textContent = `${DATA.summary.generated.replace("T", " ").slice(0, 16)} · vaultlint ${DATA.version}`;
  document.title = `${visible(DATA.vault)} · vaultlint`;
  drawTabs();
  drawPanels();
  if (graph) { drawFilters(); graph.showDetails(graph.selected); graph.note(); }
  applyTheme();
  follow();
}

const ORPHANS = range(NODE_COUNT).filter(isOrphan), UNRESOLVED = range(NODE_COUNT).filter(node => NODES.kind[node] === MISSING);
const NOTES = range(NODE_COUNT).filter(node => NODES.kind[node] === NOTE);
const COUNTS = { findings: DATA.summary.findings, hubs: NOTES.length, orphans: ORPHANS.length, missing: UNRESOLVED.length, oneway: DATA.oneway.length, candidates: DATA.candidates ? DATA.candidates.length : undefined };
function drawTabs() {
  byId("tabs").replaceChildren(...TABS.map(name => make("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`,
    onclick: () => { openTab(name); setAddress(name); }, onkeydown: event => {
      const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (move) { const next = TABS[(TABS.indexOf(name) + move + TABS.length) % TABS.length]; openTab(next); setAddress(next); byId(`tab-${next}`).focus(); }
    } }, words[name], COUNTS[name] !== undefined ? make("span", { class: "count" }, number(COUNTS[name])) : null)));
}
function setAddress(address) { try { history.pushState(null, "", `#${address}`); } catch { /* not everywhere */ } }
function openTab(name) {
  opened = name;
  for (const tab of [...TABS, "note"]) byId(`panel-${tab}`).classList.toggle("open", tab === name);
  for (const tab of TABS) {
    const button = byId(`tab-${tab}`);
    button.setAttribute("aria-selected", tab === name);
    button.tabIndex = tab === name || (name === "note" && tab === "overview") ? 0 : -1;
  }
  if (name !== "note") { const button = byId(`tab-${name}`), tabs = byId("tabs"); tabs.scrollLeft = button.offsetLeft - tabs.offsetLeft - 20; }
  tableOf(name);
  if (name === "graph" && !graph) startGraph();
  if (graph) { graph.visible = name === "graph"; graph.wanted = true; }
}
// What the address names: a tab, `note=PATH`, or `findings?rule=…&severity=…&folder=…&text=…`.
function follow() {
  const address = decodeURI(location.hash.slice(1)), [name, query] = address.split("?");
  if (location.hash.startsWith("#note=")) {
    let row;
    try { row = rowOf.get(decodeURIComponent(location.hash.slice(6))); } catch { row = undefined; }
    if (row !== undefined) { drawNote(row); openTab("note"); window.scrollTo(0, 0); return; }
  }
  if (name === "findings" && query) applyFilter(Object.fromEntries(new URLSearchParams(query)));
  openTab(TABS.includes(name) ? name : "overview");
}
function applyFilter({ rule = "", severity = "", folder = "", text = "" }) {
  const table = tableOf("findings");
  if (table.filter) table.filter({ text, chosen: { 2: severity, 3: rule, 6: folder } });
}
function openFindings(filter) {
  const query = new URLSearchParams(filter).toString();
  setAddress(query ? `findings?${query}` : "findings");
  applyFilter(filter);
  openTab("findings");
  window.scrollTo(0, 0);
}

function tableOf(name) {
  if (makers[name] && !tables[name]) {
    tables[name] = makers[name]();
    byId(`panel-${name}`).replaceChildren(make("h2", { class: "title" }, words[name]), tables[name]);
  }
  return tables[name];
}
function drawPanels() {
  drawOverview();
  const note = { name: words.path, value: row => PATHS[row], show: row => noteLink(row), style: "path" };
  const count = (name, values) => ({ name, number: true, value: row => values[row] });
  const fill = (name, columns, rows, options) => { delete tables[name]; makers[name] = () => sortableTable(columns, rows, options); };
  fill("findings", [
    { name: words.path, value: f => PATHS[FOUND.path[f]], show: f => noteLink(FOUND.path[f]), style: "path" },
    { name: words.line, number: true, value: f => FOUND.line[f], style: "line" },
    { name: words.severity, value: f => SEVERITIES[FOUND.severity[f]], label: value => words[value], rank: value => SEVERITIES.indexOf(value), show: f => severityChip(FOUND.severity[f]) },
    { name: words.rule, value: f => FOUND.rules[FOUND.rule[f]], show: f => make("code", {}, FOUND.rules[FOUND.rule[f]]) },
    { name: words.message, value: f => FOUND.messages[FOUND.message[f]], style: "message" },
    { name: words.fixable, value: f => FOUND.fix[f], label: value => words.fixes[value], show: f => FOUND.fix[f] ? make("span", { class: "muted" }, words.fixes[FOUND.fix[f]]) : "" },
    { name: words.folder, value: f => topFolder(PATHS[FOUND.path[f]]), style: "hidden" },
  ], range(FOUND.path.length), { sort: 2, down: true, choices: [2, 3, 6, 5] });
  fill("hubs", [note, count(words.incoming, LINKS_IN), count(words.outgoing, LINKS_OUT), { name: words.findings, number: true, value: row => findingsOf(row).length }], NOTES, { sort: 1, down: true });
  fill("orphans", [note, count(words.outgoing, LINKS_OUT)], ORPHANS);
  const wanted = row => NEIGHBOURS[row].map(([source, edge]) => make("div", {}, noteLink(source), make("span", { class: "muted" }, ` ${words.atLine(EDGES.line[edge])}`)));
  fill("missing", [{ name: words.target, value: row => PATHS[row], style: "path" }, { name: words.wanted, number: true, value: row => NEIGHBOURS[row].length },
    { name: words.who, value: row => NEIGHBOURS[row].map(each => PATHS[each[0]]).join("\n"), show: row => make("div", {}, ...wanted(row)) }], UNRESOLVED, { sort: 1, down: true });
  fill("oneway", [{ name: words.source, value: row => PATHS[row[0]], show: row => noteLink(row[0]), style: "path" }, { name: words.target, value: row => PATHS[row[1]], show: row => noteLink(row[1]), style: "path" },
    { name: words.reason, value: row => row[2] }], DATA.oneway, { choices: [2] });
  const candidate = position => row => rowOf.has(row[position]) ? noteLink(rowOf.get(row[position])) : row[position];
  fill("candidates", [{ name: words.path, value: row => row[0], show: candidate(0), style: "path" }, { name: words.target, value: row => row[1], show: candidate(1), style: "path" },
    { name: words.score, number: true, value: row => row[2], show: row => row[2].toFixed(2) }, { name: words.evidence, value: row => row[3] }, { name: words.copy, value: () => "", show: row => copyButton(row[4]) }],
    DATA.candidates || [], { sort: 2, down: true, empty: DATA.candidates ? words.none : words.noCandidates });
  for (const name of TABS) byId(`panel-${name}`).classList.toggle("bare", name !== "overview" && name !== "graph" && !COUNTS[name]);
}
function copyButton(line) {
  const button = make("button", { type: "button", class: "plain", title: line, onclick: async () => {
    try { await navigator.clipboard.writeText(line); button.textContent = words.copied; } catch { window.prompt(words.copy, line); }
  } }, words.copy);
  return button;
}

function startGraph() {
  graph = new Graph();
  drawFilters();
  prepareSearch();
  graph.visible = true;
  graph.resize();
  graph.restyle();
  graph.showDetails(-1);
  graph.frame();
}
function drawFilters() {
  const box = (name, count, checked, change, color) => {
    const dot = make("i", { class: "dot" });
    if (color) dot.style.background = color;
    return make("label", { class: "check" }, make("input", { type: "checkbox", checked, onchange: event => { change(event.target.checked); graph.restyle(); } }),
      color ? dot : null, make("span", { class: "name", title: name }, name), make("span", { class: "count" }, number(count)));
  };
  const refill = (id, boxes) => { const set = byId(id), legend = set.firstElementChild; set.replaceChildren(legend, ...boxes); set.hidden = !boxes.length; };
  const toggle = (set, key) => on => { if (on) set.delete(key); else set.add(key); };
  const by = make("select", { "aria-label": words.colourBy, onchange: event => { graph.colourBy = event.target.value; graph.groupOff.clear(); drawFilters(); graph.restyle(); } },
    ...["type", "folder"].map(value => make("option", { value, selected: graph.colourBy === value }, words[value])));
  refill("filter-groups", [make("label", { class: "by" }, make("span", {}, words.colourBy), by), ...groupsOf(graph.colourBy).map(([name, count]) => box(name || words.untyped, count, !graph.groupOff.has(name), toggle(graph.groupOff, name), groupColor(graph.colourBy, name)))]);
  refill("filter-kinds", DATA.summary.by_kind.map(([name, count]) => box(words[name] || name, count, !graph.kindOff.has(name), toggle(graph.kindOff, name))));
  refill("filter-reasons", DATA.summary.by_reason.filter(([name]) => name !== "–").map(([name, count]) => box(name, count, !graph.reasonOff.has(name), toggle(graph.reasonOff, name))));
  const mark = (name, count, key, color) => count ? box(words[name], count, graph.marks[key], on => { graph.marks[key] = on; }, color) : null;
  refill("filter-marks", [mark("missingTargets", UNRESOLVED.length, "missing", MISSING_COLOR), mark("orphanNotes", ORPHANS.length, "orphans", ORPHAN_COLOR),
    mark("faultyNotes", graph.faulty.size, "faulty", FAULTY_COLOR), mark("attachments", DATA.summary.attachments, "attachments", ATTACHMENT_COLOR)].filter(Boolean));
}
function prepareSearch() {
  const input = byId("graph-search"), list = byId("graph-hits");
  let hits = [], active = -1;
  const titles = NODES.title.map((title, i) => `${title}\n${PATHS[i]}`.toLowerCase());
  const show = () => {
    list.hidden = !hits.length;
    list.replaceChildren(...hits.map((i, position) => make("li", { role: "option", id: `hit-${position}`, "aria-selected": String(position === active), onclick: () => choose(i) }, NODES.title[i])));
    input.setAttribute("aria-expanded", hits.length > 0);
    if (active >= 0) input.setAttribute("aria-activedescendant", `hit-${active}`); else input.removeAttribute("aria-activedescendant");
  };
  const choose = i => { graph.select(i, true); hits = [i]; active = 0; show(); };
  input.addEventListener("input", () => {
    const text = input.value.trim().toLowerCase();
    hits = text ? graph.byRank.filter(i => titles[i].includes(text)).slice(0, 20) : [];
    active = -1;
    show();
  });
  input.addEventListener("keydown", event => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { active = Math.max(0, Math.min(hits.length - 1, active + (event.key === "ArrowDown" ? 1 : -1))); show(); event.preventDefault(); }
    else if (event.key === "Enter") { if (hits.length) choose(hits[Math.max(0, active)]); event.preventDefault(); }
    else if (event.key === "Escape") { input.value = ""; hits = []; show(); graph.select(-1); }
  });
  byId("graph-controls").addEventListener("submit", event => event.preventDefault());
  show();
}

byId("language").addEventListener("click", () => { const next = words === WORDS.zh ? "en" : "zh"; remember("language", next); applyLanguage(next); });
byId("theme").addEventListener("click", () => { theme = { auto: "dark", dark: "light", light: "auto" }[theme]; remember("theme", theme); applyTheme(); });
systemDark.addEventListener("change", applyTheme);
window.addEventListener("hashchange", follow);
window.addEventListener("popstate", follow);
window.addEventListener("beforeprint", () => TABS.forEach(tableOf));
document.addEventListener("keydown", event => { if (event.key === "/" && opened === "graph" && document.activeElement.tagName !== "INPUT") { byId("graph-search").focus(); event.preventDefault(); } });
applyLanguage(remembered("language") || DATA.language);
