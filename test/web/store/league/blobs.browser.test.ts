/** Bytes of the library keep what every keeper of shared blobs promises, for several leagues too. */
import { expect, test } from 'vitest'
import { createId, type Sha256 } from '#shared/id'
import { createSignatures, type EntryHash, type LeagueId, type PersonId } from '#shared/logbook'
import { asEpochMillis } from '#shared/units'
import { createWebHashing } from '../../../../web/store/hashing.ts'
import { createDexieSharedBlobs } from '../../../../web/store/league/blobs.ts'
import type { CountingKeeping } from '../../../../web/store/league/counting.ts'
import { createIdentity } from '../../../../web/store/league/identity.ts'
import { createNamedBlobs } from '../../../../web/store/league/named-blobs.ts'
import { sweepPartials } from '../../../../web/store/league/partials.ts'
import type { Replicas } from '../../../../web/store/league/replicas.ts'
import { describeBlobsApart, type Place } from '../../../conformance/blobs-apart.ts'
import { describeSharedBlobs } from '../../../conformance/shared-blobs.ts'
import { deleteDatabase, fillRandom, NOON, uniqueName, unwrap } from '../support.ts'
import { type Hood, openHood, openTestHood } from './support.ts'

const hashing = createWebHashing(crypto.subtle)

const LEAGUES: Readonly<Record<Place, LeagueId>> = {
  north: '01'.repeat(32) as LeagueId,
  south: '02'.repeat(32) as LeagueId,
}

const sharedIn = (
  { connection, blobs }: Hood,
  named: ReadonlySet<Sha256>,
  league = LEAGUES.north,
  isNamed = async (sha256: Sha256): Promise<boolean> => named.has(sha256),
) =>
  createDexieSharedBlobs({
    ...{ connection, blobs, hashing, fillRandom, league, isNamed },
    now: () => NOON,
    own: false,
  })

describeSharedBlobs('a library', async () => {
  const name = uniqueName()
  const named = new Set<Sha256>()
  let isFull = false
  const hoods: Hood[] = []
  const open = async () => {
    const hood = await openHood(name)
    hoods.push(hood)
    const { chunks } = hood.connection.tables
    chunks.hook('creating', () => {
      if (isFull) throw new DOMException('no room', 'QuotaExceededError')
    })
    return hood
  }
  let hood = await open()
  let shared = sharedIn(hood, named)
  return {
    shared: () => shared,
    async refer({ sha256 }, isReferred) {
      if (isReferred) named.add(sha256)
      else named.delete(sha256)
    },
    async keep(bytes) {
      const staged = unwrap(await hood.blobs.stage([{ bytes, kind: 'trace', own: true }]))
      unwrap(await hood.blobs.name(staged))
    },
    async read(sha256) {
      const read = await hood.blobs.read(sha256)
      return read.ok ? read.value : null
    },
    async restart() {
      hood = await open()
      shared = sharedIn(hood, named)
    },
    async setFull(now) {
      isFull = now
    },
    async close() {
      for (const { connection } of hoods) connection.close()
      await deleteDatabase(name)
    },
  }
})

/** The names of two leagues, whose entries are a list instead of feeds. */
const namesIn = ({ connection, blobs }: Hood) => {
  const speakers = new Map<string, PersonId>()
  const replicas = {
    open: async () => ({
      store: {
        get: async (hash: EntryHash) => {
          const person = speakers.get(hash)
          return person ? { hash, entry: { person, id: hash } } : null
        },
      },
    }),
    onAdded: () => () => {},
  }
  const counting = { session: async (_: LeagueId, __: PersonId, id: string) => ({ said: { hash: id } }) }
  const named = createNamedBlobs({
    ...{ connection, blobs },
    replicas: replicas as unknown as Replicas,
    counting: counting as unknown as CountingKeeping,
  })
  return { named, speakers }
}

describeBlobsApart('a library', async () => {
  const hood = await openHood(uniqueName())
  const { connection, blobs, name } = hood
  const signatures = createSignatures(crypto.subtle)
  const identity = createIdentity({
    ...{ connection, signatures, fillRandom, subtle: crypto.subtle },
    now: () => NOON,
    deviceName: () => 'PC',
  })
  const me = unwrap(await identity.identity()).person
  const { named, speakers } = namesIn(hood)
  const sharedOf = (league: LeagueId) =>
    sharedIn(hood, new Set(), league, sha256 => named.isNamed(league, sha256))
  const shared = { north: sharedOf(LEAGUES.north), south: sharedOf(LEAGUES.south) }
  return {
    shared: league => shared[league],
    async name(league, ref, by) {
      const entry = `${createId(fillRandom)}${createId(fillRandom)}` as EntryHash
      speakers.set(entry, (by === me ? me : by.padEnd(64, '0')) as PersonId)
      await connection.tables.blobNames.put({ ...ref, league: LEAGUES[league], entry, of: 'trace' })
    },
    me,
    async keep(bytes) {
      unwrap(await blobs.name(unwrap(await blobs.stage([{ bytes, kind: 'trace', own: true }]))))
    },
    async remove(sha256) {
      unwrap(await blobs.remove([sha256]))
    },
    async close() {
      connection.close()
      await deleteDatabase(name)
    },
  }
})

test('parts nobody came back for are swept, with their chunks', async () => {
  const hood = await openTestHood()
  const shared = sharedIn(hood, new Set())
  const ref = { sha256: 'ab'.repeat(32) as Sha256, size: 5, chunkRoot: 'cd'.repeat(32) as Sha256 }
  const partial = await shared.resume(ref)
  await partial!.put(0, new Uint8Array(5))
  const { connection } = hood
  const sweep = (before: number) =>
    connection.run('rw', ['partials', 'chunks'], () => sweepPartials(connection, asEpochMillis(before)))
  expect(unwrap(await sweep(NOON))).toBe(0)
  expect(unwrap(await sweep(NOON + 1))).toBe(1)
  const left = await connection.run('r', ['chunks'], () => connection.tables.chunks.count())
  expect(unwrap(left)).toBe(0)
})
