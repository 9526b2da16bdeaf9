/**
 * C1: a hundred rounds of the network simulator. A failing round prints its seed; `PADDOCK_CHAOS_SEED=n` runs that one
 * alone, `PADDOCK_CHAOS_ROUNDS=n` more of them, from `PADDOCK_CHAOS_FROM`.
 */
import { expect, test } from 'vitest'
import { type RoundResult, runRound } from './round.ts'

const ROUNDS = Number(process.env.PADDOCK_CHAOS_ROUNDS ?? 100)
const FROM = Number(process.env.PADDOCK_CHAOS_FROM ?? 1)
const ONLY = process.env.PADDOCK_CHAOS_SEED

const seeds = ONLY === undefined ? Array.from({ length: ROUNDS }, (_, n) => FROM + n) : [Number(ONLY)]

test(
  `C1: after healing everybody holds and shows the same, seeds ${seeds[0]} to ${seeds.at(-1)}`,
  async () => {
    const results: RoundResult[] = []
    for (const seed of seeds) results.push(await runRound(seed))
    const sum = (of: (result: RoundResult) => number): number =>
      results.reduce((total, result) => total + of(result), 0)
    console.log(
      `${results.length} rounds: ${sum(r => r.members)} members level over ${sum(r => r.entries)} entries, ` +
        `${sum(r => r.forks)} forks, ${sum(r => r.mended)} damaged entries back, ` +
        `${sum(r => r.inRoom)} in rooms, ${sum(r => r.cards)} cards known, ${sum(r => r.droppedAsLiars)} liars dropped, ${sum(r => r.droppedAsTooMuch)} floods`,
    )
    expect(results).toHaveLength(seeds.length)
    if (results.length < 100) return
    // Rounds in which nothing went wrong would prove nothing.
    expect(sum(r => r.forks)).toBeGreaterThan(0)
    expect(sum(r => r.mended)).toBeGreaterThan(0)
    expect(sum(r => r.inRoom)).toBeGreaterThan(0)
    expect(sum(r => r.cards)).toBeGreaterThan(0)
    expect(sum(r => r.droppedAsLiars)).toBeGreaterThan(0)
    expect(sum(r => r.droppedAsTooMuch)).toBeGreaterThan(0)
  },
  Math.max(60_000, ROUNDS * 2_000),
)
