// What figures are worked with: sliders of parameters, and choices among the site's functions.
import { element, short, within } from "./actbook-panel.js"

const { abs, floor, log10, max, min } = Math

/** All functions of the site, each with the page that it is of. */
let site = null
export function functions() {
  site ??= fetch(new URL("actbook-functions.json", import.meta.url)).then((found) =>
    found.ok ? found.json() : [],
  )
  return site
}

/** A choice in a select, by family. */
export function offer(select, all) {
  for (const family of new Set(all.map((each) => each.family))) {
    const group = element("optgroup", { label: family }, select)
    all.forEach((each) => {
      if (each.family === family) element("option", { value: each.key }, group, each.title)
    })
  }
}

/** A slider for a parameter of a program whose values are `given`. */
export function slider(figure, program, parameter, given, parent, label = parameter.symbol) {
  const line = element("label", {}, parent)
  element("i", {}, line, parameter.symbol)
  const input = element("input", { type: "range", "aria-label": label }, line)
  const output = element("output", {}, line)
  input.addEventListener("input", () => {
    given()[parameter.name] = Number(input.value)
    // A domain may depend on the parameters before.
    for (const p of program.parameters) {
      given()[p.name] = within(given()[p.name], reach(figure, program, p, given()).ends)
    }
    figure.draw()
  })
  figure.controls.push(() => {
    const { ends, step } = reach(figure, program, parameter, given())
    const value = given()[parameter.name]
    Object.assign(input, { min: ends[0], max: ends[1], step, disabled: !(ends[0] < ends[1]) })
    input.value = value
    output.textContent = short(value)
    input.setAttribute("aria-valuetext", `${parameter.symbol} = ${short(value)}`)
  })
}

/** The ends of a slider: those of the domain, or where that has none, what is likely of use. */
function reach(figure, program, parameter, given) {
  const formula = figure.formula(program, given)
  const wishes = (figure.data.wishes ?? []).map((wish) => abs(wish[parameter.name] ?? 0))
  const far = max(1, abs(parameter.default), ...wishes)
  let [low, high] = [formula.step(parameter.low), formula.step(parameter.high)]
  const [first, last] = [low, high].map((end, n) => parameter.closed[n] || !Number.isFinite(end))
  if (!Number.isFinite(low)) low = min(-2 * far, Number.isFinite(high) ? high - far : 0)
  if (!Number.isFinite(high)) high = max(2 * far, low + far)
  const step = 10 ** floor(log10((high - low) / 80) + 1e-9)
  const [least, most] = [first ? low : low + step, last ? high : high - step]
  // A default may be nearer to an open end than a step.
  const kept = parameter.default > low && parameter.default < high ? [parameter.default] : []
  const ends = [min(least, ...kept), max(most, ...kept)]
  return { ends: ends.map((end) => Number(end.toPrecision(12))), step }
}

/** Values of parameters in words. */
export const at = (program, given) =>
  program.parameters.map((p) => `${p.symbol} = ${short(given[p.name])}`).join(", ")
