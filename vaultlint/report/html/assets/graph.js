// The interactive graph: layout, camera, filters, labels, selection.
const PALETTE = ["#7c5cff", "#17a2b8", "#f2994a", "#2fb380", "#e0559a", "#3b82f6", "#b0883b", "#8e44ad", "#5f9e2f", "#d9534f"];
const MISSING_COLOR = "#e5484d", ATTACHMENT_COLOR = "#9aa0b4", ORPHAN_COLOR = "#f5a623";

class Graph {
  constructor() {
    const { nodes, edges } = DATA;
    this.nodes = nodes;
    this.edges = edges;
    this.count = nodes.path.length;
    this.places = new Float32Array(this.count * 2);
    for (let i = 0; i < this.count; i++) { this.places[i * 2] = nodes.x[i]; this.places[i * 2 + 1] = nodes.y[i]; }
    this.typeOff = new Set();
    this.kindOff = new Set();
    this.reasonOff = new Set();
    this.marks = { missing: true, orphans: false };
    this.neighbours = Array.from({ length: this.count }, () => []);
    edges.source.forEach((source, edge) => {
      this.neighbours[source].push([edges.target[edge], edge, true]);
      this.neighbours[edges.target[edge]].push([source, edge, false]);
    });
    this.radius = Float32Array.from(nodes.in, (value, i) => 3.6 + Math.min(17, 1.15 * Math.sqrt(value)) + (nodes.kind[i] === "missing" ? 2 : 0));
    this.byRank = Array.from({ length: this.count }, (_, i) => i).sort((a, b) => this.radius[b] - this.radius[a] || a - b);
    this.hover = this.selected = -1;
    this.stage = byId("stage");
    this.labels = byId("labels");
    this.painter = painterFor(byId("picture"));
    this.view = { x: 0, y: 0, scale: 1, ratio: 1, pointZoom: 1 };
    this.scene = { places: this.places, sizes: new Float32Array(this.count), tints: new Uint8Array(this.count * 4), moved: true, restyled: true };
    this.listen();
    this.prepareLayout();
  }

  // Layout: a fixed number of steps from fixed positions, so that the picture is the same each time.
  prepareLayout() {
    const PPN = 10, PPE = 3;
    this.matrix = new Float32Array(this.count * PPN);
    const pairs = new Map();
    this.edges.source.forEach((source, edge) => {
      const key = Math.min(source, this.edges.target[edge]) * this.count + Math.max(source, this.edges.target[edge]);
      const weight = this.edges.kind[edge] === 0 ? 2.5 : 1;
      pairs.set(key, Math.max(weight, pairs.get(key) || 0));
    });
    this.springs = new Float32Array(pairs.size * PPE);
    const degree = new Float32Array(this.count);
    let spring = 0;
    for (const [key, weight] of pairs) {
      const one = Math.floor(key / this.count), other = key % this.count;
      degree[one] += 1; degree[other] += 1;
      this.springs.set([one * PPN, other * PPN, weight], spring);
      spring += PPE;
    }
    for (let i = 0; i < this.count; i++) this.matrix.set([this.places[i * 2], this.places[i * 2 + 1], 0, 0, 0, 0, 1 + degree[i], 1, 1, 0], i * PPN);
    this.stepsLeft = this.count > 4000 ? 110 : this.count > 1000 ? 240 : 400;
    this.forces = { linLogMode: false, outboundAttractionDistribution: true, adjustSizes: false, edgeWeightInfluence: 1, scalingRatio: 14,
      strongGravityMode: false, gravity: 1.2, slowDown: 1 + Math.log(this.count + 1), barnesHutOptimize: this.count > 800, barnesHutTheta: 0.7 };
  }
  settle() {
    if (!this.stepsLeft || this.paused) return;
    const end = performance.now() + 120; // drawing costs more than a step, so several steps are taken for each frame
    do { forceAtlas2Step(this.forces, this.matrix, this.springs); this.stepsLeft--; } while (this.stepsLeft && performance.now() < end);
    for (let i = 0; i < this.count; i++) { this.places[i * 2] = this.matrix[i * 10]; this.places[i * 2 + 1] = this.matrix[i * 10 + 1]; }
    this.scene.moved = true;
    if (!this.touched) this.fit();
    this.note();
    if (!this.stepsLeft) this.stage.dataset.layout = "done";
  }
  note() {
    const parts = [];
    if (this.stepsLeft) parts.push(words.settling);
    if (DATA.cut > 0) parts.push(words.cutNodes(DATA.cut));
    byId("graph-note").textContent = parts.join(" ");
  }

  // What is shown.
  isShown(i) {
    if (this.nodes.kind[i] === "missing") return this.marks.missing;
    if (this.nodes.kind[i] !== "note") return !this.typeOff.has("\u0000attachment");
    return !this.typeOff.has(this.nodes.type[i]);
  }
  edgeShown(edge) {
    const kind = DATA.kinds[this.edges.kind[edge]];
    if (this.kindOff.has(kind) || (kind === "relation" && this.reasonOff.has(this.edges.reason[edge]))) return false;
    return this.isShown(this.edges.source[edge]) && this.isShown(this.edges.target[edge]);
  }
  colorOf(i) {
    const kind = this.nodes.kind[i];
    if (kind === "missing") return MISSING_COLOR;
    if (kind === "attachment" || kind === "canvas" || kind === "base") return ATTACHMENT_COLOR;
    if (this.marks.orphans && !this.nodes.in[i]) return ORPHAN_COLOR;
    return typeColor(this.nodes.type[i]);
  }
  restyle() {
    const dark = isDark(), focus = this.selected >= 0 ? this.selected : this.hover;
    const near = new Set(focus >= 0 ? [focus] : []);
    if (focus >= 0) for (const [other, edge] of this.neighbours[focus]) if (this.edgeShown(edge)) near.add(other);
    const { sizes, tints } = this.scene;
    for (let i = 0; i < this.count; i++) {
      const faded = focus >= 0 && !near.has(i);
      const [r, g, b] = rgb(this.colorOf(i));
      sizes[i] = this.isShown(i) ? this.radius[i] * (this.marks.orphans && !this.nodes.in[i] && this.nodes.kind[i] === "note" ? 1.5 : 1) : 0;
      tints.set([r, g, b, faded ? 36 : 235], i * 4);
    }
    const shown = [];
    for (let edge = 0; edge < this.edges.source.length; edge++) if (this.edgeShown(edge)) shown.push(edge);
    this.shownEdges = shown;
    const strength = Math.max(dark ? 9 : 6, Math.min(70, 130000 / (shown.length + 2000)));
    this.scene.lineCount = shown.length;
    this.scene.lineTints = new Uint8Array(shown.length * 8);
    shown.forEach((edge, position) => {
      const lit = focus >= 0 && (this.edges.source[edge] === focus || this.edges.target[edge] === focus);
      const base = lit ? rgb(this.colorOf(this.edges.source[edge] === focus ? this.edges.target[edge] : this.edges.source[edge])) : dark ? [150, 160, 210] : [90, 100, 150];
      const alpha = lit ? Math.max(60, Math.min(220, 9000 / (near.size + 1))) : focus >= 0 ? strength * 0.25 : this.edges.kind[edge] === 0 ? Math.min(160, strength * 8) : strength;
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
      const a = this.edges.source[edge] * 2, b = this.edges.target[edge] * 2;
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
    const pick = axis => Array.from({ length: this.count }, (_, i) => i).filter(i => this.isShown(i)).map(i => this.places[i * 2 + axis]).sort((a, b) => a - b);
    const xs = pick(0), ys = pick(1);
    if (!xs.length) return;
    const at = (values, share) => values[Math.min(values.length - 1, Math.floor(values.length * share))];
    const [left, right, top, bottom] = [at(xs, 0.01), at(xs, 0.99), at(ys, 0.01), at(ys, 0.99)];
    this.view.x = (left + right) / 2;
    this.view.y = (top + bottom) / 2;
    this.zoomTo(Math.min((this.width * 0.88) / (right - left + 40), (this.height * 0.88) / (bottom - top + 40), 4));
  }
  fitAround(i) {
    const around = this.neighbours[i].filter(([, edge]) => this.edgeShown(edge)).map(([other]) => Math.max(
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
    for (let i = 0; i < this.count; i++) {
      if (!this.isShown(i)) continue;
      const [x, y] = this.toScreen(i), distance = Math.hypot(x - px, y - py) - (this.radius[i] * this.view.pointZoom) / 2;
      if (distance < 5 && distance < nearest) { nearest = distance; best = i; }
    }
    return best;
  }

  // Drawing.
  frame() {
    if (this.visible) {
      this.settle();
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
    const first = focus >= 0 ? [focus, ...this.neighbours[focus].filter(([, edge]) => this.edgeShown(edge)).map(([other]) => other)
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
      const text = shorten(this.nodes.title[i], 22), left = x + (this.radius[i] * this.view.pointZoom) / 2 + 3, width = context.measureText(text).width;
      const box = [left - 2, y - size * 0.62, left + width + 2, y + size * 0.62];
      if (i !== focus && taken.some(other => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
      taken.push(box);
      context.strokeStyle = halo;
      context.lineWidth = 3.5;
      context.strokeText(text, left, y);
      context.fillStyle = this.nodes.kind[i] === "missing" ? MISSING_COLOR : ink;
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
    const stage = this.stage, place = event => { const box = stage.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
    stage.addEventListener("pointerdown", event => {
      if (event.target.closest("#zoom")) return;
      drag = { from: place(event), x: this.view.x, y: this.view.y, moved: false };
      stage.setPointerCapture(event.pointerId);
    });
    stage.addEventListener("pointermove", event => {
      const [px, py] = place(event);
      if (drag) {
        const dx = px - drag.from[0], dy = py - drag.from[1];
        if (Math.hypot(dx, dy) > 3) { drag.moved = this.touched = true; stage.classList.add("dragging"); }
        if (drag.moved) { this.view.x = drag.x - dx / this.view.scale; this.view.y = drag.y - dy / this.view.scale; this.wanted = true; }
        return;
      }
      const hit = this.nodeAt(px, py);
      stage.classList.toggle("over", hit >= 0);
      if (hit !== this.hover) { this.hover = hit; if (this.selected < 0) { this.restyle(); this.showDetails(hit); } }
    });
    stage.addEventListener("pointerup", event => {
      if (drag && !drag.moved) this.select(this.nodeAt(...place(event)));
      drag = null;
      stage.classList.remove("dragging");
    });
    stage.addEventListener("pointerleave", () => { if (this.hover >= 0 && this.selected < 0) { this.hover = -1; this.restyle(); } });
    stage.addEventListener("wheel", event => { event.preventDefault(); this.zoomAt(Math.exp(-event.deltaY * 0.0015), ...place(event)); }, { passive: false });
    stage.addEventListener("dblclick", event => { const hit = this.nodeAt(...place(event)); if (hit >= 0 && this.nodes.kind[hit] === "note") location.href = obsidianUrl(this.nodes.path[hit]); });
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
    new ResizeObserver(() => { if (this.resize() && !this.touched) this.fit(); }).observe(stage);
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
    const { path, title, kind, type, findings } = this.nodes;
    const parts = [make("h3", {}, title[i]), make("p", { class: "muted" }, path[i])];
    parts.push(make("p", {}, kind[i] === "note" ? type[i] || words.untyped : words.kindOf[kind[i]]));
    if (kind[i] !== "missing") parts.push(make("a", { class: "open", href: obsidianUrl(path[i]) }, words.open));
    if (findings[i]) {
      const rows = DATA.findings.filter(row => row[0] === path[i]).slice(0, 40);
      parts.push(make("h4", {}, `${words.findings} · ${number(findings[i])}`), make("ul", {}, ...rows.map(row =>
        make("li", {}, make("span", { class: `severity ${row[3]}` }, words[row[3]]), ` ${row[4]} · ${words.line} ${row[1]}`, make("br"), row[5]))));
    }
    for (const [heading, outgoing] of [[words.linksTo, true], [words.linkedFrom, false]]) {
      const found = this.neighbours[i].filter(([, edge, out]) => out === outgoing && this.edgeShown(edge));
      if (!found.length) continue;
      parts.push(make("h4", {}, `${heading} · ${number(found.length)}`), make("ul", {}, ...found.slice(0, 60).map(([other, edge]) => make("li", {},
        make("button", { type: "button", class: "node", onclick: () => this.select(other, true) }, title[other]),
        make("span", { class: "reason" }, this.edges.reason[edge] || words[DATA.kinds[this.edges.kind[edge]]])))));
    }
    box.replaceChildren(...parts);
  }
}
const typeColors = new Map();
function typeColor(type) {
  if (!typeColors.size) DATA.summary.by_type.forEach(([name], index) => typeColors.set(name, PALETTE[index % PALETTE.length]));
  return typeColors.get(type) || PALETTE[0];
}
function rgb(color) { const value = parseInt(color.slice(1), 16); return [value >> 16, (value >> 8) & 255, value & 255]; }
function shorten(text, most) { const characters = [...text]; return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : text; }
function isDark() { return document.documentElement.dataset.theme === "dark"; }
