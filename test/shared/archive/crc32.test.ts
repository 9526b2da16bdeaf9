/** The checksum against its definition, one bit at a time. */
import { crc32 as crc32OfNode } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { crc32, createChecksum } from '../../../shared/archive/index.ts'
import { noise, textOf } from './made.ts'

const bitByBit = (bytes: Uint8Array): number => {
  let crc = -1
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return ~crc >>> 0
}

test('the checksum is that of every zip program', () => {
  expect(crc32(textOf('123456789'))).toBe(0xcbf43926)
  expect(crc32(new Uint8Array(0))).toBe(0)
})

test('the checksum is the definition, wherever in memory the bytes begin', () => {
  const property = fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(7), (bytes, shift) => {
    const shifted = new Uint8Array(bytes.length + shift)
    shifted.set(bytes, shift)
    return crc32(shifted.subarray(shift)) === bitByBit(bytes)
  })
  fc.assert(property, { numRuns: 500 })
})

test('long bytes, whose halves are summed side by side, have the same checksum as with zlib', () => {
  for (const length of [16383, 16384, 16385, 32768 + 7, 100_003]) {
    for (let shift = 0; shift < 4; shift++) {
      const bytes = noise(length + shift, length).subarray(shift)
      expect(crc32(bytes), `${length} bytes from ${shift}`).toBe(crc32OfNode(bytes))
    }
  }
})

test('a sum in pieces is the sum of the whole', () => {
  const property = fc.property(fc.array(fc.nat(40_000), { maxLength: 8 }), lengths => {
    const whole = noise(lengths.reduce((sum, length) => sum + length, 0))
    const checksum = createChecksum()
    let at = 0
    for (const length of lengths) {
      checksum.update(whole.subarray(at, at + length))
      at += length
    }
    return checksum.value() === crc32OfNode(whole)
  })
  fc.assert(property, { numRuns: 60 })
})
