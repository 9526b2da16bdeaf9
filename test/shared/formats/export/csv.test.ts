import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { createId } from '#shared/id'
import { lapTimeMs } from '#shared/lap'
import { createTrace, type Trace } from '#shared/trace'
import { toTextCell } from '../../../../shared/formats/export/csv.ts'
import { exportSession, lapToExport, type SessionToExport } from '../../../../shared/formats/export/index.ts'
import { createPiece } from '../../../../shared/formats/export/piece.ts'
import {
  createMappedCsvReader,
  cutSessions,
  memorySource,
  readWith,
  sniffCsv,
} from '../../../../shared/formats/index.ts'
import { bytesOf, lapsOf, makeSession, sessionOf, timedLap } from './made.ts'

const csvOf = (session: SessionToExport): string =>
  new TextDecoder().decode(bytesOf(exportSession(session, 'csv')).csv)

interface CsvTable {
  readonly names: readonly string[]
  readonly units: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const tableOf = (text: string): CsvTable => {
  const [names, units, ...rows] = Papa.parse<string[]>(text, { skipEmptyLines: true }).data
  return { names: names!, units: units!, rows }
}

/** The trace a table stands for: each column with the instants it has a value at. */
const columnOf = ({ names, rows }: CsvTable, name: string): { timeMs: number[]; values: number[] } => {
  const at = names.indexOf(name)
  const filled = rows.filter(row => row[at] !== '')
  return { timeMs: filled.map(row => Number(row[0]) * 1000), values: filled.map(row => Number(row[at])) }
}

const knownOf = (trace: Trace, name: string, source: string): { timeMs: number[]; values: number[] } => {
  const channel = trace.channels.find(c => c.name === name && c.source === source)!
  const timeMs = trace.groups[channel.group]!.timeMs
  const known = [...timeMs.keys()].filter(i => !Number.isNaN(channel.values[i]!))
  return { timeMs: known.map(i => timeMs[i]!), values: known.map(i => channel.values[i]!) }
}

const single = (timeMs: number[], values: number[], name = 'a', source = 'can') => ({
  timeMs: Float64Array.from(timeMs),
  channels: [{ name, unit: '', kind: 'continuous' as const, source, values: Float32Array.from(values) }],
})

describe('a session as CSV', () => {
  const { simulated, session } = makeSession()
  const table = tableOf(csvOf(session))

  test('has a row of names, a row of units, and as many cells in every row', () => {
    expect(table.names.slice(0, 3)).toEqual(['time', 'lap', 'speed@can'])
    expect(table.units.slice(0, 3)).toEqual(['s', '', 'm/s'])
    expect(new Set(table.rows.map(row => row.length))).toEqual(new Set([table.names.length]))
  })

  test('holds every sample of every channel at its own instant, and not one more', () => {
    const { trace } = session
    for (const { name, source, values } of trace.channels) {
      const isShared = trace.channels.filter(c => c.name === name).length > 1
      const got = columnOf(table, isShared ? `${name}@${source}` : name)
      const want = knownOf(trace, name, source)
      expect(got.values.length).toBe(want.values.length)
      const isSingle = values.BYTES_PER_ELEMENT === 4
      for (const [i, value] of want.values.entries()) {
        if ((isSingle ? Math.fround(got.values[i]!) : got.values[i]!) !== value) {
          expect(got.values[i], `${name} ${source} sample ${i}`).toBe(value)
        }
        if (Math.abs(got.timeMs[i]! - want.timeMs[i]!) > 0.000_51) expect(got.timeMs[i]).toBe(want.timeMs[i])
      }
    }
  })

  test('has one row per instant of the fastest group, and one for each lap that begins between two', () => {
    const fastest = Math.max(...session.trace.groups.map(({ timeMs }) => timeMs.length))
    const begun = new Set(session.laps.flatMap(lap => [lap.startMs, lap.endMs])).size
    expect(table.rows.length).toBeGreaterThanOrEqual(fastest)
    expect(table.rows.length).toBeLessThanOrEqual(fastest + begun)
  })

  test('tells every lap time to the millisecond by its columns of time and lap', () => {
    for (const lap of session.laps) {
      const rows = table.rows.filter(row => row[1] === String(lap.number))
      const next = table.rows[table.rows.indexOf(rows.at(-1)!) + 1]
      expect(Number(rows[0]![0]) * 1000).toBeCloseTo(lap.startMs, 6)
      expect(Number((next ?? rows.at(-1)!)[0]) * 1000).toBeCloseTo(lap.endMs, 6)
    }
  })

  test('is timed alike when it is read by the reader of tables', async () => {
    const bytes = bytesOf(exportSession(session, 'csv')).csv!
    const sniff = sniffCsv(bytes.subarray(0, 64 * 1024))
    const { time, ...mapping } = sniff!.suggestion
    const reader = createMappedCsvReader({ ...mapping, time: time! })
    const outcome = await readWith(reader, memorySource('export.csv', bytes))
    if (!outcome.ok) throw new Error(outcome.reason)
    const read = outcome.log.sessions[0]!
    const times = (laps: readonly ReturnType<typeof lapsOf>[number][]): number[] =>
      laps.filter(lap => lap.kind === 'timed').map(lapTimeMs)
    expect(times(lapsOf(read.trace, simulated))).toEqual(times(session.laps))
    const [cut] = cutSessions(
      outcome.log,
      [],
      createId<'layout'>(bytes => bytes),
    )
    expect(cut!.laps.length).toBeGreaterThan(1)
  })

  test('comes in pieces of less than 300 kB, the same ones every time', () => {
    const exported = exportSession(session, 'csv')
    if (!exported.ok) throw new Error(exported.reason)
    const [file] = exported.files
    const sizes = [...file.pieces].map(piece => piece.length)
    expect(sizes.length).toBeGreaterThan(3)
    expect(Math.max(...sizes)).toBeLessThan(300_000)
    expect([...file.pieces].map(piece => piece.length)).toEqual(sizes)
  })
})

describe('one lap as CSV', () => {
  test('counts time from its start and keeps a sample outside each end', () => {
    const { session } = makeSession()
    const lap = session.laps.find(one => one.kind === 'timed')!
    const { rows } = tableOf(csvOf(lapToExport(session, lap)))
    const inLap = rows.filter(row => row[1] === String(lap.number))
    expect(inLap[0]![0]).toBe('0.000')
    expect(Number(rows[0]![0])).toBeLessThan(0)
    const end = rows[rows.indexOf(inLap.at(-1)!) + 1]!
    expect(Number(end[0])).toBeCloseTo(lapTimeMs(lap) / 1000, 9)
    expect(rows.at(-1)).not.toBe(end)
  })
})

describe('time bases that do not meet', () => {
  test('a slower sample between two of the fastest has a row of its own, and nothing is held', () => {
    const trace = createTrace([single([0, 10, 20], [1, 2, 3]), single([5, 20], [7, 8], 'b')])
    expect(csvOf(sessionOf(trace))).toBe(
      'time,lap,a,b\r\ns,,,\r\n0.000,,1,\r\n0.005,,,7\r\n0.010,,2,\r\n0.020,,3,8\r\n',
    )
  })

  test('unknown and infinite values are empty, and times have three decimals and more where they need them', () => {
    const trace = createTrace([
      single([-1.5, 0.0004, 1234.5678], [Number.NaN, Number.POSITIVE_INFINITY, -0.25]),
    ])
    expect(csvOf(sessionOf(trace))).toBe('time,lap,a\r\ns,,\r\n-0.0015,,\r\n0.000,,\r\n1.234568,,-0.25\r\n')
  })

  test('the lap column is empty between laps, whatever their order', () => {
    const trace = createTrace([single([0, 10, 20, 30], [1, 2, 3, 4])])
    const laps = [timedLap(2, 20, 30), timedLap(1, 5, 10)]
    expect(csvOf(sessionOf(trace, laps))).toBe(
      'time,lap,a\r\ns,,\r\n0.000,,1\r\n0.005,1,\r\n0.010,,2\r\n0.020,2,3\r\n0.030,,4\r\n',
    )
  })
})

describe('names', () => {
  test.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+1', "'+1"],
    ['-', "'-"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1+1', "'=1+1"],
    ['\r\n=1', "'=1"],
    ['＝1', "'＝1"],
    ['a,b', '"a,b"'],
    ['a\nb', 'a b'],
    ['°C', '°C'],
    ['speed', 'speed'],
  ])('%j is written as %s', (text, cell) => {
    expect(toTextCell(text)).toBe(cell)
  })

  test('no name can run as a formula or leave its cell', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), text => {
        const cell = toTextCell(text)
        const { data } = Papa.parse<string[]>(`${cell},x`, { delimiter: ',' })
        expect(data).toHaveLength(1)
        expect(data[0]).toHaveLength(2)
        expect(data[0]![0]).not.toMatch(/^[=+\-@\t\r]/)
      }),
    )
  })

  test('a channel of the name of our own columns, or of another channel, says its source', () => {
    const trace = createTrace([
      single([0], [1], 'lap', 'can'),
      single([0], [1], 'speed', 'gps'),
      single([0], [1], 'speed', 'can'),
      single([0], [1], 'rpm', 'can'),
    ])
    expect(tableOf(csvOf(sessionOf(trace))).names).toEqual([
      'time',
      'lap',
      'lap@can',
      'speed@gps',
      'speed@can',
      'rpm',
    ])
  })
})

describe('numbers', () => {
  const written = (write: (piece: ReturnType<typeof createPiece>) => void): string => {
    const piece = createPiece()
    write(piece)
    return new TextDecoder().decode(piece.take())
  }

  test('of single precision read back the same', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), value => {
        expect(Math.fround(Number(written(piece => piece.single(value)))) === value).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('of double precision read back the same', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          fc.double({ noNaN: true, min: -180, max: 180 }),
        ),
        value => {
          expect(Number(written(piece => piece.double(value))) === value).toBe(true)
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('of any size keep their digits', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 9 }), (whole, decimals) => {
        const text = written(piece => piece.scaled(whole, decimals))
        expect(text).toMatch(/^-?\d+(\.\d+)?$/)
        expect(
          BigInt(text.replace('.', '')) * 10n ** BigInt(decimals - (text.split('.')[1] ?? '').length),
        ).toBe(BigInt(whole))
      }),
      { numRuns: 2000 },
    )
    expect(written(piece => piece.scaled(1e30, 6))).toBe('1e+24')
  })

  test('are short where they can be', () => {
    expect(written(piece => piece.single(Math.fround(12.34)))).toBe('12.34')
    expect(written(piece => piece.single(-3))).toBe('-3')
    expect(written(piece => piece.single(-0))).toBe('0')
    expect(written(piece => piece.double(51.0000001))).toBe('51.0000001')
    expect(written(piece => piece.double(1e300))).toBe('1e+300')
  })
})
