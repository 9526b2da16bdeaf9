/** Damaged, cut and false files. */
import { describe, expect, test } from 'vitest'
import { aimDrkReader } from '../../../../shared/formats/aim-drk/index.ts'
import type { ByteSource } from '../../../../shared/formats/model.ts'
import { expectHonest, mutate, readMutant } from '../common/fuzz.ts'
import { choppedSource } from '../text/pieces.ts'
import { drive, drkOf, notesOf, readLog, rrkOf, source } from './fixture.ts'

const session = drive(1)
const bytes = drkOf(session, 10)
const small = drkOf(session, 1)
const smallRrk = rrkOf(session, 20)
const whole = await readLog(source(bytes))

/** Where the first, second, … channel is described. */
const channelAt = (k: number): number => 0x420 + 0x420 + 0xa0 + k * 0x420
const lapAt = (k: number): number => channelAt(5) + k * 0x120
const spoiled = (at: number, value: number): Uint8Array => {
  const copy = bytes.slice()
  copy[at] = value
  return copy
}

test('it is small enough to be damaged thousands of times', () => {
  expect(Math.max(small.length, smallRrk.length)).toBeLessThan(32_768)
})

describe('damage that can be repaired', () => {
  test.each([0, 2, 4])('a wrong number of samples of channel %s does not shift the others', async k => {
    const log = await readLog(source(spoiled(channelAt(k) + 0x69, 0x55)))
    expect(log.sessions[0]!.trace).toEqual(whole.sessions[0]!.trace)
    expect(notesOf(log)).toMatch(/number of samples of .* was worked out anew/)
    expect(notesOf(log)).toMatch(/one block does not add up to the checksum beside it \(MMX\)/)
  })

  test('a damaged lap that meets no neighbour is left out, one that does is kept', async () => {
    const lost = await readLog(source(spoiled(lapAt(1) + 0x22, 0x70)))
    expect(lost.sessions[0]!.marks!.map(({ number }) => number)).toEqual([1, 3])
    expect(notesOf(lost)).toMatch(/wrote down one lap, so it was left out/)
    const kept = await readLog(source(spoiled(lapAt(1) + 0x60, 0x70)))
    expect(kept.sessions[0]!.marks).toEqual(whole.sessions[0]!.marks)
  })

  test('a damaged length of the recording does not make its last lap whole', async () => {
    const log = await readLog(source(spoiled(0x7b, 0x7f)))
    expect(log.sessions[0]!.marks!.at(-1)!.kind).toBe('partial')
  })

  test('a list of blocks that breaks off is read from the end of the file', async () => {
    const log = await readLog(source(spoiled(lapAt(3), 0x58)))
    expect(log.sessions[0]!.trace).toEqual(whole.sessions[0]!.trace)
  })
})

test('a file that ends early keeps what it has, and says so', async () => {
  const log = await readLog(source(bytes.subarray(0, bytes.length - 3000)))
  expect(notesOf(log)).toMatch(/ends before its last sample: one channel is incomplete/)
  expect(log.sessions[0]!.trace.channels).toHaveLength(5)
})

describe('what is no log', () => {
  test.each([
    ['nothing', new Uint8Array(0)],
    ['four letters', Uint8Array.of(0x52, 0x44, 0x58, 2)],
    ['zeros', new Uint8Array(5000)],
    ['a front without channels', bytes.slice(0, channelAt(0))],
    ['a picture', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46)],
  ])('%s', async (_, content) => {
    const outcome = await aimDrkReader.read(source(content), {})
    expectHonest(outcome, 'bad input')
    expect(outcome.ok || outcome.reason).toMatch(/describes no channels/)
  })

  test('descriptions without samples', async () => {
    const outcome = await aimDrkReader.read(source(bytes.subarray(0, lapAt(3) + 0x1020)), {})
    expect(outcome.ok || outcome.reason).toMatch(/holds no samples/)
  })

  test('a file of positions without one', async () => {
    const empty = smallRrk.slice()
    for (let at = 64; at < empty.length; at += 64) empty[at + 18] = 0
    const outcome = await aimDrkReader.read(source(empty, 'x.rrk'), {})
    expect(outcome.ok || outcome.reason).toMatch(/no position at all/)
  })

  test.each([
    ['RDX of another version', Uint8Array.of(0x52, 0x44, 0x58, 1)],
    ['text', new TextEncoder().encode('HEAD of a text file, and some more of it'.repeat(4))],
  ])('%s is not recognised', (_, head) => expect(aimDrkReader.detect(head)).toBe(false))
})

test('damaged positions cost themselves only', async () => {
  const rrk = rrkOf(session)
  rrk.fill(0x20, 64 + 64 * 7, 64 + 64 * 9)
  const log = await readLog(source(bytes), [source(rrk, 'Run 7.rrk')])
  expect(notesOf(log)).toMatch(/\(Run 7\.rrk\) is damaged: 2 positions could not be read/)
})

test('cut anywhere, it is read or refused with a sentence', async () => {
  for (const file of [small, smallRrk]) {
    for (let length = 0; length < file.length; length += 131) {
      expectHonest(await aimDrkReader.read(source(file.subarray(0, length)), {}), `cut at ${length}`)
    }
  }
})

test('300 damaged logs are read or refused with a sentence, alone and in company', async () => {
  for (let seed = 1; seed <= 300; seed++) {
    await readMutant(aimDrkReader, seed % 3 === 0 ? smallRrk : small, seed)
    const companions = [source(mutate(smallRrk, seed), 'damaged.rrk')]
    const outcome = await aimDrkReader.read(source(mutate(small, seed), 'damaged.drk'), { companions })
    expectHonest(outcome, `seed ${seed} in company`)
  }
})

test('it does not matter in which pieces the file comes', async () => {
  const outcome = await aimDrkReader.read({ ...choppedSource(bytes, [5001, 777, 3]), name: 'Run 7.drk' }, {})
  expect(outcome).toEqual({ ok: true, log: whole })
})

test('a read can be cancelled at any moment', async () => {
  const companions = [source(rrkOf(session), 'Run 7.rrk')]
  const outcomeAfter = (left: number, file: ByteSource) =>
    aimDrkReader.read(file, { companions, isCancelled: () => left-- <= 0 })
  for (let left = 0; left < 4; left++) {
    expect(await outcomeAfter(left, source(bytes))).toMatchObject({ ok: false, kind: 'cancelled' })
  }
  expect(await outcomeAfter(0, companions[0]!)).toMatchObject({ ok: false, kind: 'cancelled' })
})
