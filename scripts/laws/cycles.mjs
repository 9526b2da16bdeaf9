/**
 * No import cycles between files.
 *
 * Only imports that run before the module does make an edge: in a cycle of those, somebody meets a value that
 * does not exist yet. Type-only imports vanish, `import()` and workers run later, so they make none.
 */

/** @typedef {{ to: string, line: number }} Edge */
/** @typedef {ReadonlyMap<string, readonly Edge[]>} Graph */

/**
 * The shortest way from `start` back to itself.
 * @param {Graph} graph
 * @param {string} start
 * @returns {string[] | null} the files passed, `start` first and not repeated
 */
const shortestCycle = (graph, start) => {
  /** @type {Map<string, string>} */
  const cameFrom = new Map()
  const queue = [start]
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    for (const { to } of graph.get(file) ?? []) {
      if (to === start) {
        const way = [file]
        for (let back = file; back !== start; ) {
          back = cameFrom.get(back) ?? start
          way.unshift(back)
        }
        return way
      }
      if (!cameFrom.has(to)) {
        cameFrom.set(to, file)
        queue.push(to)
      }
    }
  }
  return null
}

/**
 * One violation per knot: once a cycle is told, the files on it are not told again.
 * @param {Graph} graph
 * @returns {import('./imports.mjs').Violation[]}
 */
export const cycleViolations = graph => {
  const told = new Set()
  return [...graph.keys()].sort().flatMap(file => {
    if (told.has(file)) return []
    const way = shortestCycle(graph, file)
    if (!way) return []
    for (const passed of way) told.add(passed)
    const next = way[1] ?? file
    const line = graph.get(file)?.find(edge => edge.to === next)?.line ?? 1
    return [
      { file, line, sentence: `these files import each other in a circle: ${[...way, file].join(' → ')}.` },
    ]
  })
}
