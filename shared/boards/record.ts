/**
 * What the boards keep of an entry: of sessions the whole laps, of decisions, merges and layouts what they say,
 * of all others that they were there. Plain data.
 */
import type { Surface, World } from '#shared/lap'
import {
  type CarRef,
  type DecisionBody,
  type DeviceId,
  type EntryHash,
  type MergeBody,
  type PersonId,
  type PlaceRef,
  type Proof,
  readBody,
  type SessionBody,
  type VerifiedEntry,
} from '#shared/logbook'
import type { EpochMillis } from '#shared/units'
import { type LapTable, wholeLaps } from './laps.ts'

export interface SessionFacts {
  readonly startedAt: EpochMillis
  readonly name: string
  readonly world: World | null
  readonly surface: Surface | null
  readonly place: PlaceRef
  readonly car: CarRef
  readonly drivers: SessionBody['drivers']
  readonly gates: SessionBody['gates']
  readonly proof: Proof
  readonly hasTraces: boolean
  /** All laps, whole or not. */
  readonly lapCount: number
  /** Whole laps. */
  readonly laps: LapTable
}

/** Where a layout is, as its author says. */
export interface LayoutFacts {
  readonly track: string
  readonly name: string
  readonly known: string | null
  readonly lengthM: number | null
}

export type Said =
  | { readonly of: 'session'; readonly facts: SessionFacts }
  | { readonly of: 'layout'; readonly facts: LayoutFacts }
  | { readonly of: 'decision'; readonly facts: DecisionBody }
  | { readonly of: 'merge'; readonly facts: MergeBody }
  | { readonly of: 'withdrawn' }
  /** Of a kind that is no matter of boards; `what` of a revocation, `role` and `name` of a membership. */
  | { readonly of: 'other'; readonly what: string | null; readonly name: string | null }

export interface BoardRecord {
  readonly hash: EntryHash
  readonly device: DeviceId
  readonly entry: {
    readonly kind: string
    readonly person: PersonId
    readonly id: string
    readonly rev: number
    readonly seq: number
    readonly at: EpochMillis
    /** Only of revocations: see `Judgeable`. */
    readonly body: { readonly what: string } | null
  }
  readonly said: Said
}

export const recordOf = ({ hash, device, entry }: VerifiedEntry): BoardRecord => {
  const { kind, person, id, rev, seq, at } = entry
  const said = saidBy(entry)
  const body = kind === 'revoke' && said.of === 'other' && said.what !== null ? { what: said.what } : null
  return { hash, device, entry: { kind, person, id, rev, seq, at, body }, said }
}

const saidBy = (entry: VerifiedEntry['entry']): Said => {
  const read = readBody(entry)
  if (read.what === 'withdrawn' || entry.body === null) return { of: 'withdrawn' }
  if (read.what !== 'known') return { of: 'other', what: null, name: null }
  switch (read.kind) {
    case 'session':
      return { of: 'session', facts: sessionFacts(read.body) }
    case 'layout': {
      const { track, name, known, lengthM } = read.body
      return { of: 'layout', facts: { track, name, known, lengthM } }
    }
    case 'decision':
      return { of: 'decision', facts: read.body }
    case 'merge':
      return { of: 'merge', facts: read.body }
    case 'revoke':
      return { of: 'other', what: read.body.what, name: null }
    case 'member':
      return { of: 'other', what: read.body.role, name: read.body.name }
    case 'device':
    case 'genesis':
      return { of: 'other', what: null, name: read.body.deviceName }
    default:
      return { of: 'other', what: null, name: null }
  }
}

const sessionFacts = (body: SessionBody): SessionFacts => {
  const { startedAt, name, world, surface, place, car, drivers, gates, proof, traces, laps } = body
  return {
    startedAt,
    name,
    world,
    surface,
    place,
    car,
    drivers,
    gates,
    proof,
    hasTraces: traces !== null,
    lapCount: laps.number.length,
    laps: wholeLaps(laps, surface),
  }
}
