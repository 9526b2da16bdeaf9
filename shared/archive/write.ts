/**
 * Writing a zip archive into a sink that can only be written on.
 *
 * Invariants:
 * - Memory is flat but for the list of contents, some 250 bytes an entry with its name, which is written last.
 * - An entry that fits HELD bytes, or is given whole, says its size and checksum before its bytes; a longer one says
 *   its checksum behind them, and its size before them only where the caller knows it.
 * - An entry whose source threw is not listed. If part of it was handed on, those bytes stay, with a checksum that is
 *   wrong on purpose, so that nobody who salvages takes them for whole.
 */
import type { EpochMillis } from '#shared/units'
import { crc32, createChecksum } from './crc32.ts'
import type { AddOptions, ArchiveSink, EntrySource, WrittenEntry, ZipWriter } from './model.ts'
import { nameToBytes } from './names.ts'
import { createOutput } from './output.ts'
import { type Announced, descriptorOf, endOf, itemOf, localHeaderOf, timeOf } from './records.ts'
import { isSafeName } from './safe-name.ts'

/** Most traces of a lap fit, and their entries are the easiest to read and to salvage. */
const HELD = 1 << 20

export const createZipWriter = (sink: ArchiveSink, writtenAt: EpochMillis): ZipWriter => {
  const output = createOutput(sink)
  const listed: Uint8Array[] = []
  const list = createOutput(bytes => void listed.push(bytes))
  const held = new Uint8Array(HELD)
  const names = new Set<string>()
  let state: 'open' | 'adding' | 'closed' = 'open'

  const listEntry = async (entry: Announced, crc: number, at: number): Promise<WrittenEntry> => {
    await list.write(itemOf(entry, crc, at))
    return { size: entry.size, crc }
  }

  const addWhole = async (entry: Announced, bytes: Uint8Array): Promise<WrittenEntry> => {
    const at = output.written()
    const crc = crc32(bytes)
    const whole = { ...entry, size: bytes.length, crc }
    await output.write(localHeaderOf(whole))
    await output.write(bytes)
    return listEntry(whole, crc, at)
  }

  const addPieces = async (
    entry: Announced,
    pieces: Exclude<EntrySource, Uint8Array>,
    wanted: number | null,
  ): Promise<WrittenEntry> => {
    const at = output.written()
    const checksum = createChecksum()
    let size = 0
    let isBegun = false
    const put = async (bytes: Uint8Array): Promise<void> => {
      checksum.update(bytes)
      await output.write(bytes)
    }
    try {
      for await (const piece of pieces) {
        const after = size + piece.length
        if (wanted !== null && after > wanted) throw sizeError(after, wanted)
        if (!isBegun && after <= HELD) held.set(piece, size)
        else {
          if (!isBegun) {
            isBegun = true
            await output.write(localHeaderOf(entry))
            await put(held.subarray(0, size))
          }
          await put(piece)
        }
        size = after
      }
      if (wanted !== null && size !== wanted) throw sizeError(size, wanted)
    } catch (error) {
      if (isBegun && !output.isBroken()) await giveUp(size, wanted ?? size, ~checksum.value() >>> 0)
      throw error
    }
    if (!isBegun) return addWhole(entry, held.subarray(0, size))
    await output.write(descriptorOf(checksum.value(), size))
    return listEntry({ ...entry, size }, checksum.value(), at)
  }

  /** Ends an entry that was promised `size` bytes and got `done`. */
  const giveUp = async (done: number, size: number, wrongCrc: number): Promise<void> => {
    held.fill(0)
    for (let left = size - done; left > 0; left -= HELD) await output.write(held.subarray(0, left))
    await output.write(descriptorOf(wrongCrc, size))
  }

  const begin = (): void => {
    if (state !== 'open') throw new Error(state === 'adding' ? STILL_ADDING : CLOSED)
    state = 'adding'
  }

  return {
    async add(name, source, options: AddOptions = {}) {
      if (!isSafeName(name) || name.endsWith('/'))
        throw new RangeError(`not a name for an entry: ${JSON.stringify(name)}`)
      const key = name.normalize('NFC').toLowerCase()
      if (names.has(key)) throw new RangeError(`two entries are called ${JSON.stringify(name)}`)
      begin()
      try {
        const { modifiedAt = writtenAt, size: wanted = null } = options
        const entry = { name: nameToBytes(name), time: timeOf(modifiedAt), size: wanted ?? 0, crc: null }
        if (source instanceof Uint8Array && wanted !== null && source.length !== wanted)
          throw sizeError(source.length, wanted)
        const written = await (source instanceof Uint8Array
          ? addWhole(entry, source)
          : addPieces(entry, source, wanted))
        names.add(key)
        return written
      } finally {
        state = 'open'
      }
    },

    async close() {
      begin()
      state = 'closed'
      await list.flush()
      const from = output.written()
      for (const bytes of listed) await output.write(bytes)
      await output.write(endOf(names.size, from, list.written()))
      await output.flush()
      return { entries: names.size, bytes: output.written() }
    },
  }
}

const sizeError = (size: number, wanted: number): RangeError =>
  new RangeError(`an entry was to have ${wanted} bytes and has ${size > wanted ? 'more' : `only ${size}`}`)

const STILL_ADDING = 'the entry before has not ended'
const CLOSED = 'the archive is closed'
