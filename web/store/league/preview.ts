/** Exactly what would leave, before it does: made by the same hands as what is published. */

import type { SessionId } from '#shared/id'
import {
  bodyToWire,
  type EntryHash,
  encodeEntry,
  encodeTraceManifest,
  type LeagueId,
  type LeagueUse,
  type SessionBody,
} from '#shared/logbook'
import type { DexieBlobStore } from '../blobs.ts'
import { type Outcome, succeed } from '../failures.ts'
import { loadTraceCodec } from '../record.ts'
import type { IdentityKeeping } from './identity.ts'
import type { Made, Making } from './making.ts'
import { refsIn } from './named-blobs.ts'
import { STAYS } from './session-body.ts'

export interface Wish {
  readonly sessions: readonly SessionId[]
  /** Null for my devices. */
  readonly league: LeagueId | null
  readonly audience: 'members' | 'public'
  readonly withTraces: boolean
  readonly trimMs: number
}

export interface Preview {
  readonly sessions: number
  readonly laps: number
  readonly entryBytes: number
  readonly traceBytes: number
  /** Of the first session. */
  readonly fields: readonly { readonly name: string; readonly value: string }[]
  /** Keys of words. */
  readonly stays: readonly string[]
  readonly channels: readonly string[]
  readonly hasPosition: boolean
}

export interface PreviewOptions {
  readonly blobs: DexieBlobStore
  readonly identity: IdentityKeeping
  readonly making: Making
}

export const previewShare = async (
  { blobs, identity, making }: PreviewOptions,
  { sessions, ...wish }: Wish,
  league: { readonly id: LeagueId; readonly use: LeagueUse },
): Promise<Outcome<Preview>> => {
  const me = await identity.identity()
  if (!me.ok) return me
  const channels = new Set<string>()
  let [laps, entryBytes, traceBytes] = [0, 0, 0]
  let fields: Preview['fields'] = []
  for (const session of sessions) {
    const made = await making.make({ ...wish, session, league: league.id }, league.use, true)
    if (!made.ok) return made
    const { body, manifest, staged } = made.value
    laps += body.laps.number.length
    entryBytes += sizeOf(body, session, league.id, me.value.person)
    if (manifest) {
      traceBytes += encodeTraceManifest(manifest).length
      traceBytes += refsIn(manifest).reduce((sum, { size }) => sum + size, 0)
      for (const name of await channelsOf(blobs, made.value)) channels.add(name)
    }
    if (fields.length === 0) fields = fieldsOf(body)
    await blobs.drop(staged)
  }
  const hasPosition = ['lat', 'lon', 'x', 'y'].some(name => channels.has(name))
  const told = { fields, stays: STAYS, channels: [...channels].sort(), hasPosition }
  return succeed({ ...told, sessions: sessions.length, laps, entryBytes, traceBytes })
}

/** Of the signed entry, in the middle of a feed. */
const sizeOf = (
  body: SessionBody,
  id: string,
  league: LeagueId,
  person: Parameters<typeof encodeEntry>[0]['person'],
): number => {
  const place = { rev: 0, seq: 1_000, prev: '0'.repeat(64) as EntryHash, at: body.startedAt }
  const entry = { v: 1, league, kind: 'session', person, id, ...place, body: bodyToWire('session', body) }
  return encodeEntry(entry).length + SIGNATURE_BYTES
}

const SIGNATURE_BYTES = 64

/** All pieces of a session have the same. */
const channelsOf = async (blobs: DexieBlobStore, { detail }: Made): Promise<readonly string[]> => {
  const ref = detail.laps.find(({ trace }) => trace)?.trace ?? detail.session.betweenTrace
  const bytes = ref && (await blobs.read(ref.sha256))
  if (!bytes?.ok) return []
  const { decodeTrace } = await loadTraceCodec()
  const decoded = decodeTrace(bytes.value)
  return decoded.ok ? decoded.trace.channels.map(({ name }) => name) : []
}

const fieldsOf = (body: SessionBody): { name: string; value: string }[] => {
  const { place, car, drivers, world, surface, airC, trackC, name, game } = body
  const told: readonly (readonly [string, string | number | null])[] = [
    ['name', name],
    ['startedAt', body.startedAt],
    ['track', place.track],
    ['layout', place.layoutName],
    ['car', car.name],
    ['className', car.className],
    ['drivers', drivers.map(driver => driver.name).join(', ')],
    ['world', world],
    ['game', game],
    ['surface', surface],
    ['airC', airC],
    ['trackC', trackC],
    ['laps', body.laps.number.length],
  ]
  return told.flatMap(([field, value]) =>
    value === null || value === '' ? [] : [{ name: field, value: String(value) }],
  )
}
