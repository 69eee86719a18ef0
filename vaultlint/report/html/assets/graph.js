// The interactive graph: camera, filters, labels, selection. Where the nodes lie says layout.js.
// Ten hues that stay apart from each other and from the marks, which are red and amber; the eleventh group is grey.
const PALETTE = ["#7c5cff", "#0ea5b7", "#2fa36b", "#d05fc3", "#3b82f6", "#8a9a1b", "#a0785a", "#5b6bd6", "#14b88a", "#b08cff"];
const REST_COLOR = "#8b90a5", MISSING_COLOR = "#e5484d", ATTACHMENT_COLOR = "#9aa0b4", ORPHAN_COLOR = "#f59e0b", FAULTY_COLOR = "#ff6b3d";
const GROUPS = {
  type: tally(NOTES_OF(node => NODES.types[NODES.type[node]])),
  folder: tally(NOTES_OF(node => topFolder(PATHS[node]))),
};
function NOTES_OF(value) { return range(NODE_COUNT).filter(node => NODES.kind[node] === NOTE).map(value); }
const groupsOf = by => GROUPS[by];
function groupColor(by, name) { const place = GROUPS[by].findIndex(([each]) => each === name); return place >= 0 && place < PALETTE.length ? PALETTE[place] : REST_COLOR; }
function typeColor(name) { return groupColor("type", name); }
function nodeColor(node) { return NODES.kind[node] === MISSING ? MISSING_COLOR : NODES.kind[node] === NOTE ? typeColor(NODES.types[NODES.type[node]]) : ATTACHMENT_COLOR; }

const IS_DRAWN = new Uint8Array(NODE_COUNT);
for (const node of DATA.drawn) IS_DRAWN[node] = 1;
const DRAWN_EDGES = range(EDGES.source.length).filter(edge => IS_DRAWN[EDGES.source[edge]] && IS_DRAWN[EDGES.target[edge]] && EDGES.source[edge] !== EDGES.target[edge]);
// The places of what is drawn, worked out while the first page is read.
const ARRANGED = new Promise(ready => {
  const count = DATA.drawn.length, index = new Int32Array(NODE_COUNT), pairs = new Map();
  DATA.drawn.forEach((node, position) => { index[node] = position; });
  for (const edge of DRAWN_EDGES) {
    const a = index[EDGES.source[edge]], b = index[EDGES.target[edge]], key = Math.min(a, b) * count + Math.max(a, b);
    pairs.set(key, Math.max(EDGES.kinds[EDGES.kind[edge]] === "relation" ? 2.5 : 1, pairs.get(key) || 0));
  }
  const keys = [...pairs.keys()], folders = new Map(GROUPS.folder.map(([name], position) => [name, position]));
  const groups = Int32Array.from(DATA.drawn, node => folders.get(topFolder(PATHS[node])) ?? 999);
  arrange(count, Int32Array.from(keys, key => Math.floor(key / count)), Int32Array.from(keys, key => key % count), Float64Array.from(pairs.values()), groups, ready);
});

class Graph {
  constructor() {
    this.drawn = DATA.drawn;
    this.places = new Float32Array(NODE_COUNT * 2);
    this.colourBy = GROUPS.type.length > 1 ? "type" : "folder";
    this.groupOff = new Set();
    this.kindOff = new Set();
    this.reasonOff = new Set();
    this.marks = { missing: true, orphans: false, faulty: false, attachments: false };
    this.faulty = new Set(FOUND.path.filter((path, finding) => FOUND.severity[finding] === 3 && NODES.kind[path] === NOTE));
    this.radius = Float32Array.from(LINKS_IN, (value, i) => 3.6 + Math.min(17, 1.15 * Math.sqrt(value)) + (NODES.kind[i] === MISSING ? 2 : 0));
    this.byRank = range(NODE_COUNT).sort((a, b) => this.radius[b] - this.radius[a] || a - b);
    this.edges = DRAWN_EDGES;
    this.hover = this.selected = -1;
    this.stage = byId("stage");
    this.pad = byId("pictures");
    this.labels = byId("labels");
    this.painter = painterFor(byId("picture"));
    this.view = { x: 0, y: 0, scale: 1, ratio: 1, pointZoom: 1 };
    this.scene = { places: this.places, sizes: new Float32Array(NODE_COUNT), tints: new Uint8Array(NODE_COUNT * 4), moved: true, restyled: true };
    this.listen();
    this.arrange();
  }
  arrange() {
    this.settling = true;
    this.note();
    ARRANGED.then(places => {
      this.drawn.forEach((node, position) => { this.places[node * 2] = places[position * 2]; this.places[node * 2 + 1] = places[position * 2 + 1]; });
      this.settling = false;
      this.scene.moved = true;
      if (this.selected >= 0) this.fitAround(this.selected); else this.fit();
      this.note();
      this.stage.dataset.layout = "done";
    });
  }
  note() {
    const parts = [], cut = NODE_COUNT - this.drawn.length;
    if (this.settling) parts.push(words.settling);
    if (cut > 0) parts.push(words.cutNodes(cut));
    byId("graph-note").textContent = parts.join(" ");
  }

  // What is shown.
  isShown(i) {
    if (!IS_DRAWN[i]) return false;
    if (NODES.kind[i] === MISSING) return this.marks.missing;
    if (NODES.kind[i] === ATTACHMENT) return this.marks.attachments;
    return NODES.kind[i] !== NOTE || !this.groupOff.has(this.groupOf(i));
  }
  groupOf(i) { return this.colourBy === "type" ? NODES.types[NODES.type[i]] : topFolder(PATHS[i]); }
  edgeShown(edge) {
    const kind = EDGES.kinds[EDGES.kind[edge]];
    if (this.kindOff.has(kind) || (kind === "relation" && this.reasonOff.has(EDGES.reasons[EDGES.reason[edge]]))) return false;
    return this.isShown(EDGES.source[edge]) && this.isShown(EDGES.target[edge]);
  }
  // Whether a node is one of those that are highlighted.
  isMarked(i) { return NODES.kind[i] === NOTE && ((this.marks.orphans && isOrphan(i)) || (this.marks.faulty && this.faulty.has(i))); }
  colorOf(i) {
    if (NODES.kind[i] === MISSING) return MISSING_COLOR;
    if (NODES.kind[i] !== NOTE) return ATTACHMENT_COLOR;
    if (this.marks.orphans && isOrphan(i)) return ORPHAN_COLOR;
    if (this.marks.faulty && this.faulty.has(i)) return FAULTY_COLOR;
    return groupColor(this.colourBy, this.groupOf(i));
  }
  restyle() {
    const dark = isDark(), focus = this.selected >= 0 ? this.selected : this.hover, marking = this.marks.orphans || this.marks.faulty;
    const near = new Set(focus >= 0 ? [focus] : []);
    if (focus >= 0) for (const [other, edge] of NEIGHBOURS[focus]) if (this.edgeShown(edge)) near.add(other);
    const { sizes, tints } = this.scene, colors = new Map();
    const color = name => { if (!colors.has(name)) colors.set(name, rgb(name)); return colors.get(name); };
    for (let i = 0; i < NODE_COUNT; i++) {
      const marked = this.isMarked(i), faded = focus >= 0 ? !near.has(i) : marking && !marked && NODES.kind[i] !== MISSING;
      sizes[i] = this.isShown(i) ? this.radius[i] * (marked ? 1.5 : 1) : 0;
      tints.set([...color(this.colorOf(i)), faded ? 46 : 235], i * 4);
    }
    const shown = this.edges.filter(edge => this.edgeShown(edge));
    this.shownEdges = shown;
    const strength = Math.max(dark ? 20 : 15, Math.min(90, 200000 / (shown.length + 2000))) * (marking && focus < 0 ? 0.5 : 1);
    this.scene.lineCount = shown.length;
    this.scene.lineTints = new Uint8Array(shown.length * 8);
    shown.forEach((edge, position) => {
      const source = EDGES.source[edge], target = EDGES.target[edge], lit = focus >= 0 && (source === focus || target === focus);
      const base = lit ? color(this.colorOf(source === focus ? target : source)) : dark ? [150, 160, 210] : [90, 100, 150];
      const alpha = lit ? Math.max(70, Math.min(220, 9000 / (near.size + 1))) : focus >= 0 ? strength * 0.25 : EDGES.kinds[EDGES.kind[edge]] === "relation" ? Math.min(170, strength * 4) : strength;
      const tint = [...base, alpha];
      this.scene.lineTints.set(tint, position * 8);
      this.scene.lineTints.set(tint, position * 8 + 4);
    });
    this.scene.restyled = true;
    this.wanted = true;
  }
  placeLines() {
    const shown = this.shownEdges, places = new Float32Array(shown.length * 4);
    shown.forEach((edge, position) => {
      const a = EDGES.source[edge] * 2, b = EDGES.target[edge] * 2;
      places[position * 4] = this.places[a]; places[position * 4 + 1] = this.places[a + 1];
      places[position * 4 + 2] = this.places[b]; places[position * 4 + 3] = this.places[b + 1];
    });
    this.scene.linePlaces = places;
  }

  // Camera.
  resize() {
    const { clientWidth, clientHeight } = this.stage, ratio = window.devicePixelRatio || 1;
    if (!clientWidth) return false;
    for (const canvas of [byId("picture"), this.labels]) { canvas.width = clientWidth * ratio; canvas.height = clientHeight * ratio; }
    this.view.ratio = ratio;
    this.width = clientWidth;
    this.height = clientHeight;
    this.wanted = true;
    return true;
  }
  fit() {
    const pick = axis => this.drawn.filter(i => this.isShown(i)).map(i => this.places[i * 2 + axis]).sort((a, b) => a - b);
    const xs = pick(0), ys = pick(1);
    if (!xs.length) return;
    const at = (values, share) => values[Math.min(values.length - 1, Math.floor(values.length * share))];
    const [left, right, top, bottom] = [at(xs, 0.01), at(xs, 0.99), at(ys, 0.01), at(ys, 0.99)];
    this.view.x = (left + right) / 2;
    this.view.y = (top + bottom) / 2;
    this.zoomTo(Math.min((this.width * 0.88) / (right - left + 40), (this.height * 0.88) / (bottom - top + 40), 4));
  }
  fitAround(i) {
    const around = NEIGHBOURS[i].filter(([, edge]) => this.edgeShown(edge)).map(([other]) => Math.max(
      Math.abs(this.places[other * 2] - this.places[i * 2]), Math.abs(this.places[other * 2 + 1] - this.places[i * 2 + 1]))).sort((a, b) => a - b);
    const reach = around.length ? around[Math.floor(around.length * 0.8)] : 100;
    this.view.x = this.places[i * 2];
    this.view.y = this.places[i * 2 + 1];
    this.zoomTo(Math.min(2, (Math.min(this.width, this.height) * 0.42) / (reach + 20)));
  }
  zoomTo(scale) {
    this.view.scale = Math.max(0.002, Math.min(40, scale));
    this.view.pointZoom = Math.max(0.95, Math.min(2.4, Math.pow(this.view.scale, 0.35) * 1.3));
    this.wanted = true;
  }
  zoomAt(factor, px, py) {
    const before = this.toWorld(px, py);
    this.zoomTo(this.view.scale * factor);
    const after = this.toWorld(px, py);
    this.view.x += before[0] - after[0];
    this.view.y += before[1] - after[1];
    this.touched = true;
  }
  toWorld(px, py) { return [(px - this.width / 2) / this.view.scale + this.view.x, (py - this.height / 2) / this.view.scale + this.view.y]; }
  toScreen(i) { return [(this.places[i * 2] - this.view.x) * this.view.scale + this.width / 2, (this.places[i * 2 + 1] - this.view.y) * this.view.scale + this.height / 2]; }
  nodeAt(px, py) {
    let best = -1, nearest = 1e9;
    for (const i of this.drawn) {
      if (!this.isShown(i)) continue;
      const [x, y] = this.toScreen(i), distance = Math.hypot(x - px, y - py) - (this.radius[i] * this.view.pointZoom) / 2;
      if (distance < 5 && distance < nearest) { nearest = distance; best = i; }
    }
    return best;
  }

  // Drawing.
  frame() {
    if (this.visible) {
      if (this.wanted || this.scene.moved || this.scene.restyled) this.draw();
    }
    requestAnimationFrame(() => this.frame());
  }
  draw() {
    if (!this.shownEdges) this.restyle();
    if (this.scene.moved || this.scene.restyled) this.placeLines();
    this.painter.draw(this.view, this.scene);
    this.drawLabels();
    this.wanted = false;
  }
  drawLabels() {
    const context = this.labels.getContext("2d"), ratio = this.view.ratio, style = getComputedStyle(document.documentElement);
    const ink = style.getPropertyValue("--ink"), halo = style.getPropertyValue("--halo");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    context.lineJoin = "round";
    context.textBaseline = "middle";
    const focus = this.selected >= 0 ? this.selected : this.hover;
    const first = focus >= 0 ? [focus, ...NEIGHBOURS[focus].filter(([, edge]) => this.edgeShown(edge)).map(([other]) => other)
      .sort((a, b) => this.radius[b] - this.radius[a])] : [];
    const taken = [], most = focus >= 0 ? 45 : 70;
    let drawn = 0;
    for (const i of focus >= 0 ? new Set(first) : this.byRank) {
      if (drawn >= most) break;
      if (!this.isShown(i)) continue;
      const [x, y] = this.toScreen(i);
      if (x < -20 || y < 0 || x > this.width || y > this.height) continue;
      const size = i === focus ? 15 : Math.max(11, Math.min(15, 9 + this.radius[i] * 0.3));
      context.font = `${i === focus ? 700 : 500} ${size}px system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif`;
      const text = visible(shorten(NODES.title[i], 22)), gap = (this.radius[i] * this.view.pointZoom) / 2 + 3, width = context.measureText(text).width;
      const left = x + gap + width + 4 <= this.width ? x + gap : x - gap - width;
      if (left < 2 || y < size || y > this.height - size) continue;
      const box = [left - 2, y - size * 0.62, left + width + 2, y + size * 0.62];
      if (i !== focus && taken.some(other => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
      taken.push(box);
      context.strokeStyle = halo;
      context.lineWidth = 3.5;
      context.strokeText(text, left, y);
      context.fillStyle = NODES.kind[i] === MISSING ? MISSING_COLOR : ink;
      context.fillText(text, left, y);
      drawn++;
    }
    if (this.selected >= 0) {
      const [x, y] = this.toScreen(this.selected);
      context.beginPath();
      context.arc(x, y, (this.radius[this.selected] * this.view.pointZoom) / 2 + 3, 0, 7);
      context.strokeStyle = ink;
      context.lineWidth = 2;
      context.stroke();
    }
  }

  // People.
  listen() {
    let drag = null;
    const stage = this.pad, place = event => { const box = stage.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
    stage.addEventListener("pointerdown", event => {
      drag = { from: place(event), x: this.view.x, y: this.view.y, moved: false };
      stage.setPointerCapture(event.pointerId);
    });
    stage.addEventListener("pointermove", event => {
      const [px, py] = place(event);
      if (drag) {
        const dx = px - drag.from[0], dy = py - drag.from[1];
        if (Math.hypot(dx, dy) > 3) { drag.moved = this.touched = true; this.stage.classList.add("dragging"); }
        if (drag.moved) { this.view.x = drag.x - dx / this.view.scale; this.view.y = drag.y - dy / this.view.scale; this.wanted = true; }
        return;
      }
      const hit = this.nodeAt(px, py);
      this.stage.classList.toggle("over", hit >= 0);
      if (hit !== this.hover) { this.hover = hit; if (this.selected < 0) { this.restyle(); this.showDetails(hit); } }
    });
    stage.addEventListener("pointerup", event => {
      if (drag && !drag.moved) this.select(this.nodeAt(...place(event)));
      drag = null;
      this.stage.classList.remove("dragging");
    });
    stage.addEventListener("pointerleave", () => { if (this.hover >= 0 && this.selected < 0) { this.hover = -1; this.restyle(); } });
    stage.addEventListener("wheel", event => { event.preventDefault(); this.zoomAt(Math.exp(-event.deltaY * 0.0015), ...place(event)); }, { passive: false });
    stage.addEventListener("dblclick", event => { const hit = this.nodeAt(...place(event)); if (hit >= 0) openNote(hit); });
    stage.addEventListener("keydown", event => {
      const step = 60 / this.view.scale, moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
      if (moves[event.key]) { this.view.x += moves[event.key][0]; this.view.y += moves[event.key][1]; this.touched = this.wanted = true; event.preventDefault(); }
      else if (event.key === "+" || event.key === "=") this.zoomAt(1.3, this.width / 2, this.height / 2);
      else if (event.key === "-") this.zoomAt(1 / 1.3, this.width / 2, this.height / 2);
      else if (event.key === "0") this.fit();
      else if (event.key === "Escape") this.select(-1);
    });
    byId("zoom-in").addEventListener("click", () => this.zoomAt(1.4, this.width / 2, this.height / 2));
    byId("zoom-out").addEventListener("click", () => this.zoomAt(1 / 1.4, this.width / 2, this.height / 2));
    byId("zoom-fit").addEventListener("click", () => this.fit());
    new ResizeObserver(() => { if (this.resize() && !this.touched && !this.settling) this.fit(); }).observe(this.stage);
  }
  select(i, center) {
    this.selected = i;
    if (i >= 0 && center) {
      this.fitAround(i);
      this.touched = true;
    }
    this.restyle();
    this.showDetails(i);
  }
  showDetails(i) {
    const box = byId("details");
    if (i < 0) { box.replaceChildren(make("p", { class: "muted" }, words.pick)); return; }
    const found = findingsOf(i), kind = NODES.kind[i];
    const parts = [make("h3", {}, NODES.title[i]), make("p", { class: "muted path" }, PATHS[i]),
      make("p", {}, kind === NOTE ? NODES.types[NODES.type[i]] || words.untyped : kind === MISSING ? words.missingKind : words[NODES.kinds[kind]] || NODES.kinds[kind]),
      make("p", {}, make("a", { class: "button", href: `#note=${encodeURIComponent(PATHS[i])}` }, words.whole))];
    if (found.length) parts.push(make("h4", {}, `${words.findings} · ${number(found.length)}`), make("ul", { class: "found" }, ...found.slice(0, 8).map(findingItem)));
    for (const [heading, leaving] of [[words.linksTo, true], [words.linkedFrom, false]]) {
      const links = NEIGHBOURS[i].filter(([, edge, out]) => out === leaving && this.edgeShown(edge));
      if (!links.length) continue;
      parts.push(make("h4", {}, `${heading} · ${number(links.length)}`), make("ul", {}, ...links.slice(0, 60).map(([other, edge]) => make("li", {},
        make("button", { type: "button", class: "node", onclick: () => this.select(other, true) }, NODES.title[other]), make("span", { class: "reason" }, kindWord(edge))))));
    }
    box.replaceChildren(...parts);
  }
}
function rgb(color) { const value = parseInt(color.slice(1), 16); return [value >> 16, (value >> 8) & 255, value & 255]; }
function shorten(text, most) { const characters = [...text]; return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : text; }
function isDark() { return document.documentElement.dataset.theme === "dark"; }
