/**
 * Which bytes the entries of a league name: the lists of traces that sessions refer to, and the traces in those lists once
 * a list is here.
 *
 * Invariant: a row only says where a name comes from; whether it may be given out is asked of the entry each time
 * something of the league changed, because a withdrawal takes it back. Bytes of my own leave on my own word only: whoever
 * learned what they are called could name them in an entry, and would be given what I never shared.
 */
import Dexie from 'dexie'
import type { Sha256 } from '#shared/id'
import {
  type ChunkedRef,
  decodeTraceManifest,
  type EntryHash,
  type LeagueId,
  MAX_MANIFEST_BYTES,
  type PersonId,
  type TraceManifest,
  type VerifiedEntry,
} from '#shared/logbook'
import type { DexieBlobStore } from '../blobs.ts'
import type { Connection } from '../connection.ts'
import { isBlobRow } from '../guards.ts'
import type { CountingKeeping, SpokenSession } from './counting.ts'
import { isBlobNameRow, isIdentityRow } from './guards.ts'
import type { Replicas } from './replicas.ts'

export interface NamedBlobs {
  isNamed(league: LeagueId, sha256: Sha256): Promise<boolean>
  /** The list of a session's traces, and notes what it names; null while it is not here, or is none. */
  manifestOf(league: LeagueId, session: SpokenSession): Promise<TraceManifest | null>
}

/** Lists that were read; 2,000 laps of 100 bytes each at most. */
const KEPT_LISTS = 256

export interface NamedBlobsOptions {
  readonly connection: Connection
  readonly blobs: DexieBlobStore
  readonly replicas: Replicas
  readonly counting: CountingKeeping
  readonly readSession: (entry: VerifiedEntry) => SpokenSession | null
}

export const createNamedBlobs = (options: NamedBlobsOptions): NamedBlobs => {
  const { connection, blobs, replicas, counting, readSession } = options
  const { blobNames, blobs: blobRows, identity } = connection.tables
  const answers = new Map<string, boolean>()
  const lists = new Map<Sha256, TraceManifest>()
  const noted = new Set<EntryHash>()
  replicas.onAdded(() => answers.clear())

  /** Null when anybody's word will do. */
  const whoseWord = async (sha256: Sha256): Promise<PersonId | 'nobody' | null> => {
    const found = await connection.run('r', ['blobs', 'identity'], async () => {
      const blob: unknown = await blobRows.get(sha256)
      const me: unknown = await identity.get('me')
      if (!isBlobRow(blob) || !blob.own) return null
      return isIdentityRow(me) ? me.person : 'nobody'
    })
    return found.ok ? found.value : 'nobody'
  }

  const speaks = async (
    league: LeagueId,
    hash: EntryHash,
    by: Awaited<ReturnType<typeof whoseWord>>,
  ): Promise<boolean> => {
    const { store } = await replicas.open(league)
    const entry = await store.get(hash)
    if (!entry || (by !== null && entry.entry.person !== by)) return false
    const now = await counting.session(league, entry.entry.person, entry.entry.id)
    return now?.said.hash === hash
  }

  const rowsOf = (league: LeagueId, sha256: Sha256) =>
    connection.run('r', ['blobNames'], () =>
      blobNames
        .where(':id')
        .between([league, sha256, Dexie.minKey], [league, sha256, Dexie.maxKey])
        .toArray(),
    )

  return {
    async isNamed(league, sha256) {
      const key = `${league} ${sha256}`
      const known = answers.get(key)
      if (known !== undefined) return known
      const rows = await rowsOf(league, sha256)
      const by = await whoseWord(sha256)
      let isNamed = false
      for (const row of rows.ok ? rows.value : []) {
        if (!isNamed && isBlobNameRow(row)) isNamed = await speaks(league, row.entry, by)
      }
      // A name may come with a list that is being read: only a yes is sure to last until something changes.
      if (isNamed) answers.set(key, true)
      return isNamed
    },

    async manifestOf(league, { said, body }) {
      const { traces } = body
      if (!traces || traces.size > MAX_MANIFEST_BYTES) return null
      let list = lists.get(traces.sha256) ?? null
      if (!list) {
        const bytes = await blobs.read(traces.sha256)
        list = bytes.ok ? decodeTraceManifest(bytes.value) : null
        if (!list) return null
        if (lists.size >= KEPT_LISTS) lists.delete(lists.keys().next().value!)
        lists.set(traces.sha256, list)
      }
      if (!noted.has(said.hash)) {
        const refs = refsIn(list)
        const written = await connection.run('rw', ['blobNames'], () =>
          blobNames.bulkPut(refs.map(ref => ({ ...ref, league, entry: said.hash, of: 'trace' as const }))),
        )
        if (written.ok) noted.add(said.hash)
      }
      return list
    },
  }
}

export const refsIn = ({ laps, between }: TraceManifest): ChunkedRef[] =>
  [...laps, between].filter(ref => ref !== null)
