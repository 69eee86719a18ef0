// A table that can be sorted and filtered; rows are drawn two hundred at a time. On a phone it is a list (style.css).
const PAGE = 200;
// `columns`: name, value(row), and show(row), number, rank(value) where they are needed. `choices`: positions of the
// columns that a list filters. The element has `filter({text, column: value})`.
function sortableTable(columns, rows, { sort = 0, down = false, choices = [], empty = words.none } = {}) {
  if (!rows.length) return make("div", { class: "card empty" }, empty);
  const state = { key: sort, down, text: "", chosen: {}, shown: PAGE };
  const body = make("tbody"), count = make("span", { class: "muted", role: "status" });
  const heads = columns.map((column, index) => make("th", { scope: "col" }, make("button", { type: "button", onclick: () => {
    state.down = state.key === index ? !state.down : Boolean(column.number);
    state.key = index;
    draw();
  } }, column.name)));
  const more = make("button", { type: "button", class: "plain more", onclick: () => { state.shown += PAGE * 5; draw(); } }, words.more);
  const input = make("input", { type: "search", placeholder: words.filter, "aria-label": words.filter, oninput: event => { state.text = event.target.value.toLowerCase(); again(); } });
  const lists = choices.map(index => {
    const column = columns[index], label = column.label || (value => value);
    return make("select", { "aria-label": column.name, "data-column": index, onchange: event => { state.chosen[index] = event.target.value; again(); } },
      make("option", { value: "" }, `${column.name}: ${words.all}`),
      ...tally(rows.map(column.value)).map(([value, times]) => make("option", { value }, `${label(value)} (${number(times)})`)));
  });
  let searchable = null;
  const again = () => { state.shown = PAGE; draw(); };
  const holds = row => {
    for (const [index, value] of Object.entries(state.chosen)) if (value && String(columns[index].value(row)) !== value) return false;
    return !state.text || searchable.get(row).includes(state.text);
  };
  function draw() {
    if (state.text) searchable = searchable || new Map(rows.map(row => [row, columns.map(column => String(column.value(row))).join("\n").toLowerCase()]));
    const column = columns[state.key], rank = column.rank || (value => value);
    const keyed = rows.filter(holds).map((row, position) => [rank(column.value(row)), row, position]);
    const order = keyed.length && typeof keyed[0][0] === "number" ? (a, b) => a - b : (a, b) => a < b ? -1 : a > b ? 1 : 0;
    keyed.sort((one, other) => (state.down ? order(other[0], one[0]) : order(one[0], other[0])) || one[2] - other[2]);
    heads.forEach((head, index) => head.setAttribute("aria-sort", index === state.key ? (state.down ? "descending" : "ascending") : "none"));
    body.replaceChildren(...keyed.slice(0, state.shown).map(([, row]) => make("tr", {}, ...columns.map(each => {
      const value = each.value(row);
      return make("td", { class: `${each.number ? "number" : ""} ${each.style || ""}`.trim() || null, "data-label": each.name }, each.show ? each.show(row) : each.number ? number(value) : String(value));
    }))));
    count.textContent = words.rows(keyed.length);
    more.hidden = keyed.length <= state.shown;
  }
  const box = make("div", { class: "card" }, make("div", { class: "tablebar" }, input, ...lists, count),
    make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": words.table }, make("table", { class: "list" }, make("thead", {}, make("tr", {}, ...heads)), body)), more);
  box.filter = ({ text = "", chosen = {} }) => {
    state.text = text.toLowerCase();
    input.value = text;
    state.chosen = { ...chosen };
    for (const list of lists) list.value = chosen[list.dataset.column] ?? "";
    again();
  };
  draw();
  return box;
}
