/**
 * What the body of an entry says, checked: the one place where bodies from outside become values of `bodies.ts`.
 *
 * Invariants: `readBody` takes any entry, never throws, and depends on the entry alone; `bodyToWire` writes what `readBody`
 * reads back. Kinds and fields are only ever added; a field that an old entry lacks is one more version of its kind.
 */
import type { Gate } from '#shared/geo'
import type { Sha256 } from '#shared/id'
import {
  type DecisionBody,
  type DeviceBody,
  type GenesisBody,
  type GrantBody,
  type InviteBody,
  type LayoutBody,
  LEAGUE_USES,
  type LeagueSettingsBody,
  type MemberBody,
  type MergeBody,
  type RevokeBody,
  ROLES,
  type RoomBody,
  type SessionBody,
} from './bodies.ts'
import { ENTRY_VERSION, type Entry, type Tip } from './entry.ts'
import {
  blob,
  type Field,
  flag,
  hex,
  int,
  list,
  oneOf,
  orNull,
  real,
  record,
  text,
  variant,
} from './fields.ts'
import type { DeviceId, EntryHash, PersonId } from './ids.ts'
import { epoch, MAX_NAME, MAX_NOTE, metres, session } from './session-schema.ts'

export interface Bodies {
  readonly genesis: GenesisBody
  readonly device: DeviceBody
  readonly invite: InviteBody
  readonly member: MemberBody
  readonly revoke: RevokeBody
  readonly room: RoomBody
  readonly grant: GrantBody
  readonly 'league-settings': LeagueSettingsBody
  readonly session: SessionBody
  readonly layout: LayoutBody
  readonly decision: DecisionBody
  readonly merge: MergeBody
}

export type Kind = keyof Bodies

export type KnownBody = {
  readonly [K in Kind]: { readonly what: 'known'; readonly kind: K; readonly body: Bodies[K] }
}[Kind]

export type ReadBody =
  | KnownBody
  /** A null body: what earlier revisions said is taken back. */
  | { readonly what: 'withdrawn'; readonly kind: Kind }
  | { readonly what: 'unknown-kind' }
  | { readonly what: 'newer-version' }
  | { readonly what: 'malformed'; readonly kind: Kind; readonly why: string }

export const readBody = (entry: Pick<Entry, 'v' | 'kind' | 'id' | 'body'>): ReadBody => {
  if (entry.v > ENTRY_VERSION) return { what: 'newer-version' }
  return readBodyOf(entry)
}

/** As `readBody`, whatever the version: entry 0 of a feed keeps its form, or nobody older could let its device in. */
export const readBodyOf = ({ kind, id, body }: Pick<Entry, 'kind' | 'id' | 'body'>): ReadBody => {
  const schema = schemaOf(kind)
  if (!schema) return { what: 'unknown-kind' }
  const known = kind as Kind
  if (id.length !== 2 * schema.idBytes)
    return { what: 'malformed', kind: known, why: 'an id of another length' }
  if (body === null) return { what: 'withdrawn', kind: known }
  try {
    return { what: 'known', kind: known, body: schema.field.read(body) } as KnownBody
  } catch (error) {
    // Malformed, or a stack that a hostile value exhausted: either way it says nothing.
    return { what: 'malformed', kind: known, why: error instanceof Error ? error.message : 'unreadable' }
  }
}

/** The body as it goes into an entry; that of a kind nobody here knows goes as it is. */
export const bodyToWire = (kind: string, body: unknown): unknown => {
  const schema = schemaOf(kind)
  return body === null || !schema ? body : schema.field.write(body as never)
}

interface Schema<T> {
  /** Length of `Entry.id`. */
  readonly idBytes: number
  readonly field: Field<T>
}

/** Devices of one person: an earlier word stands up to these. */
const MAX_TIPS = 256
const ID = 16
const KEY = 32

const person = hex<PersonId>(KEY)
const device = hex<DeviceId>(KEY)
const signature = blob(64)
const count = int(0, 0xffff_ffff)
const role = oneOf(...ROLES)
const tip = record<Tip>({ device, seq: count, hash: hex<EntryHash>(KEY) })
const tips = list(tip, MAX_TIPS)
const reason = text(MAX_NOTE)
const introduction = { deviceName: text(MAX_NAME), personName: text(MAX_NAME), certificate: signature }

/** Degrees or metres. */
const point = record({ x: real(-1e7, 1e7), y: real(-1e7, 1e7) })
const gate = record<Gate>({ left: point, right: point })

const SCHEMAS: { readonly [K in Kind]: Schema<Bodies[K]> } = {
  genesis: {
    idBytes: 0,
    field: record<GenesisBody>({
      ...introduction,
      use: oneOf(...LEAGUE_USES),
      name: text(MAX_NAME),
      nonce: blob(16),
    }),
  },
  device: {
    idBytes: KEY,
    field: record<DeviceBody>({
      ...introduction,
      invite: orNull(record({ key: hex(KEY), proof: signature })),
    }),
  },
  invite: {
    idBytes: KEY,
    field: record<InviteBody>({
      role: oneOf('steward', 'driver', 'viewer'),
      admits: flag,
      until: orNull(epoch),
      note: text(MAX_NOTE),
    }),
  },
  member: { idBytes: KEY, field: record<MemberBody>({ name: text(MAX_NAME), role, until: tips }) },
  revoke: {
    idBytes: KEY,
    field: variant<RevokeBody, 'what'>('what', {
      device: record({ device, last: orNull(tip), certificate: signature }),
      person: record({ person, last: tips, reason }),
    }),
  },
  room: { idBytes: 0, field: record<RoomBody>({ epoch: count, commitment: hex<Sha256>(KEY) }) },
  grant: { idBytes: KEY, field: record<GrantBody>({ may: list(oneOf('results', 'uploads', 'hold'), 3) }) },
  'league-settings': {
    idBytes: 0,
    field: record<LeagueSettingsBody>({
      name: text(MAX_NAME),
      about: text(2_000),
      addresses: list(text(300), 16),
    }),
  },
  session: { idBytes: ID, field: session },
  layout: {
    idBytes: ID,
    field: record<LayoutBody>({
      track: text(MAX_NAME),
      country: orNull(text(8)),
      known: orNull(text(64)),
      name: text(MAX_NAME),
      lengthM: orNull(metres),
      frame: oneOf('wgs84', 'metres'),
      space: orNull(text(MAX_NAME)),
      gates: list(
        record({
          version: int(0, 1_000_000),
          startFinish: gate,
          finish: orNull(gate),
          sectors: list(gate, 64),
        }),
        64,
      ),
    }),
  },
  decision: {
    idBytes: ID,
    field: variant<DecisionBody, 'what'>('what', {
      'void-lap': record({ reason, author: person, session: hex(ID), lap: count }),
      penalty: record({ reason, author: person, session: hex(ID), lap: count, addMs: int(0, 86_400_000) }),
      note: record({ reason, author: person, session: hex(ID), lap: orNull(count) }),
      'endorse-gates': record({ reason, author: person, layout: hex(ID), version: int(0, 1_000_000) }),
    }),
  },
  merge: {
    idBytes: ID,
    field: record<MergeBody>({
      what: oneOf('drivers', 'layouts', 'cars'),
      keys: list(text(200), 256),
      reason,
    }),
  },
}

const schemaOf = (kind: string): Schema<unknown> | undefined =>
  Object.hasOwn(SCHEMAS, kind) ? (SCHEMAS[kind as Kind] as Schema<unknown>) : undefined
