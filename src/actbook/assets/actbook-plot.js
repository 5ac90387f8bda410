// <act-plot> makes the figure of f and f′ an instrument: it reads values, moves parameters, lays
// functions over each other and zooms. The figure that it holds stays for print.
import { at, functions, offer, slider } from "./actbook-controls.js"
import { Figure, farthest, join } from "./actbook-figure.js"
import { Difference } from "./actbook-formula.js"
import { DASHES, coordinates, element, short, stroke } from "./actbook-panel.js"

const OVER = "6 4"

class Plot extends Figure {
  connectedCallback() {
    if (this.data) return
    this.data = JSON.parse(this.dataset.plot)
    this.program = this.data.functions[0]
    this.prepare()
    for (const p of this.program.parameters) {
      slider(this, this.program, p, () => this.given, this.sliders)
    }
    this.build()
    this.reset()
    this.dataset.ready = ""
  }

  reset() {
    this.moved = false
    this.given = Object.fromEntries(this.program.parameters.map((p) => [p.name, p.default]))
    Object.assign(this, { other: null, bend: false, difference: false })
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
    const [, ...own] = this.data.functions
    if (this.program.bend !== null) {
      const press = () => this.show({ bend: !this.bend })
      this.toggle(this.button("f ″", press, "f ″, second derivative"), () => this.bend)
    }
    for (const form of own.filter((program) => program.form)) {
      const press = () => this.show({ other: this.other === form ? null : form })
      this.toggle(this.button(form.form, press), () => this.other === form)
    }
    this.choose()
    const press = () => this.show({ difference: !this.difference })
    const difference = this.button("f − g", press, "f − g, difference")
    this.toggle(difference, () => this.difference)
    this.zooms()
    this.controls.push(() => (difference.disabled = !this.other))
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
  choose() {
    const select = element("select", { "aria-label": "Lay another function over" }, this.tools)
    element("option", { value: "" }, select, "compare …")
    let all = null
    const fill = async () => {
      if (all) return
      all = []
      all = (await functions()).filter((each) => each.key !== this.program.key && !this.isForm(each))
      offer(select, all)
    }
    for (const kind of ["focus", "pointerenter"]) select.addEventListener(kind, fill)
    select.addEventListener("change", () => {
      this.show({ other: all.find((each) => each.key === select.value) ?? null })
    })
    this.controls.push(() => (select.value = all?.includes(this.other) ? this.other.key : ""))
  }

  /** Whether there is a button for a function. */
  isForm({ key }) {
    return this.data.functions.some((program) => program.form && program.key === key)
  }
}

if (!customElements.get("act-plot")) customElements.define("act-plot", Plot)
// Where a page asks for it.
if (document.querySelector(".actbook-compare")) import("./actbook-compare.js")
