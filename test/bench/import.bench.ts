/**
 * Importing numeric text: whole readers and the byte loop under them against Papa Parse (every cell a value,
 * every row an object, which is what people use) and against the C reader of pandas.
 *
 * The files are simulated drives, written as the apps write them, about 30 MB each, read from disk by everybody.
 * PADDOCK_BENCH_LARGE=1 adds a file of 200 MB. Targets: an eighth of Papa Parse's time, pandas' time by 1.2.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Papa from 'papaparse'
import { openFileSource } from '#node/file-source'
import { type SimulatedSession, simulateSession } from '#shared/sim'
import { asEpochMillis } from '#shared/units'
import type { FormatReader } from '../../shared/formats/model.ts'
import { raceChronoCsvReader, writeRaceChrono } from '../../shared/formats/racechrono-csv/index.ts'
import { buildChunks, scanTable } from '../../shared/formats/text/index.ts'
import { trackAddictReader, writeTrackAddict } from '../../shared/formats/trackaddict/index.ts'
import { type Bench, type Comparison, timeOf, type Workload } from './harness.ts'
import { type Pandas, startPandas } from './pandas.ts'

const PAPA_TARGET = 1 / 8
const PANDAS_TARGET = 1 / 1.2
const STARTED_AT = asEpochMillis(1_767_225_600_000)

/** One file and how each of the three reads it. */
interface Case {
  readonly name: string
  readonly bytes: Uint8Array
  readonly ours: (path: string) => Promise<unknown>
  /** What Papa Parse gets: everything from the row of names on. */
  readonly papa: { readonly skipLines: number; readonly config: Papa.ParseConfig }
  readonly pandas: Readonly<Record<string, unknown>>
}

export const importBench: Bench = {
  name: 'import',
  about: 'numeric CSV: finished columns against Papa Parse and pandas',
  setUp: async workload => {
    const folder = await mkdtemp(join(tmpdir(), 'paddock-bench-import-'))
    const pandas = await startPandas()
    if (!pandas.ok) process.stderr.write(`No rows against pandas: ${pandas.reason}.\n`)
    const comparisons: Comparison[] = []
    for (const [i, made] of casesOf(workload).entries()) {
      const path = join(folder, `${i}.csv`)
      await writeFile(path, made.bytes)
      comparisons.push(...comparisonsOf(made, path, pandas))
    }
    return {
      comparisons,
      tearDown: async () => {
        if (pandas.ok) await pandas.close()
        await rm(folder, { recursive: true, force: true })
      },
    }
  },
}

const comparisonsOf = (
  { name, bytes, ours, papa, pandas: options }: Case,
  path: string,
  pandas: Pandas,
): Comparison[] => {
  const what = `${name}, ${(bytes.length / 1e6).toFixed(1)} MB`
  const against = (peer: string, sample: Comparison['peer'], target: number): Comparison => ({
    name: what,
    unit: 'ms',
    ours: timeOf(() => ours(path)),
    against: peer,
    peer: sample,
    target,
  })
  const rows = [
    against(
      'Papa Parse',
      timeOf(() => parseWithPapa(path, papa)),
      PAPA_TARGET,
    ),
  ]
  if (pandas.ok)
    rows.push(against(`pandas ${pandas.version}`, () => pandas.readCsvMs(path, options), PANDAS_TARGET))
  return rows
}

const parseWithPapa = async (path: string, { skipLines, config }: Case['papa']): Promise<unknown> => {
  let text = await readFile(path, 'utf8')
  for (let line = 0; line < skipLines; line++) text = text.slice(text.indexOf('\n') + 1)
  const { data } = Papa.parse(text, { dynamicTyping: true, header: true, skipEmptyLines: true, ...config })
  return data.length
}

const readWith =
  (reader: FormatReader) =>
  async (path: string): Promise<unknown> => {
    const file = await openFileSource(path)
    if (!file.ok) throw new Error(file.reason)
    try {
      const outcome = await reader.read(file.source, {})
      if (!outcome.ok) throw new Error(outcome.reason)
      return outcome.log.sessions[0]!.trace.channels.length
    } finally {
      await file.source.close()
    }
  }

/** Laps of 73 s that give about 30 MB; a few more for who asks. */
const SIZES: Readonly<Record<Workload, { readonly laps: number; readonly busHz: number }>> = {
  full: { laps: 34, busHz: 100 },
  tiny: { laps: 1, busHz: 5 },
}

const casesOf = (workload: Workload): Case[] => {
  const { laps, busHz } = SIZES[workload]
  const drive = driveOf(laps, busHz)
  const cases = [trackAddictCase(drive, busHz), raceChronoCase(drive, busHz), tableCase(drive)]
  const isLarge = workload === 'full' && process.env.PADDOCK_BENCH_LARGE === '1'
  return isLarge ? [...cases, trackAddictCase(driveOf(7 * laps, busHz), busHz)] : cases
}

const driveOf = (laps: number, busHz: number): SimulatedSession =>
  simulateSession({
    seed: 1,
    circuit: 'kestrel-heath',
    laps,
    rateHz: busHz,
    gps: { rateHz: Math.min(busHz, 25), dropouts: 0 },
  })

const crossingsOf = ({ truth }: SimulatedSession): number[] =>
  truth.laps.filter(({ kind }) => kind !== 'in').map(({ endMs }) => endMs)

const trackAddictCase = (drive: SimulatedSession, busHz: number): Case => ({
  name: 'TrackAddict',
  bytes: writeTrackAddict({
    trace: drive.trace,
    startedAt: STARTED_AT,
    laps: crossingsOf(drive).map(endMs => ({ endMs })),
    tickMs: 1000 / busHz,
    obdMs: 100,
    lineEnd: '\n',
  }),
  ours: readWith(trackAddictReader),
  // Three lines of comments stand before the names.
  papa: { skipLines: 3, config: { comments: '#' } },
  pandas: { comment: '#' },
})

const raceChronoCase = (drive: SimulatedSession, busHz: number): Case => ({
  name: 'RaceChrono v3',
  bytes: writeRaceChrono({
    trace: drive.trace,
    startedAt: STARTED_AT,
    crossingsMs: crossingsOf(drive),
    obdMs: 1000 / busHz,
  }),
  ours: readWith(raceChronoCsvReader),
  // Eight lines of facts and an empty one; both peers are spared the rows of units and sources where they can.
  papa: { skipLines: 9, config: {} },
  pandas: { skiprows: [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11] },
})

/** Columns between spaces, zero padded, as in a VBO file: the byte loop alone. */
const tableCase = ({ trace }: SimulatedSession): Case => {
  const group = trace.channels.find(({ name }) => name === 'rpm')!.group
  const columns = trace.channels.filter(channel => channel.group === group)
  const out = buildChunks()
  out.add(`time ${columns.map(({ name }) => name).join(' ')}\n`)
  const { timeMs } = trace.groups[group]!
  for (const [i, t] of timeMs.entries()) {
    const cells = columns.map(({ values }) => {
      const v = values[i]!
      return (v < 0 ? '-' : '+') + Math.abs(v).toFixed(4).padStart(10, '0')
    })
    out.add(`${(t / 1000).toFixed(3).padStart(10, '0')} ${cells.join(' ')}\n`)
  }
  const header = out.bytes().indexOf(10) + 1
  return {
    name: 'columns between spaces',
    bytes: out.bytes(),
    ours: async path => {
      const file = await openFileSource(path)
      if (!file.ok) throw new Error(file.reason)
      try {
        const fields = Array.from({ length: columns.length + 1 }, (_, i) => i)
        return (await scanTable(file.source, { from: header, delimiter: 'whitespace', columns: fields })).rows
      } finally {
        await file.source.close()
      }
    },
    papa: { skipLines: 0, config: { delimiter: ' ' } },
    pandas: { sep: ' ' },
  }
}
