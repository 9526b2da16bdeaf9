/**
 * One league's entries in the library's database.
 *
 * Invariants: entries, the small row of their feed and the bytes they name are written in one transaction, so tips, counts
 * and names never differ from what is there, and opening a league of 2,500 entries reads its feeds' rows only. Every write is on disk before it is
 * answered, also a relaxed one: a batch of 256 KiB costs 8 ms for it. A row the disk damaged is reported and left out.
 *
 * Failures of the database are thrown as `Refusal`, whose message is for a person: the port has no other place for them.
 */
import Dexie, { type Collection } from 'dexie'
import {
  type DeviceId,
  decodeEntry,
  type EntryHash,
  type EntryStore,
  type LeagueId,
  namedManifest,
  type PersonId,
  type Tip,
  type VerifiedEntry,
} from '#shared/logbook'
import type { Connection, TableName } from '../connection.ts'
import { type DamageLog, readGoodRows } from '../damage.ts'
import { type Outcome, Refusal } from '../failures.ts'
import { isEntryRow, isFeedRow } from './guards.ts'
import type { BlobNameRow, EntryRow, FeedRow } from './rows.ts'

const ENTRY_TABLES: readonly TableName[] = ['entries', 'feeds']
const WRITTEN_TABLES: readonly TableName[] = [...ENTRY_TABLES, 'blobNames']

/** A page of a whole league: some 250 kB of entries. */
const PAGE = 256

export const createDexieEntryStore = (
  connection: Connection,
  damage: DamageLog,
  league: LeagueId,
): EntryStore => {
  const { entries, feeds, blobNames } = connection.tables

  const run = async <T>(mode: 'r' | 'rw', work: () => Promise<T>): Promise<T> =>
    unrefused(await connection.run(mode, mode === 'r' ? ENTRY_TABLES : WRITTEN_TABLES, work))

  const read = async (query: Collection<EntryRow, EntryRow[]>): Promise<VerifiedEntry[]> => {
    const rows = await readGoodRows(query as never, entries as never, isEntryRow, damage)
    return rows.flatMap(row => entryOf(row) ?? report(row))
  }

  const report = (row: EntryRow): [] => {
    damage.report('entries', [row.league, row.device, row.seq, row.hash])
    return []
  }

  const within = (from: readonly unknown[], to: readonly unknown[]): Collection =>
    entries.where(':id').between([league, ...from], [league, ...to], true, true)

  const ofDevice = (device: DeviceId, fromSeq: number, toSeq: number | typeof Dexie.maxKey): Collection =>
    within([device, fromSeq, Dexie.minKey], [device, toSeq, Dexie.maxKey])

  const withHash = (hash: EntryHash) => entries.where('[league+hash]').equals([league, hash])

  const isHere = async (hashes: readonly EntryHash[]): Promise<ReadonlySet<EntryHash>> => {
    const here = new Set<EntryHash>()
    const keys = hashes.map(hash => [league, hash])
    await entries
      .where('[league+hash]')
      .anyOf(keys)
      .eachPrimaryKey(key => here.add(key[3]))
    return here
  }

  /** Inside the transaction: stores what is new, parents first. */
  const put = async (given: readonly VerifiedEntry[]): Promise<readonly VerifiedEntry[]> => {
    const feedOf = new Map<DeviceId, FeedRow>()
    const devices = [...new Set(given.map(({ device }) => device))]
    const before: unknown[] = await feeds.bulkGet(devices.map(device => [league, device] as const) as never)
    for (const [i, device] of devices.entries()) {
      const row = before[i]
      feedOf.set(device, isFeedRow(row) ? row : await countFeed(device))
    }
    const fresh = await whatIsNew(given, feedOf)
    if (fresh.length === 0) return fresh
    await entries.bulkAdd(fresh.map(entry => rowOf(league, entry)))
    const named = fresh.flatMap(entry => nameRowOf(league, entry) ?? [])
    if (named.length > 0) await blobNames.bulkPut(named)
    const byDevice = Map.groupBy(fresh, ({ device }) => device)
    await feeds.bulkPut(Array.from(byDevice, ([device, added]) => withEntries(feedOf.get(device)!, added)))
    return fresh
  }

  /**
   * What continues the end of a feed, or something new in this batch, is new: only the others are looked for, which is a
   * third of what storing costs.
   */
  const whatIsNew = async (
    given: readonly VerifiedEntry[],
    feedOf: ReadonlyMap<DeviceId, FeedRow>,
  ): Promise<readonly VerifiedEntry[]> => {
    const ends = new Set([...feedOf.values()].flatMap(({ tips }) => tips.map(({ hash }) => hash)))
    const added = new Set<EntryHash>()
    const isSurelyNew = ({ device, entry: { prev } }: VerifiedEntry): boolean =>
      prev === null ? feedOf.get(device)!.entries === 0 : ends.has(prev) || added.has(prev)
    const unsure: EntryHash[] = []
    for (const entry of given) {
      if (isSurelyNew(entry)) added.add(entry.hash)
      else unsure.push(entry.hash, ...(entry.entry.prev === null ? [] : [entry.entry.prev]))
    }
    const here = unsure.length > 0 ? await isHere(unsure) : ends
    const fresh = new Map<EntryHash, VerifiedEntry>()
    for (const entry of given) {
      const { hash, device } = entry
      const { prev } = entry.entry
      if (here.has(hash) || ends.has(hash) || fresh.has(hash)) continue
      if (prev !== null && !ends.has(prev) && !fresh.has(prev) && !here.has(prev))
        throw new Error(`an entry of ${device} came before its parent ${prev}`)
      fresh.set(hash, entry)
    }
    return [...fresh.values()]
  }

  /** From the entries themselves: for a feed that is new, or whose row was damaged. */
  const countFeed = async (device: DeviceId): Promise<FeedRow> => {
    const rows = await read(ofDevice(device, 0, Dexie.maxKey as never) as never)
    return withEntries({ league, device, tips: [], entries: 0, bytes: 0 }, rows)
  }

  /** A damaged row is counted anew from its entries. */
  const feedRows = async (): Promise<FeedRow[]> => {
    const mine = feeds.where(':id').between([league, Dexie.minKey], [league, Dexie.maxKey])
    const good = await readGoodRows(
      mine as never,
      feeds as never,
      isFeedRow as (row: unknown) => row is FeedRow,
      damage,
    )
    const devices = (await mine.primaryKeys()).map(([, device]) => device)
    if (good.length === devices.length) return good
    const byDevice = new Map(good.map(feed => [feed.device, feed]))
    const rows: FeedRow[] = []
    for (const device of devices) rows.push(byDevice.get(device) ?? (await countFeed(device)))
    return rows
  }

  return {
    add: given => run('rw', () => put(given)),

    append: entry =>
      run('rw', async () => {
        const { seq, prev } = entry.entry
        const there = await read(ofDevice(entry.device, seq, seq) as never)
        if (there.some(other => other.entry.prev === prev)) return false
        await put([entry])
        return true
      }),

    get: hash => run('r', async () => (await read(withHash(hash) as never))[0] ?? null),

    has: hashes =>
      run('r', async () => {
        const here = await isHere(hashes)
        return hashes.map(hash => here.has(hash))
      }),

    tips: () =>
      run('r', async () =>
        (await feedRows()).flatMap(({ device, tips }) =>
          tips.map(({ seq, hash }): Tip => ({ device, seq, hash })),
        ),
      ),

    at: (device, seq) => run('r', () => read(ofDevice(device, seq, seq) as never)),

    feed: (device, afterSeq, limit) =>
      run('r', async () => {
        if (limit <= 0) return []
        const after = ofDevice(device, afterSeq + 1, Dexie.maxKey as never)
        const keys = await after.limit(limit).primaryKeys()
        const last = keys.at(-1) as unknown as [LeagueId, DeviceId, number, EntryHash] | undefined
        return last ? read(ofDevice(device, afterSeq + 1, last[2]) as never) : []
      }),

    ofKinds: kinds =>
      run('r', async () => {
        const found: VerifiedEntry[] = []
        for (const kind of new Set(kinds)) {
          const ofKind = entries
            .where('[league+kind+person+id]')
            .between([league, kind, Dexie.minKey, Dexie.minKey], [league, kind, Dexie.maxKey, Dexie.maxKey])
          found.push(...(await read(ofKind as never)))
        }
        return found.sort(inOrder)
      }),

    ofKey: (kind: string, person: PersonId, id: string) =>
      run('r', async () => {
        const key = entries.where('[league+kind+person+id]').equals([league, kind, person, id])
        return (await read(key as never)).sort(inOrder)
      }),

    async *all(batch = PAGE) {
      for (let after: readonly unknown[] = [Dexie.minKey, Dexie.minKey, Dexie.minKey]; ; ) {
        const { keys, page } = await run('r', async () => {
          const rest = entries
            .where(':id')
            .between([league, ...after], [league, Dexie.maxKey, Dexie.maxKey, Dexie.maxKey], false, true)
          return { keys: await rest.limit(batch).primaryKeys(), page: await read(rest.limit(batch) as never) }
        })
        if (page.length > 0) yield page
        const last = keys.at(-1)
        if (keys.length < batch || !last) return
        after = last.slice(1)
      }
    },

    usage: () =>
      run('r', async () =>
        (await feedRows()).map(({ device, entries, bytes }) => ({ device, entries, bytes })),
      ),

    async close() {},
  }
}

const withEntries = (feed: FeedRow, added: readonly VerifiedEntry[]): FeedRow => {
  const continued = new Set(added.map(({ entry }) => entry.prev))
  const ends = [...feed.tips, ...added.map(({ hash, entry }) => ({ seq: entry.seq, hash }))]
  return {
    ...feed,
    tips: ends
      .filter(({ hash }) => !continued.has(hash))
      .sort((a, b) => a.seq - b.seq || (a.hash < b.hash ? -1 : 1)),
    entries: feed.entries + added.length,
    bytes: feed.bytes + added.reduce((sum, { bytes }) => sum + bytes.length, 0),
  }
}

/** `slice`: a view would be stored with the whole batch it was cut from. */
const rowOf = (league: LeagueId, { device, hash, entry, bytes, signature }: VerifiedEntry): EntryRow => ({
  league,
  device,
  seq: entry.seq,
  hash,
  prev: entry.prev,
  kind: entry.kind,
  person: entry.person,
  id: entry.id,
  bytes: bytes.slice(),
  signature: signature.slice(),
})

const nameRowOf = (league: LeagueId, { hash, entry }: VerifiedEntry): BlobNameRow | null => {
  const manifest = namedManifest(entry)
  return manifest && { ...manifest, league, entry: hash, of: 'manifest' }
}

const entryOf = ({ device, hash, bytes, signature }: EntryRow): VerifiedEntry | null => {
  const decoded = decodeEntry(bytes)
  return decoded.ok ? { device, hash, bytes, signature, entry: decoded.entry } : null
}

const inOrder = (a: VerifiedEntry, b: VerifiedEntry): number =>
  byText(a.device, b.device) || a.entry.seq - b.entry.seq || byText(a.hash, b.hash)

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const unrefused = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Refusal(outcome)
  return outcome.value
}
