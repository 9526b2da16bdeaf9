/**
 * Paddock's own trace files (Arrow IPC): samples only, without driver, date or laps, which a library keeps beside
 * them. They are decoded whole, so their size is capped as everywhere (256 MiB).
 */
import type { Frame } from '#shared/geo'
import { channelOf, DEFAULT_MAX_BYTES, decodeTrace, type Trace, timeOf } from '#shared/trace'
import { cancelled, createNotes, marksFromLapColumn, refused } from '../common/index.ts'
import type { ByteSource, FormatReader, ReadOptions, ReadOutcome } from '../model.ts'

const MAGIC = [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31, 0, 0] // ARROW1 and padding
const PIECE = 1 << 22

export const paddockReader: FormatReader = {
  name: 'paddock-trace',
  label: 'Paddock trace',
  version: 1,
  extensions: ['arrow'],
  detect: head => MAGIC.every((byte, i) => head[i] === byte),
  async read(source, options): Promise<ReadOutcome> {
    if (source.size > DEFAULT_MAX_BYTES) return refused(TOO_LARGE)
    const bytes = await readWhole(source, options)
    if (!bytes) return cancelled()
    const decoded = decodeTrace(bytes)
    if (!decoded.ok) return refused(decoded.reason)
    const { trace } = decoded
    if (!trace.groups.some(({ timeMs }) => timeMs.length > 0)) return refused(EMPTY)
    const notes = createNotes()
    notes.add('info', 'A trace file holds samples only, so set who drove it, in what and when.')
    const session = {
      driver: null,
      vehicle: null,
      venue: null,
      comment: null,
      startedAt: null,
      utcOffsetMin: null,
      frame: frameOf(trace),
      trace,
      marks: null,
      lapColumn: lapColumnOf(trace),
      lines: null,
      pits: [],
    }
    return { ok: true, log: { format: 'Paddock trace', sessions: [session], notes: notes.list() } }
  },
}

const readWhole = async (
  source: ByteSource,
  { onProgress, isCancelled }: ReadOptions,
): Promise<Uint8Array<ArrayBuffer> | null> => {
  const bytes = new Uint8Array(source.size)
  let filled = 0
  while (filled < source.size) {
    if (isCancelled?.()) return null
    const piece = await source.read(filled, PIECE)
    if (piece.length === 0) break
    bytes.set(piece, filled)
    filled += piece.length
    onProgress?.(filled / source.size)
  }
  return bytes.subarray(0, filled)
}

/** Flat metres belong to a simulator the file does not name. */
const frameOf = (trace: Trace): Frame =>
  channelOf(trace, 'lat') || !channelOf(trace, 'x') ? { kind: 'wgs84' } : { kind: 'flat', space: '' }

const lapColumnOf = (trace: Trace) => {
  const lap = channelOf(trace, 'lap')
  const marks = lap ? marksFromLapColumn(timeOf(trace, lap), lap.values, 0) : []
  return marks.length > 0 ? marks : null
}

const TOO_LARGE =
  'This trace file is larger than 256 MiB, more than a session ever takes, so it was not opened: export the session lap by lap.'
const EMPTY = 'This trace file holds not one sample, so there is nothing to import: export the lap again.'
