/** The logger's laps: which are whole, which are damaged, and the lines they were timed at. */
import { describe, expect, test } from 'vitest'
import type { LapMessage } from '../../../../shared/formats/aim-xrk/count.ts'
import { firstLapStart, lapMarksOf } from '../../../../shared/formats/aim-xrk/laps.ts'
import { linesOf } from '../../../../shared/formats/aim-xrk/lines.ts'
import { createFixStore, type Fixes, fixesOf } from '../../../../shared/formats/aim-xrk/nav-sol.ts'
import { fixPayload } from '../../../../shared/formats/aim-xrk/write-records.ts'
import { createNotes } from '../../../../shared/formats/common/index.ts'
import { gateHeading } from '../../../../shared/geo/index.ts'

const message = (change: Partial<LapMessage>): LapMessage => ({
  segment: 0,
  lap: 1,
  durationMs: 50_000,
  flag: 2,
  tcMs: 60_000,
  isIntact: true,
  ...change,
})
const LAPS = [
  message({ lap: 1, tcMs: 60_000, flag: 1 }),
  message({ lap: 2, tcMs: 110_000 }),
  message({ lap: 3, tcMs: 155_000, durationMs: 45_000, flag: 3 }),
]

/** A drive to the north along 12° east, past 45° north after 50 s, 10 fixes per second. */
const driving = (speed: number): Fixes => {
  const store = createFixStore()
  for (let i = 0; i < 1700; i++) {
    const lat = 45 + ((i / 10 - 50) * speed) / 111_132
    const [tcMs, gpsMs] = [10_000 + 100 * i, 1.3e12 + 100 * i]
    store.add(fixPayload({ tcMs, gpsMs, lat, lon: 12, altitude: 10, speed, heading: 0 }), 0)
  }
  return fixesOf(store, createNotes())
}
const FAST = driving(40)
const SLOW = driving(12)
const NOWHERE = fixesOf(createFixStore(), createNotes())

const marksOf = (messages: readonly LapMessage[], fixes = FAST) => {
  const notes = createNotes()
  return { marks: lapMarksOf(messages, fixes, 10_000, notes), notes: notes.list().map(({ text }) => text) }
}

describe('marks', () => {
  test('begin where their duration says', () => {
    expect(firstLapStart(LAPS)).toBe(10_000)
    expect(marksOf(LAPS).marks).toEqual([
      { number: 1, startMs: 0, endMs: 50_000, kind: 'partial' },
      { number: 2, startMs: 50_000, endMs: 100_000, kind: 'timed' },
      { number: 3, startMs: 100_000, endMs: 145_000, kind: 'partial' },
    ])
  })

  test.each([
    ['slow', SLOW, ['out', 'timed', 'in']],
    ['fast', FAST, ['partial', 'timed', 'partial']],
    ['unknown', NOWHERE, ['out', 'timed', 'partial']],
  ])('at the ends of the recording, %s', (_, fixes, kinds) => {
    expect(marksOf(LAPS, fixes).marks!.map(({ kind }) => kind)).toEqual(kinds)
  })

  test('splits belong to the lap they lie in; a lap that misses one has none', () => {
    const splits = [
      message({ segment: 1, lap: 0, durationMs: 20_000, tcMs: 30_000 }),
      message({ segment: 2, lap: 0, durationMs: 40_000, tcMs: 50_000 }),
      message({ segment: 2, lap: 1, durationMs: 30_000, tcMs: 90_000 }),
      message({ segment: 1, lap: 2, durationMs: 30_000, tcMs: 140_000 }),
    ]
    const { marks, notes } = marksOf([...LAPS, ...splits])
    expect(marks!.map(mark => mark.splits)).toEqual([[20_000, 40_000], undefined, undefined])
    expect(notes.join()).toMatch(/missed a split/)
  })

  test('a damaged lap counts only when it meets a neighbour', () => {
    const damaged = { isIntact: false }
    const meets = marksOf([LAPS[0]!, { ...LAPS[1]!, ...damaged }, LAPS[2]!])
    expect(meets.marks).toHaveLength(3)
    const lies = marksOf([LAPS[0]!, { ...LAPS[1]!, ...damaged, durationMs: 13_000, tcMs: 111_000 }, LAPS[2]!])
    expect(lies.marks!.map(({ number }) => number)).toEqual([1, 3])
    expect(lies.notes.join()).toMatch(/damaged where the logger wrote down one lap, so it was left out/)
  })

  test('laps that begin before the logger was on are none', () => {
    expect(marksOf([message({ durationMs: 70_000 })]).marks).toBeNull()
    expect(marksOf([message({ durationMs: 0 })]).marks).toBeNull()
    expect(marksOf([]).marks).toBeNull()
  })
})

describe('lines', () => {
  const lines = (points: readonly (readonly [lat: number, lon: number])[], fixes = FAST) => {
    const [startFinish, ...splits] = points.map(([lat, lon]) => ({ lat, lon }))
    const notes = createNotes()
    const drawn = linesOf({ name: 'Somewhere', startFinish: startFinish!, splits }, fixes, notes)
    return { drawn, notes: notes.list().map(({ text }) => text) }
  }

  test('lie across the direction driven, also beside the road', () => {
    const { drawn } = lines([[45, 12.0002]])
    expect(Math.cos(gateHeading(drawn!.startFinish))).toBeCloseTo(1, 5)
    expect(drawn!.startFinish.left.x).toBeLessThan(12)
    expect(drawn!.startFinish.right.x).toBeGreaterThan(12)
  })

  test('a start point never passed makes no lines', () => {
    const { drawn, notes } = lines([[45, 12.01]])
    expect(drawn).toBeNull()
    expect(notes.join()).toMatch(/Somewhere.*was never passed/)
  })

  test('a split never passed is left out', () => {
    const { drawn, notes } = lines([
      [45, 12],
      [46, 12],
      [45.001, 12],
    ])
    expect(drawn!.sectors).toHaveLength(1)
    expect(notes.join()).toMatch(/split point/)
  })

  test('nothing is drawn without a drive or without a point', () => {
    expect(lines([[45, 12]], NOWHERE).drawn).toBeNull()
    expect(linesOf({ name: 'x', startFinish: null, splits: [] }, FAST, createNotes())).toBeNull()
    expect(linesOf(null, FAST, createNotes())).toBeNull()
  })
})
