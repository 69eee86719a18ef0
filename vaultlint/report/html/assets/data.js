// Questions about the data: columns, and what belongs to one path.
const { nodes: NODES, edges: EDGES, findings: FOUND, paths: PATHS } = DATA;
const NODE_COUNT = NODES.title.length;
const SEVERITIES = ["", "info", "warning", "error"];
const NOTE = 0, ATTACHMENT = 1, MISSING = 2;
const rowOf = new Map(PATHS.map((path, row) => [path, row]));
const topFolder = path => path.includes("/") ? path.slice(0, path.indexOf("/")) : "/";
const range = count => Array.from({ length: count }, (_, index) => index);

// [other node, edge, whether the edge leaves this node] for each node.
const NEIGHBOURS = range(NODE_COUNT).map(() => []);
EDGES.source.forEach((source, edge) => {
  const target = EDGES.target[edge];
  if (source === target) return;
  NEIGHBOURS[source].push([target, edge, true]);
  NEIGHBOURS[target].push([source, edge, false]);
});
const countNeighbours = leaving => NEIGHBOURS.map(all => new Set(all.filter(each => each[2] === leaving).map(each => each[0])).size);
const LINKS_IN = countNeighbours(false), LINKS_OUT = countNeighbours(true);
const FINDINGS_OF = new Map();
FOUND.path.forEach((path, finding) => { if (FINDINGS_OF.has(path)) FINDINGS_OF.get(path).push(finding); else FINDINGS_OF.set(path, [finding]); });
const findingsOf = path => FINDINGS_OF.get(path) || [];
const isOrphan = node => NODES.kind[node] === NOTE && !LINKS_IN[node];
const titleOf = row => row < NODE_COUNT ? NODES.title[row] : PATHS[row];
const kindWord = edge => EDGES.reasons[EDGES.reason[edge]] || words[EDGES.kinds[EDGES.kind[edge]]] || EDGES.kinds[EDGES.kind[edge]];
function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || String(a[0]).localeCompare(String(b[0])));
}
