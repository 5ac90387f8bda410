// <act-plot> makes the figure of f and f′ an instrument: it reads values, moves parameters, lays
// functions over each other and zooms. The figure that it holds stays for print.
import { Difference, Formula, sample } from "./actbook-formula.js"

const { abs, floor, hypot, log10, max, min, sign } = Math
/** The frame of a panel in its picture, as `drawing/figures.py` sets it. */
const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [288, 209, 30.24, 282.24, 20.9, 188.1]
const ROLES = ["f", "slope", "bend"]
const PRIMES = ["", "′", "″"]
/** As in `drawing/panel.py`. */
const DASHES = ["", "7 2", "6 2 1.5 2", "1.5 1.5", "10 3", "9 2 1.5 2 1.5 2"]
let plots = 0

function element(name, attributes, parent, text = "") {
  const svg = name === "svg" || parent instanceof SVGElement
  const space = svg ? "http://www.w3.org/2000/svg" : "http://www.w3.org/1999/xhtml"
  const made = document.createElementNS(space, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  if (text) made.textContent = text
  parent?.append(made)
  return made
}

const SUPERSCRIPTS = { "-": "⁻", ...Object.fromEntries([..."⁰¹²³⁴⁵⁶⁷⁸⁹"].entries()) }
const power = (exponent) => `10${[...String(exponent)].map((c) => SUPERSCRIPTS[c]).join("")}`

/** A number as books print it, with so many digits after the point. */
function number(value, digits) {
  if (!Number.isFinite(value)) return "none"
  let text = value.toFixed(max(0, min(digits, 15)))
  if (digits > 6 && value) {
    const exponent = floor(log10(abs(value)))
    text = exponent < -3 ? `${(value / 10 ** exponent).toFixed(3)} · ${power(exponent)}` : text
  }
  return text.replace(/^-(?=[0.]*$)/, "").replace("-", "−")
}

const short = (value) => String(Number(value.toPrecision(4))).replace("-", "−")
/** A pair of numbers, which have as many decimals as the one that needs more. */
function coordinates(...pair) {
  const digits = max(...pair.map((value) => (short(value).split(".")[1] ?? "").length))
  const one = (value) => short(value).includes(".") ? number(value, digits) : short(value)
  return `(${pair.map(one).join(", ")})`
}

/** How many digits tell apart what a picture of this height shows. */
const digitsOf = ([low, high]) => max(1, 4 - floor(log10(high - low)))
const within = (value, [low, high]) => min(high, max(low, value))

/** The part of the values worth showing: what is many times as high as wide hides the rest. */
function worth(values, width) {
  const y = values.filter(Number.isFinite).sort((a, b) => a - b)
  const [low, high] = [y[0] ?? 0, y.at(-1) ?? 1]
  if (high - low <= 2.5 * width) return [low, high]
  const middle = y[y.length >> 1]
  return [max(low, middle - 0.6 * width), min(high, middle + 0.6 * width)]
}

function join(...parts) {
  return [min(...parts.map((p) => p[0])), max(...parts.map((p) => p[1]))]
}

/** Limits with room around, below or above for the label of an extremum. */
function roomy([low, high], labels) {
  const room = high - low || 1
  const [below, above] = ["minimum", "maximum"].map((kind) => labels.some((m) => m.kind === kind))
  return [low - room * (below ? 0.2 : 0.06), high + room * (above ? 0.2 : 0.06)]
}

/** Round numbers between two ends, at most seven. */
function ticks([low, high], steps) {
  const raw = (high - low) / 6
  const unit = 10 ** floor(log10(raw))
  const step = steps.map((s) => s * unit).find((s) => s >= raw * 0.999) ?? 10 * unit
  const found = []
  for (let n = Math.ceil(low / step - 1e-9); n * step <= high + 1e-9 * step; n += 1) {
    found.push(n * step)
  }
  let digits = max(0, -floor(log10(step) + 1e-9))
  if (abs(step * 10 ** digits - Math.round(step * 10 ** digits)) > 1e-6) digits += 1
  return { found, digits }
}

/** One of the two pictures. Its `live` part follows the pointer, the rest is drawn anew. */
class Panel {
  constructor(still, id) {
    const looks = { class: "actbook-figure actbook-live", fill: "currentColor", role: "img", id }
    this.svg = element("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, ...looks })
    this.svg.style.cssText = still.style.cssText
    this.label = still.getAttribute("aria-label") ?? ""
    this.id = id
    still.classList.add("actbook-still")
    still.after(this.svg)
  }

  X(x) {
    return LEFT + ((x - this.span[0]) / (this.span[1] - this.span[0])) * (RIGHT - LEFT)
  }

  Y(y) {
    return BOTTOM - ((y - this.limits[0]) / (this.limits[1] - this.limits[0])) * (BOTTOM - TOP)
  }

  /** The path of one of f, f′, f″: it breaks where there is no value, and at a jump. */
  path(points, part) {
    const far = 2 * (this.limits[1] - this.limits[0])
    let [d, pen, last] = ["", "M", 0]
    for (const point of points) {
      const y = point.edge ? NaN : point.y[part]
      if (point.edge ? point.edge.jumps[part] : !Number.isFinite(y)) pen = "M"
      if (!Number.isFinite(y)) continue
      const at = this.Y(within(y, [this.limits[0] - far, this.limits[1] + far]))
      // At a pole the curve goes from one end to the other between two points.
      if (abs(at - last) > 2 * (BOTTOM - TOP)) pen = "M"
      d += `${pen}${this.X(point.x).toFixed(2)} ${at.toFixed(2)}`
      ;[pen, last] = ["L", at]
    }
    return d
  }

  draw(span, limits, title, description) {
    Object.assign(this, { span, limits })
    this.svg.setAttribute("aria-label", description)
    this.svg.replaceChildren()
    const clip = element("clipPath", { id: `${this.id}-clip` }, this.svg)
    const frame = { x: LEFT, y: TOP, width: RIGHT - LEFT, height: BOTTOM - TOP }
    element("rect", frame, clip)
    element("rect", { ...frame, class: "actbook-grid" }, this.svg)
    const size = max(abs(limits[0]), abs(limits[1]))
    const exponent = size < 0.01 || size >= 10000 ? floor(log10(size)) : 0
    const across = ticks(span, [1, 2, 5, 10])
    const up = ticks([limits[0] / 10 ** exponent, limits[1] / 10 ** exponent], [1, 2, 2.5, 5, 10])
    for (const x of across.found) {
      this.line(`M${this.X(x)} ${BOTTOM}V${TOP}`, x ? "grid" : "axis")
      this.text(this.X(x), 198.8, number(x, across.digits), "tick middle")
    }
    for (const y of up.found) {
      const at = this.Y(y * 10 ** exponent)
      this.line(`M${LEFT} ${at}H${RIGHT}`, y ? "grid" : "axis")
      this.text(LEFT - 3.5, at + 3.6, number(y, up.digits), "tick end")
    }
    const unit = exponent ? `  in ${power(exponent)}` : ""
    this.text(LEFT, 14.9, title + unit, "title")
    this.curves = element("g", { "clip-path": `url(#${this.id}-clip)` }, this.svg)
    this.live = element("g", { "aria-hidden": "true" }, this.svg)
    this.dots = element("g", {}, this.svg)
    this.taken = []
  }

  line(d, role, parent = this.svg) {
    return element("path", { d, class: `actbook-${role}` }, parent)
  }

  text(x, y, text, classes) {
    return element("text", { x, y, class: classes.replace(/\S+/g, "actbook-$&") }, this.svg, text)
  }

  curve(points, part, role, dash = "", parent = this.curves) {
    const drawn = this.line(this.path(points, part), `curve actbook-${role}`, parent)
    if (dash) drawn.setAttribute("stroke-dasharray", dash)
    // Where labels must not stand.
    for (const { x, y } of points) {
      if (y && Number.isFinite(y[part])) this.taken.push([this.X(x), this.Y(y[part])])
    }
  }

  dot(x, y, role, open, parent = this.dots) {
    if (!Number.isFinite(y) || within(y, this.limits) !== y || within(x, this.span) !== x) return
    const kind = `actbook-dot actbook-${role}${open ? " actbook-open" : ""}`
    const r = open ? 2.6 : parent === this.live ? 4 : 3
    element("circle", { cx: this.X(x), cy: this.Y(y), r, class: kind }, parent)
  }

  /** A label beside a point, in the first place that is free of curves. */
  tag(x, y, text, below) {
    const [px, py, wide] = [this.X(x), this.Y(y), text.length * 4.7]
    const ways = below ? [1, -1] : [-1, 1]
    const places = ways.flatMap((way) =>
      [0, 0.5, -0.5, 1, -1].flatMap((shift) =>
        [13, 20].map((off) => [px + shift * (wide + 8), py + (way > 0 ? off + 1 : 6 - off)]),
      ),
    )
    const free = ([cx, base]) =>
      cx - wide / 2 > LEFT + 2 && cx + wide / 2 < RIGHT - 2 && base - 8 > TOP && base < BOTTOM - 2 &&
      !this.taken.some(([a, b]) => abs(a - cx) < wide / 2 + 2 && b > base - 9 && b < base + 3)
    const [cx, base] = places.find(free) ?? places[0]
    const inside = within(cx, [LEFT + wide / 2 + 2, RIGHT - wide / 2 - 2])
    this.text(inside, base, text, "tag middle")
  }
}

class Plot extends HTMLElement {
  connectedCallback() {
    if (this.panels) return
    this.data = JSON.parse(this.dataset.plot)
    this.program = this.data.functions[0]
    plots += 1
    const stills = [...this.querySelectorAll(".actbook-panels > svg")]
    this.panels = stills.map((still, n) => new Panel(still, `actbook-plot-${plots}-${n}`))
    this.box = this.querySelector(".actbook-panels")
    this.build()
    this.reset()
    this.dataset.ready = ""
  }

  reset() {
    this.moved = false
    this.span = [...this.data.span]
    this.given = Object.fromEntries(this.program.parameters.map((p) => [p.name, p.default]))
    Object.assign(this, { other: null, bend: false, difference: false })
    this.x = this.rounded(this.span[0] + 0.65 * (this.span[1] - this.span[0]), this.unit(10))
    this.refit()
  }

  formula(program, given = {}) {
    const defaults = Object.fromEntries(program.parameters.map((p) => [p.name, p.default]))
    return new Formula(program, this.data.argument, { ...defaults, ...given })
  }

  /** Draw after a change of what is shown: the limits are found anew. */
  refit() {
    this.kept = null
    this.draw()
    this.moved = true
  }

  draw() {
    const main = this.formula(this.program, this.given)
    const other = this.other && this.formula(this.other)
    const shown = this.difference && other ? new Difference(main, other) : main
    this.main = { formula: shown, ...sample(shown, this.span) }
    this.over = other && shown === main ? { formula: other, ...sample(other, this.span) } : null
    this.wished = shown === main && !other
      ? this.data.wishes.map((wish) => sample(this.formula(this.program, wish), this.span).points)
      : []
    const marks = shown === main ? this.extrema(main) : this.widest()
    const fitted = this.panels.map((_, part) => this.limitsOf(part, part ? [] : marks))
    // At first as it is drawn; a slider then makes room, and takes none.
    this.kept ??= this.moved ? fitted : this.data.limits
    const given = this.program.parameters.some((p) => this.given[p.name] !== p.default)
    this.panels.forEach((panel, part) => {
      const limits = given ? join(fitted[part], this.kept[part]) : this.kept[part]
      panel.draw(this.span, limits, this.title(part), this.described(panel, part))
      this.drawPanel(panel, part, part ? [] : marks)
    })
    this.update()
    this.read()
  }

  limitsOf(part, marks) {
    const width = this.span[1] - this.span[0]
    const values = (points, which) => points.filter((p) => p.y).map((p) => p.y[which])
    const shown = [this.main.points, ...(this.over ? [this.over.points] : []), ...this.wished]
    const parts = shown.map((points) => worth(values(points, part), width))
    if (part && this.bend) parts.push(worth(values(this.main.points, 2), width))
    return roomy(join(...parts, ...marks.map((mark) => [mark.y, mark.y])), marks)
  }

  drawPanel(panel, part, marks) {
    const role = this.difference ? "difference" : ROLES[part]
    if (!part && !this.difference) this.asymptotes(panel)
    this.wished.forEach((points, n) => panel.curve(points, part, `${role} actbook-wish`, DASHES[n + 1]))
    if (part && this.bend) panel.curve(this.main.points, 2, "bend", "1.5 2.5")
    panel.curve(this.main.points, part, role)
    // On top: where the two agree, both are seen.
    if (this.over) panel.curve(this.over.points, part, "other", "6 4")
    for (const mark of marks) {
      panel.dot(mark.x, mark.y, role)
      panel.tag(mark.x, mark.y, mark.label, mark.kind === "minimum")
    }
    // A kink that is an extremum is marked as a kink.
    for (const { x, left, at, right, jumps, alone } of this.main.edges) {
      const sides = [left.y[part], right.y[part]]
      if (part ? jumps[1] : jumps[0] || alone) {
        for (const y of sides) if (part || abs(y - at.y[0]) > 1e-6) panel.dot(x, y, role, true)
        if (!part) panel.dot(x, at.y[0], role)
      } else if (!part && jumps[1]) panel.dot(x, at.y[0], role, true)
    }
  }

  /** The stated extrema within the span, as they are at the given parameters. */
  extrema(formula) {
    return this.program.extrema
      .map(([kind, x, y]) => ({ kind, x: formula.step(x), y: formula.step(y) }))
      .filter(({ x }) => x > this.span[0] && x < this.span[1])
      .map((mark) => ({ ...mark, label: coordinates(mark.x, mark.y) }))
  }

  /** Where in the span the difference is largest, by the points and then by thirds. */
  widest() {
    const points = this.main.points.filter((p) => p.y && Number.isFinite(p.y[0]))
    const size = (x) => abs(this.main.formula.at(x).y[0])
    const best = points.reduce((a, b) => (abs(b.y[0]) > abs(a.y[0]) ? b : a), points[0])
    if (!best || !best.y[0]) return []
    const near = (this.span[1] - this.span[0]) / 320
    let [low, high] = [best.x - near, best.x + near].map((x) => within(x, this.span))
    for (let n = 0; n < 60; n += 1) {
      const third = (high - low) / 3
      if (size(low + third) < size(high - third)) low += third
      else high -= third
    }
    const x = size((low + high) / 2) >= abs(best.y[0]) ? (low + high) / 2 : best.x
    const y = this.main.formula.at(x).y[0]
    const label = `(${short(x)}, ${number(y, 9)})`
    return [{ kind: y < 0 ? "minimum" : "maximum", x, y, label }]
  }

  /** Lines that f has come close to, far out. */
  asymptotes(panel) {
    this.span.forEach((end, n) => {
      const [a, b] = [100, 200].map((x) => this.main.formula.at(n ? x : -x))
      const near = (p, q) => abs(p - q) <= 1e-6 * max(1, abs(p))
      const line = (x) => a.y[0] + a.y[1] * (x - a.x)
      if (!near(a.y[1], b.y[1]) || !near(b.y[0], line(b.x))) return
      if (near(this.main.formula.at(end).y[0], line(end))) return
      const middle = (this.span[0] + this.span[1]) / 2
      for (let part = 0; part <= 1; part += 1 / 64) {
        const x = end + part * (middle - end)
        panel.taken.push([panel.X(x), panel.Y(line(x))])
      }
      const d = `M${panel.X(end)} ${panel.Y(line(end))}L${panel.X(middle)} ${panel.Y(line(middle))}`
      panel.line(d, "asymptote", panel.curves)
    })
  }

  name(part) {
    return this.difference ? `f${PRIMES[part]} − g${PRIMES[part]}` : `f${PRIMES[part]}`
  }

  title(part) {
    if (this.difference) return `f\u200a${PRIMES[part]}(x) − g\u200a${PRIMES[part]}(x)`
    const both = part && this.bend ? ", f\u200a″(x)" : ""
    return `f${part ? "\u200a′" : ""}(x)${both}`
  }

  described(panel, part) {
    const moved = this.program.parameters.filter((p) => this.given[p.name] !== p.default)
    const at = moved.map((p) => `${p.symbol} = ${short(this.given[p.name])}`).join(", ")
    if (!at && !this.moved) return panel.label
    const [low, high] = this.span.map(short)
    const which = ["", "The derivative of "][part] + this.program.title
    const against = this.other ? `, ${this.difference ? "less" : "with"} ${this.other.title}` : ""
    return `${which}${against}${at ? ` at ${at}` : ""}, from x = ${low} to ${high}`
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

  /** What is read at the cursor: at a border that jumps, of both sides. */
  read() {
    const { formula, edges } = this.main
    const edge = edges.find((e) => abs(e.x - this.x) <= 1e-9 * max(1, abs(e.x)))
    const { y } = edge ? edge.at : formula.at(this.x)
    const digits = digitsOf(this.panels[0].limits)
    const say = (part) => {
      if (part && edge?.jumps[0]) return "none"
      if (!edge?.jumps[part] || !part) return number(y[part], digits)
      return `${number(edge.left.y[part], digits)} | ${number(edge.right.y[part], digits)}`
    }
    const parts = this.bend ? [0, 1, 2] : [0, 1]
    const shown = max(0, -Math.round(log10(this.unit())))
    const lines = parts.map((part) => [ROLES[part], `${this.name(part)} = ${say(part)}`])
    if (this.difference) lines.forEach((line) => (line[0] = "difference"))
    const g = this.over?.formula.at(this.x).y.slice(0, 2) ?? []
    g.forEach((value, n) => lines.push(["other", `g${PRIMES[n]} = ${number(value, digits)}`]))
    const x = `x = ${number(this.x, shown)}`
    this.reading.replaceChildren()
    for (const [role, text] of [["x", x], ...lines]) {
      element("span", { class: `actbook-${role}` }, this.reading, text)
    }
    const spoken = [x, ...lines.map(([, text]) => text.replace("|", "on the left, on the right"))]
    const values = { valuemin: this.span[0], valuemax: this.span[1], valuenow: this.x }
    for (const [key, value] of Object.entries(values)) this.reading.setAttribute(`aria-${key}`, value)
    this.reading.setAttribute("aria-valuetext", spoken.join(", "))
    this.panels.forEach((panel, part) => this.cursor(panel, part, edge, y))
  }

  cursor(panel, part, edge, y) {
    panel.live.replaceChildren()
    const at = panel.X(this.x)
    panel.line(`M${at} ${BOTTOM}V${TOP}`, "cursor", panel.live)
    const role = this.difference ? "difference" : ROLES[part]
    const sided = part && edge?.jumps[1]
    if (!part && Number.isFinite(y[1]) && !edge?.jumps[1]) this.tangent(panel, at, y)
    if (this.over) panel.dot(this.x, this.over.formula.at(this.x).y[part], "other", false, panel.live)
    if (part && this.bend && !edge?.jumps[2]) panel.dot(this.x, y[2], "bend", false, panel.live)
    if (!sided) panel.dot(this.x, y[part], role, false, panel.live)
  }

  tangent(panel, at, y) {
    const scale = (panel.Y(1) - panel.Y(0)) / (panel.X(1) - panel.X(0))
    const [base, slope] = [panel.Y(y[0]), y[1] * scale]
    const dx = 58 / hypot(1, slope)
    const d = `M${at - dx} ${base - dx * slope}L${at + dx} ${base + dx * slope}`
    panel.line(d, "tangent", panel.live).setAttribute("clip-path", `url(#${panel.id}-clip)`)
  }

  point(event) {
    const panel = this.panels.find((each) => each.svg.contains(event.target))
    if (!panel) return
    const { left, width } = panel.svg.getBoundingClientRect()
    const across = (((event.clientX - left) / width) * WIDTH - LEFT) / (RIGHT - LEFT)
    const x = this.span[0] + across * (this.span[1] - this.span[0])
    const near = (this.span[1] - this.span[0]) / 80
    const edge = this.main.edges.find((each) => abs(each.x - x) < near)
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
    const between = this.main.edges.map((e) => e.x).filter((x) => x > low && x < high)
    return between.length ? between.at(sign(step) > 0 ? 0 : -1) : to
  }

  // ---- Controls ----

  build() {
    const reading = { class: "actbook-reading", role: "slider", tabindex: 0, "aria-label": "x" }
    this.reading = element("div", reading)
    const sliders = element("div", { class: "actbook-sliders" })
    const tools = { class: "actbook-tools", role: "group", "aria-label": "What the figure shows" }
    this.tools = element("div", tools)
    this.box.after(this.reading, ...(this.program.parameters.length ? [sliders] : []), this.tools)
    const key = element("div", { class: "actbook-key actbook-added" }, this)
    this.keyed = element("span", {}, key)
    const sample = element("svg", { viewBox: "0 0 28 12", "aria-hidden": "true" }, this.keyed)
    const looks = { d: "M1 6H27", class: "actbook-curve actbook-other", "stroke-dasharray": "6 4" }
    element("path", looks, sample)
    this.keyed.append(document.createTextNode(""))
    this.sliders = this.program.parameters.map((p) => this.slider(p, sliders))
    this.reading.addEventListener("keydown", (event) => this.key(event))
    for (const kind of ["pointermove", "pointerdown"]) {
      this.box.addEventListener(kind, (event) => this.point(event))
    }
    this.buttons = this.makeButtons()
  }

  makeButtons() {
    const found = {}
    if (this.program.bend !== null) {
      found.bend = this.button("f ″", () => this.show({ bend: !this.bend }), "f ″, second derivative")
    }
    const forms = this.data.functions.filter((program) => program.form)
    this.choices = forms.map((program) => {
      const press = () => this.show({ other: this.other === program ? null : program })
      return [program, this.button(program.form, press)]
    })
    this.chooser()
    const press = () => this.show({ difference: !this.difference })
    found.difference = this.button("f − g", press, "f − g, difference")
    this.button("+", () => this.zoom(0.5), "Zoom in")
    this.button("−", () => this.zoom(2), "Zoom out")
    this.button("Reset", () => this.reset())
    return found
  }

  button(text, press, label = "") {
    const made = element("button", { type: "button" }, this.tools, text)
    if (label) Object.assign(made, { ariaLabel: label, title: label })
    made.addEventListener("click", press)
    return made
  }

  show(changes) {
    Object.assign(this, changes)
    this.difference &&= this.other !== null
    this.refit()
  }

  /** The page's other functions, and those of the site, which are fetched when first wanted. */
  chooser() {
    this.select = element("select", { "aria-label": "Lay another function over" }, this.tools)
    element("option", { value: "" }, this.select, "compare …")
    this.all = this.data.functions.slice(1).filter((program) => !program.form)
    this.offer("on this page", this.all)
    const fill = async () => {
      this.filled ??= fetch(new URL("actbook-functions.json", import.meta.url))
      const found = await this.filled
      if (!found.ok || found.bodyUsed) return
      const others = (await found.json()).filter((each) => each.title !== this.program.title)
      this.all.push(...others)
      for (const family of new Set(others.map((each) => each.family))) {
        this.offer(family, others.filter((each) => each.family === family))
      }
    }
    for (const kind of ["focus", "pointerenter"]) this.select.addEventListener(kind, fill)
    this.select.addEventListener("change", () => {
      this.show({ other: this.all[this.select.value] ?? null })
    })
  }

  offer(family, members) {
    if (!members.length) return
    const group = element("optgroup", { label: family }, this.select)
    for (const each of members) {
      element("option", { value: this.all.indexOf(each) }, group, each.title)
    }
  }

  slider(parameter, parent) {
    const label = element("label", {}, parent)
    element("i", {}, label, parameter.symbol)
    const input = element("input", { type: "range", "aria-label": parameter.symbol }, label)
    const output = element("output", {}, label)
    input.addEventListener("input", () => {
      this.given[parameter.name] = Number(input.value)
      // A domain may depend on the parameters before.
      for (const p of this.program.parameters) {
        this.given[p.name] = within(this.given[p.name], this.reach(p).ends)
      }
      this.draw()
    })
    return { parameter, input, output }
  }

  /** The ends of a slider: those of the domain, or where that has none, what is likely of use. */
  reach(parameter) {
    const formula = this.formula(this.program, this.given)
    const wishes = this.data.wishes.map((wish) => abs(wish[parameter.name] ?? 0))
    const far = max(1, abs(parameter.default), ...wishes)
    let [low, high] = [formula.step(parameter.low), formula.step(parameter.high)]
    const [first, last] = [low, high].map((end, n) => parameter.closed[n] || !Number.isFinite(end))
    if (!Number.isFinite(low)) low = min(-2 * far, Number.isFinite(high) ? high - far : 0)
    if (!Number.isFinite(high)) high = max(2 * far, low + far)
    const step = 10 ** floor(log10((high - low) / 80) + 1e-9)
    const ends = [first ? low : low + step, last ? high : high - step]
    return { ends: ends.map((end) => Number(end.toPrecision(12))), step }
  }

  /** The controls say what is shown. */
  update() {
    for (const { parameter, input, output } of this.sliders) {
      const { ends, step } = this.reach(parameter)
      Object.assign(input, { min: ends[0], max: ends[1], step })
      input.value = this.given[parameter.name]
      const value = short(this.given[parameter.name])
      output.textContent = value
      input.setAttribute("aria-valuetext", `${parameter.symbol} = ${value}`)
    }
    this.buttons.bend?.setAttribute("aria-pressed", this.bend)
    this.buttons.difference.setAttribute("aria-pressed", this.difference)
    this.buttons.difference.disabled = !this.other
    for (const [program, button] of this.choices) {
      button.setAttribute("aria-pressed", this.other === program)
    }
    const chosen = this.all.indexOf(this.other)
    this.select.value = chosen < 0 ? "" : chosen
    this.keyed.hidden = !this.over
    this.classList.toggle("actbook-lessened", this.difference)
    this.keyed.lastChild.data = this.other ? `g: ${this.other.title}` : ""
    const [first] = this.querySelectorAll(".actbook-key:not(.actbook-added) > span")
    if (first && this.data.wishes.length) {
      const values = this.program.parameters.map((p) => `${p.symbol} = ${short(this.given[p.name])}`)
      first.lastChild.data = values.join(", ")
    }
  }

  /** A span so many times as wide around the cursor, at most four times the first: far out, powers
   * of e are beyond doubles though their quotients are not. */
  zoom(times) {
    const [low, high] = this.data.span
    const width = within((this.span[1] - this.span[0]) * times, [(high - low) / 1e4, 4 * (high - low)])
    const part = (this.x - this.span[0]) / (this.span[1] - this.span[0])
    const start = this.x - part * width
    this.span = [start, start + width].map((end) => Number(end.toPrecision(10)))
    this.refit()
  }
}

if (!customElements.get("act-plot")) customElements.define("act-plot", Plot)
