/** Bytes of the library keep what every keeper of shared blobs promises. */
import { expect, test } from 'vitest'
import type { Sha256 } from '#shared/id'
import { asEpochMillis } from '#shared/units'
import { createWebHashing } from '../../../../web/store/hashing.ts'
import { createDexieSharedBlobs } from '../../../../web/store/league/blobs.ts'
import { sweepPartials } from '../../../../web/store/league/partials.ts'
import { describeSharedBlobs } from '../../../conformance/shared-blobs.ts'
import { deleteDatabase, fillRandom, NOON, uniqueName, unwrap } from '../support.ts'
import { type Hood, openHood, openTestHood } from './support.ts'

const hashing = createWebHashing(crypto.subtle)

const sharedIn = ({ connection, blobs }: Hood, named: ReadonlySet<Sha256>) =>
  createDexieSharedBlobs({
    connection,
    blobs,
    hashing,
    fillRandom,
    now: () => NOON,
    isNamed: async sha256 => named.has(sha256),
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
