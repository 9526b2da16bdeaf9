/**
 * C1 for long: rounds of the network simulator for an hour of processor time, which on a busy machine is longer, or
 * `PADDOCK_CHAOS_ROUNDS` of them, from the seed `PADDOCK_CHAOS_FROM`. A failing round is told at once with its seed, and
 * the others go on; `rounds.test.ts` says how to run that one alone.
 */
import { expect, test } from 'vitest'
import { runRound } from './round.ts'

const FROM = Number(process.env.PADDOCK_CHAOS_FROM ?? 1_000)
const ROUNDS = Number(process.env.PADDOCK_CHAOS_ROUNDS ?? Number.POSITIVE_INFINITY)
const FOR_MS = 60 * 60_000
const SAID_EVERY = 500

const processorMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

test(
  `C1: rounds of the network simulator from seed ${FROM} on`,
  async () => {
    const start = processorMs()
    const failed: string[] = []
    let rounds = 0
    while (rounds < ROUNDS && (ROUNDS < Number.POSITIVE_INFINITY || processorMs() - start < FOR_MS)) {
      await runRound(FROM + rounds++).catch(error => {
        failed.push(String(error))
        console.error(error)
      })
      if (rounds % SAID_EVERY === 0) console.log(`${rounds} rounds, to seed ${FROM + rounds - 1}`)
    }
    console.log(`${rounds} rounds, seeds ${FROM} to ${FROM + rounds - 1}`)
    expect(rounds).toBeGreaterThan(0)
    expect(failed).toEqual([])
  },
  24 * 60 * 60_000,
)
