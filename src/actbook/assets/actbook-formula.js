// Values of the formulas that `drawing/instrument.py` wrote down as steps, in doubles.

const { abs, exp, log, sqrt, sign, PI, E } = Math

/** erf by the series whose terms are all positive, so that nothing cancels. */
function series(x) {
  let term = x
  let sum = x
  for (let n = 1; abs(term) > 1e-17 * abs(sum); n += 1) sum += term *= (2 * x * x) / (2 * n + 1)
  return (2 / sqrt(PI)) * exp(-x * x) * sum
}

/** erf of ix over i, whose series has positive terms as well. */
function erfi(x) {
  let power = x
  let sum = x
  for (let n = 1, term = x; abs(term) > 1e-17 * abs(sum) && n < 3000; n += 1) {
    power *= (x * x) / n
    sum += term = power / (2 * n + 1)
  }
  return (2 / sqrt(PI)) * sum
}

/** erfc of a large x by Laplace's continued fraction. */
function tail(x) {
  let below = x
  for (let n = 70; n > 0; n -= 1) below = x + n / 2 / below
  return exp(-x * x) / sqrt(PI) / below
}

const erf = (x) => (abs(x) < 2.5 ? series(x) : sign(x) * (1 - tail(abs(x))))
const erfc = (x) => (x < 0 ? 2 - erfc(-x) : x < 2.5 ? 1 - series(x) : tail(x))

/** The principal branch of Lambert's W by Halley's iteration. */
function lambertw(x) {
  const near = sqrt(2 * (1 + E * x))
  if (!(near > 1e-4)) return near - 1
  if (x === Infinity) return x
  let w = x < 0 ? near - 1 : x < 3 ? Math.log1p(x) : log(x) - log(log(x))
  if (x < 0 && x > -0.25) w = x * (1 - x)
  for (let n = 0; n < 30; n += 1) {
    const e = exp(w)
    const wrong = w * e - x
    const step = wrong / (e * (w + 1) - ((w + 2) * wrong) / (2 * w + 2))
    w -= step
    if (!(abs(step) > 1e-16 * abs(w))) break
  }
  return w
}

/** All operations of a formula. Their names are the engine's. */
export const OPERATIONS = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "^": (a, b) => a ** b,
  neg: (a) => -a,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "=": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  ...{ pi: () => PI, e: () => E, oo: () => Infinity },
  ...{ max: Math.max, min: Math.min, ceil: Math.ceil, floor: Math.floor },
  ...{ abs, exp, log, log1p: Math.log1p, sqrt, sign, erf, erfc, erfi, lambertw },
  ...{ sin: Math.sin, cos: Math.cos, tan: Math.tan },
  ...{ asin: Math.asin, acos: Math.acos, atan: Math.atan },
  ...{ sinh: Math.sinh, cosh: Math.cosh, tanh: Math.tanh },
  ...{ asinh: Math.asinh, acosh: Math.acosh, atanh: Math.atanh },
}

/** What an operation decided, which changes where a formula passes from one piece to another. */
const DECISIONS = {
  abs: (value, [a]) => sign(a),
  max: (value, all) => all.indexOf(value),
  min: (value, all) => all.indexOf(value),
  ...{ sign: (value) => value, floor: (value) => value, ceil: (value) => value },
}
for (const name of ["<", "<=", ">", ">=", "=", "!="]) DECISIONS[name] = Number

/** The value of the first branch whose conditions hold; one without conditions is for the rest. */
function chosen(branches, values) {
  for (const [value, ...given] of branches) {
    if (given.length && given.every((at) => values[at])) return values[value]
  }
  const otherwise = branches.find((branch) => branch.length === 1)
  return otherwise ? values[otherwise[0]] : NaN
}

/** All steps' values, `x` and the parameters being given. `piece` tells the pieces apart. */
export function evaluate(steps, names) {
  const values = []
  let piece = 0
  for (const step of steps) {
    if (typeof step === "number") values.push(step)
    else if (typeof step === "string") values.push(names[step])
    else if (step[0] === "cases") values.push(chosen(step.slice(1), values))
    else {
      const [name, ...at] = step
      const given = at.map((number) => values[number])
      const value = OPERATIONS[name](...given)
      values.push(value)
      if (name in DECISIONS) piece = (piece * 31 + DECISIONS[name](value, given)) | 0
    }
  }
  return { values, piece }
}

/** A function of the book at given parameters: what it is at x. */
export class Formula {
  constructor(program, argument, given) {
    Object.assign(this, { program, argument, given, parts: ["f", "slope", "bend"] })
  }

  /** [f, f′, f″] at x, NaN where there is none, and which piece of the formula x lies in. */
  at(x) {
    const { values, piece } = evaluate(this.program.steps, { ...this.given, [this.argument]: x })
    const y = this.parts.map((part) => values[this.program[part]] ?? NaN)
    return { x, y: y.map((value) => (Number.isFinite(value) ? value : NaN)), piece }
  }

  /** The value of any one of the steps, which does not depend on x. */
  step(number) {
    return evaluate(this.program.steps, this.given).values[number]
  }
}

/** f less g, as if it were a formula: it changes its piece where one of the two does. */
export class Difference {
  constructor(one, other) {
    Object.assign(this, { one, other })
  }

  at(x) {
    const [a, b] = [this.one.at(x), this.other.at(x)]
    return { x, y: a.y.map((value, n) => value - b.y[n]), piece: (a.piece * 37 + b.piece) | 0 }
  }
}

/** The x between two points where the formula passes to another piece, to the last bit. */
function border(formula, left, right) {
  let [low, high] = [left.x, right.x]
  for (let n = 0; n < 100; n += 1) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    if (formula.at(middle).piece === left.piece) low = middle
    else high = middle
  }
  // A border that the page writes with few digits is that number, which is the closed side's.
  const rounded = Number(high.toPrecision(12))
  return abs(rounded - high) <= 1e-12 * Math.max(1, abs(high)) ? rounded : high
}

const differ = (a, b, unit) => abs(a - b) > 1e-5 * unit || Number.isNaN(a) !== Number.isNaN(b)

/** A border's values: at it, and just beside it; `kinks` says which of f, f′, f″ jump there. */
function edge(formula, x) {
  const far = 1e-8 * Math.max(1, abs(x))
  const [left, at, right] = [x - far, x, x + far].map((place) => formula.at(place))
  const jumps = left.y.map((y, n) => differ(y, right.y[n], Math.max(1, abs(y))))
  // Where f jumps it has no slope, whatever the slopes beside it are.
  jumps[1] ||= jumps[0]
  jumps[2] ||= jumps[1]
  const alone = differ(at.y[0], left.y[0], 1) || differ(at.y[0], right.y[0], 1)
  return { x, left, at, right, jumps, alone }
}

/** Points of a formula over a span from left to right, with the borders between its pieces. */
export function sample(formula, [low, high], count = 320) {
  const points = []
  const edges = []
  let before = null
  for (let n = 0; n <= count; n += 1) {
    const point = formula.at(n === count ? high : low + ((high - low) * n) / count)
    for (let tries = 0; before && before.piece !== point.piece && tries < 8; tries += 1) {
      const found = edge(formula, border(formula, before, point))
      // A border is met from both sides where a sample lies on it.
      if (!edges.length || abs(found.x - edges.at(-1).x) > 1e-7 * Math.max(1, abs(found.x))) {
        edges.push(found)
        points.push({ ...found.left, x: found.x }, { edge: found }, { ...found.right, x: found.x })
      }
      before = found.right.x < point.x ? found.right : point
    }
    if (!edges.length || point.x > edges.at(-1).x) points.push(point)
    before = point
  }
  return { points, edges }
}
