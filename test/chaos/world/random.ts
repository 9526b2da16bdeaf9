/** Chance that a seed decides, so that a round that failed runs again alone. */
export interface Chance {
  /** From 0 up to, not including, 1. */
  next(): number
  /** From 0 up to, not including, `below`. */
  below(below: number): number
  /** True in so many of a hundred. */
  percent(percent: number): boolean
  pick<T>(of: readonly T[]): T
  /** As many different ones, in any order. */
  some<T>(of: readonly T[], count: number): T[]
}

/** Mulberry32: 32 bits of state are plenty for a round. */
export const createChance = (seed: number): Chance => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const chance: Chance = {
    next,
    below: below => Math.floor(next() * below),
    percent: percent => next() * 100 < percent,
    pick: of => {
      if (of.length === 0) throw new Error('nothing to pick from')
      return of[chance.below(of.length)]!
    },
    some: (of, count) => {
      const left = [...of]
      const taken: (typeof left)[number][] = []
      while (taken.length < count && left.length > 0) taken.push(...left.splice(chance.below(left.length), 1))
      return taken
    },
  }
  return chance
}
