/**
 * Formats whose writers build the whole file in memory: Arrow IPC and MoTeC LD with its lap list.
 *
 * Limit: MAX_BYTES for either, asked before anything is allocated.
 */
import { encodeTrace, type Trace } from '#shared/trace'
import { formatBytes } from '#shared/units'
import { writeLd, writeLdx } from '../motec-ld/index.ts'
import { buildChunks } from '../text/index.ts'
import { type Exported, repeatable, type SessionToExport } from './model.ts'

/** Arrow's writer counts bytes in signed 32 bits, and either file is in memory at once. */
const MAX_BYTES = 2 ** 31 - 2 ** 20

export const exportArrow = ({ trace }: SessionToExport): Exported => {
  const size = trace.groups.reduce((sum, { timeMs }) => sum + timeMs.byteLength, 0) + valueBytes(trace)
  if (size > MAX_BYTES) return { ok: false, reason: tooLarge('an Arrow file', size) }
  const pieces = repeatable(() => [encodeTrace(trace)].values())
  return { ok: true, files: [{ ending: 'arrow', pieces }] }
}

const valueBytes = ({ channels }: Trace): number =>
  channels.reduce((sum, { values }) => sum + values.byteLength, 0)

export const exportLd = (session: SessionToExport): Exported => {
  const size = ldBytes(session.trace)
  if (size > MAX_BYTES) return { ok: false, reason: tooLarge('a MoTeC log', size) }
  const ldx = (): Uint8Array<ArrayBuffer> => {
    const chunks = buildChunks()
    chunks.add(writeLdx(session))
    return chunks.bytes()
  }
  return {
    ok: true,
    files: [
      { ending: 'ld', pieces: repeatable(() => [writeLd(session)].values()) },
      { ending: 'ldx', pieces: repeatable(() => [ldx()].values()) },
    ],
  }
}

const MAX_RATE_HZ = 1000
const BYTES_PER_VALUE = 4

/** The most the file may take: every channel runs from the start of the log, at a whole rate of at least 1 Hz. */
const ldBytes = ({ groups, channels }: Trace): number => {
  const startMs = Math.min(...groups.map(({ timeMs }) => timeMs[0] ?? Number.POSITIVE_INFINITY))
  const countOf = groups.map(({ timeMs }) => {
    const [firstMs, lastMs] = [timeMs[0], timeMs.at(-1)]
    if (firstMs === undefined || lastMs === undefined) return 0
    const usualHz = timeMs.length > 1 ? (1000 * (timeMs.length - 1)) / (lastMs - firstMs) : 1
    const rateHz = Math.min(Math.max(usualHz + 1, 1), MAX_RATE_HZ)
    return ((lastMs - startMs) / 1000) * rateHz + 2
  })
  return channels.reduce((sum, { group }) => sum + countOf[group]! * BYTES_PER_VALUE, 0)
}

const tooLarge = (what: string, size: number): string =>
  `This would make ${what} of ${formatBytes(size)}, which is more than can be written at once: export it lap by lap, or as CSV.`
