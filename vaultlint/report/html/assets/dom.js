// Making elements. Text only ever goes in as text, and what could turn its direction or hide it is shown.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;
function visible(text) { return text.replace(HIDDEN, character => `⟨U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`); }
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : name === "title" ? visible(value) : value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined).map(child => typeof child === "string" ? visible(child) : child));
  return element;
}
function byId(id) { return document.getElementById(id); }
function number(value) { return value.toLocaleString("en-US"); }
function percent(share) { return `${share < 1 && share > 0.99 ? 99 : Math.round(100 * share)}%`; }
function obsidianUrl(path) { return `obsidian://open?vault=${encodeURIComponent(DATA.vault)}&file=${encodeURIComponent(path)}`; }
const DATA = JSON.parse(byId("data").textContent);
const TREND = JSON.parse(byId("trend").textContent);
