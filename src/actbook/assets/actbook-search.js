// Material's search worker, loaded with its index when something is first typed. A page whose name,
// call or formula a reader types, whole, comes first: `keys` are made as `weaving/finding.py` does.
"use strict"

const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3]
/** So many words together may be one name. */
const LONGEST = 6
const post = self.postMessage.bind(self)
let options, loading, ready, asked = []

const key = (said) => said.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "")

/** The keys of all words of a query that stand together, those of more words counting for more. */
function keys(query) {
  const words = query.split(/\s+/).filter(Boolean)
  const found = new Map()
  words.forEach((_, start) => {
    for (let count = 1; count <= Math.min(LONGEST, words.length - start); count++) {
      const one = key(words.slice(start, start + count).join(""))
      if (one) found.set(one, Math.round(10 + 90 * (count / words.length) ** 6))
    }
  })
  return found
}

/** The words of a query without the signs that are commands to lunr, then its keys. */
function asking(query) {
  const plain = query.replace(/[*+~^:"'=(){}[\],|/-]+/g, " ").trim()
  const whole = [...keys(query)].map(([one, boost]) => `ŋ${one}^${boost} ƒ${one}^${boost}`)
  asked = plain.toLowerCase().split(/[\s_.]+/)
  return [plain, `ŋ${key(query)}`, ...whole].join(" ")
}

/** The words that a reader typed, and not the keys, are told to be found or missing. */
function shown({ items }) {
  for (const item of items.flat()) {
    item.terms = Object.fromEntries(
      Object.entries(item.terms).filter(([term]) => asked.includes(term))
    )
  }
}

self.postMessage = (message) => {
  if (message.type === RESULT) shown(message.data)
  if (message.type === READY) ready()
  else post(message)
}

/** What tells the states of lunr's index of words apart. Its own leaves nothing between a label and
 * the number behind it, so that words of digits are mixed up, and queries fail. */
function told() {
  const edges = Object.keys(this.edges).sort()
  return [Number(this.final), ...edges.map((label) => `${label}${this.edges[label].id}`)].join()
}

async function load() {
  const index = await (await fetch(new URL("../../../search/index.json", self.location))).json()
  importScripts(self.location.hash.slice(1))
  self.lunr.TokenSet.prototype.toString = told
  const setup = { type: SETUP, data: { ...index, options } }
  await new Promise((resolve) => {
    ready = resolve
    self.dispatchEvent(new MessageEvent("message", { data: setup }))
  })
}

self.addEventListener("message", async (event) => {
  const { type, data } = event.data
  if (event.isTrusted) event.stopImmediatePropagation()
  else return
  if (type === SETUP) {
    options = data.options
    post({ type: READY })
  } else if (type === QUERY && (loading || data.trim())) {
    await (loading ??= load())
    self.dispatchEvent(new MessageEvent("message", { data: { type, data: asking(data) } }))
  }
})
