// The first page: the verdict, where to start, and the charts. Every number and bar leads to what it counts.
function drawOverview() {
  const s = DATA.summary;
  const figure = (name, value, tone, go) => make("button", { type: "button", class: `card figure ${tone || ""}`, onclick: go }, make("b", {}, number(value)), make("small", {}, words[name]));
  const figures = make("div", { class: "figures" },
    figure("errors", s.errors, s.errors ? "error" : "good", () => openFindings({ severity: "error" })),
    figure("warnings", s.warnings, s.warnings ? "warning" : "good", () => openFindings({ severity: "warning" })),
    figure("broken", s.broken, s.broken ? "error" : "good", () => openTab("missing")),
    figure("faulty", s.faulty, "", () => openFindings({})),
    figure("orphans", s.orphans, "", () => openTab("orphans")),
    figure("notes", s.notes, "", () => openTab("hubs")),
    figure("links", s.links, "", () => openTab("graph")));
  const charts = make("div", { class: "charts" });
  const byRule = tally(FOUND.rule).map(([rule, value]) => ({ name: FOUND.rules[rule], value, tone: worst(rule) }));
  if (byRule.length) charts.append(chartCard(words.byRule, foldable(byRule, 14, row => openFindings({ rule: row.name }))));
  const byFolder = tally(FOUND.path.map(path => topFolder(PATHS[path]))).map(([name, value]) => ({ name, value }));
  if (byFolder.length) charts.append(chartCard(words.byFolder, foldable(byFolder, 14, row => openFindings({ folder: row.name }))));
  if (s.by_reason.length) charts.append(chartCard(words.byReason, barChart(s.by_reason.map(([name, value]) => ({ name, value })))));
  charts.append(chartCard(words.byKind, barChart(s.by_kind.map(([name, value]) => ({ name: words[name] || name, value })))));
  if (s.by_type.length > 1) charts.append(chartCard(words.byType, foldable(s.by_type.map(([name, value]) => ({ name: name || words.untyped, value, color: typeColor(name) })), 14)));
  if (DATA.coverage.length) charts.append(chartCard(words.coverage, coverageChart(DATA.coverage)));
  if (TREND.length > 1) charts.append(chartCard(words.trend, trendChart(TREND)));
  byId("panel-overview").replaceChildren(make("h2", { class: "title" }, words.overview), verdictCard(), figures, charts);
}
function worst(rule) {
  let most = 0;
  FOUND.rule.forEach((each, finding) => { if (each === rule && FOUND.severity[finding] > most) most = FOUND.severity[finding]; });
  return SEVERITIES[most];
}
function verdictCard() {
  const v = DATA.verdict, s = DATA.summary, share = s.notes ? v.sound / s.notes : 1;
  const sentences = [s.errors ? words.hasErrors(s.notes - v.sound, s.notes) : words.noErrors(s.notes)];
  if (s.broken) sentences.push(words.hasBroken(s.broken));
  if (v.safe) sentences.push(words.hasSafe(v.safe));
  const steps = v.steps.map(([rule, severity, count, notes, safe]) => make("li", {}, make("button", { type: "button", class: "step", onclick: () => openFindings({ rule, severity: SEVERITIES[severity] }) },
    make("span", { class: `severity ${SEVERITIES[severity]}` }, words[SEVERITIES[severity]]), make("code", {}, rule),
    make("span", { class: "muted" }, words.step(count, notes, safe)))));
  return make("div", { class: "card verdict" }, make("div", { class: "score" }, ring(share), make("small", {}, words.sound)),
    make("div", {}, make("h3", {}, words.verdict), make("p", {}, sentences.join(words.gap)), steps.length ? make("h4", {}, words.start) : null, make("ol", { class: "steps" }, ...steps)));
}
