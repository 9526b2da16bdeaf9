/**
 * A finished lap as one file: a rig header, one record with what the bridge says of the lap (kind 48, `RigLap` as
 * JSON), then the bytes of its trace up to the end of the file. One file, so that a lap is there whole or not at all.
 *
 * Invariant: what is written passes `rigLapSchema`, which every page checks: texts are clipped and numbers that are
 * none are left out, because a lap must not be refused for a name of a driver.
 */
import { type RigLap, rigLapSchema } from '#shared/api'
import type { Sha256 } from '#shared/id'
import {
  createRigHeader,
  judgeRigHeader,
  RECORD_HEAD_BYTES,
  type RecordedLap,
  RIG_HEADER_BYTES,
  readRecord,
  sealRecord,
} from '#shared/sim'
import type { FileEntry, JournalFiles } from './files.ts'

const LAP = 48
const VERSION = 1
/** Some 3 kB; sixty sectors with their lines and a hundred settings are less than this. */
const MAX_META = 128 * 1024
const MAX_TEXT = 200

export const LAP_FILE = /^([0-9a-f]{32})\.lap$/
export const lapFileName = (lap: string): string => `${lap}.lap`

/** A lap on the shelf. */
export interface ShelvedLap {
  readonly lap: RigLap
  /** Where in its file the trace begins. */
  readonly traceAt: number
}

/** Texts as long as pages take them, no number that is none; an absent value stays absent. */
const clean = (value: unknown): unknown => {
  if (typeof value === 'string') return value.slice(0, MAX_TEXT)
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (Array.isArray(value)) return value.map(clean)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, part]) => [name, clean(part)] as const)
  return Object.fromEntries(entries)
}

const isWholeFact = (value: unknown): boolean =>
  Array.isArray(value) ? value.every(isWholeFact) : value !== null && value !== undefined

const withoutHoles = (facts: object): object =>
  Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) => {
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        return [[name, withoutHoles(value)]]
      }
      return isWholeFact(value) ? [[name, value]] : []
    }),
  )

/** Null when it cannot be said in the words of the socket at all, which is a bug of the recorder. */
export const recordedToRig = (
  { trace: _, ...recorded }: RecordedLap,
  traceSha256: Sha256,
  traceBytes: number,
): RigLap | null => {
  const lap = clean({ ...recorded, traceSha256, traceBytes }) as RigLap
  const whole = rigLapSchema.safeParse({ ...lap, facts: withoutHoles(lap.facts) })
  if (whole.success) return whole.data
  const { game, sessionKind } = lap.facts
  const bare = rigLapSchema.safeParse({ ...lap, facts: { game, sessionKind }, lines: [] })
  return bare.success ? bare.data : null
}

/** What comes before the trace. */
export const lapToHead = (lap: RigLap): Uint8Array => {
  const json = new TextEncoder().encode(JSON.stringify(lap))
  const head = new Uint8Array(RIG_HEADER_BYTES + RECORD_HEAD_BYTES + json.length)
  head.set(createRigHeader())
  head.set(json, RIG_HEADER_BYTES + RECORD_HEAD_BYTES)
  sealRecord(head, RIG_HEADER_BYTES, LAP, VERSION, json.length)
  return head
}

/** Null when the file is not a whole lap of ours. */
export const readLapHead = async (files: JournalFiles, entry: FileEntry): Promise<ShelvedLap | null> => {
  const head = await files.read(entry.name, 0, RIG_HEADER_BYTES + RECORD_HEAD_BYTES + MAX_META)
  if (judgeRigHeader(head) !== 'rig') return null
  const record = readRecord(head, RIG_HEADER_BYTES)
  if (typeof record === 'string' || record.kind !== LAP || record.version !== VERSION) return null
  const lap = rigLapSchema.safeParse(parseJson(record.payload))
  if (!lap.success || entry.name !== lapFileName(lap.data.id)) return null
  return record.endsAt + lap.data.traceBytes === entry.size ? { lap: lap.data, traceAt: record.endsAt } : null
}

const parseJson = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
}
