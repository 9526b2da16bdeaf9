/**
 * Damaged files: a good one, mutated by a seed. Whatever comes out, a reader answers with a log that keeps every
 * invariant or with one sentence, soon, and never with an exception.
 */
import { expect } from 'vitest'
import { memorySource } from '../../../../shared/formats/common/index.ts'
import { type FormatReader, HEAD_BYTES, type ReadOutcome } from '../../../../shared/formats/model.ts'

/** Small and good enough for picking places; the same seed gives the same file on every machine. */
export const createDice = (seed: number): ((below: number) => number) => {
  let state = seed >>> 0
  return below => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % Math.max(below, 1)
  }
}

const encoder = new TextEncoder()
const JUNK = [
  ...['', '\0', '"', ',', ',,,,,,,,', ';', '\n', '\r', '\r\n\r\n', '#', '[', ']', '\ufeff', '\u202e', '€'],
  ...['NaN', 'Infinity', '-', '1e999', '-1e308', '9'.repeat(400), '0x7f', '1.2.3', 'N/A', '-0'],
  ...['# Lap 1: 99:99:99.999', '# Lap 7: 00:00:00.001', '[data]', '[laptiming]', '[column names]'],
].map(text => encoder.encode(text))

export const mutate = (bytes: Uint8Array, seed: number): Uint8Array => {
  const dice = createDice(seed)
  let out = bytes
  for (let n = 1 + dice(4); n > 0; n--) out = mutateOnce(out, dice)
  return out
}

const mutateOnce = (bytes: Uint8Array, dice: (below: number) => number): Uint8Array => {
  const at = dice(bytes.length)
  const to = Math.min(bytes.length, at + dice(dice(2) === 0 ? 20 : 2000))
  const [before, middle, after] = [bytes.subarray(0, at), bytes.subarray(at, to), bytes.subarray(to)]
  switch (dice(8)) {
    case 0:
      return before
    case 1:
      return join(before, after)
    case 2:
      return join(before, middle, middle, after)
    case 3:
      return join(before, JUNK[dice(JUNK.length)]!, after)
    case 4:
      return join(
        before,
        middle.map(() => dice(256)),
        after,
      )
    case 5:
      return join(
        before,
        middle.map(byte => (byte >= 48 && byte < 58 ? 48 + dice(10) : byte)),
        after,
      )
    case 6:
      return join(after, middle, before)
    default: {
      const copy = bytes.slice()
      if (copy.length > 0) copy[at] = copy[at]! ^ (1 << dice(8))
      return copy
    }
  }
}

const join = (...parts: readonly Uint8Array[]): Uint8Array => {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** Any of our fixtures is read in some 10 ms; this only tells work from hanging on a busy machine. */
const HANGS_MS = 8000

export const readBytes = (
  reader: FormatReader,
  bytes: Uint8Array,
  name = 'damaged.csv',
): Promise<ReadOutcome> => reader.read(memorySource(name, bytes), {})

/** Reads what one seed makes of a fixture, detected or not, and checks the answer. */
export const readMutant = async (reader: FormatReader, fixture: Uint8Array, seed: number): Promise<void> => {
  const bytes = mutate(fixture, seed)
  const started = performance.now()
  let outcome: ReadOutcome
  try {
    reader.detect(bytes.subarray(0, HEAD_BYTES))
    outcome = await readBytes(reader, bytes)
  } catch (error) {
    throw new Error(`seed ${seed}: the reader threw`, { cause: error })
  }
  expect(performance.now() - started, `seed ${seed} took too long`).toBeLessThan(HANGS_MS)
  expectHonest(outcome, `seed ${seed}`)
}

/** A sentence begins with a capital, ends with a point and stands on one line. */
const SENTENCE = /^[A-Z0-9][^\n\r]{10,}\.$/

export const expectHonest = (outcome: ReadOutcome, what: string): void => {
  if (!outcome.ok) {
    expect(outcome.reason, what).toMatch(SENTENCE)
    return
  }
  for (const { text } of outcome.log.notes) expect(text, what).toMatch(SENTENCE)
  expect(outcome.log.sessions.length, what).toBeGreaterThan(0)
  for (const session of outcome.log.sessions) {
    // createTrace has checked the trace itself.
    expect(session.trace.channels.length, what).toBeGreaterThan(0)
    const marks = [...(session.marks ?? []), ...(session.lapColumn ?? [])]
    const { startFinish, finish, sectors } = session.lines ?? { startFinish: null, finish: null, sectors: [] }
    const gates = [startFinish, finish, ...sectors].filter(gate => gate !== null)
    const numbers = [
      session.startedAt ?? 0,
      ...marks.flatMap(mark => [mark.startMs, mark.endMs, mark.number, ...(mark.splits ?? [])]),
      ...gates.flatMap(({ left, right }) => [left.x, left.y, right.x, right.y]),
      ...session.pits.map(({ atMs }) => atMs),
    ]
    // One expectation for all of them: a damaged file may have sixty thousand laps.
    expect(
      numbers.filter(number => !Number.isFinite(number)),
      what,
    ).toEqual([])
    expect(
      marks.filter(mark => !(mark.endMs >= mark.startMs)),
      what,
    ).toEqual([])
  }
}
