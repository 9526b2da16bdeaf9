/**
 * Sharing sessions: what a person chose, and what goes to all devices of mine by itself, as entries of this device's feed.
 *
 * Invariants:
 * - Nothing of a session is written where its level does not reach; what was said there before its level was lowered is
 *   withdrawn.
 * - An entry is written when what it says differs from what was said last, and never twice for the same.
 * - Bytes made for sharing (the list of traces, trimmed traces) are named in the transaction that notes their names for
 *   the league, before the entry that names them: a crash leaves bytes nobody offers and no entry without bytes.
 */
import type { StagedBlob } from '#shared/blob'
import type { SessionId } from '#shared/id'
import {
  type ChunkedRef,
  type EntryHash,
  type LayoutBody,
  type LeagueId,
  type LeagueUse,
  type PersonId,
  readBody,
  type TraceManifest,
  winnerOf,
} from '#shared/logbook'
import type { EpochMillis } from '#shared/units'
import { NAMING_TABLES } from '../blobs.ts'
import type { Connection } from '../connection.ts'
import { type DamageLog, readGoodRows } from '../damage.ts'
import { fail, type Outcome, Refusal, type StoreFailure, succeed } from '../failures.ts'
import { isSessionRecord } from '../guards.ts'
import { isLeagueRow, isShareRow } from './guards.ts'
import { settled } from './leagues.ts'
import { createMaking, type MakingOptions, type ToPublish } from './making.ts'
import { type Preview, previewShare, type Wish } from './preview.ts'
import type { LeagueRow, ShareRow } from './rows.ts'
import { whyNotShared } from './session-body.ts'

export interface SharedPlace {
  readonly league: LeagueId
  readonly leagueName: string
  readonly use: LeagueUse
  readonly audience: 'members' | 'public'
  readonly at: EpochMillis
  readonly isTrimmed: boolean
}

export interface Publishing {
  previewShare(wish: Wish): Promise<Outcome<Preview>>
  share(wish: Wish): Promise<Outcome<null>>
  withdraw(session: SessionId, league: LeagueId): Promise<Outcome<null>>
  sharedWhere(session: SessionId): Promise<Outcome<readonly SharedPlace[]>>
  publishDue(): Promise<Outcome<{ readonly published: number; readonly withdrawn: number }>>
}

export interface PublishOptions extends MakingOptions {
  readonly connection: Connection
  readonly damage: DamageLog
  readonly now: () => EpochMillis
  readonly devicesLeague: () => Promise<Outcome<LeagueId>>
}

const LEVELS = ['device', 'my-devices', 'crew', 'league', 'public'] as const
type Level = (typeof LEVELS)[number]

/** What a session has to be at least to be said there. */
const levelFor = (use: LeagueUse, audience: Wish['audience']): Level =>
  use === 'devices' ? 'my-devices' : audience === 'public' ? 'public' : use

const reaches = (privacy: Level, needed: Level): boolean => LEVELS.indexOf(privacy) >= LEVELS.indexOf(needed)

export const createPublishing = (options: PublishOptions): Publishing => {
  const { connection, damage, blobs, identity, replicas, now } = options
  const making = createMaking(options)
  const { sessions, shares, leagues, blobNames } = connection.tables

  const leagueOf = async (wished: LeagueId | null): Promise<Outcome<LeagueRow>> => {
    const id = wished === null ? await options.devicesLeague() : succeed(wished)
    if (!id.ok) return id
    return connection.run('r', ['leagues'], async () => {
      const row: unknown = await leagues.get(id.value)
      if (!isLeagueRow(row)) throw new Refusal(fail('missing', NO_LEAGUE))
      return row
    })
  }

  const shareRow = async (session: SessionId, league: LeagueId): Promise<ShareRow | null> => {
    const found = await connection.run('r', ['shares'], () => shares.get([session, league]))
    const row: unknown = found.ok ? found.value : null
    return isShareRow(row) ? row : null
  }

  /** True when an entry was written. */
  const publish = (wish: ToPublish, use: LeagueUse): Promise<Outcome<boolean>> =>
    settled(async () => {
      const [made, me] = [await making.make(wish, use), await identity.identity()]
      if (!made.ok) return made
      if (!me.ok) return me
      const { body, layout, manifest, staged } = made.value
      const { session, league } = wish
      const { replica, store } = await replicas.open(league)
      const content = await making.contentOf('session', session, body)
      const before = winnerOf(await store.ofKey('session', me.value.person, session))
      const read = before && readBody(before.entry)
      const isSame =
        read?.what === 'known' &&
        read.kind === 'session' &&
        (await making.contentOf('session', session, read.body)) === content
      if (layout) await sayLayout(league, me.value.person, layout)
      const named = await nameBytes(league, staged, body.traces, manifest)
      if (!named.ok) return named
      const said = isSame ? before! : await replica.write({ kind: 'session', id: session, body })
      return connection.run('rw', ['shares', 'blobNames'], async () => {
        await nameFor(league, said.hash, body.traces, manifest)
        await shares.put({
          ...wish,
          at: now(),
          isWithdrawn: false,
          said: { entry: said.hash, content, made: staged.map(({ sha256 }) => sha256) },
        })
        return !isSame
      })
    })

  const sayLayout = async (
    league: LeagueId,
    person: PersonId,
    { id, body }: { readonly id: string; readonly body: LayoutBody },
  ): Promise<void> => {
    const { replica, store } = await replicas.open(league)
    const before = winnerOf(await store.ofKey('layout', person, id))
    const said = before && readBody(before.entry)
    const isSame =
      said?.what === 'known' &&
      said.kind === 'layout' &&
      (await making.contentOf('layout', id, said.body)) === (await making.contentOf('layout', id, body))
    if (!isSame) await replica.write({ kind: 'layout', id, body })
  }

  /** Named, and known to the league's blobs under a name no entry has yet. */
  const nameBytes = (
    league: LeagueId,
    staged: readonly StagedBlob[],
    traces: ChunkedRef | null,
    manifest: TraceManifest | null,
  ): Promise<Outcome<null>> =>
    connection.run('rw', [...NAMING_TABLES, 'blobNames'], async () => {
      if (staged.length > 0) await blobs.nameInTransaction(staged)
      await nameFor(league, PENDING, traces, manifest)
      return null
    })

  const nameFor = async (
    league: LeagueId,
    entry: EntryHash,
    traces: ChunkedRef | null,
    manifest: TraceManifest | null,
  ): Promise<void> => {
    await blobNames.where({ league, entry: PENDING }).delete()
    if (!traces) return
    const named = [...(manifest?.laps ?? []), manifest?.between ?? null].filter(ref => ref !== null)
    await blobNames.bulkPut([
      { ...traces, league, entry, of: 'manifest' },
      ...named.map(ref => ({ ...ref, league, entry, of: 'trace' as const })),
    ])
  }

  const sayWithdrawn = (row: Pick<ShareRow, 'session' | 'league'>): Promise<Outcome<boolean>> =>
    settled(async () => {
      const { session, league } = row
      const before = await shareRow(session, league)
      if (before?.said) {
        const { replica } = await replicas.open(league)
        await replica.write({ kind: 'session', id: session, body: null })
      }
      return connection.run('rw', [...NAMING_TABLES, 'shares', 'blobNames'], async () => {
        if (!before) return false
        await shares.put({ ...before, isWithdrawn: true, said: null, at: now() })
        if (!before.said) return false
        await blobNames.where({ league, entry: before.said.entry }).delete()
        const elsewhere = new Set((await shares.toArray()).flatMap(({ said }) => said?.made ?? []))
        await blobs.removeInTransaction(before.said.made.filter(name => !elsewhere.has(name)))
        return true
      })
    })

  /** A person's word for where it may go is the session's level from then on. */
  const raise = (id: SessionId, league: LeagueRow, audience: Wish['audience']): Promise<Outcome<null>> =>
    connection.run('rw', ['sessions', 'laps'], async () => {
      const row: unknown = await sessions.get(id)
      if (!isSessionRecord(row)) throw new Refusal(fail('missing'))
      const needed = levelFor(league.use, audience)
      if (reaches(row.privacy, needed)) return null
      await sessions.update(id, { privacy: needed, updatedAt: now() })
      return null
    })

  return {
    async previewShare(wish) {
      const league = await leagueOf(wish.league)
      return league.ok ? previewShare({ blobs, identity, making }, wish, league.value) : league
    },

    async share(wish) {
      const league = await leagueOf(wish.league)
      if (!league.ok) return league
      for (const session of wish.sessions) {
        const raised = await raise(session, league.value, wish.audience)
        if (!raised.ok) return raised
        const { audience, withTraces, trimMs } = wish
        const one = { session, league: league.value.id, audience, withTraces, trimMs }
        const published = await publish(one, league.value.use)
        if (!published.ok) return published
      }
      return succeed(null)
    },

    async withdraw(session, league) {
      const row = await leagueOf(league)
      if (!row.ok) return row
      const done = await sayWithdrawn({ session, league })
      return done.ok ? succeed(null) : done
    },

    async sharedWhere(session) {
      const found = await connection.run('r', ['shares', 'leagues'], async () => {
        const mine = await readGoodRows(
          shares.where(':id').between([session, ''], [session, '\uffff']) as never,
          shares as never,
          isShareRow as (row: unknown) => row is ShareRow,
          damage,
        )
        const places: { readonly place: SharedPlace; readonly said: EntryHash }[] = []
        for (const { league, audience, at, said, trimMs } of mine) {
          const row: unknown = await leagues.get(league)
          if (!said || !isLeagueRow(row)) continue
          const { name, use } = row
          const place = { league, leagueName: name, use, audience, at, isTrimmed: trimMs > 0 }
          places.push({ place, said: said.entry })
        }
        return places
      })
      if (!found.ok) return found
      // A row's own time is that of the last look at it.
      return settled(async () => {
        const places: SharedPlace[] = []
        for (const { place, said } of found.value) {
          const { store } = await replicas.open(place.league)
          places.push({ ...place, at: (await store.get(said))?.entry.at ?? place.at })
        }
        return succeed(places)
      })
    },

    async publishDue() {
      const devices = await leagueOf(null)
      if (!devices.ok) return devices
      const [all, kept, rows] = [
        await connection.run('r', ['sessions'], () => sessions.toArray()),
        await connection.run('r', ['shares'], () => shares.toArray()),
        await connection.run('r', ['leagues'], () => leagues.toArray()),
      ]
      if (!all.ok) return all
      if (!kept.ok) return kept
      if (!rows.ok) return rows
      const useOf = new Map(rows.value.filter(isLeagueRow).map(({ id, use }) => [id, use]))
      const byId = new Map(all.value.filter(isSessionRecord).map(row => [row.id, row]))
      const good = kept.value.filter(isShareRow)
      const inDevices = new Map(
        good.filter(({ league }) => league === devices.value.id).map(row => [row.session, row]),
      )
      let [published, withdrawn] = [0, 0]
      /** What one league does not take now keeps nothing from the others. */
      const failed = new Map<LeagueId, StoreFailure>()
      const due: [ToPublish, LeagueUse][] = []
      for (const row of byId.values()) {
        const share = inDevices.get(row.id)
        const isDue = !share || (row.updatedAt > share.at && !share.isWithdrawn)
        if (row.deletedAt !== null || !isDue || whyNotShared(row, 'devices')) continue
        const { id } = devices.value
        due.push([
          { session: row.id, league: id, audience: 'members', withTraces: true, trimMs: 0 },
          'devices',
        ])
      }
      for (const row of good) {
        const use = useOf.get(row.league)
        const session = byId.get(row.session)
        if (!use || !row.said) continue
        const mayStay = session?.deletedAt === null && reaches(session.privacy, levelFor(use, 'members'))
        if (!session || !mayStay) {
          const done = failed.get(row.league) ?? (await sayWithdrawn(row))
          if (!done.ok) {
            failed.set(row.league, done)
            continue
          }
          if (done.value) withdrawn++
          // Nobody took it back by hand: it is due again when its level reaches my devices again.
          if (use === 'devices') {
            const forgotten = await connection.run('rw', ['shares'], () =>
              shares.delete([row.session, row.league] as never),
            )
            if (!forgotten.ok) return forgotten
          }
        } else if (use !== 'devices' && session.updatedAt > row.at) {
          const isPublic = reaches(session.privacy, levelFor(use, row.audience))
          due.push([{ ...row, audience: isPublic ? row.audience : 'members' }, use])
        }
      }
      for (const [wish, use] of due) {
        const { session, league, audience, withTraces, trimMs } = wish
        const wanted = { session, league, audience, withTraces, trimMs }
        const done = failed.get(league) ?? (await publish(wanted, use))
        if (!done.ok) failed.set(league, done)
        else if (done.value) published++
        else await touch(session, league)
      }
      const [failure] = failed.values()
      return failure ?? succeed({ published, withdrawn })
    },
  }

  /** Looked at and found the same: not due again until it changes. */
  async function touch(session: SessionId, league: LeagueId): Promise<void> {
    await connection.run('rw', ['shares'], () => shares.update([session, league] as never, { at: now() }))
  }
}

/** In place of an entry that is about to be written. */
const PENDING = '0'.repeat(64) as EntryHash

const NO_LEAGUE = 'This league is not on this device any more, so nothing was shared; join it again.'
