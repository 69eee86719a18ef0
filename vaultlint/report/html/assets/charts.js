// Bars, coverage and the trend line.
function barChart(rows) {
  const list = make("dl", { class: "bars" });
  const most = Math.max(1, ...rows.map(row => row.value));
  for (const row of rows) {
    const fill = make("div", { class: `fill ${row.tone || ""}` });
    fill.style.width = `${(100 * row.value) / most}%`;
    if (row.color) fill.style.background = row.color;
    list.append(make("dt", { title: row.name }, row.name), make("dd", { class: "track" }, fill), make("dd", { class: "number" }, number(row.value)));
  }
  return list;
}
function chartCard(title, content) { return make("div", { class: "card" }, make("h2", {}, title), content); }
function coverageChart(rows) {
  const table = make("table", { class: "coverage" });
  for (const row of rows) {
    const chips = make("div", { class: "chips" });
    for (const [name, optional, count] of row.sections) {
      const share = count / row.notes;
      const level = make("i", { class: "level" });
      level.style.width = `${100 * share}%`;
      const low = !optional && share < 0.9;
      const title = `${number(count)} / ${number(row.notes)}${optional ? ` (${words.optional})` : ""}`;
      chips.append(make("span", { class: `chip${low ? " low" : ""}`, title }, level, make("span", {}, `${name}${optional ? "?" : ""} ${Math.floor(100 * share)}%`)));
    }
    table.append(make("tr", {}, make("th", { scope: "row" }, `${row.type || words.untyped} · ${number(row.notes)}`), make("td", {}, chips)));
  }
  return table;
}
function trendChart(entries) {
  const NS = "http://www.w3.org/2000/svg", width = 600, height = 170, left = 44, bottom = 22;
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("class", "trend");
  svg.setAttribute("role", "img");
  svg.setAttribute("preserveAspectRatio", "none");
  const add = (tag, attributes, text) => {
    const element = document.createElementNS(NS, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text) element.textContent = text;
    svg.append(element);
  };
  const most = Math.max(1, ...entries.map(entry => entry.findings));
  const x = index => left + ((width - left - 10) * index) / Math.max(1, entries.length - 1);
  const y = value => height - bottom - ((height - bottom - 10) * value) / most;
  for (const share of [0, 0.5, 1]) {
    add("line", { class: "grid", x1: left, x2: width - 10, y1: y(most * share), y2: y(most * share) });
    add("text", { x: left - 6, y: y(most * share) + 4, "text-anchor": "end" }, number(Math.round(most * share)));
  }
  for (const series of ["findings", "errors", "broken"])
    add("path", { class: series, d: entries.map((entry, index) => `${index ? "L" : "M"}${x(index)} ${y(entry[series] || 0)}`).join("") });
  add("text", { x: left, y: height - 5 }, entries[0].generated.slice(0, 10));
  add("text", { x: width - 10, y: height - 5, "text-anchor": "end" }, entries[entries.length - 1].generated.slice(0, 10));
  const keys = ["findings", "errors", "broken"].map(series => make("span", { class: `key ${series}` }, make("i"), words[series]));
  return make("div", {}, svg, make("div", {}, ...keys));
}
