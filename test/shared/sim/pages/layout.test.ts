import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Field,
  type FieldType,
  isSameAt,
  pageOf,
  readNumber,
  readText,
  writeNumber,
  writeText,
} from '../../../../shared/sim/pages/index.ts'

const TEXT: Field = ['utf16', 2, 8]
const ASCII: Field = ['ascii', 3, 8]

const withText = (code: readonly number[]) => {
  const page = pageOf(new Uint8Array(32))
  code.forEach((unit, i) => {
    page.view.setUint16(2 + 2 * i, unit, true)
  })
  return page
}

describe('fields of a page', () => {
  test('numbers come back as they were written', () => {
    const ranges: Record<Exclude<FieldType, 'u64' | 'utf16' | 'ascii'>, [number, number]> = {
      i8: [-128, 127],
      u8: [0, 255],
      bool: [0, 1],
      i16: [-32768, 32767],
      u16: [0, 65535],
      i32: [-(2 ** 31), 2 ** 31 - 1],
      u32: [0, 2 ** 32 - 1],
      f32: [-1000, 1000],
    }
    for (const [type, [min, max]] of Object.entries(ranges))
      fc.assert(
        fc.property(fc.integer({ min, max }), fc.integer({ min: 0, max: 3 }), (value, index) => {
          const page = pageOf(new Uint8Array(64))
          const field: Field = [type as FieldType, 5, 4]
          writeNumber(page, field, value, index, 7)
          expect(readNumber(page, field, index, 7)).toBe(value)
        }),
      )
  })

  test('what does not lie wholly within the page is not available', () => {
    const page = pageOf(new Uint8Array(10))
    expect(readNumber(page, ['f32', 7])).toBeNaN()
    expect(readNumber(page, ['i32', 6])).toBe(0)
    expect(readNumber(page, ['i32', 0, 4], 2)).toBeNaN()
    expect(readText(page, ['ascii', 4, 7])).toBe('')
    expect(isSameAt(page, 0, 4, 8)).toBe(false)
    expect(() => writeNumber(page, ['f32', 7], 1)).not.toThrow()
  })

  test('text ends at the first NUL, whatever follows', () => {
    expect(readText(withText([65, 66, 0, 67, 68, 0xd800, 0xffff, 69]), TEXT)).toBe('AB')
    const page = pageOf(new Uint8Array(32).fill(0x58))
    writeText(page, ASCII, 'ab')
    page.bytes[6] = 0x59
    expect(readText(page, ASCII)).toBe('ab')
  })

  test('text without a NUL ends with its field', () => {
    expect(readText(withText([65, 65, 65, 65, 65, 65, 65, 65, 66]), TEXT)).toBe('AAAAAAAA')
  })

  test('control characters and halves of characters do not come through', () => {
    expect(readText(withText([65, 10, 0x1b, 0x85, 66, 0xd83d, 67]), TEXT)).toBe('AB\ufffdC')
    expect(readText(withText([0xd83c, 0xdfc1, 0]), TEXT)).toBe('🏁')
  })

  test('a text that is too long keeps its closing NUL', () => {
    const page = pageOf(new Uint8Array(32).fill(0xff))
    writeText(page, TEXT, 'abcdefghij')
    expect(readText(page, TEXT)).toBe('abcdefg')
  })
})
