/** Tables read with what a user says about them. */
import { describe, expect, test } from 'vitest'
import {
  type CsvMapping,
  createMappedCsvReader,
  sniffCsv,
} from '../../../../shared/formats/mapped-csv/index.ts'
import { timeOf } from '../../../../shared/trace/index.ts'
import { readBytes } from '../common/fuzz.ts'
import { channel, onlySession } from '../common/real.ts'
import { bytesOf, madeSession, rowsOf, STARTED_AT, textOf, trueTimes } from '../pipeline/made.ts'
import { type TableOptions, written } from './made.ts'

const simulated = madeSession()
const rows = rowsOf(simulated)

/** The suggested mapping, with a time put in where none was found. */
const mappingOf = (bytes: Uint8Array, changes: Partial<CsvMapping> = {}): CsvMapping => {
  const { suggestion } = sniffCsv(bytes.subarray(0, 65_536))!
  return { ...suggestion, time: suggestion.time ?? { kind: 'rate', hz: 10 }, ...changes }
}

const read = async (bytes: Uint8Array, changes?: Partial<CsvMapping>) => {
  const outcome = await readBytes(createMappedCsvReader(mappingOf(bytes, changes)), bytes, 'table.csv')
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.log
}
const sessionOf = async (bytes: Uint8Array, changes?: Partial<CsvMapping>) =>
  onlySession(await read(bytes, changes))

describe('time', () => {
  test.each([
    ['seconds', null],
    ['milliseconds', null],
    ['unix', STARTED_AT],
    ['unix ms', STARTED_AT],
    ['clock', null],
    ['iso', STARTED_AT],
    ['local', null],
    ['date and clock', null],
    ['none', null],
  ] as const)('%s', async (time, startedAt) => {
    const session = await sessionOf(written(simulated, { time }))
    expect(session.startedAt).toBe(startedAt)
    const times = timeOf(session.trace, channel(session, 'lat'))
    expect(times).toHaveLength(rows.length)
    for (const [i, row] of rows.entries()) expect(times[i]).toBeCloseTo(row.timeMs, 3)
  })

  test.each(['local', 'date and clock'] as const)('%s of a zone the user knows', async time => {
    const bytes = written(simulated, { time })
    const mapping = mappingOf(bytes)
    if (mapping.time.kind !== 'date-time' && mapping.time.kind !== 'date-and-clock')
      throw new Error('no date')
    const session = await sessionOf(bytes, { time: { ...mapping.time, zoneMin: 120 } })
    expect(session).toMatchObject({ startedAt: STARTED_AT - 7_200_000, utcOffsetMin: 120 })
  })

  test('of an unknown zone is said', async () => {
    const { notes } = await read(written(simulated, { time: 'local' }))
    expect(notes.map(({ text }) => text).join()).toContain('2026-07-13 22:40')
  })

  test.each([
    ['dmy', '13/07/2026'],
    ['mdy', '07/13/2026'],
    ['ymd', '2026-07-13'],
    ['dmy', '13.7.26'],
  ] as const)('a date as %s: %s', async (dateOrder, date) => {
    const text = textOf(written(simulated, { time: 'date and clock' })).replaceAll('13/07/2026', date)
    const session = await sessionOf(bytesOf(text), {
      time: { kind: 'date-and-clock', dateColumn: 0, column: 1, dateOrder, zoneMin: 0 },
    })
    expect(session.startedAt).toBe(STARTED_AT)
  })

  test('a clock passes midnight', async () => {
    const text = ['Time,Speed (m/s)', '23:59:59.5,10', '00:00:00.5,11', '00:00:01.5,12', ''].join('\n')
    expect([...(await sessionOf(bytesOf(text))).trace.groups[0]!.timeMs]).toEqual([0, 1000, 2000])
  })
})

describe('values', () => {
  test.each([
    [{}],
    [{ delimiter: ';', decimalComma: true }],
    [{ delimiter: '\t', quoted: true }],
    [{ header: 'names and units', lineEnd: '\r\n' }],
    [{ preamble: ['My logger', 'Driver,Mira', ''] }],
  ] as readonly [TableOptions][])('%j', async options => {
    const session = await sessionOf(written(simulated, options))
    const [lat, speed, rpm, mood] = ['lat', 'speed', 'rpm', 'Mood'].map(name => channel(session, name))
    for (const i of [100, 800, 1600]) {
      expect(lat!.values[i]).toBeCloseTo(rows[i]!.lat, 7)
      expect(speed!.values[i]).toBeCloseTo(rows[i]!.speed, 2)
      expect(rpm!.values[i]).toBeCloseTo(rows[i]!.rpm, 1)
      expect(mood!.values[i]).toBeCloseTo(rows[i]!.throttle / 10, 1)
    }
    expect(speed!.unit).toBe('m/s')
  })

  test('a column can be given another meaning and unit', async () => {
    const session = await sessionOf(written(simulated), {
      columns: [
        { column: 4, channel: 'speed', unit: 'mph' },
        { column: 6, channel: 'oilTemp', unit: 'F' },
      ],
    })
    expect(session.trace.channels.map(({ name, unit }) => `${name} ${unit}`)).toEqual([
      'speed m/s',
      'oilTemp °C',
    ])
    expect(channel(session, 'speed').values[800]).toBeCloseTo(rows[800]!.speed * 3.6 * 0.44704, 1)
  })

  test('a lap counter becomes laps of last resort', async () => {
    const session = await sessionOf(written(simulated))
    const counted = session.lapColumn!.map(({ startMs, endMs }) => endMs - startMs)
    for (const [i, ms] of trueTimes(simulated).entries()) expect(Math.abs(counted[i]! - ms)).toBeLessThan(101)
    expect(session.trace.channels.map(({ name }) => name)).not.toContain('lap')
  })

  test('columns filled now and then have a time base of their own', async () => {
    const lines = textOf(written(simulated)).split('\n')
    const sparse = lines.map((line, i) => (i > 0 && i % 5 !== 1 ? line.replace(/[^,]*$/, '') : line))
    const session = await sessionOf(bytesOf(sparse.join('\n')))
    expect(channel(session, 'Mood').values).toHaveLength(Math.ceil(rows.length / 5))
    expect(channel(session, 'lat').values).toHaveLength(rows.length)
  })

  test('repeated positions are told apart from fresh ones', async () => {
    const lines = textOf(written(simulated)).split('\n')
    const place = (line: string): string => line.split(',').slice(2, 4).join(',')
    const held = lines.map((line, i) =>
      i > 1 && line !== '' ? line.replace(place(line), place(lines[i - ((i - 1) % 10)]!)) : line,
    )
    const session = await sessionOf(bytesOf(held.join('\n')))
    expect(channel(session, 'lat').values.length).toBeLessThan(rows.length / 5)
    expect(channel(session, 'rpm').values).toHaveLength(rows.length)
  })
})

describe('the mapping is remembered', () => {
  test('its reader knows tables of the same header, and no others', () => {
    const reader = createMappedCsvReader(mappingOf(written(simulated)))
    expect(reader.detect(written(madeSession({ laps: 1 })))).toBe(true)
    expect(reader.detect(written(simulated, { header: 'names' }))).toBe(false)
    expect(reader.detect(bytesOf('nothing'))).toBe(false)
  })

  test('it survives storage', async () => {
    const bytes = written(simulated)
    const stored: CsvMapping = JSON.parse(JSON.stringify(mappingOf(bytes)))
    expect(await readBytes(createMappedCsvReader(stored), bytes)).toEqual(
      await readBytes(createMappedCsvReader(mappingOf(bytes)), bytes),
    )
  })
})

describe('mappings that do not fit', () => {
  const bytes = written(simulated)
  test.each([
    ['no channels', { columns: [] }, 'choose what its columns mean'],
    ['columns that are not there', { columns: [{ column: 99, channel: 'rpm', unit: 'rpm' }] }, 'No column'],
    ['a time that is not there', { time: { kind: 'seconds', column: 77 } }, 'another column'],
    ['a time of another kind', { time: { kind: 'clock', column: 4 } }, 'another kind of time'],
    ['rows that are not there', { firstRow: 9_999_999 }, 'no rows'],
    ['the time as its only channel', { columns: [{ column: 0, channel: 'rpm', unit: '' }] }, 'mean'],
  ] as readonly [string, Partial<CsvMapping>, string][])('%s', async (_, changes, words) => {
    const outcome = await readBytes(createMappedCsvReader(mappingOf(bytes, changes)), bytes)
    expect(outcome).toMatchObject({ ok: false, reason: expect.stringContaining(words) })
  })
})
