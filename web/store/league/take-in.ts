/**
 * Sessions of other devices into the library: those of my own devices by themselves, those of other people when one of
 * their laps is opened.
 *
 * Invariants: nothing is taken in that does not count; what was withdrawn goes again, with its bytes; laps of other people
 * leave, the longest unopened first, when they take more than they may.
 */

import type { FillRandom, LapId, SessionId, Sha256 } from '#shared/id'
import {
  type ChunkedRef,
  type LayoutBody,
  type LeagueId,
  MAX_MANIFEST_BYTES,
  namedManifest,
  type PersonId,
  readBody,
  type Signatures,
  type TraceManifest,
  winnerOf,
} from '#shared/logbook'
import type { Layout } from '#shared/track'
import type { EpochMillis } from '#shared/units'
import { type DexieBlobStore, NAMING_TABLES } from '../blobs.ts'
import type { Connection } from '../connection.ts'
import type { DamageLog } from '../damage.ts'
import { fail, type Outcome, succeed } from '../failures.ts'
import { isLapRow, isLayoutRow, isSessionRecord } from '../guards.ts'
import { createPlacesInTransaction } from '../places.ts'
import { refsOf } from '../record.ts'
import { createReferences } from '../references.ts'
import { loadKnown } from '../same-thing.ts'
import type { CountingKeeping, SpokenSession } from './counting.ts'
import { isTakenRow } from './guards.ts'
import type { IdentityKeeping } from './identity.ts'
import { settled } from './leagues.ts'
import { type NamedBlobs, refsIn } from './named-blobs.ts'
import { createOthers, type OthersKeeping } from './others.ts'
import type { Replicas } from './replicas.ts'
import type { Recheck, TakenRow } from './rows.ts'
import { idsOf, TAKE_TABLES, takeSession } from './take-session.ts'

export interface Pointer {
  readonly league: LeagueId
  readonly author: PersonId
  readonly session: string
  readonly row: number
}

export type Needs =
  | { readonly kind: 'fetch'; readonly refs: readonly ChunkedRef[] }
  | { readonly kind: 'ready'; readonly lap: LapId; readonly check: LapCheck | null }

/** What timing a lap again takes: its recording is somebody else's bytes, and decoded where that can be stopped. */
export interface LapCheck {
  readonly trace: Sha256
  readonly layout: Layout
  /** Of the lines its author timed it at; null for the layout's own. */
  readonly version: number | null
  readonly timeMs: number
}

export interface TakingIn extends OthersKeeping {
  wanted(league: LeagueId, limit: number): Promise<Outcome<readonly ChunkedRef[]>>
  takeIn(league: LeagueId): Promise<Outcome<{ readonly sessions: number }>>
  lapNeeds(pointer: Pointer): Promise<Outcome<Needs>>
  noteRecheck(pointer: Pointer, said: Recheck): Promise<Outcome<null>>
}

export interface TakeInOptions {
  readonly connection: Connection
  readonly damage: DamageLog
  readonly blobs: DexieBlobStore
  readonly identity: IdentityKeeping
  readonly replicas: Replicas
  readonly counting: CountingKeeping
  readonly named: NamedBlobs
  readonly signatures: Signatures
  readonly fillRandom: FillRandom
  readonly now: () => EpochMillis
}

/** What can be opened at all: nobody fetches two gigabytes because an entry says that a lap has them. */
const MAX_TRACE_BYTES = 256 * 1024 * 1024
const isList = ({ size }: ChunkedRef): boolean => size <= MAX_MANIFEST_BYTES
const isTrace = ({ size }: ChunkedRef): boolean => size <= MAX_TRACE_BYTES

export const createTakingIn = (options: TakeInOptions): TakingIn => {
  const { connection, damage, blobs, identity, replicas, counting, named, signatures, now } = options
  const { sessions, laps, layouts, taken, bests, blobNames, entries, blobs: blobRows } = connection.tables
  /** Taken as it is said now, with every trace: nothing to look for. */
  const complete = new Set<string>()
  /** Leagues of which nothing was wanted, at the place their entries had grown to: asked about at every sign of a peer. */
  const nothingWanted = new Map<LeagueId, number>()
  const growth = new Map<LeagueId, number>()
  replicas.onAdded(league => growth.set(league, grownTo(league) + 1))
  const grownTo = (league: LeagueId): number => growth.get(league) ?? 0

  const whichAreHere = async (names: readonly Sha256[]): Promise<Outcome<ReadonlySet<string>>> =>
    connection.run('r', ['blobs'], async () => {
      const here = await blobRows.where(':id').anyOf(names).primaryKeys()
      return new Set<string>(here)
    })

  const ownSessions = async (league: LeagueId): Promise<Outcome<readonly SpokenSession[]>> => {
    const me = await identity.identity()
    if (!me.ok) return me
    const { person, device } = me.value
    const count = await counting.of(league)
    const others = count?.governance.devices.some(one => one.person === person && one.device !== device)
    if (!others) return succeed([])
    const all = await counting.sessions(league, person)
    return succeed(all.filter(({ said }) => said.device !== device))
  }

  const layoutOf = async (league: LeagueId, { said, body }: SpokenSession): Promise<LayoutBody | null> => {
    if (!body.place.layout) return null
    const { store } = await replicas.open(league)
    const found = winnerOf(await store.ofKey('layout', said.entry.person, body.place.layout))
    const read = found && readBody(found.entry)
    return read?.what === 'known' && read.kind === 'layout' ? read.body : null
  }

  const take = async (
    league: LeagueId,
    session: SpokenSession,
    own: boolean,
    manifest: TraceManifest | null,
  ): Promise<Outcome<SessionId>> => {
    const here = await whichAreHere(manifest ? refsIn(manifest).map(({ sha256 }) => sha256) : [])
    if (!here.ok) return here
    const ids = await idsOf({ ...session, own }, bytes => signatures.sha256(bytes))
    const layout = await layoutOf(league, session)
    const places = createPlacesInTransaction(options, await loadKnown())
    const isHere = (sha256: string): boolean => here.value.has(sha256)
    return connection.run('rw', TAKE_TABLES, () =>
      takeSession(
        { connection, damage, places, now },
        { ...session, league, own, layout, manifest, isHere, ids },
      ),
    )
  }

  const takenOf = (league: LeagueId): Promise<Outcome<TakenRow[]>> =>
    connection.run('r', ['taken'], async () =>
      (await taken.where(':id').between([league, '', ''], [league, '\uffff', '\uffff']).toArray()).filter(
        isTakenRow,
      ),
    )

  /** A session and what only it needs; never one that was recorded here. */
  const remove = async (row: TakenRow): Promise<Outcome<null>> => {
    const { store } = await replicas.open(row.league)
    const said = await store.get(row.entry)
    const list = said && namedManifest(said.entry)
    return connection.run('rw', [...TAKE_TABLES, ...NAMING_TABLES, 'blobNames', 'entries'], async () => {
      nothingWanted.delete(row.league)
      await taken.delete([row.league, row.person, row.session])
      const { league, entry } = row
      const names: ChunkedRef[] = await blobNames.where({ league, entry }).toArray()
      if (list && !(await isNamedElsewhere(list.sha256, league))) names.push(list)
      await blobNames.where({ league, entry }).delete()
      const record: unknown = await sessions.get(row.here)
      if (!isSessionRecord(record) || record.origin.kind !== 'shared') return null
      const rows = (await laps.where({ sessionId: row.here }).toArray()).filter(isLapRow)
      await laps.where({ sessionId: row.here }).delete()
      await sessions.delete(row.here)
      await bests.delete(row.here)
      const mayGo = await createReferences(connection).unreferred([...refsOf(record, rows), ...names])
      const still = new Set((await blobNames.toArray()).map(({ sha256 }) => sha256))
      await blobs.removeInTransaction(mayGo.filter(sha256 => !still.has(sha256)))
      return null
    })
  }

  /** The same session shared with another league has the same list. */
  const isNamedElsewhere = async (sha256: Sha256, league: LeagueId): Promise<boolean> => {
    const keys = await entries.where('names').equals(sha256).primaryKeys()
    return keys.some(([other]) => other !== league)
  }

  const takeIn: TakingIn['takeIn'] = league =>
    settled(async () => {
      const [own, rows] = [await ownSessions(league), await takenOf(league)]
      if (!own.ok) return own
      if (!rows.ok) return rows
      let count = 0
      for (const row of rows.value) {
        if (await counting.session(league, row.person, row.session)) continue
        const gone = await remove(row)
        if (!gone.ok) return gone
        count++
      }
      const isDevices = (await counting.of(league))?.governance.use === 'devices'
      for (const session of isDevices ? own.value : []) {
        const { hash } = session.said
        if (complete.has(hash)) continue
        const manifest = await named.manifestOf(league, session)
        const here = await whichAreHere(manifest ? refsIn(manifest).map(({ sha256 }) => sha256) : [])
        if (!here.ok) return here
        const key = `${hash} ${here.value.size}`
        if (complete.has(key)) continue
        const done = await take(league, session, true, manifest)
        if (!done.ok) return done
        count++
        complete.add(key)
        const isWhole =
          session.body.traces === null ||
          (manifest && refsIn(manifest).every(ref => here.value.has(ref.sha256)))
        if (isWhole) complete.add(hash)
      }
      return succeed({ sessions: count })
    })

  /** What timing it again takes; 'cannot-tell' where there is a recording and no lines. */
  const checkOf = async (
    { body }: SpokenSession,
    row: number,
    session: SessionId,
    lap: LapId,
  ): Promise<LapCheck | 'cannot-tell' | null> => {
    const found = await connection.run('r', ['laps', 'sessions', 'layouts'], async () => {
      const one: unknown = await laps.get(lap)
      const record: unknown = await sessions.get(session)
      const layoutId = isSessionRecord(record) ? record.layoutId : null
      const layout: unknown = layoutId && (await layouts.get(layoutId))
      return { lap: isLapRow(one) ? one : null, layout: isLayoutRow(layout) ? layout : null }
    })
    if (!found.ok || !found.value.lap?.trace) return null
    const { lap: kept, layout } = found.value
    if (!layout) return 'cannot-tell'
    const version = body.gates?.version ?? null
    return { trace: kept.trace!.sha256, layout, version, timeMs: body.laps.time[row]! }
  }

  const changeTaken = (pointer: Pointer, change: (row: TakenRow) => TakenRow): Promise<Outcome<null>> =>
    connection.run('rw', ['taken'], async () => {
      const known: unknown = await taken.get([pointer.league, pointer.author, pointer.session])
      if (isTakenRow(known)) await taken.put(change(known))
      return null
    })

  const withRecheck = (retimed: TakenRow['retimed'], row: number, said: Recheck): TakenRow['retimed'] =>
    Array.from({ length: Math.max(retimed.length, row + 1) }, (_, i) =>
      i === row ? said : (retimed[i] ?? null),
    )

  const others = createOthers({ connection, counting, remove, now })

  return {
    ...others,
    takeIn,

    noteRecheck: (pointer, said) =>
      changeTaken(pointer, known => ({ ...known, retimed: withRecheck(known.retimed, pointer.row, said) })),

    wanted: (league, limit) =>
      settled(async () => {
        const grown = grownTo(league)
        if (nothingWanted.get(league) === grown) return succeed([])
        const own = await ownSessions(league)
        if (!own.ok) return own
        const refs: ChunkedRef[] = []
        for (const session of own.value) {
          if (refs.length >= limit) break
          if (complete.has(session.said.hash) || !session.body.traces) continue
          const manifest = await named.manifestOf(league, session)
          const asked = manifest ? refsIn(manifest).filter(isTrace) : [session.body.traces].filter(isList)
          const here = await whichAreHere(asked.map(({ sha256 }) => sha256))
          if (!here.ok) return here
          refs.push(...asked.filter(({ sha256 }) => !here.value.has(sha256)))
        }
        if (refs.length === 0) nothingWanted.set(league, grown)
        return succeed(refs.slice(0, limit))
      }),

    lapNeeds: pointer =>
      settled<Needs>(async () => {
        const { league, author, session: id, row } = pointer
        const spoken = await counting.session(league, author, id)
        if (!spoken || row >= spoken.body.laps.number.length) return fail('missing', GONE)
        const me = await identity.identity()
        if (!me.ok) return me
        const own = author === me.value.person
        const { traces } = spoken.body
        const manifest = await named.manifestOf(league, spoken)
        if (traces && isList(traces) && !manifest) {
          const there = await whichAreHere([traces.sha256])
          if (!there.ok) return there
          if (!there.value.has(traces.sha256)) return succeed({ kind: 'fetch', refs: [traces] })
        }
        const trace = manifest?.laps[row] ?? null
        const here = await whichAreHere(trace ? [trace.sha256] : [])
        if (!here.ok) return here
        const isLacking = trace && isTrace(trace) && !here.value.has(trace.sha256)
        if (isLacking) return succeed({ kind: 'fetch', refs: [trace] })
        const done = await take(league, spoken, own, manifest)
        if (!done.ok) return done
        const ids = await idsOf({ ...spoken, own }, bytes => signatures.sha256(bytes))
        const lap = ids.laps[row]!
        const check = await checkOf(spoken, row, ids.session, lap)
        let said: Recheck | null = null
        await changeTaken(pointer, known => {
          said = known.retimed[row] ?? null
          const retimed = check === 'cannot-tell' ? withRecheck(known.retimed, row, check) : known.retimed
          return { ...known, openedAt: now(), retimed }
        })
        await others.letOthersGo()
        const isSaid = said !== null && said !== 'cannot-tell'
        return succeed({ kind: 'ready', lap, check: isSaid || check === 'cannot-tell' ? null : check })
      }),
  }
}

const GONE =
  'This lap was withdrawn by whoever drove it, so it cannot be opened any more; nothing of yours changed.'
