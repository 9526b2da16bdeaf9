/** Text as loggers write it: encodings, heads and header lines. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../../../shared/formats/common/index.ts'
import { decodeText, headLines, readHeadLines, splitCells } from '../../../../shared/formats/text/index.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('decoding', () => {
  test('UTF-8 with and without its mark', () => {
    expect(decodeText(bytesOf('MórRing °C ¬ 𝄞'))).toBe('MórRing °C ¬ 𝄞')
    expect(decodeText(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toBe('A')
  })

  test('what is no UTF-8 is Windows-1252', () => {
    expect(decodeText(Uint8Array.of(0xb0, 0x43, 0x20, 0xac, 0x20, 0x80, 0x96))).toBe('°C ¬ €–')
  })

  test('any text comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), text => {
        fc.pre(!text.startsWith('\ufeff'))
        expect(decodeText(bytesOf(text))).toBe(text)
      }),
    )
  })

  test('any bytes decode like a strict decoder, or else as Windows-1252', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.integer({ min: 0, max: 255 }),
            fc.constantFrom(0xc0, 0xe0, 0xed, 0xf0, 0xf4, 0x80, 0xbf),
          ),
          {
            maxLength: 12,
          },
        ),
        values => {
          const bytes = Uint8Array.from(values)
          let want: string
          try {
            want = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
          } catch {
            want = new TextDecoder('windows-1252').decode(bytes)
          }
          expect(decodeText(bytes)).toBe(want)
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('long text is decoded whole', () => {
    const text = 'é'.repeat(100_000)
    expect(decodeText(bytesOf(text))).toBe(text)
    expect(decodeText(Uint8Array.of(...bytesOf('x'.repeat(9000)), 0xe9))).toBe(`${'x'.repeat(9000)}é`)
  })
})

describe('head lines', () => {
  test('know the byte each one begins at, whatever the line ends', async () => {
    const text = 'één\r\ntwo\n\nfour\rfive'
    const head = await readHeadLines(memorySource('t', bytesOf(text)), 1000)
    expect(head.lines).toEqual(['één', 'two', '', 'four', 'five'])
    expect(head.offsets).toEqual([0, 7, 11, 12, 17, 21])
  })

  test('the byte order mark is not in them', async () => {
    const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, 0x41, 0x0a, 0x42, 0x0a)
    const head = await readHeadLines(memorySource('t', bytes), 1000)
    expect(head.lines).toEqual(['A', 'B'])
    expect(head.offsets).toEqual([3, 5, 7])
  })

  test('a line cut off by the limit is not among them', async () => {
    const head = await readHeadLines(memorySource('t', bytesOf('one\ntwo\nthree\n')), 9)
    expect(head.lines).toEqual(['one', 'two'])
    expect(head.offsets).toEqual([0, 4, 8])
    expect(headLines(bytesOf('one\r'), false)).toEqual({ lines: [], offsets: [0] })
  })
})

describe('cells of a line', () => {
  test('quotes, doubled quotes and spaces', () => {
    expect(splitCells('a, "b, c" ,"say ""x""",,d ')).toEqual(['a', 'b, c', 'say "x"', '', 'd'])
    expect(splitCells('"open, end')).toEqual(['open, end'])
    expect(splitCells('')).toEqual([''])
    expect(splitCells('a;b', ';')).toEqual(['a', 'b'])
  })
})
