/**
 * Sharing sessions: what a person chose, and what goes to all devices of mine by itself, as entries of this device's feed.
 *
 * Invariants:
 * - Nothing of a session whose level is `device` is written anywhere; what was said of it before is withdrawn.
 * - An entry is written when what it says differs from what was said last, and never twice for the same.
 * - Bytes made for sharing (the list of traces, trimmed traces) are named in the transaction that notes their names for
 *   the league, before the entry that names them: a crash leaves bytes nobody offers and no entry without bytes.
 */
import type { BlobDraft, StagedBlob } from '#shared/blob'
import type { SessionId, Sha256 } from '#shared/id'
import {
  bodyToWire,
  type ChunkedRef,
  type EntryHash,
  encodeTraceManifest,
  type LayoutBody,
  type LeagueId,
  type LeagueUse,
  type Proof,
  readBody,
  type SessionBody,
  type Signatures,
  type TraceManifest,
  winnerOf,
} from '#shared/logbook'
import type { Trace } from '#shared/trace'
import type { EpochMillis } from '#shared/units'
import { type DexieBlobStore, NAMING_TABLES } from '../blobs.ts'
import type { Connection } from '../connection.ts'
import { type DamageLog, readGoodRows } from '../damage.ts'
import { fail, type Outcome, Refusal, succeed } from '../failures.ts'
import { isSessionRecord } from '../guards.ts'
import type { SessionDetail, SessionReader } from '../listing.ts'
import { loadTraceCodec } from '../record.ts'
import { loadKnown } from '../same-thing.ts'
import { isLeagueRow, isShareRow } from './guards.ts'
import type { IdentityKeeping } from './identity.ts'
import { settled } from './leagues.ts'
import type { Replicas } from './replicas.ts'
import type { LeagueRow, ShareRow } from './rows.ts'
import { lapsToShare, layoutToBody, STAYS, sessionToBody, whyNotShared } from './session-body.ts'
import { endsOf, trimTrace } from './trim.ts'

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
  readonly fields: readonly { readonly name: string; readonly value: string }[]
  readonly stays: readonly string[]
  readonly channels: readonly string[]
  readonly hasPosition: boolean
}

export interface SharedPlace {
  readonly league: LeagueId
  readonly leagueName: string
  readonly use: LeagueUse
  readonly audience: 'members' | 'public'
  readonly at: EpochMillis
}

export interface Publishing {
  previewShare(wish: Wish): Promise<Outcome<Preview>>
  share(wish: Wish): Promise<Outcome<null>>
  withdraw(session: SessionId, league: LeagueId): Promise<Outcome<null>>
  sharedWhere(session: SessionId): Promise<Outcome<readonly SharedPlace[]>>
  publishDue(): Promise<Outcome<{ readonly published: number; readonly withdrawn: number }>>
}

export interface PublishOptions {
  readonly connection: Connection
  readonly damage: DamageLog
  readonly blobs: DexieBlobStore
  readonly reader: SessionReader
  readonly identity: IdentityKeeping
  readonly replicas: Replicas
  readonly signatures: Signatures
  readonly now: () => EpochMillis
  readonly devicesLeague: () => Promise<Outcome<LeagueId>>
}

type ToPublish = Pick<ShareRow, 'session' | 'league' | 'audience' | 'withTraces' | 'trimMs'>

/** What would be written, and the bytes it names. */
interface Made {
  readonly body: SessionBody
  readonly layout: { readonly id: string; readonly body: LayoutBody } | null
  readonly manifest: TraceManifest | null
  readonly staged: readonly StagedBlob[]
}

const LEVELS = ['device', 'my-devices', 'crew', 'league', 'public'] as const

export const createPublishing = (options: PublishOptions): Publishing => {
  const { connection, damage, blobs, reader, identity, replicas, signatures, now } = options
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

  /** Traces as they leave: trimmed ones are made anew, the others are the library's own. */
  const manifestOf = async (
    detail: SessionDetail,
    trimMs: number,
  ): Promise<Outcome<{ readonly manifest: TraceManifest; readonly staged: readonly StagedBlob[] }>> => {
    const { decodeTrace, encodeTrace } = await loadTraceCodec()
    const laps = lapsToShare(detail)
    const refs = [...laps.map(({ trace }) => trace), detail.session.betweenTrace]
    const staged: StagedBlob[] = []
    const read = async (sha256: Sha256): Promise<Trace | null> => {
      const bytes = await blobs.read(sha256)
      const decoded = bytes.ok ? decodeTrace(bytes.value) : null
      return decoded?.ok ? decoded.trace : null
    }
    let ends: ReturnType<typeof endsOf> = null
    if (trimMs > 0) {
      for (const ref of refs) {
        const trace = ref && (await read(ref.sha256))
        const own = trace && endsOf([trace])
        if (!own) continue
        ends = ends ? { fromMs: Math.min(ends.fromMs, own.fromMs), toMs: Math.max(ends.toMs, own.toMs) } : own
      }
    }
    const shown: (ChunkedRef | null)[] = []
    for (const ref of refs) {
      const info = ref && (await blobs.info(ref.sha256))
      if (!info?.ok || !info.value) {
        shown.push(null)
        continue
      }
      const { sha256, size, chunkRoot } = info.value
      const trace = trimMs > 0 ? await read(sha256) : null
      if (trimMs === 0) shown.push({ sha256, size, chunkRoot })
      else if (!trace || !ends) shown.push(null)
      else {
        const trimmed = trimTrace(trace, ends, trimMs)
        if (trimmed === trace) shown.push({ sha256, size, chunkRoot })
        else {
          const made = await blobs.stage([draftOf(encodeTrace(trimmed))])
          if (!made.ok) return made
          staged.push(made.value[0]!)
          shown.push(refOf(made.value[0]!))
        }
      }
    }
    return succeed({ manifest: { v: 1, laps: shown.slice(0, -1), between: shown.at(-1) ?? null }, staged })
  }

  /** Proof of the first publisher, for a session of another device of mine. */
  const proofOf = async ({ session }: SessionDetail): Promise<Proof | null> => {
    const { origin } = session
    if (origin.kind !== 'shared') return null
    const { store } = await replicas.open(origin.league)
    const said = winnerOf(await store.ofKey('session', origin.person, session.id))
    const read = said && readBody(said.entry)
    return read?.what === 'known' && read.kind === 'session' ? read.body.proof : null
  }

  const make = async (wish: ToPublish, use: LeagueUse): Promise<Outcome<Made>> => {
    const [detail, me, known] = [
      await reader.detail(wish.session),
      await identity.identity(),
      await loadKnown(),
    ]
    if (!detail.ok) return detail
    if (!me.ok) return me
    const refused = whyNotShared(detail.value.session, use)
    if (refused) return fail('missing', refused)
    const bytes = wish.withTraces ? await manifestOf(detail.value, wish.trimMs) : null
    if (bytes && !bytes.ok) return bytes
    const manifest = bytes?.value.manifest ?? null
    const hasTraces = manifest && (manifest.between || manifest.laps.some(lap => lap !== null))
    const staged = [...(bytes?.value.staged ?? [])]
    let traces: ChunkedRef | null = null
    if (hasTraces) {
      const list = await blobs.stage([draftOf(encodeTraceManifest(manifest))])
      if (!list.ok) return list
      staged.push(list.value[0]!)
      traces = refOf(list.value[0]!)
    }
    const { layout, track } = detail.value
    const proof = await proofOf(detail.value)
    const { audience, trimMs } = wish
    return succeed({
      body: sessionToBody({ detail: detail.value, known, me: me.value, audience, trimMs, traces, proof }),
      layout: layout && trimMs === 0 ? { id: layout.id, body: layoutToBody(layout, track, known) } : null,
      manifest: hasTraces ? manifest : null,
      staged,
    })
  }

  const contentOf = async (body: unknown): Promise<Sha256> => {
    const text = JSON.stringify(body, (_, value: unknown) =>
      value instanceof Uint8Array ? Array.from(value) : value,
    )
    const digest = await signatures.sha256(new TextEncoder().encode(text))
    return Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join('') as Sha256
  }

  const shareRow = async (session: SessionId, league: LeagueId): Promise<ShareRow | null> => {
    const found = await connection.run('r', ['shares'], () => shares.get([session, league]))
    const row: unknown = found.ok ? found.value : null
    return isShareRow(row) ? row : null
  }

  /** True when an entry was written. */
  const publish = (wish: ToPublish, use: LeagueUse): Promise<Outcome<boolean>> =>
    settled(async () => {
      const made = await make(wish, use)
      if (!made.ok) return made
      const { body, layout, manifest, staged } = made.value
      const { session, league } = wish
      const before = await shareRow(session, league)
      const content = await contentOf(bodyToWire('session', body))
      if (before?.said?.content === content && !before.isWithdrawn) {
        await blobs.drop(staged)
        return succeed(false)
      }
      const { replica, store } = await replicas.open(league)
      if (layout) await sayLayout(league, layout)
      const named = await nameBytes(league, staged, body.traces, manifest)
      if (!named.ok) return named
      const entry = await replica.write({ kind: 'session', id: session, body })
      const noted = await connection.run('rw', ['shares', 'blobNames'], async () => {
        await rename(league, entry.hash, body.traces, manifest)
        await shares.put({
          ...wish,
          at: now(),
          isWithdrawn: false,
          said: { entry: entry.hash, content, made: staged.map(({ sha256 }) => sha256) },
        })
        return true
      })
      void store
      return noted
    })

  const sayLayout = async (
    league: LeagueId,
    { id, body }: { readonly id: string; readonly body: LayoutBody },
  ): Promise<void> => {
    const me = await identity.identity()
    if (!me.ok) throw new Refusal(me)
    const { replica, store } = await replicas.open(league)
    const before = winnerOf(await store.ofKey('layout', me.value.person, id))
    const said = before && readBody(before.entry)
    const isSame =
      said?.what === 'known' && (await contentOf(said.body)) === (await contentOf(readBack(id, body)))
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
      await rename(league, PENDING, traces, manifest)
      return null
    })

  const rename = async (
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
      const needed = league.use === 'devices' ? 'my-devices' : audience === 'public' ? 'public' : league.use
      if (LEVELS.indexOf(row.privacy) >= LEVELS.indexOf(needed)) return null
      await sessions.update(id, { privacy: needed, updatedAt: now() })
      return null
    })

  return {
    async previewShare(wish) {
      const league = await leagueOf(wish.league)
      if (!league.ok) return league
      let total = { sessions: 0, laps: 0, entryBytes: 0, traceBytes: 0 }
      const channels = new Set<string>()
      const fields: { name: string; value: string }[] = []
      const { decodeTrace } = await loadTraceCodec()
      for (const session of wish.sessions) {
        const detail = await reader.detail(session)
        if (!detail.ok) return detail
        const shown = { ...wish, session, league: league.value.id }
        const allowed = { ...detail.value.session, privacy: 'public' as const }
        const refused = whyNotShared(allowed, league.value.use)
        if (refused) return fail('missing', refused)
        const me = await identity.identity()
        if (!me.ok) return me
        const known = await loadKnown()
        const bytes = wish.withTraces ? await manifestOf(detail.value, wish.trimMs) : null
        if (bytes && !bytes.ok) return bytes
        const refs = bytes ? [...bytes.value.manifest.laps, bytes.value.manifest.between] : []
        const present = refs.filter(ref => ref !== null)
        const body = sessionToBody({
          ...{ detail: detail.value, known, me: me.value, audience: shown.audience, trimMs: shown.trimMs },
          traces: present[0] ?? null,
          proof: await proofOf(detail.value),
        })
        const wire = JSON.stringify(bodyToWire('session', body), (_, value: unknown) =>
          value instanceof Uint8Array ? '0'.repeat(value.length) : value,
        )
        total = {
          sessions: total.sessions + 1,
          laps: total.laps + body.laps.number.length,
          entryBytes: total.entryBytes + wire.length,
          traceBytes: total.traceBytes + present.reduce((sum, { size }) => sum + size, 0),
        }
        if (fields.length === 0) fields.push(...fieldsOf(body))
        for (const lap of wish.withTraces ? detail.value.laps.slice(0, 1) : []) {
          const read = lap.trace && (await blobs.read(lap.trace.sha256))
          const decoded = read?.ok ? decodeTrace(read.value) : null
          if (decoded?.ok) for (const { name } of decoded.trace.channels) channels.add(name)
        }
        await blobs.drop(bytes?.value.staged ?? [])
      }
      const hasPosition = [...channels].some(name => POSITION.has(name))
      return succeed({ ...total, fields, stays: STAYS, channels: [...channels].sort(), hasPosition })
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

    sharedWhere: session =>
      connection.run('r', ['shares', 'leagues'], async () => {
        const mine = await readGoodRows(
          shares.where(':id').between([session, ''], [session, '\uffff']) as never,
          shares as never,
          isShareRow as (row: unknown) => row is ShareRow,
          damage,
        )
        const places: SharedPlace[] = []
        for (const { league, audience, at, said } of mine) {
          const row: unknown = await leagues.get(league)
          if (said && isLeagueRow(row))
            places.push({ league, leagueName: row.name, use: row.use, audience, at })
        }
        return places
      }),

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
        if (!session || session.deletedAt !== null || session.privacy === 'device') {
          const done = await sayWithdrawn(row)
          if (!done.ok) return done
          if (done.value) withdrawn++
        } else if (use !== 'devices' && session.updatedAt > row.at) due.push([row, use])
      }
      for (const [wish, use] of due) {
        const { session, league, audience, withTraces, trimMs } = wish
        const done = await publish({ session, league, audience, withTraces, trimMs }, use)
        if (!done.ok) return done
        if (done.value) published++
        else await touch(session, league)
      }
      return succeed({ published, withdrawn })
    },
  }

  /** Looked at and found the same: not due again until it changes. */
  async function touch(session: SessionId, league: LeagueId): Promise<void> {
    await connection.run('rw', ['shares'], () => shares.update([session, league] as never, { at: now() }))
  }
}

/** In place of an entry that is about to be written. */
const PENDING = '0'.repeat(64) as EntryHash

/** Ours to make again from our own traces, so nothing an export has to hold. */
const draftOf = (bytes: Uint8Array): BlobDraft => ({ bytes, kind: 'trace', own: false })

const refOf = ({ sha256, size, chunkRoot }: StagedBlob): ChunkedRef => ({ sha256, size, chunkRoot })

/** As it will be read: names are cut and numbers rounded on the way. */
const readBack = (id: string, body: LayoutBody): unknown => {
  const read = readBody({ v: 1, kind: 'layout', id, body: bodyToWire('layout', body) })
  return read.what === 'known' ? read.body : body
}

const POSITION: ReadonlySet<string> = new Set([
  'lat',
  'lon',
  'latitude',
  'longitude',
  'posX',
  'posY',
  'x',
  'y',
])

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

const NO_LEAGUE = 'This league is not on this device any more, so nothing was shared; join it again.'
