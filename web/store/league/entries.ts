/**
 * One league's entries in the library's database, as the runs of `entry-runs.ts`.
 *
 * Invariants: entries and the small row of their feed are written in one transaction, so tips and counts never differ from
 * what is there, and opening a league of 2,500 entries reads its feeds' rows only. Every write is on disk before it is
 * answered, also a relaxed one: a batch of 256 KiB costs 8 ms for it. A row the disk damaged is reported and left out; mending
 * its feed removes it, and keeps what stood on it in the feed's row.
 *
 * Failures of the database are thrown as `Refusal`, whose message is for a person: the port has no other place for them.
 */
import Dexie, { type Collection } from 'dexie'
import {
  type DeviceId,
  type EntryHash,
  type EntryStore,
  endsOf,
  type LeagueId,
  lostEnds,
  type PersonId,
  type SortedOut,
  sortOut,
  type Tip,
  type VerifiedEntry,
} from '#shared/logbook'
import type { Connection, TableName } from '../connection.ts'
import { type DamageLog, readGoodRows } from '../damage.ts'
import { type Outcome, Refusal } from '../failures.ts'
import {
  byDeviceSeqHash,
  bySeqHash,
  entriesToRuns,
  hashOf,
  type Kept,
  keptIn,
  keptToEntry,
  RUN_ENTRIES,
  seqOf,
} from './entry-runs.ts'
import { createFeedDamage } from './feed-damage.ts'
import { isEntryRun, isFeedRow } from './guards.ts'
import type { EntryRun, FeedRow } from './rows.ts'

const ENTRY_TABLES: readonly TableName[] = ['entries', 'feeds']

/** A page of a whole league: some 250 kB of entries. */
const PAGE = 256
/** Read at once: as many as a page has when a catching up brought them, and a small part of a feed of single ones. */
const RUNS_AT_ONCE = 16

export const createDexieEntryStore = (
  connection: Connection,
  allDamage: DamageLog,
  league: LeagueId,
): EntryStore => {
  const { entries, feeds } = connection.tables
  const damage = createFeedDamage(league, allDamage)

  const run = async <T>(mode: 'r' | 'rw', work: () => Promise<T>): Promise<T> =>
    unrefused(await connection.run(mode, ENTRY_TABLES, work))

  const readRuns = (query: Collection): Promise<EntryRun[]> =>
    readGoodRows(query as never, entries as never, isEntryRun, damage)

  const toEntries = (kept: readonly Kept[]): VerifiedEntry[] =>
    kept.flatMap(one => {
      const entry = keptToEntry(one)
      if (!entry) damage.report('entries', [league, one.run.device, one.run.seq, one.run.hash])
      return entry ?? []
    })

  const runsBetween = (device: DeviceId, from: number, to: number | typeof Dexie.maxKey): Collection =>
    entries
      .where(':id')
      .between([league, device, from, Dexie.minKey], [league, device, to, Dexie.maxKey], true, true)

  /** Runs of this league that an index names. */
  const runsIn = async (query: Collection): Promise<EntryRun[]> =>
    (await readRuns(query)).filter(one => one.league === league)

  const isHere = async (hashes: readonly EntryHash[]): Promise<ReadonlySet<EntryHash>> => {
    const here = new Set<EntryHash>()
    const runs = entries.where('hashes').anyOf([...hashes])
    await runs.eachKey((hash, { primaryKey }) => {
      if ((primaryKey as unknown as readonly unknown[])[0] === league) here.add(hash as unknown as EntryHash)
    })
    return here
  }

  const keptAt = async (device: DeviceId, seq: number): Promise<Kept[]> => {
    const runs = await readRuns(runsBetween(device, seq - RUN_ENTRIES + 1, seq))
    return runs.flatMap(keptIn).filter(kept => seqOf(kept) === seq)
  }

  /** In order; all of the last seq there is room for. Reads on until nothing that is still unread can belong among them. */
  const keptAfter = async (device: DeviceId, afterSeq: number, limit: number): Promise<Kept[]> => {
    const found: Kept[] = []
    let rest = runsBetween(device, afterSeq - RUN_ENTRIES + 2, Dexie.maxKey as never)
    for (;;) {
      const keys = (await rest.limit(RUNS_AT_ONCE).primaryKeys()) as unknown as (readonly [...unknown[]])[]
      const last = keys.at(-1)
      if (!last) break
      const runs = await readRuns(entries.where(':id').between(keys[0] as never, last as never, true, true))
      found.push(...runs.flatMap(keptIn).filter(kept => seqOf(kept) > afterSeq))
      const complete = found.filter(kept => seqOf(kept) < (last[2] as number))
      if (keys.length < RUNS_AT_ONCE || complete.length > limit) break
      rest = entries
        .where(':id')
        .between(last as never, [league, device, Dexie.maxKey, Dexie.maxKey] as never, false, true)
    }
    found.sort(bySeqHash)
    const end = found[limit - 1]
    return end ? found.filter(kept => seqOf(kept) <= seqOf(end)) : found
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
    await entries.bulkAdd(entriesToRuns(league, fresh))
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

  const wholeOf = async (
    device: DeviceId,
    bad: ReadonlySet<EntryHash> = NONE,
  ): Promise<SortedOut & { readonly isClean: boolean }> => {
    const query = (): Collection => runsBetween(device, 0, Dexie.maxKey as never)
    const runs = await readRuns(query())
    const kept = runs.flatMap(keptIn).sort(bySeqHash)
    const good = toEntries(kept).filter(({ hash }) => !bad.has(hash))
    const isClean = good.length === kept.length && runs.length === (await query().count())
    return { ...sortOut(good), isClean }
  }

  /** From the entries themselves: for a feed that is new, or whose row was damaged. */
  const countFeed = async (device: DeviceId): Promise<FeedRow> => {
    const { whole, apart } = await wholeOf(device)
    if (apart.length > 0) damage.note(device)
    return rowOf(league, device, whole)
  }

  /** Inside the transaction. What cannot be read now was found damaged before: it is read a second time. */
  const mend = async (device: DeviceId, bad: ReadonlySet<EntryHash>): Promise<boolean> => {
    const sorted = await wholeOf(device, bad)
    const row: unknown = await feeds.get([league, device] as never)
    const known = isFeedRow(row) ? row : null
    const had = [...(known?.lost ?? []), ...(known?.tips ?? [])].map(tip => ({ device, ...tip }))
    const lost = lostEnds(had, sorted).map(({ seq, hash }) => ({ seq, hash }))
    const counted = rowOf(league, device, sorted.whole)
    if (sorted.isClean && sorted.apart.length === 0 && known?.entries === counted.entries) return false
    await runsBetween(device, 0, Dexie.maxKey as never).delete()
    await entries.bulkAdd(entriesToRuns(league, sorted.whole))
    const aside = [...(known?.aside ?? []), ...entriesToRuns(league, sorted.apart)]
    await feeds.put(lost.length > 0 ? { ...counted, lost, aside } : counted)
    return true
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

  const readFeed = (device: DeviceId, afterSeq: number, limit: number): Promise<VerifiedEntry[]> =>
    run('r', async () => (limit <= 0 ? [] : toEntries(await keptAfter(device, afterSeq, limit))))

  return {
    add: given => run('rw', () => put(given)),

    append: entry =>
      run('rw', async () => {
        const { seq, prev } = entry.entry
        // Its parent was lost: the writer reads anew where it stands.
        if (prev !== null && !(await isHere([prev])).has(prev)) return false
        const there = toEntries(await keptAt(entry.device, seq))
        if (there.some(other => other.entry.prev === prev)) return false
        await put([entry])
        return true
      }),

    get: hash =>
      run('r', async () => {
        const runs = await runsIn(entries.where('hashes').equals(hash) as never)
        return toEntries(runs.flatMap(keptIn).filter(kept => hashOf(kept) === hash))[0] ?? null
      }),

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

    at: (device, seq) => run('r', async () => toEntries((await keptAt(device, seq)).sort(bySeqHash))),

    feed: readFeed,

    ofKinds: kinds =>
      run('r', async () => {
        // One request each, all at once: walking over the index would be one for every run.
        const runs = await Promise.all(
          [...new Set(kinds)].map(kind =>
            readRuns(entries.where('[league+kind]').equals([league, kind]) as never),
          ),
        )
        return toEntries(runs.flat().flatMap(keptIn)).sort(byDeviceSeqHash)
      }),

    ofKey: (kind: string, person: PersonId, id: string) =>
      run('r', async () => {
        const runs = await runsIn(entries.where('about').equals([league, kind, person, id] as never) as never)
        const kept = runs.flatMap(keptIn).filter(({ run: { about }, place }) => {
          const [, otherKind, otherPerson, otherId] = about[place]!
          return otherKind === kind && otherPerson === person && otherId === id
        })
        return toEntries(kept).sort(byDeviceSeqHash)
      }),

    async *all(batch = PAGE) {
      const devices = await run('r', async () => (await feedRows()).map(({ device }) => device))
      for (const device of devices) {
        for (let page = await readFeed(device, -1, batch); page.length > 0; ) {
          yield page
          page = await readFeed(device, page.at(-1)!.entry.seq, batch)
        }
      }
    },

    usage: () =>
      run('r', async () =>
        (await feedRows()).map(({ device, entries, bytes }) => ({ device, entries, bytes })),
      ),

    mend: (device, bad) =>
      run('rw', async () => {
        const isLess = await mend(device, bad)
        damage.mended(device)
        return isLess
      }),

    lost: () =>
      run('r', async () =>
        (await feedRows()).flatMap(({ device, lost = [] }) =>
          lost.map(({ seq, hash }): Tip => ({ device, seq, hash })),
        ),
      ),

    aside: device =>
      run('r', async () => {
        const row: unknown = await feeds.get([league, device] as never)
        const runs = (isFeedRow(row) && row.aside) || []
        return toEntries(runs.flatMap(keptIn).sort(bySeqHash))
      }),

    onDamage: damage.onDamage,

    async close() {},
  }
}

const NONE: ReadonlySet<EntryHash> = new Set()

const rowOf = (league: LeagueId, device: DeviceId, whole: readonly VerifiedEntry[]): FeedRow => ({
  ...{ league, device, entries: whole.length },
  tips: endsOf(whole).map(({ seq, hash }) => ({ seq, hash })),
  bytes: whole.reduce((sum, { bytes }) => sum + bytes.length, 0),
})

const withEntries = (before: FeedRow, added: readonly VerifiedEntry[]): FeedRow => {
  const { lost = [], aside, ...feed } = before
  const came = new Set(added.map(({ hash }) => hash))
  const left = lost.filter(({ hash }) => !came.has(hash))
  const continued = new Set(added.map(({ entry }) => entry.prev))
  const ends = [...feed.tips, ...added.map(({ hash, entry }) => ({ seq: entry.seq, hash }))]
  return {
    ...feed,
    tips: ends
      .filter(({ hash }) => !continued.has(hash))
      .sort((a, b) => a.seq - b.seq || (a.hash < b.hash ? -1 : 1)),
    entries: feed.entries + added.length,
    bytes: feed.bytes + added.reduce((sum, { bytes }) => sum + bytes.length, 0),
    ...(left.length > 0 && { lost: left, aside: aside ?? [] }),
  }
}

const unrefused = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Refusal(outcome)
  return outcome.value
}
