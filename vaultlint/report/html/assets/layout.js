// Where the nodes of a graph lie: springs along the links, repulsion by cells of a grid, a fixed number of steps.
// The same input gives the same picture. Nothing outside is used, so that a worker can run it.
class Layout {
  // `weights` pull; `groups` are small numbers: nodes of one group start side by side.
  constructor(count, sources, targets, weights, groups) {
    this.count = count; this.sources = sources; this.targets = targets; this.weights = weights;
    this.x = new Float64Array(count); this.y = new Float64Array(count);
    this.dx = new Float64Array(count); this.dy = new Float64Array(count);
    this.degree = new Float64Array(count);
    for (let e = 0; e < sources.length; e++) { this.degree[sources[e]]++; this.degree[targets[e]]++; }
    this.total = 120;
    this.push = 16;
    // Gravity grows with the distance and holds a node without links within the reach of the picture.
    const mass = count + 2 * sources.length, reach = 55 * Math.sqrt(count) + 60;
    this.gravity = (this.push * mass) / (reach * reach);
    this.step = 0;
    this.seed(groups);
  }
  seed(groups) {
    const golden = Math.PI * (3 - Math.sqrt(5)), order = Array.from({ length: this.count }, (_, i) => i);
    order.sort((a, b) => (this.degree[b] > 8) - (this.degree[a] > 8) || groups[a] - groups[b] || a - b);
    order.forEach((i, position) => {
      const r = 14 * Math.sqrt(position + 0.5), angle = position * golden;
      this.x[i] = r * Math.cos(angle); this.y[i] = r * Math.sin(angle);
    });
  }
  advance() {
    const { count, x, y, dx, dy, degree } = this, heat = 1 - this.step / this.total;
    let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
    for (let i = 0; i < count; i++) {
      if (x[i] < left) left = x[i]; if (x[i] > right) right = x[i];
      if (y[i] < top) top = y[i]; if (y[i] > bottom) bottom = y[i];
    }
    const cells = 20, size = Math.max(right - left, bottom - top, 1) / cells + 1e-9, all = cells * cells;
    const mass = new Float64Array(all), mx = new Float64Array(all), my = new Float64Array(all), first = new Int32Array(all).fill(-1), next = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      const cell = Math.min(cells - 1, (x[i] - left) / size | 0) + cells * Math.min(cells - 1, (y[i] - top) / size | 0), weight = 1 + degree[i];
      mass[cell] += weight; mx[cell] += x[i] * weight; my[cell] += y[i] * weight;
      next[i] = first[cell]; first[cell] = i;
    }
    const fullX = new Float64Array(all), fullY = new Float64Array(all), fullMass = new Float64Array(all), column = new Int32Array(all), line = new Int32Array(all);
    let full = 0;
    for (let c = 0; c < all; c++) if (mass[c]) {
      mx[c] /= mass[c]; my[c] /= mass[c];
      fullX[full] = mx[c]; fullY[full] = my[c]; fullMass[full] = mass[c]; column[full] = c % cells; line[full] = c / cells | 0;
      full++;
    }
    const push = this.push, gravity = this.gravity;
    for (let i = 0; i < count; i++) {
      const cx = Math.min(cells - 1, (x[i] - left) / size | 0), cy = Math.min(cells - 1, (y[i] - top) / size | 0), weight = push * (1 + degree[i]);
      let fx = 0, fy = 0;
      const xi = x[i], yi = y[i];
      for (let k = 0; k < full; k++) {
        const across = column[k] - cx, down = line[k] - cy;
        if (across <= 1 && across >= -1 && down <= 1 && down >= -1) continue;
        const ax = xi - fullX[k], ay = yi - fullY[k], f = fullMass[k] / (ax * ax + ay * ay);
        fx += ax * f; fy += ay * f;
      }
      for (let ny = Math.max(0, cy - 1); ny <= Math.min(cells - 1, cy + 1); ny++) for (let nx = Math.max(0, cx - 1); nx <= Math.min(cells - 1, cx + 1); nx++) {
        const c = nx + ny * cells;
        let seen = 0;
        for (let j = first[c]; j >= 0 && seen < 40; j = next[j], seen++) {
          if (j === i) continue;
          const ax = x[i] - x[j] + (i - j) * 1e-6, ay = y[i] - y[j], f = (1 + degree[j]) / (ax * ax + ay * ay + 1);
          fx += ax * f; fy += ay * f;
        }
        if (seen === 40) { // a crowded cell: the rest of it counts as one
          const ax = x[i] - mx[c], ay = y[i] - my[c], f = mass[c] * 0.6 / (ax * ax + ay * ay + size * size * 0.1);
          fx += ax * f; fy += ay * f;
        }
      }
      const pull = gravity * (1 + degree[i]);
      dx[i] = fx * weight - x[i] * pull; dy[i] = fy * weight - y[i] * pull;
    }
    for (let e = 0; e < this.sources.length; e++) {
      const a = this.sources[e], b = this.targets[e], f = this.weights[e] * 0.9;
      const ax = (x[b] - x[a]) * f, ay = (y[b] - y[a]) * f;
      dx[a] += ax; dy[a] += ay; dx[b] -= ax; dy[b] -= ay;
    }
    const limit = 4 + 90 * heat * heat;
    for (let i = 0; i < count; i++) {
      const weight = 1 + degree[i], length = Math.hypot(dx[i], dy[i]) / weight + 1e-9, move = Math.min(limit, length * 0.35) / length / weight;
      x[i] += dx[i] * move; y[i] += dy[i] * move;
    }
    this.step++;
  }
  get done() { return this.step >= this.total; }
  get places() {
    const places = new Float32Array(this.count * 2);
    for (let i = 0; i < this.count; i++) { places[i * 2] = this.x[i]; places[i * 2 + 1] = this.y[i]; }
    return places;
  }
}
// Calls `ready` with the places, from a worker; where there is none, from slices of 20 ms.
function arrange(count, sources, targets, weights, groups, ready) {
  const work = `${Layout}\nonmessage = event => { const layout = new Layout(...event.data); while (!layout.done) layout.advance(); postMessage(layout.places); };`;
  const slowly = () => {
    const layout = new Layout(count, sources, targets, weights, groups);
    const slice = () => {
      for (const end = performance.now() + 20; !layout.done && performance.now() < end;) layout.advance();
      if (layout.done) ready(layout.places); else setTimeout(slice, 0);
    };
    slice();
  };
  try {
    const address = URL.createObjectURL(new Blob([work], { type: "text/javascript" })), worker = new Worker(address);
    worker.onmessage = event => { ready(event.data); worker.terminate(); URL.revokeObjectURL(address); };
    worker.onerror = event => { event.preventDefault(); worker.terminate(); slowly(); };
    worker.postMessage([count, sources, targets, weights, groups]);
  } catch { slowly(); }
}
