// <act-plot> makes the figure of f and f′ an instrument: it reads values, moves parameters, lays
// functions over each other and zooms. The figure that it holds stays for print.
import { at, functions, offer, slider } from "./actbook-controls.js"
import { Figure, farthest } from "./actbook-figure.js"
import { Difference } from "./actbook-formula.js"
import { DASHES, coordinates, element, join, short, stroke } from "./actbook-panel.js"

const OVER = "6 4"

class Plot extends Figure {
  connectedCallback() {
    if (this.data) return
    this.data = JSON.parse(this.dataset.plot)
    this.own = this.program = this.data.functions[0]
    this.prepare()
    this.build()
    this.lasting = this.controls
    const inputs = this.closest(".actbook-plate")?.querySelectorAll("input[data-form]") ?? []
    for (const input of inputs) {
      input.addEventListener("change", () => this.choose(input.dataset))
      // A choice that the browser has kept from before.
      if (input.checked) this.form = input.dataset
    }
    this.choose(this.form ?? {})
    this.dataset.ready = ""
  }

  /** What the page shows: its function, a form of it beside it, or the gap between the two. */
  choose({ form, gap }) {
    const found = this.data.functions.find((program) => program.key === form) ?? this.own
    const both = found !== this.own
    this.first = { other: both ? (gap === undefined ? this.own : found) : null, bend: false }
    this.first.difference = both && gap !== undefined
    this.program = this.first.difference ? this.own : found
    this.sliders.replaceChildren()
    this.controls = [...this.lasting]
    for (const p of this.program.parameters) {
      slider(this, this.program, p, () => this.given, this.sliders)
    }
    this.reset()
  }

  reset() {
    this.moved = this.first.other !== null
    this.given = Object.fromEntries(this.program.parameters.map((p) => [p.name, p.default]))
    Object.assign(this, this.first)
    this.home()
    this.refit()
    this.moved = true
  }

  show(changes) {
    Object.assign(this, changes)
    this.difference &&= this.other !== null
    this.refit()
  }

  layers() {
    const main = this.formula(this.program, this.given)
    const other = this.other && this.formula(this.other)
    const name = (prime) => `f${prime}`
    if (this.difference) {
      const both = (prime) => `f${prime} − g${prime}`
      return [this.layer(new Difference(main, other), "difference", both, "", { tangent: true })]
    }
    const wishes = other ? [] : this.data.wishes
    return [
      ...wishes.map((wish, n) =>
        this.layer(this.formula(this.program, wish), "", name, DASHES[n + 1], { quiet: true }),
      ),
      (this.main = this.layer(main, "", name, "", { tangent: true, bend: this.bend })),
      // On top: where the two agree, both are seen.
      ...(other ? [this.layer(other, "other", (prime) => `g${prime}`, OVER)] : []),
    ]
  }

  /** The stated extrema within the span at the given parameters, or the largest difference. */
  marks() {
    if (this.difference) {
      const [layer] = this.shown
      return farthest(layer, this.span).map((mark) => ({ ...mark, layer }))
    }
    const value = (step) => this.main.formula.step(step)
    return this.program.extrema
      .map(([kind, x, y]) => ({ kind, x: value(x), y: value(y), layer: this.main }))
      .filter(({ x }) => x > this.span[0] && x < this.span[1])
      .map((mark) => ({ ...mark, label: coordinates(mark.x, mark.y) }))
  }

  lines(panel) {
    if (!this.difference) panel.asymptotes(this.main.formula)
  }

  /** At first as it is drawn; a slider then makes room, and takes none. */
  limits(part, fitted) {
    this.kept ??= this.moved ? [] : [...this.data.limits]
    this.kept[part] ??= fitted
    const given = this.program.parameters.some((p) => this.given[p.name] !== p.default)
    return given ? join(fitted, this.kept[part]) : this.kept[part]
  }

  title(part) {
    const [name] = this.shown.filter((layer) => !layer.quiet)
    const both = part && this.bend && !this.difference ? `, ${this.call("f″")}` : ""
    return this.call(name.name(["", "′"][part])) + both
  }

  described(panel, part) {
    if (!this.moved) return panel.label
    const { parameters, title } = this.program
    const [low, high] = this.span.map(short)
    const which = ["", "The derivative of "][part] + title
    const against = this.other ? `, ${this.difference ? "less" : "with"} ${this.other.title}` : ""
    const given = parameters.length ? ` at ${at(this.program, this.given)}` : ""
    return `${which}${against}${given}, from ${this.data.argument} = ${low} to ${high}`
  }

  build() {
    const bend = this.button("f ″", () => this.show({ bend: !this.bend }), "f ″, second derivative")
    this.toggle(bend, () => this.bend)
    this.select()
    const press = () => this.show({ difference: !this.difference })
    const difference = this.button("f − g", press, "f − g, difference")
    this.toggle(difference, () => this.difference)
    this.zooms()
    this.controls.push(() => {
      bend.disabled = this.program.bend === null
      difference.hidden = !this.other
    })
    this.keys()
  }

  toggle(button, pressed) {
    this.controls.push(() => button.setAttribute("aria-pressed", pressed()))
  }

  /** What the main curve and the one over it are. */
  keys() {
    const key = element("div", { class: "actbook-key actbook-added" }, this)
    const name = element("span", {}, key)
    stroke("other", OVER, name)
    const text = element("span", {}, name)
    const [first] = this.data.wishes.length ? this.querySelectorAll(".actbook-key > span") : []
    // On paper the figure is as it was drawn.
    const now = first && element("span", { class: "actbook-now" }, first)
    if (first) {
      const drawn = element("span", { class: "actbook-drawn" })
      drawn.append(first.querySelector("svg").nextSibling)
      now.before(drawn)
    }
    this.controls.push(() => {
      key.hidden = !this.other || this.difference
      text.textContent = this.other ? `g: ${this.other.title}` : ""
      if (now) now.textContent = at(this.program, this.given)
      this.classList.toggle("actbook-lessened", this.difference)
    })
  }

  /** Another function to lay over; those of the site are fetched when one is first wanted. */
  select() {
    const select = element("select", { "aria-label": "Lay another function over" }, this.tools)
    element("option", { value: "" }, select, "compare …")
    let all = null
    const fill = async () => {
      if (all) return
      all = []
      all = (await functions()).filter((each) => each.key !== this.own.key)
      offer(select, all)
    }
    for (const kind of ["focus", "pointerenter"]) select.addEventListener(kind, fill)
    select.addEventListener("change", () => {
      this.show({ other: all.find((each) => each.key === select.value) ?? null })
    })
    this.controls.push(() => (select.value = all?.includes(this.other) ? this.other.key : ""))
  }
}

if (!customElements.get("act-plot")) customElements.define("act-plot", Plot)
// Where a page asks for it.
if (document.querySelector(".actbook-compare")) import("./actbook-compare.js")
