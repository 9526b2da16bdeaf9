/** Whatever lies in a table, looking at it answers yes or no; and no field may hold something else. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as guards from '../../../web/store/guards.ts'

const ID = '0123456789abcdef0123456789abcdef'
const HASH = ID + ID
const stored = { id: ID, deletedAt: null, updatedAt: 1, privacy: 'device' }
const gate = { left: { x: 0, y: 0 }, right: { x: 1, y: 1 } }
const ref = { sha256: HASH, size: 1 }

/** A good row for every guard, with every field that may not be absent. */
const GOOD_ROWS = {
  isSessionRow: {
    ...stored,
    startedAt: 1,
    utcOffsetMin: 60,
    trackId: ID,
    layoutId: ID,
    carId: ID,
    origin: { kind: 'file', fileName: 'a.csv', original: ref, reader: { name: 'csv', version: 1 } },
    betweenTrace: ref,
    notes: '',
    summary: { lapCount: 1, rankedCount: 1, bestLapId: ID, bestLapMs: 1, driverIds: [ID] },
  },
  isLapRow: {
    ...stored,
    sessionId: ID,
    driverId: ID,
    number: 1,
    kind: 'timed',
    startMs: 0,
    endMs: 1,
    sectorsMs: [1],
    validity: { valid: true },
    timing: { by: 'gates', layoutId: ID, gateVersion: 1 },
    trace: ref,
    layoutId: ID,
    carId: ID,
  },
  isSetupRow: {
    ...stored,
    carId: ID,
    trackId: ID,
    name: 'wet',
    fileName: 'wet.json',
    text: '{}',
    notes: '',
    createdAt: 1,
  },
  isDeedRow: {
    id: ID,
    at: 1,
    kind: 'edit-laps',
    about: 'Spa',
    count: 1,
    before: [{ table: 'laps', key: ID, row: null, left: 1 }],
  },
  isBestsRow: {
    sessionId: ID,
    startedAt: 1,
    trackId: ID,
    layoutId: ID,
    carId: ID,
    world: 'real',
    groups: [
      {
        driverId: ID,
        surface: 'dry',
        lapCount: 1,
        wholeCount: 1,
        rankedCount: 1,
        best: { lapId: ID, timeMs: 1 },
        sectors: { lines: 'marks 1', lapCount: 1, bestMs: 1, parts: [{ lapId: ID, timeMs: 1 }] },
        pace: { medianMs: 1, spreadMs: null, lapCount: 1 },
      },
    ],
  },
  isTrackRow: { ...stored, origin: 'user', name: 'A', country: 'DE' },
  isLayoutRow: {
    ...stored,
    trackId: ID,
    name: 'A',
    lengthM: 1,
    frame: { kind: 'wgs84' },
    gateVersions: [
      { version: 1, startFinish: gate, finish: null, sectors: [gate], createdAt: 1, origin: 'drawn' },
    ],
  },
  isCarRow: { ...stored, origin: 'user', name: 'A' },
  isDriverRow: { ...stored, origin: 'sample', name: 'A' },
  isBlobRow: {
    ...ref,
    store: ID,
    chunkCount: 1,
    chunkRoot: HASH,
    kind: 'trace',
    own: true,
    createdAt: 1,
  },
  isChunkRow: { store: ID, index: 0, bytes: new Uint8Array(1) },
  isStagingRow: { store: ID, touchedAt: 1 },
  isNamedRow: { key: 'units' },
} as const satisfies Partial<Record<keyof typeof guards, object>>

const NAMES = Object.keys(GOOD_ROWS) as (keyof typeof GOOD_ROWS)[]
const GUARDS: Readonly<Record<string, (row: unknown) => boolean>> = { ...guards }

/** No field of any row may hold one of these. */
const WRONG = [undefined, {}, [], Symbol.iterator, Number.NaN, Number.POSITIVE_INFINITY, () => 1]

/** Lists that may have nothing in them. */
const MAY_BE_EMPTY = ['sectorsMs', 'before', 'groups']

/** What a person may say and need not: absent is good, anything else is not. */
const SAID = {
  isSessionRow: {
    name: 'Trackday',
    tags: ['slicks'],
    conditions: { surface: 'wet', weather: 'rain', airC: 10, trackC: 12 },
    world: 'real',
    setupId: ID,
    spans: [{ fromMs: 0, toMs: 1 }],
    origin: { kind: 'rig', bridgeId: ID, game: 'acc', sessionKind: 'race', recording: ID },
  },
  isLapRow: {
    overruled: { valid: true },
    surface: 'damp',
    notes: 'traffic',
    rankMs: 1,
    sim: { game: 'acc', sessionKind: 'race', tyreTempC: [80, 80, 79, 79], settings: { tc: 3 }, grip: 'fast' },
  },
  isTrackRow: { known: 'spa', aliases: ['SPA'], notes: '' },
  isCarRow: { known: null, aliases: [], facts: { make: 'BMW', powerW: 1, drivetrain: 'rear' }, picture: ref },
  isDriverRow: { aliases: ['K.'] },
} as const satisfies Partial<Record<keyof typeof GOOD_ROWS, object>>

describe.for(Object.keys(SAID) as (keyof typeof SAID)[])('%s', name => {
  const isGood = (fields: object): boolean => GUARDS[name]!({ ...GOOD_ROWS[name], ...fields })

  test('accepts what a person said', () => {
    expect(isGood(SAID[name])).toBe(true)
  })

  test.for(Object.keys(SAID[name]))('refuses a row whose %s is something else', field => {
    for (const wrong of [7.5, { surface: 'ice', powerW: 'much' }, [7], Symbol.iterator]) {
      expect(isGood({ [field]: wrong })).toBe(false)
    }
  })
})

test.for([
  { tyreTempC: [80, 80, 79] },
  { tyreTempC: [80, 80, 79, Number.NaN] },
  { settings: { tc: 'much' } },
  { assists: [1] },
  { compound: 7 },
  { ownMs: '7' },
  { game: undefined },
])('a lap whose simulator told %o is none', wrong => {
  const sim = { game: 'acc', sessionKind: 'race', ...wrong }
  expect(guards.isLapRow({ ...GOOD_ROWS.isLapRow, sim })).toBe(false)
})

test('a lap may be timed by marks, by a counter or at lines, and by nothing else', () => {
  const timedBy = (timing: object): boolean => guards.isLapRow({ ...GOOD_ROWS.isLapRow, timing })
  expect([{ by: 'marks' }, { by: 'counter' }, { by: 'gates' }, { by: 'guess' }, {}].map(timedBy)).toEqual([
    ...[true, true],
    ...[false, false, false],
  ])
})

describe.for(NAMES)('%s', name => {
  const isGood = GUARDS[name]!

  test('accepts a good row, and one with fields it does not know', () => {
    expect(isGood(GOOD_ROWS[name])).toBe(true)
    expect(isGood({ ...GOOD_ROWS[name], later: 'a newer field' })).toBe(true)
  })

  test.for(Object.keys(GOOD_ROWS[name]))('refuses a row whose %s holds something else', field => {
    for (const wrong of WRONG) {
      const isEmptyList = Array.isArray(wrong) && MAY_BE_EMPTY.includes(field)
      expect(isGood({ ...GOOD_ROWS[name], [field]: wrong })).toBe(isEmptyList)
    }
  })

  test('answers for anything, without throwing', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), value => {
        expect(isGood(value)).toBeTypeOf('boolean')
      }),
    )
    for (const value of [null, undefined, 0, '', [], () => 1]) expect(isGood(value)).toBe(false)
  })
})
