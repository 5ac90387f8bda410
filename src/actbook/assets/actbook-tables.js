// Sorts and filters every <table class="actbook-sortable">, and unfolds what the address names.
// Without it the tables can be read as they are.
"use strict"

/** What a cell is sorted by: its number, if it is one, else its words. */
function key(cell) {
  const words = cell.dataset.sort ?? cell.textContent.trim()
  const number = Number(words.replaceAll(",", ""))
  return words === "" || Number.isNaN(number) ? words.toLowerCase() : number
}

/** Numbers come before words, and what is empty last, whichever way is sorted. */
function compare(a, b, sign) {
  if (a === "" || b === "") return (a === "") - (b === "")
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1
  return sign * (typeof a === "number" ? a - b : a.localeCompare(b))
}

function sort(table, heading) {
  const sign = heading.ariaSort === "ascending" ? -1 : 1
  const column = heading.cellIndex
  const body = table.tBodies[0]
  const rows = [...body.rows].map((row) => [key(row.cells[column]), row])
  rows.sort(([a], [b]) => compare(a, b, sign))
  body.append(...rows.map(([, row]) => row))
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort")
  heading.setAttribute("aria-sort", sign === 1 ? "ascending" : "descending")
}

/** A button in each heading: it takes the focus, and says by itself that it can be pressed. */
function addButtons(table) {
  for (const heading of table.tHead.rows[0].cells) {
    const button = document.createElement("button")
    button.type = "button"
    button.append(...heading.childNodes)
    button.addEventListener("click", () => sort(table, heading))
    heading.append(button)
  }
}

/** A box for words, all of which a row must have to stay. */
function addFilter(table) {
  const rows = [...table.tBodies[0].rows]
  const texts = rows.map((row) => row.textContent.toLowerCase())
  const box = document.createElement("div")
  const label = document.createElement("label")
  const input = document.createElement("input")
  const count = document.createElement("output")
  box.className = "actbook-filter"
  input.type = "search"
  label.append("Filter ", input)
  box.append(label, count)
  const filter = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean)
    let shown = 0
    rows.forEach((row, at) => {
      row.hidden = !words.every((word) => texts[at].includes(word))
      shown += !row.hidden
    })
    count.textContent = `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")} rows`
  }
  input.addEventListener("input", filter)
  filter()
  table.parentElement.before(box)
  return () => {
    input.value = ""
    filter()
  }
}

/** The row that the address names is shown, whatever the filter says. */
function reveal(table, clear) {
  const row = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (row && row.hidden && table.contains(row)) {
    clear()
    row.scrollIntoView()
  }
}

for (const table of document.querySelectorAll("table.actbook-sortable")) {
  addButtons(table)
  const clear = addFilter(table)
  window.addEventListener("hashchange", () => reveal(table, clear))
}

/** What the address names is seen, in browsers too that do not unfold it themselves. */
function unfold() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  const folded = named?.closest("details:not([open])")
  if (folded) {
    folded.open = true
    named.scrollIntoView()
  }
}

window.addEventListener("hashchange", unfold)
unfold()
