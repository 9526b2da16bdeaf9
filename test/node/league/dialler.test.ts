/** Whom a program dials again, and what it forgets. */
import { describe, expect, test } from 'vitest'
import { createDialler } from '../../../node/league/dialler.ts'
import { createTestClock } from '../../shared/sync/made.ts'

const KNOWN = '/ip4/192.168.0.7/tcp/7424'
const foundAt = (host: number): string => `/ip4/192.168.1.${host}/tcp/7424`

const create = () => {
  const clock = createTestClock()
  const dials: string[] = []
  const dialler = createDialler({
    clock,
    random: () => 1,
    dial: async address => {
      dials.push(address)
      return { ok: false, reason: 'nobody' }
    },
    greet: async () => ({ ok: false, reason: 'no-answer', glance: null }),
    isConnected: () => false,
    onMet: () => {},
  })
  return { clock, dials, dialler }
}

describe('a program', () => {
  test('looks for whom it knows every ten seconds, and after some minutes seldom', async () => {
    const { clock, dials, dialler } = create()
    dialler.add([KNOWN])
    await clock.pass(300_000)
    expect(dials.length).toBeGreaterThan(30)
    const known = dials.length
    await clock.pass(3_600_000)
    expect(dials.length - known).toBeLessThanOrEqual(13)
  })

  test('forgets what was only found, and a network full of noise does not keep it from whom it knows', async () => {
    const { clock, dials, dialler } = create()
    dialler.addFound(Array.from({ length: 200 }, (_, host) => foundAt(host)))
    await clock.pass(60_000)
    expect(new Set(dials).size).toBe(16)
    expect(dials.length).toBe(3 * 16)
    dialler.add([KNOWN])
    await clock.pass(1)
    expect(dials.at(-1)).toBe(KNOWN)
  })
})
