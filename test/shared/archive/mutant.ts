/** What one seed makes of an archive, opened, read and salvaged: an answer, soon, within the limits. */
import { expect } from 'vitest'
import { type Archive, openArchive, salvageArchive } from '../../../shared/archive/index.ts'
import { createDice, mutate } from '../formats/common/fuzz.ts'
import { memoryOf, placesOf } from './made.ts'

const LIMITS = { maxEntryBytes: 1 << 20, maxTotalBytes: 2 << 20, maxEntries: 1000 }
const SIGNATURES = [0x04034b50, 0x02014b50, 0x06054b50, 0x06064b50, 0x07064b50, 0x08074b50]
const LIES = [0, 1, 7, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0xfffffffe, 0xffffffff]
/** Any of them is read in some milliseconds; this only tells work from hanging on a busy machine. */
const HANGS_MS = 8000

/** Half of the seeds damage any bytes, half tell lies in the numbers of headers and lists. */
export const mutantOf = (archive: Uint8Array, seed: number): Uint8Array => {
  if (seed % 2 === 0) return mutate(archive, seed)
  const dice = createDice(seed)
  const copy = new Uint8Array(archive)
  const view = new DataView(copy.buffer)
  const places = SIGNATURES.flatMap(signature => placesOf(archive, signature))
  for (let n = 1 + dice(4); n > 0; n--) {
    const at = places[dice(places.length)]! + 4 + dice(44)
    const lie = dice(2) === 0 ? LIES[dice(LIES.length)]! : dice(archive.length)
    if (at + 4 > copy.length) continue
    if (dice(2) === 0) view.setUint32(at, lie, true)
    else view.setUint16(at, lie & 0xffff, true)
  }
  return copy
}

export const expectAnswer = async (archive: Uint8Array, seed: number): Promise<void> => {
  const bytes = mutantOf(archive, seed)
  const started = performance.now()
  const outcome = await openArchive(memoryOf(bytes), LIMITS)
  if (outcome.ok) await expectWithinLimits(outcome.archive, seed)
  await expectWithinLimits(await salvageArchive(memoryOf(bytes), { limits: LIMITS }), seed)
  expect(performance.now() - started, `seed ${seed} took too long`).toBeLessThan(HANGS_MS)
}

const expectWithinLimits = async (archive: Archive, seed: number): Promise<void> => {
  let total = 0
  expect(archive.entries.length, `seed ${seed}`).toBeLessThanOrEqual(LIMITS.maxEntries)
  for (const entry of archive.entries) {
    const reading = archive.read(entry)
    let length = 0
    for await (const piece of reading) length += piece.length
    expect(reading.state(), `seed ${seed}`).not.toBe('reading')
    expect(length, `seed ${seed}`).toBeLessThanOrEqual(entry.problem ? 0 : entry.size)
    if (reading.state() === 'ok') expect(length, `seed ${seed}`).toBe(entry.size)
    const whole = await archive.readWhole(entry)
    expect(whole.ok ? 'ok' : whole.problem, `seed ${seed}`).toBe(reading.state())
    total += length
  }
  expect(total, `seed ${seed}`).toBeLessThanOrEqual(LIMITS.maxTotalBytes)
}
