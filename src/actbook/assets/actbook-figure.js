// What all explorable figures do: draw layers in a panel of f and one of f′, read them, zoom.
import { Formula, sample } from "./actbook-formula.js"
import { Panel, element, join, number, roomy, short, within, worth } from "./actbook-panel.js"

const { abs, floor, log10, max, min } = Math
export const ROLES = ["f", "slope", "bend"]
export const PRIMES = ["", "′", "″"]
const THIN = "\u200a"

/** Where in a span a formula is farthest from 0, or in the `way` 1 or -1: by its points, then by
    thirds. Nothing where it is 0 all over. */
export function farthest({ formula, points }, span, way = 0) {
  const sized = (y) => (way ? way * y : abs(y))
  const size = (x) => sized(formula.at(x).y[0])
  const known = points.filter((p) => p.y && Number.isFinite(p.y[0]))
  const best = known.reduce((a, b) => (sized(b.y[0]) > sized(a.y[0]) ? b : a), known[0])
  if (!best || !(sized(best.y[0]) > 0)) return []
  const near = (span[1] - span[0]) / 320
  let [low, high] = [best.x - near, best.x + near].map((x) => within(x, span))
  for (let n = 0; n < 60; n += 1) {
    const third = (high - low) / 3
    if (size(low + third) < size(high - third)) low += third
    else high -= third
  }
  const x = size((low + high) / 2) >= sized(best.y[0]) ? (low + high) / 2 : best.x
  const y = formula.at(x).y[0]
  const label = `(${short(x)}, ${abs(y) < 1e-3 ? number(y, 9) : short(y)})`
  return [{ kind: y < 0 ? "minimum" : "maximum", x, y, label }]
}

// A figure has `data` with the first span and, if it is drawn, its limits. Who extends it gives its
// layers in the order in which they are drawn, what it marks, and its own controls.
export class Figure extends HTMLElement {
  /** Panels in the place of the pictures, and the line that reads below them. */
  prepare() {
    this.box = this.querySelector(".actbook-panels")
    this.panels = [...this.box.querySelectorAll("svg")].map((still) => new Panel(still))
    const reading = { class: "actbook-reading", role: "slider", tabindex: 0 }
    this.reading = element("div", { ...reading, "aria-label": this.data.argument })
    this.sliders = element("div", { class: "actbook-sliders" })
    const tools = { class: "actbook-tools", role: "group", "aria-label": "What the figure shows" }
    this.tools = element("div", tools)
    this.controls = []
    this.box.after(this.reading, this.sliders, this.tools)
    this.reading.addEventListener("keydown", (event) => this.key(event))
    for (const kind of ["pointermove", "pointerdown"]) {
      this.box.addEventListener(kind, (event) => this.point(event))
    }
  }

  /** The span and the cursor as they were at first. */
  home() {
    const [low, high] = (this.span = [...this.data.span])
    this.x = this.rounded(low + 0.65 * (high - low), this.unit(10))
  }

  formula(program, given) {
    const values = { ...Object.fromEntries(program.parameters.map((p) => [p.name, p.default])), ...given }
    return new Formula(program, program.steps[0], values)
  }

  /** A formula with its points. `role` is its colour, in both panels or by part. */
  layer(formula, role, name, dash = "", rest = {}) {
    return { formula, role, name, dash, ...sample(formula, this.span), ...rest }
  }

  role(layer, part) {
    return layer.role || ROLES[part]
  }

  /** Draw after a change of what is shown: the limits are found anew. */
  refit() {
    this.kept = null
    this.draw()
  }

  draw() {
    this.shown = this.layers()
    const marks = this.marks()
    this.panels.forEach((panel, part) => {
      const own = part ? [] : marks
      const limits = this.limits(part, roomy(this.extent(part, own), own))
      panel.axes(this.span, limits, this.title(part), this.described(panel, part))
      if (!part) this.lines(panel)
      for (const layer of this.shown) {
        if (part && layer.bend) panel.curve({ ...layer, dash: "1.5 2.5" }, 2, "bend")
        panel.curve(layer, part, this.role(layer, part) + (layer.quiet ? " actbook-wish" : ""))
      }
      for (const mark of own) panel.mark(mark, this.role(mark.layer, part))
      // A kink that is an extremum is marked as a kink.
      for (const layer of this.shown) {
        if (!layer.quiet) panel.ends(layer, part, this.role(layer, part))
      }
    })
    this.update()
    this.read()
  }

  /** Asymptotes, where there are any to draw. */
  lines() {}

  extent(part, marks) {
    const width = this.span[1] - this.span[0]
    const parts = this.shown.flatMap((layer) =>
      (part && layer.bend ? [1, 2] : [part]).map((which) =>
        worth(layer.points.filter((p) => p.y).map((p) => p.y[which]), width),
      ),
    )
    return parts.length ? join(...parts, ...marks.map((mark) => [mark.y, mark.y])) : [0, 1]
  }

  limits(part, fitted) {
    return fitted
  }

  /** f(x), f′(x): what stands over a panel, of a name for each part. */
  call(name) {
    return `${name.replace(/[′″]/g, `${THIN}$&`).replaceAll(" − ", `(${this.data.argument}) − `)}(${this.data.argument})`
  }

  // ---- Reading ----

  /** So many times the power of ten that about a pixel is wide. */
  unit(times = 1) {
    return times * 10 ** floor(log10((this.span[1] - this.span[0]) / 250))
  }

  rounded(x, unit = this.unit()) {
    return Number((Math.round(x / unit) * unit).toPrecision(12))
  }

  move(x) {
    this.x = within(x, this.span)
    this.read()
  }

  edges() {
    return this.shown.filter((layer) => !layer.quiet).flatMap((layer) => layer.edges)
  }

  /** What a layer is at the cursor; at a border that jumps, its values on both sides. */
  values(layer) {
    const edge = layer.edges.find((e) => abs(e.x - this.x) <= 1e-9 * max(1, abs(e.x)))
    const { y } = edge ? edge.at : layer.formula.at(this.x)
    return { edge, y: y.map((value, part) => (part && edge?.jumps[part] ? NaN : value)) }
  }

  read() {
    // How many digits tell apart what a picture of this height shows.
    const [bottom, top] = this.panels[0].limits
    const digits = max(1, 4 - floor(log10(top - bottom)))
    const x = `${this.data.argument} = ${number(this.x, max(0, -Math.round(log10(this.unit()))))}`
    const lines = [["x", x]]
    this.panels.forEach((panel) => panel.cursor(this.x))
    for (const layer of this.shown) {
      if (layer.quiet) continue
      const { edge, y } = this.values(layer)
      if (layer.tangent) this.panels[0].tangent(this.x, y)
      for (const part of layer.bend ? [0, 1, 2] : [0, 1]) {
        const role = part > 1 ? "bend" : this.role(layer, part)
        const sided = part && edge?.jumps[part] && !edge.jumps[0]
        const said = (sided ? [edge.left.y[part], edge.right.y[part]] : [y[part]]).map((value) =>
          number(value, digits),
        )
        lines.push([role, `${layer.name(PRIMES[part])} = ${said.join(" | ")}`])
        const panel = this.panels[min(part, 1)]
        panel.dot(this.x, y[part], role, false, panel.live)
      }
    }
    this.reading.replaceChildren()
    for (const [role, text] of lines) {
      element("span", { class: `actbook-${role}` }, this.reading, text)
    }
    const sides = "= $1 on the left, $2 on the right"
    const spoken = lines.map(([, text]) => text.replace(/= (\S+) \| (\S+)/, sides))
    const [valuemin, valuemax] = this.span
    const said = { valuemin, valuemax, valuenow: this.x, valuetext: spoken.join(", ") }
    for (const [key, value] of Object.entries(said)) this.reading.setAttribute(`aria-${key}`, value)
  }

  point(event) {
    const panel = this.panels.find((each) => each.svg.contains(event.target))
    if (!panel) return
    const x = panel.under(event.clientX)
    const edge = this.edges().find((each) => abs(each.x - x) < (this.span[1] - this.span[0]) / 80)
    this.move(edge ? edge.x : this.rounded(x))
  }

  key(event) {
    const step = this.unit(event.shiftKey ? 1 : 10)
    const by = (steps) => () => this.move(this.passing(steps * step))
    const press = {
      ...{ ArrowLeft: by(-1), ArrowDown: by(-1), ArrowRight: by(1), ArrowUp: by(1) },
      ...{ PageDown: by(-10), PageUp: by(10) },
      Home: () => this.move(this.span[0]),
      End: () => this.move(this.span[1]),
      ...{ "+": () => this.zoom(0.5), "-": () => this.zoom(2), 0: () => this.reset() },
    }[event.key]
    if (!press || event.ctrlKey || event.metaKey || event.altKey) return
    press()
    event.preventDefault()
  }

  /** The x that a key leads to: it stops at a border on its way. */
  passing(step) {
    const to = this.rounded(this.x + step)
    const [low, high] = [min(this.x, to), max(this.x, to)]
    const between = this.edges().map((e) => e.x).filter((x) => x > low && x < high)
    return between.length ? (step > 0 ? min : max)(...between) : to
  }

  // A span so many times as wide around the cursor, at most four times the first: far out, powers
  // of e are beyond doubles though their quotients are not.
  zoom(times) {
    const wide = this.data.span[1] - this.data.span[0]
    const width = within((this.span[1] - this.span[0]) * times, [wide / 1e4, 4 * wide])
    const part = (this.x - this.span[0]) / (this.span[1] - this.span[0])
    const start = this.x - part * width
    this.span = [start, start + width].map((end) => Number(end.toPrecision(10)))
    this.refit()
  }

  // ---- Controls ----

  button(text, press, label = text) {
    const made = element("button", { type: "button", "aria-label": label, title: label }, this.tools, text)
    made.addEventListener("click", press)
    return made
  }

  zooms() {
    this.button("+", () => this.zoom(0.5), "Zoom in")
    this.button("−", () => this.zoom(2), "Zoom out")
    this.button("↺", () => this.reset(), "Reset")
  }

  /** The controls say what is shown. */
  update() {
    for (const control of this.controls) control()
  }
}
