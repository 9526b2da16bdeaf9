/**
 * One file of the journal, as bytes and back: a rig file (`#shared/sim`) that can be understood without any other.
 *
 *   header · the last clock, identity and words · 32 opening · 33 state … · events of the open lap · 34 opened · events
 *
 *   32 opening  JSON: seed of the ids · lastMs · clock · follows: the segment before, and how many laps ended in it
 *   33 state    pieces of the recorder's state, JSON in UTF-8
 *   34 opened   nothing: what came since 32 is whole
 *
 * Invariants: the events after 34 continue exactly what 32 to 34 say; without a 34 there is no opening, and all
 * events are loose. The file may end anywhere, and may be damaged in the middle: what is behind is still read.
 */
import { z } from 'zod'
import {
  createRigHeader,
  EVENT_KINDS,
  eventsToBytes,
  findRecord,
  judgeRigHeader,
  RECORD_HEAD_BYTES,
  type RecorderCheckpoint,
  RIG_HEADER_BYTES,
  type RigRecord,
  readRecord,
  recordToEvent,
  type SimEvent,
  sealRecord,
} from '#shared/sim'
import { asEpochMillis } from '#shared/units'
import type { FileEntry, JournalFiles } from './files.ts'
import type { TimelineState } from './timeline.ts'

const OPENING = 32
const STATE = 33
const OPENED = 34
const KINDS: ReadonlySet<number> = new Set([...EVENT_KINDS, OPENING, STATE, OPENED])
const VERSION = 1

/** Read at once: some forty seconds of driving. */
const PIECE_BYTES = 4 * 1024 * 1024
/** Pieces of the state: one, unless something is very odd; far below the limit of a record. */
const STATE_BYTES = 4 * 1024 * 1024
/** It is some 25 kB, most of it the curve of the best lap. */
const MAX_STATE_BYTES = 64 * 1024 * 1024

export interface Opening {
  readonly seed: Uint8Array
  readonly timeline: TimelineState
  /** `laps`: how many ended between its opening and this one. */
  readonly follows: { readonly name: string; readonly laps: number } | null
  readonly checkpoint: RecorderCheckpoint
}

const openingSchema = z.object({
  seed: z.string().regex(/^[0-9a-f]{32}$/),
  lastMs: z.number().nullable(),
  clock: z
    .object({
      kind: z.literal('clock'),
      atMs: z.number(),
      epochMs: z.number().transform(asEpochMillis),
      utcOffsetMin: z.number(),
    })
    .nullable(),
  follows: z.object({ name: z.string().max(100), laps: z.int().min(0) }).nullable(),
})

const recordOf = (kind: number, payload: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(RECORD_HEAD_BYTES + payload.length)
  bytes.set(payload, RECORD_HEAD_BYTES)
  sealRecord(bytes, 0, kind, VERSION, payload.length)
  return bytes
}

const toJsonBytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))

export const openingToBytes = (opening: Opening, context: readonly SimEvent[]): Uint8Array => {
  const { seed, timeline, follows, checkpoint } = opening
  const lastMs = Number.isFinite(timeline.lastMs) ? timeline.lastMs : null
  const head = { seed: Buffer.from(seed).toString('hex'), lastMs, clock: timeline.clock, follows }
  const state = toJsonBytes(checkpoint.state)
  const pieces = Array.from({ length: Math.ceil(state.length / STATE_BYTES) }, (_, n) =>
    recordOf(STATE, state.subarray(n * STATE_BYTES, (n + 1) * STATE_BYTES)),
  )
  return Buffer.concat([
    createRigHeader(),
    eventsToBytes(context),
    recordOf(OPENING, toJsonBytes(head)),
    ...pieces,
    eventsToBytes(checkpoint.events),
    recordOf(OPENED, new Uint8Array(0)),
  ])
}

export interface SegmentVisitor {
  /** `context`: the last clock, identity and words before it. */
  opened(opening: Opening, context: readonly SimEvent[]): void
  /** loose = it may be part of what the segment before said already. */
  event(event: SimEvent, isLoose: boolean): void
  /** Something between the event before and the one after cannot be read. */
  damage(): void
}

/** torn = it ends within a record, as after a power cut; newer = a later program's; other = none of ours. */
export type SegmentVerdict = 'whole' | 'torn' | 'damaged' | 'newer' | 'other'

export const readSegment = async (
  files: JournalFiles,
  { name, size }: FileEntry,
  visitor: SegmentVisitor,
): Promise<SegmentVerdict> => {
  const header = await files.read(name, 0, RIG_HEADER_BYTES)
  const kind = judgeRigHeader(header)
  if (kind === 'newer') return kind
  // A file whose bytes never reached the disk is empty, or as long as it was and all zeros.
  if (kind === 'other') return header.every(byte => byte === 0) ? 'torn' : 'other'
  const reader = createSegmentReader(visitor)
  let verdict: SegmentVerdict = 'whole'
  for await (const found of recordsOf(files, name, size)) {
    if (found === 'damaged') {
      verdict = 'damaged'
      reader.damage()
    } else if (found === 'torn') verdict = verdict === 'damaged' ? verdict : 'torn'
    else if (!reader.record(found)) {
      verdict = 'damaged'
      reader.damage()
    }
  }
  reader.end()
  return verdict
}

async function* recordsOf(
  files: JournalFiles,
  name: string,
  size: number,
): AsyncGenerator<RigRecord | 'damaged' | 'torn'> {
  let readTo = RIG_HEADER_BYTES
  let window = new Uint8Array(0)
  let at = 0
  const readOn = async (bytes: number): Promise<boolean> => {
    const piece = await files.read(name, readTo, bytes)
    readTo += piece.length
    window = new Uint8Array(Buffer.concat([window.subarray(at), piece]))
    at = 0
    return piece.length > 0
  }
  for (;;) {
    const record = readRecord(window, at)
    if (typeof record !== 'string') {
      yield record
      at = record.endsAt
      continue
    }
    if (record === 'cut' && (await readOn(PIECE_BYTES))) continue
    if (at === window.length) return
    // What lies behind the damage is looked for in all that is left, which is rare enough to hold at once.
    while (readTo < size && (await readOn(size - readTo)));
    const next = findRecord(window, at + 1, KINDS)
    yield next === null ? 'torn' : 'damaged'
    if (next === null) return
    at = next
  }
}

interface Draft {
  readonly head: z.infer<typeof openingSchema>
  readonly state: Uint8Array[]
  readonly events: SimEvent[]
}

/** Before the opening events are context and kept back; within it they are the open lap's; after it they are new. */
const createSegmentReader = (visitor: SegmentVisitor) => {
  let held: SimEvent[] | null = []
  let draft: Draft | null = null

  const setLoose = (): void => {
    for (const event of [...(held ?? []), ...(draft?.events ?? [])]) visitor.event(event, true)
    held = null
    draft = null
  }

  const open = (): boolean => {
    const opening = draft && draftToOpening(draft)
    if (!opening) return false
    const context = held ?? []
    held = null
    draft = null
    visitor.opened(opening, context)
    return true
  }

  return {
    /** False when it is none that belongs here. */
    record(record: RigRecord): boolean {
      if (record.version !== VERSION) return true
      if (record.kind === OPENING) {
        const head = openingSchema.safeParse(bytesToJson(record.payload))
        if (!head.success || !held) return false
        draft = { head: head.data, state: [], events: [] }
        return true
      }
      if (record.kind === STATE) {
        // After damage the opening is lost, and its pieces mean nothing.
        draft?.state.push(record.payload.slice())
        return true
      }
      if (record.kind === OPENED) return draft ? open() : true
      const event = recordToEvent(record)
      if (event === 'damaged') return false
      if (event && draft) draft.events.push(event)
      else if (event && held) held.push(event)
      else if (event) visitor.event(event, false)
      return true
    },
    damage(): void {
      setLoose()
      visitor.damage()
    },
    end: setLoose,
  }
}

const draftToOpening = ({ head, state, events }: Draft): Opening | null => {
  if (state.reduce((sum, piece) => sum + piece.length, 0) > MAX_STATE_BYTES) return null
  const parsed = bytesToJson(Buffer.concat(state))
  if (parsed === undefined) return null
  return {
    seed: new Uint8Array(Buffer.from(head.seed, 'hex')),
    timeline: { lastMs: head.lastMs ?? Number.NEGATIVE_INFINITY, clock: head.clock },
    follows: head.follows,
    checkpoint: { state: parsed as RecorderCheckpoint['state'], events },
  }
}

const bytesToJson = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
  } catch {
    return undefined
  }
}
