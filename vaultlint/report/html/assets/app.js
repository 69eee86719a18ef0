// The page: tabs, language, theme, panels.
const TABS = ["overview", "graph", "findings", "hubs", "orphans", "missing", "oneway", "candidates"];
const SEVERITY_RANK = { error: 3, warning: 2, info: 1 };
const systemDark = window.matchMedia("(prefers-color-scheme: dark)");
let theme = remembered("theme") || "auto", graph = null, opened = null;

function remembered(name) { try { return localStorage.getItem(`vaultlint-${name}`); } catch { return null; } }
function remember(name, value) { try { localStorage.setItem(`vaultlint-${name}`, value); } catch { /* a file opened from disk may have no storage */ } }

function applyTheme() {
  document.documentElement.dataset.theme = theme === "dark" || (theme === "auto" && systemDark.matches) ? "dark" : "light";
  byId("theme").textContent = words[theme];
  if (graph) graph.restyle();
}
function applyLanguage(language) {
  words = WORDS[language] || WORDS.en;
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = words[element.dataset.word];
  for (const element of document.querySelectorAll("[data-word-label]")) element.setAttribute("aria-label", words[element.dataset.wordLabel]);
  byId("language").textContent = words.language;
  byId("vault-name").textContent = DATA.vault;
  byId("generated").textContent = `${DATA.summary.generated.replace("T", " ").slice(0, 16)} · vaultlint ${DATA.version}`;
  document.title = `${DATA.vault} · vaultlint`;
  drawTabs();
  drawPanels();
  if (graph) { drawFilters(); graph.showDetails(graph.selected); graph.note(); }
  applyTheme();
}

const COUNTS = () => ({ findings: DATA.summary.findings, hubs: DATA.hubs.length, orphans: DATA.summary.orphans, missing: DATA.summary.missing, oneway: DATA.oneway.length,
  candidates: (DATA.candidates || []).length });
function drawTabs() {
  const counts = COUNTS();
  byId("tabs").replaceChildren(...TABS.map(name => make("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`,
    onclick: () => openTab(name), onkeydown: event => {
      const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (move) { const next = TABS[(TABS.indexOf(name) + move + TABS.length) % TABS.length]; openTab(next); byId(`tab-${next}`).focus(); }
    } }, words[name], counts[name] !== undefined ? make("span", { class: "count" }, number(counts[name])) : null)));
  openTab(opened || (TABS.includes(location.hash.slice(1)) ? location.hash.slice(1) : "overview"));
}
function openTab(name) {
  opened = name;
  for (const tab of TABS) {
    byId(`panel-${tab}`).classList.toggle("open", tab === name);
    const button = byId(`tab-${tab}`);
    button.setAttribute("aria-selected", tab === name);
    button.tabIndex = tab === name ? 0 : -1;
  }
  try { history.replaceState(null, "", `#${name}`); } catch { /* not everywhere */ }
  if (name === "graph" && !graph) startGraph();
  if (graph) { graph.visible = name === "graph"; graph.wanted = true; }
}

function drawPanels() {
  drawOverview();
  const note = { name: words.path, show: value => noteLink(value) };
  const fill = (name, table) => byId(`panel-${name}`).replaceChildren(table);
  fill("findings", sortableTable([note, { name: words.line, number: true }, { name: words.severity, rank: value => SEVERITY_RANK[value], show: value => make("span", { class: `severity ${value}` }, words[value]) },
    { name: words.rule, show: value => make("code", {}, value) }, { name: words.message }],
    DATA.findings.map(row => [row[0], row[1], row[3], row[4], row[5]]), { sort: 2, down: true, choice: 3, total: DATA.summary.findings }));
  fill("hubs", sortableTable([note, { name: words.incoming, number: true }, { name: words.outgoing, number: true }], DATA.hubs, { sort: 1, down: true }));
  fill("orphans", sortableTable([note], DATA.orphans.map(path => [path])));
  fill("missing", sortableTable([{ name: words.target }, { name: words.wanted, number: true }, { name: words.who, show: value => make("span", {}, ...value.map(each => make("div", {}, each))) }], DATA.missing, { sort: 1, down: true }));
  fill("oneway", sortableTable([{ name: words.source, show: value => noteLink(value) }, { name: words.target, show: value => noteLink(value) }, { name: words.reason }], DATA.oneway, { choice: 2 }));
  fill("candidates", sortableTable([note, { name: words.target, show: value => noteLink(value) }, { name: words.score, number: true, show: value => value.toFixed(2) }, { name: words.evidence },
    { name: "", show: value => copyButton(value) }], DATA.candidates || [], { sort: 2, down: true, empty: DATA.candidates ? words.none : words.noCandidates }));
}
function copyButton(line) {
  const button = make("button", { type: "button", class: "plain", title: line, onclick: async () => {
    try { await navigator.clipboard.writeText(line); button.textContent = words.copied; } catch { window.prompt(words.copy, line); }
  } }, words.copy);
  return button;
}
function drawOverview() {
  const s = DATA.summary, figure = (name, value, tone) => make("div", { class: `card figure ${tone || ""}` }, make("b", {}, number(value)), make("small", {}, words[name]));
  const figures = make("div", { class: "figures" }, figure("notes", s.notes), figure("links", s.links), figure("errors", s.errors, s.errors ? "error" : "good"),
    figure("warnings", s.warnings, s.warnings ? "warning" : "good"), figure("broken", s.broken, s.broken ? "error" : "good"), figure("orphans", s.orphans), figure("faulty", s.faulty));
  const pairs = rows => rows.map(([name, value]) => ({ name: words[name] || name || words.untyped, value }));
  const charts = make("div", { class: "charts" });
  if (DATA.rules.length) charts.append(chartCard(words.byRule, barChart(DATA.rules.slice(0, 16).map(([name, tone, value]) => ({ name, value, tone })))));
  if (DATA.folders.length) charts.append(chartCard(words.byFolder, barChart(DATA.folders.map(([name, value]) => ({ name, value })))));
  charts.append(chartCard(words.byType, barChart(s.by_type.map(([name, value]) => ({ name: name || words.untyped, value, color: typeColor(name) })))));
  if (s.by_reason.length) charts.append(chartCard(words.byReason, barChart(s.by_reason.map(([name, value]) => ({ name, value })))));
  charts.append(chartCard(words.byKind, barChart(pairs(s.by_kind))));
  if (DATA.coverage.length) charts.append(chartCard(words.coverage, coverageChart(DATA.coverage)));
  if (TREND.length > 1) charts.append(chartCard(words.trend, trendChart(TREND)));
  byId("panel-overview").replaceChildren(figures, charts);
}

function startGraph() {
  graph = new Graph();
  drawFilters();
  prepareSearch();
  graph.visible = true;
  graph.resize();
  graph.restyle();
  graph.fit();
  graph.showDetails(-1);
  graph.frame();
}
function drawFilters() {
  const box = (name, count, checked, change, color) => {
    const dot = make("i", { class: "dot" });
    if (color) dot.style.background = color;
    return make("label", { class: "check" }, make("input", { type: "checkbox", ...(checked ? { checked: "" } : {}), onchange: event => { change(event.target.checked); graph.restyle(); } }),
      color ? dot : null, make("span", { class: "name", title: name }, name), make("span", { class: "count" }, number(count)));
  };
  const refill = (id, boxes) => { const set = byId(id), legend = set.firstElementChild; set.replaceChildren(legend, ...boxes); set.hidden = !boxes.length; };
  const toggle = (set, key) => on => { if (on) set.delete(key); else set.add(key); };
  refill("filter-types", DATA.summary.by_type.map(([name, count]) => box(name || words.untyped, count, !graph.typeOff.has(name), toggle(graph.typeOff, name), typeColor(name))));
  refill("filter-kinds", DATA.summary.by_kind.map(([name, count]) => box(words[name], count, !graph.kindOff.has(name), toggle(graph.kindOff, name))));
  refill("filter-reasons", DATA.summary.by_reason.filter(([name]) => name !== "–").map(([name, count]) => box(name, count, !graph.reasonOff.has(name), toggle(graph.reasonOff, name))));
  refill("filter-marks", [
    box(words.missingTargets, DATA.summary.missing, graph.marks.missing, on => { graph.marks.missing = on; }, MISSING_COLOR),
    box(words.orphanNotes, DATA.summary.orphans, graph.marks.orphans, on => { graph.marks.orphans = on; }, ORPHAN_COLOR),
  ]);
}
function prepareSearch() {
  const input = byId("graph-search"), list = byId("graph-hits");
  let hits = [], active = -1;
  const titles = DATA.nodes.title.map((title, i) => `${title}\n${DATA.nodes.path[i]}`.toLowerCase());
  const show = () => {
    list.replaceChildren(...hits.map((i, position) => make("li", { role: "option", "aria-selected": position === active, onclick: () => choose(i) }, DATA.nodes.title[i])));
    input.setAttribute("aria-expanded", hits.length > 0);
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
}

byId("language").addEventListener("click", () => { const next = words === WORDS.zh ? "en" : "zh"; remember("language", next); applyLanguage(next); });
byId("theme").addEventListener("click", () => { theme = { auto: "dark", dark: "light", light: "auto" }[theme]; remember("theme", theme); applyTheme(); });
systemDark.addEventListener("change", applyTheme);
document.addEventListener("keydown", event => { if (event.key === "/" && opened === "graph" && document.activeElement.tagName !== "INPUT") { byId("graph-search").focus(); event.preventDefault(); } });
applyLanguage(remembered("language") || (navigator.language.startsWith("zh") ? "zh" : "en"));
