/** Rows of numbers out of bytes, against a slow reader that shares no code with it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../../../shared/formats/common/index.ts'
import {
  type Delimiter,
  MAX_LINE,
  scanTable,
  type TableOptions,
} from '../../../../shared/formats/text/index.ts'
import { choppedSource } from './pieces.ts'
import { slowTable } from './slow-table.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

const scan = (text: string, options: Partial<TableOptions> = {}) =>
  scanTable(memorySource('test', bytesOf(text)), {
    from: 0,
    delimiter: ',',
    columns: [0, 1, 2],
    ...options,
  })
const rowsOf = (table: { rows: number; columns: Float64Array[] }): number[][] =>
  Array.from({ length: table.rows }, (_, i) => table.columns.map(column => column[i]!))

describe('a table of numbers', () => {
  test('reads plain numbers of every shape', async () => {
    const table = await scan('1,-2.5,+3\n.5,5.,1e3\n-1.25E-2,00012.500,123456789012345678\n')
    expect(rowsOf(table)).toEqual([
      [1, -2.5, 3],
      [0.5, 5, 1000],
      [-0.0125, 12.5, Number('123456789012345678')],
    ])
  })

  test('what is no number is NaN', async () => {
    const table = await scan('N/A,,-\n0x10,1 000,Infinity\n1e999,--1,1.2.3\n.,e5,1e\n')
    expect(table.rows).toBe(4)
    for (const row of rowsOf(table)) for (const v of row) expect(v).toBeNaN()
  })

  test('line ends may be mixed, and empty lines are nothing', async () => {
    const table = await scan('1,2,3\r\n4,5,6\n\n\r\n7,8,9\r1,1,1')
    expect(rowsOf(table)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
      [1, 1, 1],
    ])
  })

  test('quotes may stand around numbers and delimiters', async () => {
    const table = await scan('"1","2,5",3\n"say ""hi, you""",4,"5"\n')
    expect(rowsOf(table)).toEqual([
      [1, Number.NaN, 3],
      [Number.NaN, 4, 5],
    ])
  })

  test('a stray quote costs its row only', async () => {
    const table = await scan('1,"2,3\n4,5,6\n')
    expect(table.badRows).toBe(1)
    expect(rowsOf(table)).toEqual([[4, 5, 6]])
  })

  test('rows with another number of fields are counted and left out', async () => {
    const table = await scan('1,2,3\n1,2\n1,2,3,4\n1\n5,6,7\n', { minFields: 3, maxFields: 3 })
    expect(table.badRows).toBe(3)
    expect(rowsOf(table)).toEqual([
      [1, 2, 3],
      [5, 6, 7],
    ])
  })

  test('fields that a short row may leave out are NaN', async () => {
    const table = await scan('1,2,3\n4\n', { minFields: 1 })
    expect(rowsOf(table)).toEqual([
      [1, 2, 3],
      [4, Number.NaN, Number.NaN],
    ])
  })

  test('spaces and tabs in any number are one delimiter', async () => {
    const table = await scan('  1  2\t 3  \n\t4 5 6\n   \n', { delimiter: 'whitespace' })
    expect(rowsOf(table)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ])
  })

  test('a decimal comma is read where it is asked for', async () => {
    const table = await scan('1,5;2;-0,25\n', { delimiter: ';', decimalComma: true })
    expect(rowsOf(table)).toEqual([[1.5, 2, -0.25]])
  })

  test('comments are handed out with the row they stand before', async () => {
    const comments: [string, number][] = []
    await scan('# a\n1,2,3\n# b é\r\n#c\n4,5,6\n# d', {
      commentByte: 35,
      onComment: (line, row) => comments.push([line, row]),
    })
    expect(comments).toEqual([
      ['# a', 0],
      ['# b é', 1],
      ['#c', 1],
      ['# d', 2],
    ])
  })

  test('one column can be had as text', async () => {
    const texts: [string, number][] = []
    await scan('1,,2\n3, "Curva, sur" ,4\n1\n5,6,7\n', {
      columns: [0, 2],
      textColumn: 1,
      onText: (text, row) => texts.push([text, row]),
    })
    expect(texts).toEqual([
      ['Curva, sur', 1],
      ['6', 2],
    ])
  })

  test('reading begins where it is told to and stops after enough rows', async () => {
    const table = await scan('names\n1,2,3\n4,5,6\n7,8,9\n', { from: 6, maxRows: 2 })
    expect(rowsOf(table)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ])
  })

  test('a line without an end is skipped, and what follows it is read', async () => {
    const endless = '7'.repeat(Math.ceil(2.5 * MAX_LINE))
    const table = await scan(`1,2,3\n${endless}\n4,5,6\n`)
    expect(table.badRows).toBe(1)
    expect(rowsOf(table)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ])
  })

  test('columns grow past what the first rows let expect', async () => {
    const long = '0.000000000001,0.000000000002,0.000000000003\n'.repeat(40_000)
    const table = await scan(long + '1,2,3\n'.repeat(400_000))
    expect(table.rows).toBe(440_000)
    expect(table.columns[2]!.at(-1)).toBe(3)
    expect(table.columns[0]![39_999]).toBe(1e-12)
  })

  test('can be cancelled, and says how far it is', async () => {
    const text = '1,2,3\n'.repeat(600_000)
    const done: number[] = []
    const table = await scan(text, {
      onProgress: share => done.push(share),
      isCancelled: () => done.length === 2,
    })
    expect(table.cancelled).toBe(true)
    expect(done).toHaveLength(2)
    const whole: number[] = []
    expect((await scan(text, { onProgress: share => whole.push(share) })).rows).toBe(600_000)
    expect(whole.at(-1)).toBe(1)
    expect(whole.toSorted((a, b) => a - b)).toEqual(whole)
  })
})

const digits = fc.stringMatching(/^[0-9]{1,20}$/)
const numeric = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    fc.oneof(
      digits,
      fc.tuple(digits, digits).map(([a, b]) => `${a}.${b}`),
      digits.map(d => `.${d}`),
    ),
    fc.constantFrom('', '', '', 'e3', 'E-02', 'e+100', 'e', 'e9999', 'e-'),
  )
  .map(parts => parts.join(''))
const cell = fc.oneof(
  { weight: 6, arbitrary: numeric },
  { weight: 1, arbitrary: numeric.map(n => `"${n}"`) },
  { weight: 1, arbitrary: numeric.map(n => ` ${n} `) },
  { weight: 2, arbitrary: fc.constantFrom('', 'N/A', '-', '"a,b;c"', '"', '1,5', 'ü', '€', '𝄞', '"x""y"') },
)

describe('against a slow reader', () => {
  for (const delimiter of [',', ';', '\t', 'whitespace'] as const satisfies readonly Delimiter[]) {
    test(`any rows, in any pieces, delimited by ${JSON.stringify(delimiter)}`, async () => {
      const glue = delimiter === 'whitespace' ? ' ' : delimiter
      const line = fc.oneof(
        {
          weight: 8,
          arbitrary: fc.array(cell, { minLength: 1, maxLength: 5 }).map(cells => cells.join(glue)),
        },
        { weight: 1, arbitrary: fc.constantFrom('# note, with; "things"', '#', '') },
      )
      const end = fc.constantFrom('\n', '\r\n', '\r', '\n\n')
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(line, end), { maxLength: 12 }),
          fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
          fc.boolean(),
          async (lines, lengths, wantsComma) => {
            const decimalComma = wantsComma && delimiter !== ','
            const text = lines
              .map(parts => parts.join(''))
              .join('')
              .replace(/[\r\n]*$/, '')
            const slow = slowTable(text, delimiter, 3, decimalComma)
            const comments: { line: string; row: number }[] = []
            const fast = await scanTable(choppedSource(bytesOf(text), lengths), {
              from: 0,
              delimiter,
              columns: [0, 1, 2],
              decimalComma,
              commentByte: 35,
              onComment: (commentLine, row) => comments.push({ line: commentLine, row }),
            })
            expect(rowsOf(fast)).toEqual(slow.rows)
            expect(fast.badRows).toBe(slow.badRows)
            expect(comments).toEqual(slow.comments)
          },
        ),
        { numRuns: 400 },
      )
    })
  }

  test('any decimal number comes out as JavaScript reads it, to the last bit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
        async doubles => {
          const written = doubles.flatMap(v => [
            String(v),
            v.toPrecision(9),
            v.toFixed(3),
            v.toExponential(6),
          ])
          const texts = written.filter(text => Number.isFinite(Number(text)))
          const table = await scan(texts.join('\n'), { columns: [0] })
          expect(Array.from(table.columns[0]!)).toEqual(texts.map(Number))
        },
      ),
      { numRuns: 300 },
    )
  })
})
