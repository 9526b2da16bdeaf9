/**
 * Bytes to trace, for bytes from anywhere: our own disk, a peer, a file somebody was sent.
 *
 * Invariants: never throws; what comes back keeps every invariant of model.ts; nothing is allocated by a
 * length the bytes merely state. The columns are views into the given bytes (which must not be written to
 * afterwards), or into one copy of them when they do not start at a multiple of 8.
 *
 * Order: size cap, shape (arrowFile.ts, linear in the table of contents), flechette, meaning, and one pass over
 * the time bases. Values are not looked at: any float is a value, NaN is a gap.
 *
 * What still belongs in a worker that can be killed: flechette is somebody else's code, fuzzed here only behind
 * the shape check; and what is done with the trace afterwards (a pyramid per channel) takes time and memory in
 * proportion to `maxBytes`. A page decodes peers' traces in a worker, with a cap of its own.
 */
import { type Metadata, type Table, tableFromIPC } from '@uwdata/flechette'
import { arrowFileProblem } from './arrow-file.ts'
import { VERSION, VERSION_KEY } from './format.ts'
import type { Channel, Column, RateGroup, Trace } from './model.ts'
import { isChannelKind, isFloat64, traceProblem } from './trace.ts'

/**
 * 256 MiB. A lap is 1 to 15 MB; the longest stretch kept in one trace, an hour between laps of 150 channels at
 * 100 Hz in Float32, is 216 MB. Callers who know that theirs is a lap set a smaller cap.
 */
export const DEFAULT_MAX_BYTES = 256 * 2 ** 20

export type DecodedTrace =
  | { readonly ok: true; readonly trace: Trace }
  /** One sentence for the screen. */
  | { readonly ok: false; readonly reason: string }

export const decodeTrace = (
  bytes: Uint8Array,
  options: { readonly maxBytes?: number } = {},
): DecodedTrace => {
  const maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES
  if (bytes.byteLength > maxBytes) {
    return refused(
      `it has ${bytes.byteLength} bytes and at most ${maxBytes} are accepted here`,
      'ask for it in shorter pieces',
    )
  }
  const aligned = alignedTo8(bytes)
  const problem = arrowFileProblem(aligned)
  if (problem) return refused(problem)
  const table = readTable(aligned)
  if (!table) return refused('its Arrow file is damaged')
  return traceFromTable(table)
}

const refused = (problem: string, whatToDo = 'fetch or export it again'): DecodedTrace => ({
  ok: false,
  reason: `This trace cannot be opened because ${problem}; nothing was stored or changed, so ${whatToDo}.`,
})

/** Float64 views need it, and a view cannot be typed over memory another thread may write to. */
const alignedTo8 = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytes.byteOffset % 8 === 0 && bytes.buffer instanceof ArrayBuffer
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes)

const readTable = (bytes: Uint8Array<ArrayBuffer>): Table | null => {
  try {
    return tableFromIPC(bytes)
  } catch {
    // Expected never to happen behind the shape check; flechette reports everything by throwing.
    return null
  }
}

const traceFromTable = (table: Table): DecodedTrace => {
  const version = table.schema.metadata?.get(VERSION_KEY)
  if (version === undefined) return refused('it is an Arrow file of something else')
  if (version !== VERSION) {
    return refused(
      `it is in trace format ${version.slice(0, 20)} and this Paddock knows ${VERSION} only`,
      'update Paddock to open it',
    )
  }

  const groups: RateGroup[] = []
  const channels: Channel[] = []
  for (const [index, { metadata }] of table.schema.fields.entries()) {
    const values: unknown = table.getChildAt(index).at(0)
    if (!isColumn(values)) return refused('it holds a column that is no list of numbers')
    const role = metadata?.get('role')
    if (role === 'time') {
      const isInOrder = metadata.get('group') === `${groups.length}` && metadata.get('unit') === 'ms'
      if (!isInOrder || channels.length > 0 || !isFloat64(values))
        return refused('its time bases are damaged')
      groups.push({ timeMs: values })
    } else if (role === 'channel') {
      const channel = channelFrom(metadata, values)
      if (!channel) return refused(`the description of column ${index + 1} is damaged`)
      channels.push(channel)
    } else {
      return refused(`column ${index + 1} is neither a time base nor a channel`)
    }
  }
  const trace = { groups, channels }
  const problem = traceProblem(trace)
  return problem ? refused(problem) : { ok: true, trace }
}

const isColumn = (values: unknown): values is Column =>
  values instanceof Float64Array || values instanceof Float32Array

const channelFrom = (metadata: Metadata, values: Column): Channel | null => {
  const [name, unit, kind, source, groupText] = ['name', 'unit', 'kind', 'source', 'group'].map(key =>
    metadata.get(key),
  )
  if (name === undefined || unit === undefined || source === undefined || !isChannelKind(kind)) return null
  const group = Number(groupText)
  // One spelling per number, so that '01' or '' cannot pass for a group.
  return `${group}` === groupText ? { name, unit, kind, source, group, values } : null
}
