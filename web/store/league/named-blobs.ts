/**
 * Which bytes the entries of a league name: the lists of traces that sessions refer to, which are kept with the entries,
 * and the traces in those lists once a list is here.
 *
 * Invariant: a row only says where a name comes from; whether it may be given out is asked of the entry each time
 * something of the league changed, because a withdrawal takes it back. Whoever learned what bytes are called can name them
 * in an entry, so a name alone opens only what members of this very league gave us. Bytes of my own leave on my own word,
 * and what came from another league on the word of whoever shared it there.
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
} from '#shared/logbook'
import type { DexieBlobStore } from '../blobs.ts'
import type { Connection } from '../connection.ts'
import { isBlobRow } from '../guards.ts'
import type { CountingKeeping, SpokenSession } from './counting.ts'
import { entriesNaming } from './entry-runs.ts'
import { isBlobNameRow, isEntryRun, isIdentityRow } from './guards.ts'
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
}

export const createNamedBlobs = (options: NamedBlobsOptions): NamedBlobs => {
  const { connection, blobs, replicas, counting } = options
  const { blobNames, blobs: blobRows, entries, identity } = connection.tables
  const answers = new Map<string, boolean>()
  const lists = new Map<Sha256, TraceManifest>()
  const noted = new Set<EntryHash>()
  replicas.onAdded(() => answers.clear())

  /** Whose entry it is; null when it is not the one that speaks. */
  const speakerOf = async (league: LeagueId, hash: EntryHash): Promise<PersonId | null> => {
    const { store } = await replicas.open(league)
    const entry = await store.get(hash)
    if (!entry) return null
    const { person, id } = entry.entry
    const now = await counting.session(league, person, id)
    return now?.said.hash === hash ? person : null
  }

  /** Everybody whose word names it there; for a league that is not kept any more there are no rows. */
  const namersIn = async (league: LeagueId, sha256: Sha256): Promise<PersonId[]> => {
    const found = await connection.run('r', ['blobNames', 'entries'], async () => {
      const rows: unknown[] = await blobNames
        .where(':id')
        .between([league, sha256, Dexie.minKey], [league, sha256, Dexie.maxKey])
        .toArray()
      const runs: unknown[] = await entries.where('names').equals(sha256).toArray()
      return new Set([
        ...rows.filter(isBlobNameRow).map(({ entry }) => entry),
        ...runs.filter(isEntryRun).flatMap(run => (run.league === league ? entriesNaming(run, sha256) : [])),
      ])
    })
    const namers = found.ok ? [...found.value] : []
    const speakers = await Promise.all(namers.map(entry => speakerOf(league, entry)))
    return speakers.filter(speaker => speaker !== null)
  }

  /** Whose word opens it in this league; null when anybody's will do. */
  const whoseWord = async (league: LeagueId, sha256: Sha256): Promise<readonly PersonId[] | null> => {
    const found = await connection.run('r', ['blobs', 'identity'], async () => {
      const blob: unknown = await blobRows.get(sha256)
      const me: unknown = await identity.get('me')
      return { blob: isBlobRow(blob) ? blob : null, me: isIdentityRow(me) ? me.person : null }
    })
    if (!found.ok) return []
    const { blob, me } = found.value
    // What is on its way is kept by league.
    if (!blob) return null
    const cameFrom = (blob.cameFrom ?? []) as readonly LeagueId[]
    if (cameFrom.includes(league)) return null
    const givers = await Promise.all(cameFrom.map(other => namersIn(other, sha256)))
    // What was made here for sharing came from nobody and is mine.
    const isMine = blob.own || cameFrom.length === 0
    return isMine && me ? [...givers.flat(), me] : givers.flat()
  }

  return {
    async isNamed(league, sha256) {
      const key = `${league} ${sha256}`
      const known = answers.get(key)
      if (known !== undefined) return known
      const namers = await namersIn(league, sha256)
      const words = namers.length > 0 ? await whoseWord(league, sha256) : []
      const isNamed = namers.some(namer => words === null || words.includes(namer))
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
