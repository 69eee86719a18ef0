// Making elements. Text only ever goes in as text.
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}
function byId(id) { return document.getElementById(id); }
function number(value) { return value.toLocaleString("en-US"); }
function obsidianUrl(path) {
  return `obsidian://open?vault=${encodeURIComponent(DATA.vault)}&file=${encodeURIComponent(path)}`;
}
function noteLink(path, text) { return make("a", { href: obsidianUrl(path), title: words.open }, text || path); }
const DATA = JSON.parse(byId("data").textContent);
const TREND = JSON.parse(byId("trend").textContent);
