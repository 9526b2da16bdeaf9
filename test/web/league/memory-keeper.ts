/** What the worker keeps, in memory and with real signatures, for tests of the office. Nothing of sessions is in it. */
import {
  createLeague,
  createMemoryEntryStore,
  createReplica,
  createSignatures,
  type DeviceId,
  deviceMessage,
  governanceOf,
  invitationKeyOf,
  invitationProof,
  type LeagueId,
  type LocalReplica,
  type PersonId,
  publicKeyOf,
  signerFromSeed,
  signWithSeed,
} from '#shared/logbook'
import { createMemoryDocumentStore, createMemorySharedBlobs } from '#shared/sync'
import { asEpochMillis } from '#shared/units'
import type { Answer, Me } from '#web/league'
import { createWebHashing } from '#web/store'
import type { KeptLeague, LeagueKeeper, LeagueNews, LeagueStanding } from '#web/workers'

type Bytes = Uint8Array<ArrayBuffer>
const seedOf = (): Bytes => crypto.getRandomValues(new Uint8Array(32))
const ok = <T>(value: T): Answer<T> => ({ ok: true, value })
const later = (): never => {
  throw new Error('no part of this test')
}

export const createMemoryKeeper = (personName: string, deviceName: string): LeagueKeeper => {
  const signatures = createSignatures(crypto.subtle)
  const now = () => asEpochMillis(Date.now())
  let personSeed: Bytes | null = seedOf()
  const deviceSeed = seedOf()
  const device = publicKeyOf(deviceSeed) as DeviceId
  let person = publicKeyOf(personSeed) as PersonId
  let certificate: Bytes = signWithSeed(personSeed, deviceMessage(person, device))
  let name = personName
  const kept = new Map<LeagueId, KeptLeague>()
  const replicas = new Map<LeagueId, LocalReplica>()
  const listeners = new Set<(news: LeagueNews) => void>()

  const open = (id: LeagueId): LocalReplica => {
    const known = replicas.get(id)
    if (known) return known
    const replica = createReplica({
      league: id,
      store: createMemoryEntryStore(),
      signatures,
      signer: signerFromSeed(person, deviceSeed),
      now,
      governanceOf,
    })
    replicas.set(id, replica)
    replica.onAdded(added => {
      for (const tell of listeners) tell({ league: id, added })
    })
    return replica
  }

  const keep = (
    league: Pick<KeptLeague, 'id' | 'use' | 'name' | 'addresses'>,
    invites: KeptLeague['invites'],
  ) => kept.set(league.id, { rooms: [], lastLevelAt: null, paused: false, ...league, invites })

  const standingOf = async (league: KeptLeague): Promise<LeagueStanding> => {
    const governance = await open(league.id).governance()
    const mine = governance?.members.find(member => member.person === person)
    return {
      ...league,
      name: governance?.name || league.name,
      role: mine && !mine.removed ? mine.role : null,
      standing: mine ? (mine.removed ? 'removed' : 'member') : 'waiting',
      members: governance?.members.filter(({ removed }) => !removed).length ?? 0,
      sessions: 0,
      entries: 0,
    }
  }

  const create = async (use: KeptLeague['use'], leagueName: string): Promise<Answer<LeagueId>> => {
    const nonce = crypto.getRandomValues(new Uint8Array(16))
    const draft = { use, name: leagueName, nonce, at: now(), deviceName, personName: name, certificate }
    const { league, genesis } = await createLeague(draft, signerFromSeed(person, deviceSeed), signatures)
    keep({ id: league, use, name: leagueName, addresses: [] }, [])
    await open(league).receive([genesis])
    return ok(league)
  }

  const me = (): Me => ({
    ...{ person, personName: name, device, deviceName },
    holdsPersonKey: personSeed !== null,
    backedUpAt: null,
  })

  return {
    me: async () => ok(me()),
    knownMe: async () => ok(me()),
    sign: async message => signWithSeed(deviceSeed, message),
    certificate: async () => ok(certificate),
    rename: later,
    recoveryWords: later,
    confirmWords: later,
    backupFile: later,
    restore: later,
    revokeDevice: later,

    async admitDevice(other) {
      if (!personSeed) throw new Error('asked of a device without the key')
      return ok({
        person,
        personName: name,
        certificate: signWithSeed(personSeed, deviceMessage(person, other)),
      })
    },
    async becomeDeviceOf(admission) {
      ;({ person, certificate, personName: name } = admission)
      personSeed = null
      replicas.clear()
      kept.clear()
      return ok(me())
    },

    leagues: async () => ok(await Promise.all([...kept.values()].map(standingOf))),
    async league(id) {
      const league = kept.get(id)
      return ok(league ? await standingOf(league) : null)
    },
    async devicesLeague() {
      const own = [...kept.values()].find(({ use }) => use === 'devices')
      return own ? ok(own.id) : create('devices', '')
    },
    createLeague: create,
    async joinLeague({ id, use, name: leagueName, invite, addresses }) {
      const invites = invite ? [{ key: invitationKeyOf(invite), secret: invite, link: null }] : []
      keep({ id, use, name: leagueName, addresses }, invites)
      const shown = invite && {
        key: invitationKeyOf(invite),
        proof: invitationProof(invite, id, person),
      }
      const body = { deviceName, personName: name, certificate, invite: shown }
      await open(id).write({ kind: 'device', id: device, body })
      return ok(null)
    },
    async changeLeague(id, change) {
      const before = kept.get(id)!
      const invites = [
        ...before.invites.filter(({ key }) => !change.invites?.some(added => added.key === key)),
        ...(change.invites ?? []),
      ]
      kept.set(id, { ...before, ...change, invites, rooms: [...before.rooms, ...(change.rooms ?? [])] })
      return ok(null)
    },
    async leaveLeague(id) {
      kept.delete(id)
      return ok(null)
    },
    async invite(league, how) {
      const secret = seedOf()
      const key = invitationKeyOf(secret)
      await open(league).write({ kind: 'invite', id: key, body: how })
      return ok({ key, secret })
    },

    replica: open,
    blobs: () =>
      createMemorySharedBlobs({ hashing: createWebHashing(crypto.subtle), isReferred: () => false }),
    documents: () => createMemoryDocumentStore(),
    noteMet: async () => ok(null),
    noteLevel: async () => ok(null),
    seen: async () => ok([]),
    board: later,
    recordHistory: later,
    changes: async () => ok([]),
    attention: async () => ok([]),
    previewShare: later,
    share: later,
    withdraw: later,
    sharedWhere: later,
    publishDue: async () => ok({ published: 0, withdrawn: 0 }),
    wanted: async () => ok([]),
    takeIn: async () => ok({ sessions: 0 }),
    othersUse: later,
    letOthersGo: later,
    lapNeeds: later,
    noteRecheck: later,
    onNews(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close() {},
  }
}
