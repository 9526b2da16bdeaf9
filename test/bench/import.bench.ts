/**
 * Importing numeric text against Papa Parse (every cell a value, every row an object, which is what people use)
 * and against the C reader of pandas.
 *
 * Rows to columns is like for like: values of all cells, nothing more. File to session is what an import costs:
 * rate groups, units, signs, laps and a checked trace as well. The files are simulated drives, written as the
 * apps write them, about 30 MB each, read from disk by everybody; PADDOCK_BENCH_LARGE=1 adds one of 200 MB.
 * Against pandas there is a row of processor time as well (all threads, ours with collecting garbage and reading), which
 * other programs on the machine do not change.
 * Targets: an eighth of Papa Parse's time, and pandas' time by 1.2.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import Papa from 'papaparse'
import { openFileSource } from '#node/file-source'
import { type SimulatedSession, simulateSession } from '#shared/sim'
import { asEpochMillis } from '#shared/units'
import type { ByteSource, FormatReader } from '../../shared/formats/model.ts'
import { raceChronoCsvReader, writeRaceChrono } from '../../shared/formats/racechrono-csv/index.ts'
import { buildChunks, readHeadLines, scanTable, type TableOptions } from '../../shared/formats/text/index.ts'
import { trackAddictReader, writeTrackAddict } from '../../shared/formats/trackaddict/index.ts'
import { type Bench, type Comparison, kept, type Sample, timeOf, type Workload } from './harness.ts'
import { type Pandas, startPandas, type Taken } from './pandas.ts'

const PAPA_TARGET = 1 / 8
const PANDAS_TARGET = 1 / 1.2
const STARTED_AT = asEpochMillis(1_767_225_600_000)

/** One file and how each of the three reads it. */
interface Case {
  readonly name: string
  readonly bytes: Uint8Array
  readonly table: Omit<TableOptions, 'from' | 'columns'>
  /** Null where there is no reader for it. */
  readonly reader: FormatReader | null
  /** Lines before the row of names, and before the first row of values. */
  readonly namesAt: number
  readonly rowsAt: number
  readonly papa: Papa.ParseConfig
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

const comparisonsOf = (made: Case, path: string, pandas: Pandas): Comparison[] => {
  const { name, bytes, reader } = made
  const megabytes = `${(bytes.length / 1e6).toFixed(1)} MB`
  const toColumns = timeOf(() => withFile(path, source => columnsOf(made, source)))
  const papa = cleaningUp(timeOf(() => parseWithPapa(path, made)))
  const inPandas = (time: keyof Taken): Sample | null =>
    pandas.ok ? async () => (await pandas.readCsv(path, made.pandas))[time] : null
  const row = (
    what: string,
    ours: Sample,
    against: string,
    peer: Sample,
    target: number | null,
  ): Comparison => ({
    ...{ name: `${name} ${megabytes}, ${what}`, unit: 'ms', ours, against, peer, target },
  })
  const versusPandas = (what: string, ours: Sample, time: keyof Taken, isLike: boolean): Comparison[] => {
    const theirs = inPandas(time)
    if (!theirs || !pandas.ok) return []
    return [row(what, ours, `pandas ${pandas.version}`, theirs, isLike ? PANDAS_TARGET : null)]
  }
  const versus = (what: string, ours: Sample, isLike: boolean): Comparison[] => [
    row(what, ours, 'Papa Parse', papa, PAPA_TARGET),
    ...versusPandas(what, ours, 'clock', isLike),
  ]
  const toSession = reader && timeOf(() => withFile(path, source => sessionOf(reader, source)))
  return [
    ...versus('rows to columns', toColumns, true),
    ...versusPandas(
      'rows to columns, processor time',
      processorTimeOf(() => withFile(path, source => columnsOf(made, source))),
      'processor',
      true,
    ),
    ...(toSession ? versus('file to session', toSession, false) : []),
  ]
}

const withFile = async <T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> => {
  const file = await openFileSource(path)
  if (!file.ok) throw new Error(file.reason)
  try {
    return await use(file.source)
  } finally {
    await file.source.close()
  }
}

const columnsOf = async ({ table, namesAt, rowsAt }: Case, source: ByteSource): Promise<number> => {
  const { lines, offsets } = await readHeadLines(source, 1 << 14)
  const fields = lines[namesAt]!.split(table.delimiter === 'whitespace' ? ' ' : table.delimiter).length
  const columns = Array.from({ length: fields }, (_, i) => i)
  return (await scanTable(source, { ...table, from: offsets[rowsAt]!, columns })).rows
}

const sessionOf = async (reader: FormatReader, source: ByteSource): Promise<number> => {
  const outcome = await reader.read(source, {})
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.log.sessions[0]!.trace.channels.length
}

const parseWithPapa = async (path: string, { namesAt, papa }: Case): Promise<number> => {
  let text = await readFile(path, 'utf8')
  for (let line = 0; line < namesAt; line++) text = text.slice(text.indexOf('\n') + 1)
  return Papa.parse(text, { dynamicTyping: true, header: true, skipEmptyLines: true, ...papa }).data.length
}

const processorTimeOf =
  (work: () => Promise<unknown>): Sample =>
  async () => {
    const before = process.cpuUsage()
    kept[0] = await work()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  }

/** Papa Parse leaves some five million values behind; whoever comes next must not pay for them. */
const cleaningUp = (sample: Sample): Sample => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  return async () => {
    const taken = await sample()
    kept.length = 0
    collect()
    return taken
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
  const cases = [trackAddictCase(drive, busHz), raceChronoCase(drive, busHz), spacedCase(drive)]
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
  reader: trackAddictReader,
  table: { delimiter: ',', commentByte: '#'.charCodeAt(0) },
  namesAt: 3,
  rowsAt: 4,
  papa: { comments: '#' },
  pandas: { comment: '#' },
})

const raceChronoCase = (drive: SimulatedSession, busHz: number): Case => ({
  name: 'RaceChrono',
  bytes: writeRaceChrono({
    trace: drive.trace,
    startedAt: STARTED_AT,
    crossingsMs: crossingsOf(drive),
    obdMs: 1000 / busHz,
  }),
  reader: raceChronoCsvReader,
  table: { delimiter: ',' },
  // Under the names stand rows of units and sources.
  namesAt: 9,
  rowsAt: 12,
  // The names repeat; Papa Parse says so on the console every time, so it gets them numbered.
  papa: { transformHeader: (name, i) => `${name} ${i}` },
  pandas: { skiprows: [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11] },
})

/** Columns between spaces, zero padded and signed, as in a VBO file. */
const spacedCase = ({ trace }: SimulatedSession): Case => {
  const group = trace.channels.find(({ name }) => name === 'rpm')!.group
  const columns = trace.channels.filter(channel => channel.group === group)
  const out = buildChunks()
  out.add(`time ${columns.map(({ name }) => name).join(' ')}\n`)
  for (const [i, t] of trace.groups[group]!.timeMs.entries()) {
    const cells = columns.map(({ values }) => {
      const v = values[i]!
      return (v < 0 ? '-' : '+') + Math.abs(v).toFixed(4).padStart(10, '0')
    })
    out.add(`${(t / 1000).toFixed(3).padStart(10, '0')} ${cells.join(' ')}\n`)
  }
  return {
    name: 'between spaces',
    bytes: out.bytes(),
    reader: null,
    table: { delimiter: 'whitespace' },
    namesAt: 0,
    rowsAt: 1,
    papa: { delimiter: ' ' },
    pandas: { sep: ' ' },
  }
}
