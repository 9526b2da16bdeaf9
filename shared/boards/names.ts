/** What most call a thing; of equals, the first in the order of the alphabet's codes, the same on every device. */
export const mostSaid = <T>(
  items: readonly T[],
  keyOf: (item: T) => string | null,
  nameOf: (item: T) => string | null,
): ReadonlyMap<string, string> => {
  const counts = new Map<string, Map<string, number>>()
  for (const item of items) {
    const key = keyOf(item)
    const name = nameOf(item)
    if (key === null || name === null) continue
    const names = counts.get(key) ?? new Map<string, number>()
    counts.set(key, names.set(name, (names.get(name) ?? 0) + 1))
  }
  return new Map(
    Array.from(counts, ([key, names]) => {
      let best = ''
      for (const [name, count] of names) {
        const most = names.get(best) ?? 0
        if (count > most || (count === most && name < best)) best = name
      }
      return [key, best]
    }),
  )
}
