// A table that can be sorted and filtered; rows are drawn two hundred at a time.
const PAGE = 200;
function sortableTable(columns, rows, options) {
  const settings = options || {};
  const state = { key: settings.sort ?? 0, down: settings.down ?? false, text: "", choice: "", shown: PAGE };
  const body = make("tbody");
  const heads = columns.map((column, index) => make("th", { scope: "col" }, make("button", { type: "button", onclick: () => {
    state.down = state.key === index ? !state.down : Boolean(column.number);
    state.key = index;
    draw();
  } }, column.name)));
  const count = make("span", { class: "muted", role: "status" });
  const more = make("button", { type: "button", class: "plain more", onclick: () => { state.shown += PAGE * 5; draw(); } }, words.more);
  const input = make("input", { type: "search", placeholder: words.filter, "aria-label": words.filter, oninput: event => {
    state.text = event.target.value.toLowerCase();
    state.shown = PAGE;
    draw();
  } });
  const bar = make("div", { class: "tablebar" }, input, count);
  if (settings.choice !== undefined) {
    const values = [...new Set(rows.map(row => String(row[settings.choice])))].sort();
    const select = make("select", { "aria-label": columns[settings.choice].name, onchange: event => { state.choice = event.target.value; state.shown = PAGE; draw(); } },
      make("option", { value: "" }, `${columns[settings.choice].name}: ${words.all}`), ...values.map(value => make("option", { value }, value)));
    bar.insertBefore(select, count);
  }
  const searchable = rows.map(row => row.map(value => String(value)).join("\n").toLowerCase());
  function draw() {
    let chosen = rows.map((row, index) => index);
    if (state.text) chosen = chosen.filter(index => searchable[index].includes(state.text));
    if (state.choice) chosen = chosen.filter(index => String(rows[index][settings.choice]) === state.choice);
    const column = columns[state.key], rank = column.rank || (value => value);
    chosen.sort((one, other) => {
      const a = rank(rows[one][state.key]), b = rank(rows[other][state.key]);
      const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "zh");
      return (state.down ? -order : order) || one - other;
    });
    heads.forEach((head, index) => head.setAttribute("aria-sort", index === state.key ? (state.down ? "descending" : "ascending") : "none"));
    body.replaceChildren(...chosen.slice(0, state.shown).map(index => make("tr", {}, ...columns.map((each, position) => {
      const value = rows[index][position];
      return make("td", { class: each.number ? "number" : "" }, each.show ? each.show(value, rows[index]) : each.number ? number(value) : String(value));
    }))));
    count.textContent = settings.total > rows.length && !state.text && !state.choice ? words.cutRows(rows.length, settings.total) : words.rows(chosen.length);
    more.hidden = chosen.length <= state.shown;
  }
  draw();
  if (!rows.length) return make("div", { class: "card empty" }, settings.empty || words.none);
  return make("div", { class: "card" }, bar, make("div", { class: "scroll" }, make("table", { class: "list" }, make("thead", {}, make("tr", {}, ...heads)), body)), more);
}
