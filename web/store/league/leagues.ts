/**
 * The leagues this device keeps: their rows, how they begin and end here, and how each stands.
 *
 * Invariants: a league's row is there before its first entry; leaving forgets rows and entries of this device only, and
 * never the laps that were driven here.
 */
import Dexie from 'dexie'
import type { Bytes } from '#shared/blob'
import type { FillRandom } from '#shared/id'
import {
  createLeague,
  createSeed,
  type DeviceBody,
  type DeviceId,
  type InviteBody,
  invitationKeyOf,
  invitationProof,
  type LeagueId,
  type LeagueUse,
  type PersonId,
  type RevokeBody,
  type Role,
  type Signatures,
  WriteRefused,
} from '#shared/logbook'
import type { EpochMillis } from '#shared/units'
import type { Connection } from '../connection.ts'
import { type DamageLog, readGoodRows } from '../damage.ts'
import { fail, type Outcome, Refusal, succeed } from '../failures.ts'
import { isLeagueRow } from './guards.ts'
import type { Identity, IdentityKeeping } from './identity.ts'
import { leaguesOfDevices } from './of-devices.ts'
import type { Replicas } from './replicas.ts'
import type { LeagueRow } from './rows.ts'

export interface LeagueOverview extends Omit<LeagueRow, 'joinedAt'> {
  readonly role: Role | null
  readonly standing: 'member' | 'waiting' | 'removed'
  readonly members: number
  readonly sessions: number
  readonly entries: number
}

export interface LeagueInvited {
  readonly id: LeagueId
  readonly use: LeagueUse
  readonly name: string
  readonly invite: Bytes | null
  readonly addresses: readonly string[]
}

export interface LeaguesKeeping {
  leagues(): Promise<Outcome<readonly LeagueOverview[]>>
  league(id: LeagueId): Promise<Outcome<LeagueOverview | null>>
  devicesLeague(): Promise<Outcome<LeagueId>>
  createLeague(use: LeagueUse, name: string): Promise<Outcome<LeagueId>>
  joinLeague(invited: LeagueInvited): Promise<Outcome<null>>
  changeLeague(
    id: LeagueId,
    change: Partial<Omit<LeagueRow, 'id' | 'use' | 'joinedAt'>>,
  ): Promise<Outcome<null>>
  leaveLeague(id: LeagueId): Promise<Outcome<null>>
  invite(id: LeagueId, how: InviteBody): Promise<Outcome<{ readonly key: string; readonly secret: Bytes }>>
  /** Says the names of this device and person again, in every league. */
  introduceAgain(): Promise<Outcome<null>>
  revokeDevice(device: DeviceId): Promise<Outcome<null>>
}

export interface LeaguesOptions {
  readonly connection: Connection
  readonly damage: DamageLog
  readonly identity: IdentityKeeping
  readonly replicas: Replicas
  readonly signatures: Signatures
  readonly fillRandom: FillRandom
  readonly now: () => EpochMillis
}

const LEFT_TABLES = [
  'leagues',
  'entries',
  'feeds',
  'documents',
  'boards',
  'shares',
  'blobNames',
  'seen',
] as const

export const createLeagues = (options: LeaguesOptions): LeaguesKeeping => {
  const { connection, damage, identity, replicas, signatures, fillRandom, now } = options
  const { leagues: table, entries } = connection.tables

  const rows = (): Promise<Outcome<LeagueRow[]>> =>
    connection.run('r', ['leagues'], () =>
      readGoodRows(table, table, isLeagueRow as (row: unknown) => row is LeagueRow, damage),
    )

  const rowAt = async (id: LeagueId): Promise<Outcome<LeagueRow | null>> => {
    const all = await rows()
    return all.ok ? succeed(all.value.find(row => row.id === id) ?? null) : all
  }

  const overviewOf = async (row: LeagueRow, me: Identity | null): Promise<LeagueOverview> => {
    const { replica, store } = await replicas.open(row.id)
    const [governance, usage] = await Promise.all([replica.governance(), store.usage()])
    const sessions = await connection.run('r', ['entries'], () =>
      entries
        .where('about')
        .between(
          [row.id, 'session', Dexie.minKey, Dexie.minKey],
          [row.id, 'session', Dexie.maxKey, Dexie.maxKey],
        )
        .count(),
    )
    const mine = governance?.members.find(({ person }) => person === me?.person)
    const { joinedAt: _, ...kept } = row
    return {
      ...kept,
      name: governance?.name || row.name,
      role: mine && !mine.removed ? mine.role : null,
      standing: mine ? (mine.removed ? 'removed' : 'member') : 'waiting',
      members: governance?.members.filter(({ removed }) => !removed).length ?? 0,
      sessions: sessions.ok ? sessions.value : 0,
      entries: usage.reduce((sum, feed) => sum + feed.entries, 0),
    }
  }

  const keepRow = (row: LeagueRow): Promise<Outcome<null>> =>
    connection.run('rw', ['leagues'], async () => {
      const there: unknown = await table.get(row.id)
      if (!isLeagueRow(there)) await table.put(row)
      else await table.put({ ...there, ...joined(there, row) })
      return null
    })

  const newRow = (id: LeagueId, use: LeagueUse, name: string): LeagueRow => ({
    ...{ id, use, name, addresses: [], invites: [], rooms: [] },
    lastLevelAt: null,
    paused: false,
    joinedAt: now(),
  })

  const create = async (use: LeagueUse, name: string): Promise<Outcome<LeagueId>> => {
    const [me, signer] = [await identity.identity(), await identity.signer()]
    if (!me.ok) return me
    if (!signer.ok) return signer
    const { deviceName, personName, certificate } = me.value
    const nonce = fillRandom(new Uint8Array(16))
    const draft = { use, name, nonce, at: now(), deviceName, personName, certificate }
    const { league, genesis } = await createLeague(draft, signer.value, signatures)
    const kept = await keepRow(newRow(league, use, name))
    if (!kept.ok) return kept
    return settled(async () => {
      const { replica } = await replicas.open(league)
      const receipt = await replica.receive([genesis])
      return receipt.refusedCount === 0 ? succeed(league) : fail('damaged', NOT_FOUNDED)
    })
  }

  const write = async (league: LeagueId, kind: string, id: string, body: unknown) => {
    const { replica } = await replicas.open(league)
    return replica.write({ kind, id, body })
  }

  const introduction = (
    { person, device, deviceName, personName, certificate }: Identity,
    league: LeagueId,
    secret: Bytes | null,
  ): DeviceBody & { readonly device: DeviceId } => ({
    device,
    deviceName,
    personName,
    certificate,
    invite: secret && {
      key: invitationKeyOf(secret),
      proof: invitationProof(secret, league, person as PersonId),
    },
  })

  return {
    async leagues() {
      const [all, me] = [await rows(), await identity.knownIdentity()]
      if (!all.ok) return all
      if (!me.ok) return me
      return settled(async () => {
        const overviews: LeagueOverview[] = []
        const others = all.value.filter(({ use }) => use !== 'devices')
        for (const row of [...(await leaguesOfDevices({ identity, replicas }, all.value)), ...others])
          overviews.push(await overviewOf(row, me.value))
        return succeed(overviews)
      })
    },

    async league(id) {
      const [row, me] = [await rowAt(id), await identity.knownIdentity()]
      if (!row.ok) return row
      if (!me.ok) return me
      const there = row.value
      return settled(async () => succeed(there && (await overviewOf(there, me.value))))
    },

    async devicesLeague() {
      const all = await rows()
      if (!all.ok) return all
      return settled(async () => {
        const [mine] = await leaguesOfDevices({ identity, replicas }, all.value)
        return mine ? succeed(mine.id) : create('devices', '')
      })
    },

    createLeague: create,

    async joinLeague({ id, use, name, invite, addresses }) {
      const me = await identity.identity()
      if (!me.ok) return me
      const invites = invite ? [{ key: invitationKeyOf(invite), secret: invite.slice(), link: null }] : []
      const kept = await keepRow({ ...newRow(id, use, name), addresses, invites })
      if (!kept.ok) return kept
      return settled(async () => {
        const { replica } = await replicas.open(id)
        const isIntroduced = (await replica.tips()).some(({ device }) => device === me.value.device)
        if (!isIntroduced) {
          const { device, ...body } = introduction(me.value, id, invite)
          await replica.write({ kind: 'device', id: device, body })
        }
        return succeed(null)
      })
    },

    changeLeague: (id, change) =>
      connection.run('rw', ['leagues'], async () => {
        const row: unknown = await table.get(id)
        if (!isLeagueRow(row)) throw new Refusal(fail('missing', NO_LEAGUE))
        await table.put({ ...row, ...joined(row, change) })
        return null
      }),

    async leaveLeague(id) {
      const gone = await connection.run('rw', LEFT_TABLES, async () => {
        const all = (from: readonly unknown[], to: readonly unknown[]) =>
          [
            [id, ...from],
            [id, ...to],
          ] as const
        const [low, high] = all([Dexie.minKey], [Dexie.maxKey])
        for (const name of ['entries', 'feeds', 'documents', 'blobNames', 'seen'] as const)
          await connection.tables[name].where(':id').between(low, high, true, true).delete()
        await connection.tables.boards.delete(id)
        await connection.tables.shares.where({ league: id }).delete()
        await table.delete(id)
        return null
      })
      replicas.forget(id)
      return gone
    },

    invite: (id, how) =>
      settled(async () => {
        const secret = createSeed(fillRandom)
        const key = invitationKeyOf(secret)
        await write(id, 'invite', key, how)
        const kept = await connection.run('rw', ['leagues'], async () => {
          const row: unknown = await table.get(id)
          if (!isLeagueRow(row)) throw new Refusal(fail('missing', NO_LEAGUE))
          await table.put({ ...row, ...joined(row, { invites: [{ key, secret, link: null }] }) })
        })
        return kept.ok ? succeed({ key, secret }) : kept
      }),

    async introduceAgain() {
      const [all, me] = [await rows(), await identity.identity()]
      if (!all.ok) return all
      if (!me.ok) return me
      return settled(async () => {
        for (const { id } of all.value) {
          const { device, ...body } = introduction(me.value, id, null)
          await write(id, 'device', device, body)
        }
        return succeed(null)
      })
    },

    async revokeDevice(device) {
      const [all, key] = [await rows(), await identity.personKey()]
      if (!all.ok) return all
      if (!key.ok) return key
      return settled(async () => {
        for (const { id } of all.value) {
          const { replica } = await replicas.open(id)
          const last = (await replica.tips()).findLast(tip => tip.device === device)
          if (!last) continue
          const certificate = key.value.certifyRevocation(device, last)
          const body: RevokeBody = { what: 'device', device, last, certificate }
          await replica.write({ kind: 'revoke', id: device, body })
        }
        return succeed(null)
      })
    },
  }
}

/** What was kept with what is said now: secrets are only added, the newest epoch last. */
const joined = (row: LeagueRow, change: Partial<LeagueRow>): Partial<LeagueRow> => {
  const invites = change.invites && [
    ...row.invites.filter(({ key }) => !change.invites!.some(other => other.key === key)),
    ...change.invites,
  ]
  const rooms = change.rooms && [
    ...row.rooms.filter(({ epoch }) => !change.rooms!.some(other => other.epoch === epoch)),
    ...change.rooms,
  ]
  const { id: _, use: __, joinedAt: ___, ...rest } = change
  return {
    ...rest,
    name: rest.name || row.name,
    addresses: rest.addresses ?? row.addresses,
    lastLevelAt: rest.lastLevelAt ?? row.lastLevelAt,
    paused: rest.paused ?? row.paused,
    ...(invites && { invites }),
    ...(rooms && { rooms: rooms.sort((a, b) => a.epoch - b.epoch) }),
  }
}

/** What the port of entries throws becomes a value again. */
export const settled = async <T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal) return error.failure
    if (error instanceof WriteRefused) return fail('missing', error.message)
    throw error
  }
}

const NO_LEAGUE = 'This league is not on this device any more, so nothing was changed; join it again.'
const NOT_FOUNDED =
  'The league could not be founded because its first entry did not verify; nothing was shared: reload the page and try again.'
