// Bars, coverage and the trend line.
// Rows have name and value; `pick(row)`, where given, makes each a button.
function barChart(rows, pick) {
  const most = Math.max(1, ...rows.map(row => row.value));
  return make("ul", { class: "bars" }, ...rows.map(row => {
    const fill = make("span", { class: `fill ${row.tone || ""}` });
    fill.style.width = `${(100 * row.value) / most}%`;
    if (row.color) fill.style.background = row.color;
    const parts = [make("span", { class: "name", title: row.name }, row.name), make("span", { class: "track" }, fill), make("span", { class: "number" }, number(row.value))];
    return make("li", {}, pick ? make("button", { type: "button", onclick: () => pick(row) }, ...parts) : make("div", {}, ...parts));
  }));
}
function chartCard(title, content) { return make("div", { class: "card" }, make("h3", {}, title), content); }
function foldable(rows, most, pick) {
  const box = make("div", {}, barChart(rows.slice(0, most), pick));
  if (rows.length > most) box.append(make("button", { type: "button", class: "plain more", onclick: () => box.replaceChildren(barChart(rows, pick)) }, words.moreRows(rows.length - most)));
  return box;
}
function coverageChart(rows) {
  return make("div", { class: "coverage" }, ...rows.map(row => make("div", {}, make("h4", {}, `${row.type || words.untyped} · ${number(row.notes)}`),
    make("ul", { class: "chips" }, ...row.sections.map(([name, optional, count]) => {
      const share = count / row.notes, level = make("i", { class: "level" });
      level.style.width = `${100 * share}%`;
      const title = `${number(count)} / ${number(row.notes)}${optional ? ` (${words.optional})` : ""}`;
      return make("li", { class: `chip${!optional && share < 0.9 ? " low" : ""}`, title }, level, make("span", {}, `${name}${optional ? "?" : ""} ${percent(share)}`));
    })))));
}
function ring(share) {
  const NS = "http://www.w3.org/2000/svg", svg = document.createElementNS(NS, "svg"), round = 2 * Math.PI * 52;
  svg.setAttribute("viewBox", "0 0 120 120");
  svg.setAttribute("class", `ring ${share > 0.9 ? "good" : share > 0.5 ? "warning" : "error"}`);
  svg.setAttribute("aria-hidden", "true");
  for (const [name, dash] of [["track", round], ["level", round * share]]) {
    const circle = document.createElementNS(NS, "circle");
    for (const [key, value] of Object.entries({ class: name, cx: 60, cy: 60, r: 52, "stroke-dasharray": `${dash} ${round}`, transform: "rotate(-90 60 60)" })) circle.setAttribute(key, value);
    svg.append(circle);
  }
  const text = document.createElementNS(NS, "text");
  text.setAttribute("x", 60); text.setAttribute("y", 70); text.setAttribute("text-anchor", "middle");
  text.textContent = percent(share);
  svg.append(text);
  return svg;
}
function trendChart(entries) {
  const NS = "http://www.w3.org/2000/svg", width = 600, height = 170, left = 44, bottom = 22;
  const svg = document.createElementNS(NS, "svg");
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${width} ${height}`, class: "trend", role: "img", "aria-label": words.trend })) svg.setAttribute(name, value);
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
