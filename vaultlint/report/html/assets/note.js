// The page of one note: its findings, its links, and the graph around it.
let noteRow = -1, noteDepth = 1;
function noteLink(row, text) { return make("a", { href: `#note=${encodeURIComponent(PATHS[row])}`, class: "note" }, text || PATHS[row]); }
function openNote(row) { location.hash = `note=${encodeURIComponent(PATHS[row])}`; }
function severityChip(severity) { return make("span", { class: `severity ${SEVERITIES[severity]}` }, words[SEVERITIES[severity]]); }
function findingItem(finding) {
  return make("li", {}, severityChip(FOUND.severity[finding]), " ", make("code", {}, FOUND.rules[FOUND.rule[finding]]), make("span", { class: "muted" }, ` ${words.atLine(FOUND.line[finding])} `), make("div", { class: "message" }, FOUND.messages[FOUND.message[finding]]));
}
function drawNote(row) {
  noteRow = row;
  const found = findingsOf(row), isNode = row < NODE_COUNT, kind = isNode ? NODES.kind[row] : ATTACHMENT;
  const what = kind === MISSING ? words.missingKind : kind === NOTE ? NODES.types[NODES.type[row]] || words.untyped : words[NODES.kinds[kind]] || NODES.kinds[kind];
  const parts = [make("p", { class: "crumbs" }, make("button", { type: "button", class: "plain", onclick: () => history.back() }, words.back)),
    make("h2", {}, titleOf(row)), make("p", { class: "muted path" }, `${PATHS[row]} · ${what}`)];
  if (kind !== MISSING) parts.push(make("p", {}, make("a", { class: "button", href: obsidianUrl(PATHS[row]) }, words.open)));
  const cards = make("div", { class: "charts" });
  cards.append(make("div", { class: "card" }, make("h3", {}, `${words.findings} · ${number(found.length)}`), found.length ? make("ul", { class: "found" }, ...found.map(findingItem)) : make("p", { class: "muted" }, words.none)));
  if (isNode) {
    cards.append(localCard(row));
    for (const [heading, leaving] of [[words.linkedFrom, false], [words.linksTo, true]]) {
      const links = NEIGHBOURS[row].filter(each => each[2] === leaving);
      cards.append(make("div", { class: "card" }, make("h3", {}, `${heading} · ${number(links.length)}`), make("ul", { class: "links" }, ...links.map(([other, edge]) => make("li", {}, noteLink(other, titleOf(other)), make("span", { class: "reason" }, kindWord(edge)))))));
    }
  }
  byId("panel-note").replaceChildren(...parts, cards);
}
function localCard(row) {
  const choose = make("select", { "aria-label": words.depth, onchange: event => { noteDepth = Number(event.target.value); drawNote(row); } }, ...[1, 2, 3].map(depth => make("option", { value: depth, selected: depth === noteDepth }, words.depthOf(depth))));
  return make("div", { class: "card local" }, make("h3", {}, words.around), choose, localGraph(row, noteDepth));
}
const MOST_AROUND = 90;
function localGraph(row, depth) {
  const chosen = [row], place = new Map([[row, 0]]);
  for (let level = 0, edge = 0; level < depth; level++) {
    const end = chosen.length;
    for (; edge < end && chosen.length < MOST_AROUND; edge++) for (const [other] of [...NEIGHBOURS[chosen[edge]]].sort((a, b) => LINKS_IN[b[0]] - LINKS_IN[a[0]])) {
      if (chosen.length < MOST_AROUND && !place.has(other)) { place.set(other, chosen.length); chosen.push(other); }
    }
    edge = end;
  }
  const sources = [], targets = [];
  for (const node of chosen) for (const [other, , leaving] of NEIGHBOURS[node]) if (leaving && place.has(other)) { sources.push(place.get(node)); targets.push(place.get(other)); }
  const layout = new Layout(chosen.length, sources, targets, sources.map(() => 1), chosen.map(() => 0));
  while (!layout.done) layout.advance();
  return drawing(chosen, sources, targets, layout);
}
function drawing(chosen, sources, targets, layout) {
  const NS = "http://www.w3.org/2000/svg", width = 560, height = 380, pad = 46, svg = document.createElementNS(NS, "svg");
  const span = values => [Math.min(...values), Math.max(...values)], [left, right] = span(layout.x), [top, bottom] = span(layout.y);
  const scale = Math.min((width - 2 * pad) / (right - left || 1), (height - 2 * pad) / (bottom - top || 1), 3);
  const x = i => width / 2 + (layout.x[i] - (left + right) / 2) * scale, y = i => height / 2 + (layout.y[i] - (top + bottom) / 2) * scale;
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${width} ${height}`, class: "around", role: "group", "aria-label": words.around })) svg.setAttribute(name, value);
  const add = (parent, tag, attributes, text) => {
    const element = document.createElementNS(NS, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text) element.textContent = visible(text);
    parent.append(element);
    return element;
  };
  sources.forEach((source, edge) => add(svg, "line", { x1: x(source), y1: y(source), x2: x(targets[edge]), y2: y(targets[edge]) }));
  const taken = [];
  chosen.forEach((node, i) => {
    const link = add(svg, "a", { href: `#note=${encodeURIComponent(PATHS[node])}`, class: i ? "" : "self" });
    add(link, "circle", { cx: x(i), cy: y(i), r: i ? 4 + Math.min(5, Math.sqrt(LINKS_IN[node]) / 2) : 9, fill: nodeColor(node) });
    add(link, "title", {}, titleOf(node));
    const label = shorten(titleOf(node), 18), length = [...label].reduce((sum, each) => sum + (each > "\u2e80" ? 12 : 7), 0);
    const after = x(i) + 11 + length <= width, from = after ? x(i) + 11 : x(i) - 11 - length, box = [from, y(i) - 8, from + length, y(i) + 8];
    if (from < 0 || taken.some(other => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) return;
    taken.push(box);
    add(link, "text", { x: after ? x(i) + 11 : x(i) - 11, y: y(i) + 4, "text-anchor": after ? "start" : "end" }, label);
  });
  return svg;
}
