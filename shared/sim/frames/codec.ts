/**
 * Events of a simulator as records of a rig file, and back.
 *
 *   1 samples   u16 width · u16 zero · u32 count · count f64 times · count × width f32
 *   2 status    u16 width · 6 zero bytes · f64 time · width f64
 *   3 identity · 4 words · 5 gap · 6 away · 7 clock      the event as JSON, in UTF-8
 *
 * Fields are only ever appended (`fields.ts`): of a narrower row the rest is NaN, of a wider one the rest is not
 * read. Kinds and record versions this program does not know are passed over: a later one wrote them.
 *
 * Invariants: what was written comes back bit for bit, except that samples of more than MAX_ROWS come back as several
 * events. Reading never throws and owns every buffer it hands out; a record that is whole by its checksum and breaks
 * a rule of `model.ts` is damaged.
 */
import { SAMPLE_WIDTH, STATUS_WIDTH } from './fields.ts'
import type { SimEvent, SimSamples, SimStatus } from './model.ts'
import { jsonToEvent } from './parse.ts'
import { RECORD_HEAD_BYTES, type RigRecord, readRecord, sealRecord } from './records.ts'

const SAMPLES = 1
const STATUS = 2
const JSON_KINDS = { identity: 3, words: 4, gap: 5, away: 6, clock: 7 } as const
/** Of records that hold an event. */
export const EVENT_KINDS: ReadonlySet<number> = new Set([SAMPLES, STATUS, ...Object.values(JSON_KINDS)])
const KIND_OF_JSON: ReadonlyMap<number, string> = new Map(
  Object.entries(JSON_KINDS).map(([kind, at]) => [at, kind]),
)
const VERSION = 1

const ROWS_HEAD = 8
/** Twelve seconds of samples: more are never taken at once, and a narrow row cannot grow into much memory. */
export const MAX_ROWS = 4096
const MAX_WIDTH = 1024
/** The pages of a game have some four thousand bytes of text. */
const MAX_JSON = 64 * 1024

export interface ReadEvents {
  readonly events: SimEvent[]
  /** Up to the end of the last whole record, from the beginning of the bytes. */
  readonly usedBytes: number
  /** whole = nothing is left over · cut = the bytes end within a record · damaged = what follows is no record. */
  readonly end: 'whole' | 'cut' | 'damaged'
}

export const eventsToBytes = (events: readonly SimEvent[]): Uint8Array<ArrayBuffer> => {
  const drafts = events.flatMap(draftsOf)
  const bytes = new Uint8Array(drafts.reduce((sum, { size }) => sum + RECORD_HEAD_BYTES + size, 0))
  let at = 0
  for (const { kind, size, write } of drafts) {
    write(bytes, at + RECORD_HEAD_BYTES)
    at = sealRecord(bytes, at, kind, VERSION, size)
  }
  return bytes
}

export const bytesToEvents = (bytes: Uint8Array, from = 0): ReadEvents => {
  const events: SimEvent[] = []
  let at = from
  while (at < bytes.length) {
    const record = readRecord(bytes, at)
    if (typeof record === 'string') return { events, usedBytes: at, end: record }
    const event = recordToEvent(record)
    if (event === 'damaged') return { events, usedBytes: at, end: 'damaged' }
    if (event) events.push(event)
    at = record.endsAt
  }
  return { events, usedBytes: at, end: 'whole' }
}

/** Null for a kind or version of a later program. */
export const recordToEvent = ({ kind, version, payload }: RigRecord): SimEvent | null | 'damaged' => {
  if (version !== VERSION) return null
  if (kind === SAMPLES) return payloadToSamples(payload)
  if (kind === STATUS) return payloadToStatus(payload)
  const name = KIND_OF_JSON.get(kind)
  if (!name) return null
  return payload.length > MAX_JSON ? 'damaged' : (jsonToEvent(name, payload) ?? 'damaged')
}

interface Draft {
  readonly kind: number
  /** Of the payload. */
  readonly size: number
  readonly write: (bytes: Uint8Array, at: number) => void
}

const draftsOf = (event: SimEvent): Draft[] => {
  if (event.kind === 'samples') return sampleDrafts(event)
  if (event.kind === 'status') return [statusDraft(event)]
  const { kind, ...rest } = event
  const json = new TextEncoder().encode(JSON.stringify(rest))
  if (json.length > MAX_JSON) throw new RangeError(`an event of ${json.length} bytes could not be read again`)
  return [{ kind: JSON_KINDS[kind], size: json.length, write: (bytes, at) => bytes.set(json, at) }]
}

const sampleDrafts = ({ timesMs, values }: SimSamples): Draft[] => {
  const width = SAMPLE_WIDTH
  if (values.length !== width * timesMs.length) throw new RangeError('rows of samples have another width')
  return Array.from({ length: Math.ceil(timesMs.length / MAX_ROWS) }, (_, piece) => {
    const times = timesMs.subarray(piece * MAX_ROWS, (piece + 1) * MAX_ROWS)
    const rows = values.subarray(piece * MAX_ROWS * width, (piece + 1) * MAX_ROWS * width)
    return {
      kind: SAMPLES,
      size: ROWS_HEAD + times.byteLength + rows.byteLength,
      write: (bytes, at) => {
        const head = new DataView(bytes.buffer, bytes.byteOffset + at, ROWS_HEAD)
        head.setUint16(0, width, true)
        head.setUint32(4, times.length, true)
        bytes.set(bytesOf(times), at + ROWS_HEAD)
        bytes.set(bytesOf(rows), at + ROWS_HEAD + times.byteLength)
      },
    }
  })
}

const statusDraft = ({ atMs, values }: SimStatus): Draft => {
  if (values.length !== STATUS_WIDTH) throw new RangeError('a status has another width')
  return {
    kind: STATUS,
    size: ROWS_HEAD + 8 + values.byteLength,
    write: (bytes, at) => {
      const head = new DataView(bytes.buffer, bytes.byteOffset + at, ROWS_HEAD + 8)
      head.setUint16(0, values.length, true)
      head.setFloat64(ROWS_HEAD, atMs, true)
      bytes.set(bytesOf(values), at + ROWS_HEAD + 8)
    },
  }
}

const payloadToSamples = (payload: Uint8Array): SimSamples | 'damaged' => {
  if (payload.length < ROWS_HEAD) return 'damaged'
  const head = viewOf(payload)
  const width = head.getUint16(0, true)
  const count = head.getUint32(4, true)
  if (width < 1 || width > MAX_WIDTH || count < 1 || count > MAX_ROWS) return 'damaged'
  const rowsAt = ROWS_HEAD + 8 * count
  if (payload.length !== rowsAt + 4 * width * count) return 'damaged'
  const timesMs = new Float64Array(count)
  bytesOf(timesMs).set(payload.subarray(ROWS_HEAD, rowsAt))
  let before = Number.NEGATIVE_INFINITY
  for (const timeMs of timesMs) {
    if (!(timeMs > before && timeMs < Number.POSITIVE_INFINITY)) return 'damaged'
    before = timeMs
  }
  const values = new Float32Array(count * SAMPLE_WIDTH)
  if (width < SAMPLE_WIDTH) values.fill(Number.NaN)
  const into = bytesOf(values)
  const taken = 4 * Math.min(width, SAMPLE_WIDTH)
  if (width === SAMPLE_WIDTH) into.set(payload.subarray(rowsAt))
  else {
    for (let row = 0; row < count; row++) {
      const at = rowsAt + 4 * width * row
      into.set(payload.subarray(at, at + taken), 4 * SAMPLE_WIDTH * row)
    }
  }
  return { kind: 'samples', timesMs, values }
}

const payloadToStatus = (payload: Uint8Array): SimStatus | 'damaged' => {
  if (payload.length < ROWS_HEAD + 8) return 'damaged'
  const head = viewOf(payload)
  const width = head.getUint16(0, true)
  const atMs = head.getFloat64(ROWS_HEAD, true)
  if (width < 1 || width > MAX_WIDTH || !Number.isFinite(atMs)) return 'damaged'
  if (payload.length !== ROWS_HEAD + 8 + 8 * width) return 'damaged'
  const values = new Float64Array(STATUS_WIDTH).fill(Number.NaN)
  const at = ROWS_HEAD + 8
  bytesOf(values).set(payload.subarray(at, at + 8 * Math.min(width, STATUS_WIDTH)))
  return { kind: 'status', atMs, values }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Float64Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength)
