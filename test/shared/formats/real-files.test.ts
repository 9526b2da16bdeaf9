/**
 * Every recording that lies beside the project, from its bytes to its laps, against numbers computed without this
 * code. The recordings belong to other people: they are read where they lie, and where they do not the test says so.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type CutLog, cutSessions, memorySource, type ReadLogOutcome, readLog } from '#shared/formats'
import type { LayoutId } from '#shared/id'
import { lapTimeMs, type MeasuredLap } from '#shared/lap'

const FOLDER = fileURLToPath(new URL('../../../../shared/data/telemetry/', import.meta.url))
const ID = '0'.repeat(32) as LayoutId

const stemOf = (name: string): string => name.replace(/\.\w+$/, '')

/** The file with everything that lies beside it under the same name. */
const readReal = (path: string): Promise<ReadLogOutcome> => {
  const [folder, file] = path.split('/') as [string, string]
  const source = (name: string) => memorySource(name, readFileSync(`${FOLDER}${folder}/${name}`))
  const companions = readdirSync(FOLDER + folder)
    .filter(name => name !== file && stemOf(name) === stemOf(file))
    .map(source)
  return readLog(source(file), { companions })
}

const cutReal = async (path: string): Promise<CutLog[]> => {
  const outcome = await readReal(path)
  if (!outcome.ok) throw new Error(outcome.reason)
  return cutSessions(outcome.log, [], ID)
}

/** Lap numbers and times in milliseconds; `within` is how far a computed time may be off. */
interface Expected {
  readonly reader: string
  readonly timedBy: CutLog['timedBy']
  readonly sessions?: number
  readonly laps: readonly (readonly [number: number, timeMs: number])[]
  readonly within?: number
}

interface Oracle {
  readonly laps?: readonly {
    readonly lap?: number
    readonly number?: number
    readonly lap_index?: string
    readonly duration_s?: number
    readonly lap_time_s?: number
  }[]
  readonly laps_s?: readonly number[]
  readonly lap_times_from_beacons_s?: readonly number[]
  readonly laps_between_markers_s?: readonly number[]
  readonly beacon_laps_s?: readonly number[]
}

const oracles: Record<string, Oracle> = existsSync(FOLDER)
  ? JSON.parse(readFileSync(`${FOLDER}ORACLES.json`, 'utf8')).files
  : {}

const ms = (seconds: number): number => Math.round(seconds * 1000)

/** The laps of an oracle: with their own numbers, or counted from `first`. */
const lapsOf = (path: string, first = 1): [number, number][] => {
  const oracle = oracles[path] ?? {}
  const seconds =
    oracle.laps_s ??
    oracle.lap_times_from_beacons_s ??
    oracle.laps_between_markers_s ??
    oracle.beacon_laps_s ??
    []
  const listed = (oracle.laps ?? []).flatMap((lap, i): [number, number][] => {
    const time = lap.duration_s ?? lap.lap_time_s
    const number = lap.lap ?? lap.number ?? (lap.lap_index === undefined ? first + i : Number(lap.lap_index))
    return time === undefined ? [] : [[number, ms(time)]]
  })
  return listed.length > 0 ? listed : seconds.map((s, i): [number, number] => [first + i, ms(s)])
}

const LD_PAIR = 'motec/tobi_synthetic_motec_multilap'

/** 50 ms: what the oracle's own crossings are good for. */
const COMPUTED_MS = 50

const EXPECTED: Readonly<Record<string, Expected>> = {
  'trackaddict/STC_log.csv': {
    reader: 'trackaddict-csv',
    timedBy: 'marks',
    laps: lapsOf('trackaddict/STC_log.csv'),
  },
  'trackaddict/Log-20220531-085930 Goodwood Motorcircuit - 2.57.527.csv': {
    reader: 'trackaddict-csv',
    timedBy: 'marks',
    laps: lapsOf('trackaddict/Log-20220531-085930 Goodwood Motorcircuit - 2.57.527.csv'),
  },
  'racechrono/session_20251231_111318_tianma_lap9_v3.csv': {
    reader: 'racechrono-csv',
    timedBy: 'marks',
    laps: lapsOf('racechrono/session_20251231_111318_tianma_lap9_v3.csv'),
  },
  'racechrono/session_20260713_185859_v1.csv': {
    reader: 'racechrono-csv',
    timedBy: 'marks',
    laps: lapsOf('racechrono/session_20260713_185859_v1.csv'),
  },
  'racechrono/session_20260713_185859.rcz': {
    reader: 'racechrono-rcz',
    timedBy: 'marks',
    laps: lapsOf('racechrono/session_20260713_185859.rcz'),
  },
  'vbo/VBO-test.vbo': {
    reader: 'vbo',
    timedBy: 'file-lines',
    laps: lapsOf('vbo/VBO-test.vbo'),
    within: COMPUTED_MS,
  },
  'vbo/25IR05_RdAm_FP1_Run04_KO.vbo': {
    reader: 'vbo',
    timedBy: 'file-lines',
    laps: lapsOf('vbo/25IR05_RdAm_FP1_Run04_KO.vbo'),
    within: COMPUTED_MS,
  },
  'vbo/racebox-lignano.vbo': {
    reader: 'vbo',
    timedBy: 'file-lines',
    // Two of the twelve, 189.098 and 178.888 s long, are two laps each: between them the kart went through the
    // pit lane, 20 m beside the line, and stood there for a quarter of a minute.
    laps: lapsOf('vbo/racebox-lignano.vbo').filter(([, time]) => time < 100_000),
    within: COMPUTED_MS,
  },
  'vbo/vbors_basic.vbo': { reader: 'vbo', timedBy: 'nothing', laps: [] },
  'motec/Sample1.ld': { reader: 'motec-ld', timedBy: 'marks', laps: lapsOf('motec/Sample1.ld') },
  [`${LD_PAIR}.ld`]: { reader: 'motec-ld', timedBy: 'marks', laps: lapsOf(`${LD_PAIR}.ldx`) },
  'aim/aim_official_test.xrk': {
    reader: 'aim-xrk',
    timedBy: 'marks',
    laps: lapsOf('aim/aim_official_test.xrk'),
  },
  'aim/WT-20_E05-ARA_Q3_AU-RS3-R5-S-S_017_a_1220.drk': {
    reader: 'aim-drk',
    timedBy: 'marks',
    laps: lapsOf('aim/WT-20_E05-ARA_Q3_AU-RS3-R5-S-S_017_a_1220.drk'),
  },
  'aim/doves_racestudio3-aim.csv': {
    reader: 'aim-csv',
    timedBy: 'marks',
    laps: lapsOf('aim/doves_racestudio3-aim.csv'),
  },
  'harrys/LapTimerGPSRecDB.csv': {
    reader: 'harrys-csv',
    timedBy: 'marks',
    sessions: 4,
    laps: lapsOf('harrys/LapTimerGPSRecDB.csv'),
  },
  'harrys/922016Laps.csv': {
    reader: 'harrys-csv',
    timedBy: 'marks',
    sessions: 6,
    laps: lapsOf('harrys/922016Laps.csv'),
  },
  // Nobody measured these laps; that they are regular is all that is known.
  'misc/okc-tillotson-plain.nmea': { reader: 'nmea', timedBy: 'proposed-line', laps: [] },
  'racebox/racebox-20260726-standard.csv': { reader: 'racebox-csv', timedBy: 'nothing', laps: [] },
  'torque/trackLog-torquePro.csv': { reader: 'torque-csv', timedBy: 'nothing', laps: [] },
}

/** What is no log of any kind, and what is said about it. */
const REFUSED: Readonly<Record<string, { readonly kind: string; readonly words: string }>> = {
  'misc/Katana-2026-07-25-111811.csv': { kind: 'unknown-csv', words: 'does not know this kind of table' },
  'harrys/LapTimerDB.csv': { kind: 'unknown-format', words: 'lap list' },
  [`${LD_PAIR}.ldx`]: { kind: 'refused', words: 'lap list' },
  'aim/WT-20_E05-ARA_Q3_AU-RS3-R5-S-S_017_a_1220.rrk': { kind: 'refused', words: 'read together with it' },
}

const timesOf = (laps: readonly MeasuredLap[]): [number, number][] =>
  laps.map(lap => [lap.number, lapTimeMs(lap)])

if (!existsSync(FOLDER)) {
  test('real recordings were not checked: they are not beside this project', () => {
    expect(existsSync(FOLDER)).toBe(false)
  })
} else {
  const files = readdirSync(FOLDER, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(FOLDER + name).map(file => `${name}/${file}`))

  test('every recording is expected to be something', () => {
    expect(files.filter(path => !EXPECTED[path] && !REFUSED[path])).toEqual([])
  })

  describe.each(files.filter(path => EXPECTED[path]))('%s', path => {
    const expected = EXPECTED[path]!

    test('is read by its reader', async () => {
      expect(await readReal(path)).toMatchObject({ ok: true, reader: { name: expected.reader } })
    })

    test('has the laps it is known to have', async () => {
      const cuts = await cutReal(path)
      expect(cuts).toHaveLength(expected.sessions ?? 1)
      for (const { timedBy } of cuts) expect(timedBy).toBe(expected.timedBy)
      const got = timesOf(cuts.flatMap(({ laps }) => laps))
      if (expected.within === undefined) {
        // Outings into and out of the pits may stand around them.
        const numbers = new Set(expected.laps.map(([number]) => number))
        expect(got.filter(([number]) => numbers.has(number))).toEqual(expected.laps)
        return
      }
      const timed = cuts.flatMap(({ laps }) => laps.filter(lap => lap.kind === 'timed')).map(lapTimeMs)
      expect(timed).toHaveLength(expected.laps.length)
      for (const [i, time] of timed.entries()) {
        expect(Math.abs(time - expected.laps[i]![1])).toBeLessThanOrEqual(expected.within)
      }
    })

    test('sectors sum to their laps', async () => {
      for (const lap of (await cutReal(path)).flatMap(({ laps }) => laps)) {
        if (lap.sectorsMs.length > 0) expect(lap.sectorsMs.reduce((a, b) => a + b, 0)).toBe(lapTimeMs(lap))
      }
    })
  })

  test.each(files.filter(path => REFUSED[path]))('%s is refused', async path => {
    const { kind, words } = REFUSED[path]!
    expect(await readReal(path)).toMatchObject({ ok: false, kind, reason: expect.stringContaining(words) })
  })

  test.runIf(files.includes('misc/okc-tillotson-plain.nmea'))(
    'laps of a log without any are regular at the line put on the road',
    async () => {
      const [cut] = await cutReal('misc/okc-tillotson-plain.nmea')
      const timed = cut!.laps.filter(lap => lap.kind === 'timed').map(lapTimeMs)
      expect(timed).toHaveLength(11)
      expect(Math.max(...timed) - Math.min(...timed)).toBeLessThan(2000)
      expect(cut!.place).toMatchObject({ kind: 'new', lengthM: expect.closeTo(993, -1) })
    },
  )
}
