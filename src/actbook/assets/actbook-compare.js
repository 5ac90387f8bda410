// <act-compare> lays any functions of the site over each other, or draws what the others are less
// the first. The choice stands in the address: ?f=elu(alpha=2),gelu&less
import { at, functions, offer, slider } from "./actbook-controls.js"
import { Figure, farthest } from "./actbook-figure.js"
import { Difference } from "./actbook-formula.js"
import { DASHES, element, short, stroke } from "./actbook-panel.js"

const LETTERS = ["f", "g", "h", "p", "q", "r"]

/** The functions that an address names, each with the values that it gives. */
function read(text, all) {
  return [...text.matchAll(/([^,()]+)(?:\(([^)]*)\))?/g)].flatMap(([, key, values]) => {
    const program = all.find((each) => each.key === key.trim())
    if (!program) return []
    const given = Object.fromEntries(program.parameters.map((p) => [p.name, p.default]))
    for (const [, name, value] of (values ?? "").matchAll(/(\w+)=([^,;]+)/g)) {
      if (name in given && Number.isFinite(Number(value))) given[name] = Number(value)
    }
    return [{ program, given }]
  })
}

function written({ program, given }) {
  const moved = program.parameters.filter((p) => given[p.name] !== p.default)
  const values = moved.map((p) => `${p.name}=${given[p.name]}`).join(";")
  return program.key + (values && `(${values})`)
}

class Compare extends Figure {
  async connectedCallback() {
    if (this.data) return
    this.data = { argument: "x", span: [-5, 5] }
    const panels = element("div", { class: "actbook-panels" }, this)
    for (let n = 0; n < 2; n += 1) element("svg", { viewBox: "0 0 288 160" }, panels)
    this.all = await functions()
    this.prepare()
    this.classList.add("actbook-portrait")
    this.list = element("ul", { class: "actbook-chosen" })
    this.sliders.replaceWith(this.list)
    this.build()
    this.first = this.dataset.functions ?? ""
    this.load(new URLSearchParams(location.search))
    this.dataset.ready = ""
  }

  load(address) {
    this.difference = address.has("less")
    this.chosen = read(address.get("f") ?? this.first, this.all).slice(0, LETTERS.length)
    this.home()
    this.rows()
  }

  reset() {
    this.load(new URLSearchParams())
  }

  build() {
    const select = element("select", { "aria-label": "Add a function" }, this.tools)
    element("option", { value: "" }, select, "add …")
    offer(select, this.all)
    select.addEventListener("change", () => {
      this.chosen.push(...read(select.value, this.all))
      select.value = ""
      this.rows()
    })
    const less = this.button("less the first", () => {
      this.difference = !this.difference
      this.refit()
    })
    this.zooms()
    this.select = select
    this.lasting = [
      () => {
        select.disabled = this.chosen.length >= LETTERS.length
        less.disabled = this.chosen.length < 2
        less.setAttribute("aria-pressed", this.difference)
        const chosen = this.chosen.map(written).join(",")
        // What a table on the page keeps in the address stays.
        const rest = location.search.slice(1).split("&").filter((part) => !/^(f|less)?(=|$)/.test(part))
        const parts = [`f=${encodeURI(chosen)}`, ...(this.difference ? ["less"] : []), ...rest]
        const address = `?${parts.join("&")}`
        history.replaceState(null, "", address + location.hash)
      },
    ]
  }

  /** A row for each function: its line, its sliders, and a button that takes it away. */
  rows() {
    this.list.replaceChildren()
    this.controls = [...this.lasting]
    this.chosen.forEach((one, n) => {
      const row = element("li", {}, this.list)
      stroke(`series-${n + 1}`, DASHES[n], row)
      element("span", {}, row, `${LETTERS[n]}: ${one.program.title}`)
      for (const p of one.program.parameters) {
        const label = `${p.symbol} of ${one.program.title}`
        slider(this, one.program, p, () => one.given, row, label)
      }
      const remove = { type: "button", "aria-label": `Remove ${one.program.title}` }
      element("button", remove, row, "×").addEventListener("click", () => {
        this.chosen.splice(n, 1)
        this.rows()
        this.select.focus()
      })
    })
    this.refit()
  }

  layers() {
    this.difference &&= this.chosen.length > 1
    const layers = this.chosen.map(({ program, given }, n) => [
      ...[this.formula(program, given), `series-${n + 1}`],
      ...[(prime) => LETTERS[n] + prime, DASHES[n]],
    ])
    if (!this.difference) return layers.map((layer) => this.layer(...layer))
    const [[first], ...others] = layers
    return others.map(([formula, role, name, dash]) => {
      const both = (prime) => `${name(prime)} − f${prime}`
      return this.layer(new Difference(formula, first), role, both, dash)
    })
  }

  marks() {
    if (!this.difference) return []
    const both = (layer) => [1, -1].flatMap((way) => farthest(layer, this.span, way))
    return this.shown.flatMap((layer) => both(layer).map((mark) => ({ ...mark, layer })))
  }

  /** A slider makes room, and takes none. */
  limits(part, fitted) {
    this.kept ??= []
    const [low, high] = (this.kept[part] ??= fitted)
    return [Math.min(low, fitted[0]), Math.max(high, fitted[1])]
  }

  title(part) {
    const what = part ? "derivatives" : "functions"
    return this.difference ? `${what}, less the first` : what
  }

  described(panel, part) {
    const names = this.chosen.map(({ program, given }) => {
      const values = program.parameters.length ? ` at ${at(program, given)}` : ""
      return program.title + values
    })
    const which = part ? "The derivatives of " : ""
    const less = this.difference ? ", each less the first" : ""
    return `${which}${names.join(", ")}${less}, from x = ${this.span.map(short).join(" to ")}`
  }
}

customElements.define("act-compare", Compare)
for (const place of document.querySelectorAll(".actbook-compare")) {
  const made = document.createElement("act-compare")
  Object.assign(made.dataset, place.dataset)
  place.replaceChildren(made)
}
