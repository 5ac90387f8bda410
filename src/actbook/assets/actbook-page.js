// What every page has of scripts of its own. Without it all can be read.
"use strict"

/** What the address names is seen, in browsers too that do not unfold it themselves. */
function unfold() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  const folded = named?.closest("details:not([open])")
  if (folded) {
    folded.open = true
    named.scrollIntoView()
  }
}

/** What is too wide for its place scrolls, and only what has the focus is scrolled by keyboard. */
function reach() {
  const scrolling = ".actbook-formula > math, .actbook-facts td, .actbook-plate dd > span"
  for (const one of document.querySelectorAll(scrolling)) {
    if (one.scrollWidth > one.clientWidth + 1) one.tabIndex = 0
    else one.removeAttribute("tabindex")
  }
}

/** Names that the theme leaves out: of its search, and of the buttons that it puts at code. */
function name() {
  document.querySelector(".md-search")?.setAttribute("aria-label", "Search")
  const found = new MutationObserver((changes) => {
    for (const { target } of changes) {
      target.querySelector(":scope > .md-code__nav")?.setAttribute("role", "presentation")
    }
  })
  for (const pre of document.querySelectorAll("pre")) found.observe(pre, { childList: true })
}

/** Loads a script of the site where the page has a table that it is for. */
function load(file, table) {
  if (!document.querySelector(table)) return
  const script = document.createElement("script")
  script.src = new URL(file, document.currentScript.src)
  document.head.append(script)
}

load("actbook-tables.js", "table.actbook-sortable")
load("actbook-porting.js", "table.actbook-porting")
window.addEventListener("hashchange", unfold)
window.addEventListener("resize", reach)
document.addEventListener("toggle", reach, true)
document.addEventListener("change", reach)
document.fonts.addEventListener("loadingdone", reach)
document.fonts.ready.then(reach)
name()
unfold()
