/** How far something is, as a person reads it. */
import { expect, test } from 'vitest'
import { asEpochMillis } from '#shared/units'
import type { SyncState } from '#web/league'
import { ageText, momentText } from '../../../../web/parts/sync/moments.ts'
import { overallSync, syncLine } from '../../../../web/parts/sync/sync-line.ts'
import { de } from '../../../../web/parts/sync/words/de.ts'
import { en } from '../../../../web/parts/sync/words/en.ts'

const NOW = Date.UTC(2026, 6, 14, 13, 0)
const LEVEL_AT = asEpochMillis(Date.UTC(2026, 6, 14, 12, 4))
const state = (changes: Partial<SyncState>): SyncState => ({
  kind: 'alone',
  peers: 0,
  toSend: 0,
  toReceive: 0,
  peerName: null,
  lastLevelAt: null,
  ...changes,
})
const said = (changes: Partial<SyncState>) => {
  const { sign, text } = syncLine(state(changes), en, 'en-GB', NOW)
  return `${sign}: ${text}`
}

test.for([
  [{ kind: 'alone' }, 'quiet: nobody met yet'],
  [{ kind: 'away' }, 'quiet: nobody connected'],
  [{ kind: 'away', lastLevelAt: LEVEL_AT }, 'quiet: nobody connected; last level 12:04'],
  [{ kind: 'level', peers: 1, lastLevelAt: LEVEL_AT }, 'good: level with 1 other, 12:04'],
  [{ kind: 'level', peers: 3, lastLevelAt: LEVEL_AT }, 'good: level with 3 others, 12:04'],
  [{ kind: 'level', peers: 1, peerName: 'Kim’s laptop' }, 'good: level with Kim’s laptop'],
  [{ kind: 'moving', peers: 2 }, 'moving: comparing with 2 others'],
  [{ kind: 'moving', toSend: 4, peerName: 'Kim’s laptop' }, 'moving: sending 4 to Kim’s laptop'],
  [{ kind: 'moving', toReceive: 12 }, 'moving: receiving 12'],
  [{ kind: 'moving', toSend: 4, toReceive: 12, peerName: 'Kim’s laptop' }, 'moving: sending 4, receiving 12'],
  [{ kind: 'paused', toSend: 4 }, 'quiet: paused on this device'],
  [{ kind: 'attention' }, 'wrong: somebody should look'],
] as const satisfies readonly (readonly [Partial<SyncState>, string])[])('%j is said as "%s"', ([
  changes,
  text,
]) => {
  expect(said(changes)).toBe(text)
})

test('of several leagues the one that needs somebody is said first, then what moves', () => {
  const level = state({ kind: 'level', peers: 3 })
  const moving = (toSend: number, peerName: string) => state({ kind: 'moving', toSend, peerName })
  expect(overallSync([])).toBeNull()
  expect(overallSync([level, state({ kind: 'attention' }), moving(1, 'a')])?.kind).toBe('attention')
  expect(overallSync([level, moving(1, 'a'), moving(2, 'a')])).toMatchObject({
    kind: 'moving',
    toSend: 3,
    peerName: 'a',
  })
  expect(overallSync([moving(1, 'a'), moving(2, 'b')])?.peerName).toBeNull()
  expect(overallSync([state({ kind: 'alone' }), level])).toMatchObject({ kind: 'level', peers: 3 })
})

test('a moment is a time today, a day before that, and says its year when it is another', () => {
  expect(momentText(LEVEL_AT, 'en-GB', NOW)).toBe('12:04')
  expect(momentText(asEpochMillis(NOW - 5 * 86_400_000), 'en-GB', NOW)).toMatch(/^9 Jul, 13:00$/)
  expect(momentText(asEpochMillis(Date.UTC(2025, 0, 2)), 'en-GB', NOW)).toBe('2 Jan 2025')
})

test('an age is never of the future', () => {
  expect(ageText(asEpochMillis(NOW - 3 * 86_400_000), 'en-GB', NOW)).toBe('3 days ago')
  expect(ageText(asEpochMillis(NOW - 90_000), 'en-GB', NOW)).toMatch(/^1 min\.? ago$/)
  expect(ageText(asEpochMillis(NOW + 86_400_000), 'en-GB', NOW)).toBe('this minute')
})

test('every way a connection ends has its sentence in both languages', () => {
  expect(Object.keys(de.ends)).toEqual(Object.keys(en.ends))
  for (const text of [...Object.values(en.ends), ...Object.values(de.ends)])
    expect(text.length).toBeGreaterThan(10)
})
