// Compares the functions of two libraries that the table of `table.actbook-porting` has;
// `actbook-page.js` loads it where one is. The choice stands in the address: ?from=JAX&to=PyTorch
"use strict"

function put(name, attributes, parent, text = "") {
  const found = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) found.setAttribute(key, value)
  if (text) found.textContent = text
  parent.append(found)
  return found
}

const round = (number) => String(Number(number.toPrecision(6))).replace("-", "−")

/** What another function gives otherwise, each difference with what shows it; last and apart what
    becomes of integers, which models do not give. */
function changes(one, other) {
  const values = new Map(other.values)
  let worst = null
  for (const [x, value] of one.values) {
    if (!values.has(x)) continue
    const apart = Math.abs(value - values.get(x)) / Math.max(1, Math.abs(value))
    if (apart > 1e-6 && !(worst?.apart >= apart)) worst = { apart, x, value, now: values.get(x) }
  }
  const found = []
  if (worst) {
    const at = other.vector ? ` at the entry ${round(worst.x)}` : `(${round(worst.x)})`
    found.push(`${one.called}${at} is ${round(worst.value)}, ${other.called}${at} is ${round(worst.now)}`)
  }
  if (!other.values.length || !one.values.length) found.push("one of them needs more than x")
  for (const [at, slope] of Object.entries(one.slopes)) {
    const now = other.slopes[at]
    if (now !== undefined && now !== slope) found.push(`slope at ${at}: ${slope}, then ${now}`)
  }
  const whole = []
  for (const [given, result] of Object.entries(one.formats)) {
    const now = other.formats[given]
    const kept = given.startsWith("int") ? whole : found
    if (now !== undefined && now !== result) kept.push(`${given} ${becomes(result)}, then ${now}`)
  }
  return [found, whole]
}

const becomes = (result) => (result.startsWith("raises") ? result : `gives ${result}`)

class Porting {
  constructor(table) {
    this.rows = [...table.tBodies[0].rows]
    const names = [...new Set(this.rows.map((row) => row.dataset.library))]
    const box = document.createElement("div")
    box.className = "actbook-filter"
    this.from = this.select("I move a model from", names, box)
    this.to = this.select("to", names, box)
    this.count = put("output", {}, box)
    this.result = document.createElement("div")
    const named = { class: "actbook-scroll", role: "region", "aria-label": "What changes", tabindex: "0" }
    for (const [key, value] of Object.entries(named)) this.result.setAttribute(key, value)
    this.result.hidden = true
    table.parentElement.before(box, this.result)
    const address = new URLSearchParams(location.search)
    this.from.value = address.get("from") ?? ""
    this.to.value = address.get("to") ?? ""
    this.show()
  }

  select(label, names, box) {
    const select = put("select", {}, put("label", {}, box, `${label} `))
    for (const name of ["", ...names]) put("option", { value: name }, select, name || "…")
    select.addEventListener("change", () => {
      this.show()
      this.write()
    })
    return select
  }

  /** The functions of a library, by the titles of their pages. */
  of(library) {
    const found = new Map()
    for (const row of this.rows) {
      if (row.dataset.library !== library) continue
      const cell = row.cells[0]
      const all = found.get(cell.textContent) ?? []
      found.set(cell.textContent, [...all, { cell, port: JSON.parse(row.dataset.port) }])
    }
    return found
  }

  show() {
    const [from, to] = [this.from.value, this.to.value]
    this.result.replaceChildren()
    this.count.textContent = ""
    this.result.hidden = !from || !to || from === to
    if (this.result.hidden) return
    const table = put("table", { class: "actbook-table actbook-changes" }, this.result)
    const head = put("tr", {}, put("thead", {}, table))
    for (const name of ["Function", "What changes", from, to]) put("th", { scope: "col" }, head, name)
    const body = put("tbody", {}, table)
    const others = this.of(to)
    let changed = 0
    for (const [title, ports] of this.of(from)) {
      for (const { cell, port } of ports) {
        const twins = others.get(title) ?? []
        for (const twin of twins.length ? twins : [null]) {
          changed += this.row(body, cell, port, twin?.port)
        }
      }
    }
    this.count.textContent = `${changed} of ${body.rows.length} rows change`
  }

  row(body, cell, port, twin) {
    const row = put("tr", {}, body)
    put("td", {}, row).append(...[...cell.childNodes].map((node) => node.cloneNode(true)))
    const [said, whole] = twin ? changes(port, twin) : [["it has no such function"], []]
    const told = put("td", {}, row)
    for (const one of [port, twin]) put("code", {}, put("td", {}, row), one ? one.called : "–")
    if (!said.length) put("div", {}, told, `nothing, at ${port.values.length} values`)
    for (const one of said) put("div", {}, told, one)
    for (const one of whole) put("div", { class: "actbook-at" }, told, one)
    return Number(said.length > 0)
  }

  write() {
    const own = { from: this.from.value, to: this.to.value }
    const parts = Object.entries(own).filter(([, value]) => value)
    const address = parts.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&")
    history.replaceState(null, "", (address ? `?${address}` : location.pathname) + location.hash)
  }
}

for (const table of document.querySelectorAll("table.actbook-porting")) new Porting(table)
