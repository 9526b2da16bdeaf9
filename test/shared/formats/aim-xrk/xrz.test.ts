/** The compressed form: whole, cut, and made to do harm. */
import { zlibSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { aimXrkReader } from '../../../../shared/formats/aim-xrk/index.ts'
import { drive, notesOf, read, readLog, xrkOf } from './fixture.ts'

const plain = xrkOf(drive({ laps: 1, rateHz: 20, gps: { rateHz: 5 } }))
const packed = zlibSync(plain, { level: 6 })

test('it holds the same log', async () => {
  const [a, b] = [await readLog(plain), await readLog(packed)]
  expect(b.format).toBe('AiM XRZ')
  expect(b.sessions).toEqual(a.sessions)
  expect(b.notes).toEqual(a.notes)
})

test.each([0, 1, 6, 9] as const)('it is recognised at compression level %s', level => {
  expect(aimXrkReader.detect(zlibSync(plain, { level }).subarray(0, 65536))).toBe(true)
})

test('other zlib streams and other files are not', () => {
  const text = new TextEncoder().encode('Time,Speed\n'.repeat(500))
  expect(aimXrkReader.detect(zlibSync(text))).toBe(false)
  expect(aimXrkReader.detect(text)).toBe(false)
  expect(aimXrkReader.detect(Uint8Array.of(0x78, 0x9c, 0xff, 0xff, 0xff))).toBe(false)
  expect(aimXrkReader.detect(new Uint8Array(0))).toBe(false)
})

describe('after a power loss', () => {
  test.each([0.3, 0.6, 0.99])('%s of the stream give the beginning of the log', async share => {
    const log = await readLog(packed.subarray(0, Math.floor(packed.length * share)))
    const whole = await readLog(plain)
    const [cut, all] = [log, whole].map(({ sessions }) => sessions[0]!.trace.groups[0]!.timeMs)
    expect(cut!.length).toBeGreaterThan(all!.length * share * 0.5)
    expect(cut!.length).toBeLessThan(all!.length)
    expect(notesOf(log)).toMatch(/breaks off before its end, as after a power loss/)
  })

  test('a missing checksum alone is no loss', async () => {
    expect((await readLog(packed.subarray(0, -4))).notes).toEqual((await readLog(plain)).notes)
  })

  test('a broken middle keeps what came before it', async () => {
    const broken = packed.slice()
    broken.fill(0xff, packed.length >> 1, (packed.length >> 1) + 400)
    const outcome = await read(broken)
    expect(outcome.ok).toBe(true)
  })
})

test('a stream that grows without end is refused before it fills the memory', async () => {
  const bomb = zlibSync(new Uint8Array(40 << 20), { level: 9 })
  const outcome = await read(bomb)
  expect(outcome).toMatchObject({ ok: false, kind: 'refused' })
  expect(outcome.ok || outcome.reason).toMatch(/unpacks to far more than any log holds/)
})
