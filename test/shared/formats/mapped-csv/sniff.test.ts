/** What can be seen of a table without being told: dialect, header, and a mapping to begin with. */
import { describe, expect, test } from 'vitest'
import { sniffCsv } from '../../../../shared/formats/mapped-csv/index.ts'
import { hasReal, realBytes } from '../common/real.ts'
import { bytesOf, madeSession } from '../pipeline/made.ts'
import { type TableOptions, written } from './made.ts'

const simulated = madeSession({ laps: 1 })
const sniffed = (options: TableOptions = {}) => {
  const seen = sniffCsv(written(simulated, options).subarray(0, 65_536))
  if (!seen) throw new Error('it was not seen as a table')
  return seen
}
const NAMES = ['Time', 'Lap', 'Latitude', 'Longitude', 'Speed', 'Engine Speed', 'Mood']
const UNITS = ['s', '', 'deg', 'deg', 'km/h', 'rpm', '']

describe('dialects', () => {
  test.each([
    [{ delimiter: ',' }],
    [{ delimiter: ';' }],
    [{ delimiter: '\t' }],
    [{ delimiter: ';', decimalComma: true }],
    [{ delimiter: '\t', decimalComma: true, quoted: true }],
    [{ delimiter: ',', quoted: true, lineEnd: '\r\n' }],
    [{ delimiter: ';', lineEnd: '\r' }],
  ] as const)('%j', options => {
    const { delimiter, decimalComma, names, units } = sniffed(options)
    expect({ delimiter, decimalComma, names, units }).toEqual({
      delimiter: options.delimiter,
      decimalComma: 'decimalComma' in options,
      names: NAMES,
      units: UNITS,
    })
  })
})

describe('headers', () => {
  test('names with units in brackets, in a row of their own, without units', () => {
    expect(sniffed()).toMatchObject({ headerRow: 0, firstRow: 1, names: NAMES, units: UNITS })
    expect(sniffed({ header: 'names and units' })).toMatchObject({
      headerRow: 0,
      firstRow: 2,
      names: NAMES,
      units: UNITS,
    })
    expect(sniffed({ header: 'names' })).toMatchObject({ firstRow: 1, units: NAMES.map(() => '') })
  })

  test('below a preamble', () => {
    const preamble = ['My logger v2', 'Driver,Mira', '', 'Car,Meridian GT, red']
    expect(sniffed({ preamble })).toMatchObject({ headerRow: 4, firstRow: 5, names: NAMES })
  })

  test('without one the columns are counted', () => {
    const seen = sniffed({ header: 'none' })
    expect(seen).toMatchObject({ headerRow: null, firstRow: 0 })
    expect(seen.names.slice(0, 3)).toEqual(['Column 1', 'Column 2', 'Column 3'])
  })

  test('rows are shown as they stand', () => {
    expect(sniffed().preview).toHaveLength(8)
    expect(sniffed({ delimiter: ';', decimalComma: true }).preview[0]![0]).toBe('0,000')
  })
})

describe('fingerprint', () => {
  test('the same header in another file, whatever its rows and its preamble', () => {
    const other = sniffCsv(written(madeSession({ laps: 2, gpsHz: 5 }), { preamble: ['another day'] }))
    expect(other?.fingerprint).toBe(sniffed().fingerprint)
  })

  test('another header, other units or another delimiter is another table', () => {
    const all = [{}, { header: 'names' }, { delimiter: ';' }, { time: 'none' }, { header: 'none' }] as const
    expect(new Set(all.map(options => sniffed(options).fingerprint)).size).toBe(all.length)
  })
})

describe('a mapping to begin with', () => {
  test.each([
    ['seconds', { kind: 'seconds', column: 0 }],
    ['milliseconds', { kind: 'milliseconds', column: 0 }],
    ['unix', { kind: 'unix-seconds', column: 0 }],
    ['unix ms', { kind: 'unix-milliseconds', column: 0 }],
    ['clock', { kind: 'clock', column: 0 }],
    ['iso', { kind: 'date-time', column: 0, zoneMin: null }],
    ['local', { kind: 'date-time', column: 0, zoneMin: null }],
    ['date and clock', { kind: 'date-and-clock', dateColumn: 0, column: 1, dateOrder: 'dmy', zoneMin: null }],
    ['none', null],
  ] as const)('time as %s', (time, expected) => {
    expect(sniffed({ time }).suggestion.time).toEqual(expected)
  })

  test('columns go by their names', () => {
    expect(sniffed().suggestion.columns).toEqual([
      { column: 1, channel: 'lap', unit: '' },
      { column: 2, channel: 'lat', unit: 'deg' },
      { column: 3, channel: 'lon', unit: 'deg' },
      { column: 4, channel: 'speed', unit: 'km/h' },
      { column: 5, channel: 'rpm', unit: 'rpm' },
      { column: 6, channel: 'Mood', unit: '' },
    ])
  })
})

describe('no tables', () => {
  test.each([
    ['nothing', ''],
    ['a letter', 'Dear Sir,\nthe car, which is red, is fast.\nYours, Mira\n'],
    ['one row', 'a,b,c\n1,2,3\n'],
    ['a column', '1\n2\n3\n4\n'],
    ['words', 'name,team\nMira,Kestrel\nSam,Heath\n'],
    ['zeros', '\0'.repeat(1000)],
  ])('%s', (_, text) => {
    expect(sniffCsv(bytesOf(text), true)).toBeNull()
  })

  test('bytes that mean nothing, by the hundred', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const bytes = Uint8Array.from({ length: 2000 }, (_, i) => (i * seed * 2_654_435_761) >>> 24)
      expect(() => sniffCsv(bytes)).not.toThrow()
    }
  })

  test('thousands of columns and delimiters take no time', () => {
    const started = performance.now()
    sniffCsv(bytesOf(`${','.repeat(30_000)}\n${'1,'.repeat(15_000)}\n`))
    sniffCsv(bytesOf('"'.repeat(60_000)))
    expect(performance.now() - started).toBeLessThan(3000)
  })
})

const KATANA = 'misc/Katana-2026-07-25-111811.csv'
test.runIf(hasReal(KATANA))('a model plane is a table, with a date and a clock', () => {
  const seen = sniffCsv(realBytes(KATANA).subarray(0, 65_536))
  expect(seen).toMatchObject({ delimiter: ',', headerRow: 0, firstRow: 1 })
  expect(seen?.suggestion.time).toMatchObject({ kind: 'date-and-clock', dateOrder: 'ymd' })
})
