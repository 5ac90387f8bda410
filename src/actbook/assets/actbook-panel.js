// A picture with axes, curves, dots and labels, in the frame that `drawing/figures.py` draws.

const { abs, floor, hypot, log10, max, min } = Math
const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [288, 160, 30.24, 282.24, 17.5, 144]
/** As in `drawing/panel.py`. */
export const DASHES = ["", "7 2", "6 2 1.5 2", "1.5 1.5", "10 3", "9 2 1.5 2 1.5 2"]
let made = 0

export function element(name, attributes, parent, text = "") {
  const svg = name === "svg" || parent instanceof SVGElement
  const space = svg ? "http://www.w3.org/2000/svg" : "http://www.w3.org/1999/xhtml"
  const found = document.createElementNS(space, name)
  for (const [key, value] of Object.entries(attributes)) found.setAttribute(key, value)
  if (text) found.textContent = text
  parent?.append(found)
  return found
}

/** A line as it is drawn, for a key. */
export function stroke(role, dash, parent) {
  const picture = element("svg", { viewBox: "0 0 28 12", "aria-hidden": "true" }, parent)
  const looks = { class: `actbook-curve actbook-${role}`, "stroke-dasharray": dash || "none" }
  element("path", { d: "M1 6H27", ...looks }, picture)
}

const SUPERSCRIPTS = { "-": "⁻", ...Object.fromEntries([..."⁰¹²³⁴⁵⁶⁷⁸⁹"].entries()) }
const power = (exponent) => `10${[...String(exponent)].map((c) => SUPERSCRIPTS[c]).join("")}`

/** A number as books print it, with so many digits after the point. */
export function number(value, digits) {
  if (!Number.isFinite(value)) return "none"
  let text = value.toFixed(max(0, min(digits, 15)))
  if (digits > 6 && value) {
    const exponent = floor(log10(abs(value)))
    text = exponent < -3 ? `${(value / 10 ** exponent).toFixed(3)} · ${power(exponent)}` : text
  }
  return text.replace(/^-(?=[0.]*$)/, "").replace("-", "−")
}

export const short = (value) => String(Number(value.toPrecision(4))).replace("-", "−")

/** A pair of numbers, which have as many decimals as the one that needs more. */
export function coordinates(...pair) {
  const digits = max(...pair.map((value) => (short(value).split(".")[1] ?? "").length))
  const one = (value) => (short(value).includes(".") ? number(value, digits) : short(value))
  return `(${pair.map(one).join(", ")})`
}

export const within = (value, [low, high]) => min(high, max(low, value))

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

/** The part of the values worth showing: what is many times as high as wide hides the rest. */
export function worth(values, width) {
  const y = values.filter(Number.isFinite).sort((a, b) => a - b)
  const [low, high] = [y[0] ?? 0, y.at(-1) ?? 1]
  if (high - low <= 2.5 * width) return [low, high]
  const middle = y[y.length >> 1]
  return [max(low, middle - 0.6 * width), min(high, middle + 0.6 * width)]
}

export const join = (...parts) => [
  min(...parts.map((part) => part[0])),
  max(...parts.map((part) => part[1])),
]

/** Limits with room around, below or above for the label of an extremum. */
export function roomy([low, high], labels) {
  const room = high - low || 1
  const [below, above] = ["minimum", "maximum"].map((kind) => labels.some((m) => m.kind === kind))
  return [low - room * (below ? 0.2 : 0.06), high + room * (above ? 0.2 : 0.06)]
}

// What it draws are layers: a formula with its points and edges from `sample`, its `role`, which is
// its colour, in each panel, and its `dash`. `part` is 0 for f, 1 for f′ and 2 for f″.
export class Panel {
  constructor(still) {
    this.id = `actbook-panel-${(made += 1)}`
    const looks = { class: "actbook-figure actbook-live", fill: "currentColor", role: "img" }
    this.svg = element("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, ...looks })
    this.svg.style.cssText = still.style.cssText
    this.label = still.getAttribute("aria-label") ?? ""
    still.classList.add("actbook-still")
    still.after(this.svg)
  }

  X(x) {
    return LEFT + ((x - this.span[0]) / (this.span[1] - this.span[0])) * (RIGHT - LEFT)
  }

  Y(y) {
    return BOTTOM - ((y - this.limits[0]) / (this.limits[1] - this.limits[0])) * (BOTTOM - TOP)
  }

  /** The x under a place of the window. */
  under(clientX) {
    const { left, width } = this.svg.getBoundingClientRect()
    const across = (((clientX - left) / width) * WIDTH - LEFT) / (RIGHT - LEFT)
    return this.span[0] + across * (this.span[1] - this.span[0])
  }

  axes(span, limits, title, description) {
    Object.assign(this, { span, limits, taken: [] })
    this.svg.setAttribute("aria-label", description)
    this.svg.replaceChildren()
    const frame = { x: LEFT, y: TOP, width: RIGHT - LEFT, height: BOTTOM - TOP }
    element("rect", frame, element("clipPath", { id: this.id }, this.svg))
    element("rect", { ...frame, class: "actbook-grid" }, this.svg)
    const size = max(abs(limits[0]), abs(limits[1]))
    const exponent = size < 0.01 || size >= 10000 ? floor(log10(size)) : 0
    const across = ticks(span, [1, 2, 5, 10])
    const up = ticks([limits[0] / 10 ** exponent, limits[1] / 10 ** exponent], [1, 2, 2.5, 5, 10])
    for (const x of across.found) {
      this.line(`M${this.X(x)} ${BOTTOM}V${TOP}`, x ? "grid" : "axis", this.svg)
      this.text(this.X(x), BOTTOM + 10.7, number(x, across.digits), "tick middle")
    }
    for (const y of up.found) {
      const at = this.Y(y * 10 ** exponent)
      this.line(`M${LEFT} ${at}H${RIGHT}`, y ? "grid" : "axis", this.svg)
      this.text(LEFT - 3.5, at + 3.6, number(y, up.digits), "tick end")
    }
    this.text(LEFT, TOP - 6, title + (exponent ? `  in ${power(exponent)}` : ""), "title")
    this.curves = element("g", { "clip-path": `url(#${this.id})` }, this.svg)
    this.live = element("g", { "aria-hidden": "true" }, this.svg)
    this.dots = element("g", {}, this.svg)
  }

  line(d, role, parent = this.curves) {
    return element("path", { d, class: `actbook-${role}` }, parent)
  }

  text(x, y, text, classes) {
    element("text", { x, y, class: classes.replace(/\S+/g, "actbook-$&") }, this.svg, text)
  }

  /** A layer's curve: it breaks where there is no value, and at a jump. */
  curve({ points, dash }, part, role) {
    const far = 2 * (this.limits[1] - this.limits[0])
    let [d, pen, last] = ["", "M", 0]
    for (const point of points) {
      const y = point.edge ? NaN : point.y[part]
      if (point.edge ? point.edge.jumps[part] : !Number.isFinite(y)) pen = "M"
      if (!Number.isFinite(y)) continue
      const x = this.X(point.x)
      const at = this.Y(within(y, [this.limits[0] - far, this.limits[1] + far]))
      // At a pole the curve goes from one end to the other between two points.
      if (abs(at - last) > 2 * (BOTTOM - TOP)) pen = "M"
      d += `${pen}${x.toFixed(2)} ${at.toFixed(2)}`
      this.taken.push([x, at])
      ;[pen, last] = ["L", at]
    }
    this.line(d, `curve actbook-${role}`).setAttribute("stroke-dasharray", dash || "none")
  }

  dot(x, y, role, open, parent = this.dots, shape = "") {
    if (!Number.isFinite(y) || within(y, this.limits) !== y || within(x, this.span) !== x) return
    const kind = `actbook-dot actbook-${role}${open ? " actbook-open" : ""}`
    const r = open ? 2.6 : parent === this.live ? 4 : 3
    const [cx, cy] = [this.X(x), this.Y(y)]
    if (shape) element("path", { d: `M${cx - 4} ${cy}l4-4 4 4-4 4z`, class: kind }, parent)
    else element("circle", { cx, cy, r, class: kind }, parent)
  }

  /** Diamonds at a layer's kinks; dots at its jumps, open at an end that is not attained. */
  ends({ edges }, part, role) {
    for (const { x, left, at, right, jumps, alone } of edges) {
      const sides = [left.y[part], right.y[part]]
      if (part ? jumps[1] : jumps[0] || alone) {
        for (const y of sides) if (part || abs(y - at.y[0]) > 1e-6) this.dot(x, y, role, true)
        if (!part) this.dot(x, at.y[0], role)
      } else if (!part && jumps[1]) this.dot(x, at.y[0], role, false, this.dots, "kink")
    }
  }

  /** A dot with its label in the first place that is free of curves. */
  mark({ x, y, label, kind }, role) {
    this.dot(x, y, role)
    const [px, py, half] = [this.X(x), this.Y(y), label.length * 2.35]
    const places = (kind === "minimum" ? [1, -1] : [-1, 1]).flatMap((way) =>
      [0, 0.5, -0.5, 1, -1].flatMap((shift) =>
        [13, 20].map((off) => [px + shift * (2 * half + 8), py + (way > 0 ? off + 1 : 6 - off)]),
      ),
    )
    const free = ([cx, base]) =>
      cx - half > LEFT + 2 && cx + half < RIGHT - 2 && base - 8 > TOP && base < BOTTOM - 2 &&
      !this.taken.some(([a, b]) => abs(a - cx) < half + 2 && b > base - 9 && b < base + 3)
    const [cx, base] = places.find(free) ?? places[0]
    const inside = within(cx, [LEFT + half + 2, RIGHT - half - 2])
    this.text(inside, base, label, "tag middle")
    for (let at = -half; at <= half; at += 4) this.taken.push([inside + at, base - 3])
  }

  /** Lines that a formula has come close to, far out. */
  asymptotes(formula) {
    this.span.forEach((end, n) => {
      const [a, b] = [100, 200].map((x) => formula.at(n ? x : -x))
      const near = (p, q) => abs(p - q) <= 1e-6 * max(1, abs(p))
      const line = (x) => a.y[0] + a.y[1] * (x - a.x)
      if (!near(a.y[1], b.y[1]) || !near(b.y[0], line(b.x))) return
      if (near(formula.at(end).y[0], line(end))) return
      const middle = (this.span[0] + this.span[1]) / 2
      let d = ""
      for (let part = 0; part <= 1; part += 1 / 64) {
        const x = end + part * (middle - end)
        const [px, py] = [this.X(x), this.Y(line(x))]
        this.taken.push([px, py])
        d += `${d ? "L" : "M"}${px.toFixed(2)} ${py.toFixed(2)}`
      }
      this.line(d, "asymptote")
    })
  }

  cursor(x) {
    this.live.replaceChildren()
    this.line(`M${this.X(x)} ${BOTTOM}V${TOP}`, "cursor", this.live)
  }

  tangent(x, [y, slope]) {
    if (!Number.isFinite(y + slope)) return
    const steep = (slope * (this.Y(1) - this.Y(0))) / (this.X(1) - this.X(0))
    const [at, base, dx] = [this.X(x), this.Y(y), 58 / hypot(1, steep)]
    const d = `M${at - dx} ${base - dx * steep}L${at + dx} ${base + dx * steep}`
    this.line(d, "tangent", this.live).setAttribute("clip-path", `url(#${this.id})`)
  }
}
