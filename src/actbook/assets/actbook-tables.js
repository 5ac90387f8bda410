// Sorts and filters every <table class="actbook-sortable">; `actbook-page.js` loads it where one is.
// Rows with a family and properties are chosen by them too, and then so are the columns; what is
// chosen stands in the address.
"use strict"

/** What a cell is sorted by: its number, if it is one, else its words. */
function key(cell) {
  const words = cell.dataset.sort ?? cell.textContent.trim()
  const number = Number(words.replaceAll(",", "").replace(/^(-?)inf$/, "$1Infinity"))
  return words === "" || Number.isNaN(number) ? words.toLowerCase() : number
}

/** Numbers come before words, and what is empty last, whichever way is sorted. */
function compare(a, b, sign) {
  if (a === "" || b === "") return (a === "") - (b === "")
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1
  if (a === b) return 0
  return sign * (typeof a === "number" ? a - b : a.localeCompare(b))
}

function sort(table, column, sign) {
  const body = table.tBodies[0]
  const rows = [...body.rows].map((row) => [key(row.cells[column]), row])
  rows.sort(([a], [b]) => compare(a, b, sign))
  body.append(...rows.map(([, row]) => row))
  const headings = table.tHead.rows[0].cells
  for (const heading of headings) heading.removeAttribute("aria-sort")
  headings[column].setAttribute("aria-sort", sign === 1 ? "ascending" : "descending")
}

function made(name, attributes, parent, text = "") {
  const found = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) found.setAttribute(key, value)
  if (text) found.textContent = text
  parent.append(found)
  return found
}

/** A button in each heading: it takes the focus, and says by itself that it can be pressed. */
function addButtons(table, done) {
  for (const heading of table.tHead.rows[0].cells) {
    const words = [...heading.childNodes]
    const button = made("button", { type: "button" }, heading)
    button.append(...words)
    button.addEventListener("click", () => {
      sort(table, heading.cellIndex, heading.ariaSort === "ascending" ? -1 : 1)
      done()
    })
  }
}

/** What readers choose: words, all of which a row must have, and of rows that have them a family,
    properties and columns. `box` shows it, `apply` does it. */
class Choice {
  constructor(table) {
    this.table = table
    this.rows = [...table.tBodies[0].rows]
    this.texts = this.rows.map((row) => row.textContent.toLowerCase())
    this.rich = this.rows.some((row) => row.dataset.family)
    this.box = document.createElement("div")
    this.box.className = "actbook-filter"
    const label = made("label", {}, this.box, "Filter ")
    this.words = made("input", { type: "search" }, label)
    this.words.addEventListener("input", () => this.apply())
    this.flags = []
    this.columns = []
    if (this.rich) this.build()
    this.count = made("output", {}, this.box)
  }

  build() {
    const families = [...new Set(this.rows.map((row) => row.dataset.family))]
    this.family = made("select", { "aria-label": "Family" }, this.box)
    made("option", { value: "" }, this.family, "all families")
    for (const each of families) made("option", { value: each }, this.family, each)
    this.family.addEventListener("change", () => this.apply())
    const all = this.rows.flatMap((row) => (row.dataset.has ? row.dataset.has.split("|") : []))
    const group = made("div", { role: "group", "aria-label": "Properties" }, this.box)
    this.flags = [...new Set(all)].map((name) => this.flag(name, group, false))
    const folded = made("details", { class: "actbook-columns" }, this.box)
    made("summary", {}, folded, "Columns")
    const headings = [...this.table.tHead.rows[0].cells].slice(1)
    this.columns = headings.map((cell) => this.flag(cell.textContent.trim(), folded, true))
    this.table.classList.add("actbook-cards")
    const names = [...this.table.tHead.rows[0].cells].map((cell) => cell.textContent.trim())
    for (const row of this.rows) {
      for (const cell of row.cells) cell.dataset.label = names[cell.cellIndex]
    }
  }

  flag(name, parent, pressed) {
    const button = made("button", { type: "button", "aria-pressed": pressed }, parent, name)
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", button.ariaPressed !== "true")
      this.apply()
    })
    return button
  }

  chosen(buttons, pressed = "true") {
    return buttons.filter((one) => one.ariaPressed === pressed).map((one) => one.textContent)
  }

  apply() {
    const words = this.words.value.toLowerCase().split(/\s+/).filter(Boolean)
    const wanted = this.chosen(this.flags)
    let shown = 0
    this.rows.forEach((row, at) => {
      const has = (row.dataset.has ?? "").split("|")
      const fits = !this.family?.value || row.dataset.family === this.family.value
      row.hidden = !(
        fits && wanted.every((one) => has.includes(one)) && words.every((word) => this.texts[at].includes(word))
      )
      shown += !row.hidden
    })
    for (const row of this.rich ? this.table.rows : []) {
      this.columns.forEach((button, at) => (row.cells[at + 1].hidden = button.ariaPressed !== "true"))
    }
    const numbers = [shown, this.rows.length].map((number) => number.toLocaleString("en"))
    this.count.textContent = `${numbers.join(" of ")} rows`
    this.write()
  }

  // ---- The address: what others keep there stays ----

  read() {
    const address = new URLSearchParams(location.search)
    const given = (name) => (address.get(name) ?? "").split("|").filter(Boolean)
    this.words.value = address.get("words") ?? ""
    this.family.value = address.get("family") ?? ""
    if (this.family.selectedIndex < 0) this.family.value = ""
    const [has, hide] = [given("has"), given("hide")]
    for (const one of this.flags) one.setAttribute("aria-pressed", has.includes(one.textContent))
    for (const one of this.columns) one.setAttribute("aria-pressed", !hide.includes(one.textContent))
    const [column, way] = given("sort")
    if (this.table.tHead.rows[0].cells[column]) sort(this.table, Number(column), way === "down" ? -1 : 1)
  }

  write() {
    if (!this.rich) return
    const sorted = this.table.tHead.querySelector("[aria-sort]")
    const way = sorted?.ariaSort === "descending" ? "|down" : ""
    const own = {
      words: this.words.value,
      family: this.family.value,
      has: this.chosen(this.flags).join("|"),
      hide: this.chosen(this.columns, "false").join("|"),
      sort: sorted ? `${sorted.cellIndex}${way}` : "",
    }
    const others = location.search.slice(1).split("&").filter((part) => part && !(part.split("=")[0] in own))
    const mine = Object.entries(own).filter(([, value]) => value)
    const parts = [...others, ...mine.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)]
    const address = parts.length ? `?${parts.join("&")}` : location.pathname
    history.replaceState(null, "", address + location.hash)
  }

  clear() {
    this.words.value = ""
    this.apply()
  }
}

/** The row that the address names is shown, whatever the filter says. */
function reveal(table, choice) {
  const row = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (row && row.hidden && table.contains(row)) {
    choice.clear()
    row.scrollIntoView()
  }
}

for (const table of document.querySelectorAll("table.actbook-sortable")) {
  const choice = new Choice(table)
  addButtons(table, () => choice.write())
  table.parentElement.before(choice.box)
  if (choice.rich) choice.read()
  choice.apply()
  window.addEventListener("hashchange", () => reveal(table, choice))
}
