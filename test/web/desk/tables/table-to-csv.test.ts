/** Tables as CSV: what comes back when they are read again, and what a spreadsheet must never run. */
import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { safeFileName } from '../../../../web/screens/desk/tables/download-text.ts'
import { tableToCsv } from '../../../../web/screens/desk/tables/table-to-csv.ts'

const rowsOf = (csv: string): string[][] => Papa.parse<string[]>(csv, { newline: '\r\n' }).data.slice(0, -1)

describe('a table as CSV', () => {
  test('has a header with units, points for decimals and lines ended by CR LF', () => {
    const csv = tableToCsv({
      columns: [
        { title: 'Part', unit: '' },
        { title: 'Entry', unit: 'km/h' },
      ],
      rows: [
        ['T1', 187.25],
        ['T2', null],
        ['T3', Number.NaN],
      ],
    })
    expect(csv).toBe('Part,Entry [km/h]\r\nT1,187.25\r\nT2,\r\nT3,\r\n')
  })

  test('quotes commas, quotes and line breaks', () => {
    expect(tableToCsv({ columns: [], rows: [['a,b', 'say "hi"', 'two\nlines']] })).toBe(
      '\r\n"a,b","say ""hi""","two\nlines"\r\n',
    )
  })

  test('never lets a text be a formula, and leaves numbers alone', () => {
    const texts = ['=1+1', '+cmd', '-2', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1']
    const csv = tableToCsv({ columns: [{ title: '=evil', unit: '' }], rows: [texts, [-2, 1e-7]] })
    const [header, cells, numbers] = rowsOf(csv)
    expect(header).toEqual(["'=evil"])
    expect(cells).toEqual(texts.map(text => `'${text}`))
    expect(numbers).toEqual(['-2', '1e-7'])
  })

  test('comes back as it was from any reader of CSV', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    )
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1 }), rows => {
        const csv = tableToCsv({
          columns: [
            { title: 'a', unit: '' },
            { title: 'b', unit: '' },
          ],
          rows,
        })
        const back = rowsOf(csv).slice(1)
        expect(back.length).toBe(rows.length)
        for (const [i, row] of rows.entries()) {
          for (const [j, value] of row.entries()) {
            const read = back[i]![j]!
            if (typeof value === 'number') expect(Number(read)).toBeCloseTo(value, 12)
            else expect([value, `'${value}`]).toContain(read)
          }
        }
      }),
    )
  })
})

describe('a file’s name', () => {
  test('keeps what every file system takes and loses the rest', () => {
    expect(safeFileName('Spa 12/10: L3 "best".csv')).toBe('Spa 12-10- L3 -best-.csv')
    expect(safeFileName('../../etc/passwd')).toBe('etc-passwd')
    expect(safeFileName('con.csv')).toBe('_con.csv')
    expect(safeFileName('')).toBe('paddock')
    expect(safeFileName('Nürburgring – Süd.csv')).toBe('Nürburgring – Süd.csv')
    expect(safeFileName(`${'x'.repeat(300)}.csv`)).toMatch(/^x{116}\.csv$/)
  })

  test('holds none of the controls beyond ASCII either', () => {
    expect(safeFileName('a\u0080b\u009fc.csv')).toBe('a-b-c.csv')
  })

  test('is safe whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), typed => {
        const name = safeFileName(typed)
        expect(name).toMatch(/^[^/\\:*?"<>|\p{Cc}]+$/u)
        expect(name).not.toMatch(/^[.\s]|[.\s]$/)
        expect(Array.from(name).length).toBeLessThanOrEqual(121)
      }),
    )
  })
})
