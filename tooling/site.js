// What the theme makes while a page opens, and leaves out of the reach of keyboards and screen readers.
const mend = () => {
  for (const table of document.querySelectorAll(".md-typeset__scrollwrap:not([tabindex])")) table.tabIndex = 0
  for (const buttons of document.querySelectorAll("nav.md-code__nav:not([role])")) buttons.setAttribute("role", "presentation")
}
new MutationObserver(mend).observe(document.documentElement, { childList: true, subtree: true })
mend()
