/** A league's entries in the library's database keep what every store of entries promises; and it is quick enough. */
import { expect, test } from 'vitest'
import type { DeviceId, EntryStore, LeagueId, VerifiedEntry } from '#shared/logbook'
import { createDexieEntryStore } from '../../../../web/store/league/entries.ts'
import { entriesToRuns } from '../../../../web/store/league/entry-runs.ts'
import type { EntryRun } from '../../../../web/store/league/rows.ts'
import { describeEntryStore } from '../../../conformance/entry-store.ts'
import { foundLeague, idOf } from '../../../shared/logbook/scribe.ts'
import { behindItsBack, deleteDatabase, uniqueName } from '../support.ts'
import { type Hood, openHood, openTestHood } from './support.ts'

const LEAGUE = 'a1'.repeat(32) as LeagueId

const storeIn = ({ connection, damage }: Hood, league = LEAGUE) =>
  createDexieEntryStore(connection, damage, league)

describeEntryStore('a library', async () => {
  const name = uniqueName()
  const hoods = [await openHood(name)]
  return {
    store: storeIn(hoods[0]!),
    async reopen() {
      hoods.push(await openHood(name))
      return storeIn(hoods.at(-1)!)
    },
    damage: entry => damageIn(name, entry),
    async close() {
      for (const { connection } of hoods) connection.close()
      await deleteDatabase(name)
    },
  }
})

/** One byte of one entry, in the row it is kept in. */
const damageIn = async (name: string, { hash }: VerifiedEntry): Promise<void> => {
  const runs: EntryRun[] = await behindItsBack(name, 'entries', rows => rows.getAll())
  const run = runs.find(({ hashes }) => hashes.includes(hash))!
  const before = run.sizes.slice(0, run.hashes.indexOf(hash)).reduce((sum, size) => sum + 64 + size, 0)
  run.bytes[before + 64] = 0xff
  await behindItsBack(name, 'entries', rows => rows.put(run))
}

test('leagues of one library do not mix', async () => {
  const hood = await openTestHood()
  const founder = foundLeague('Ada')
  await storeIn(hood).add(founder.said)
  const other = storeIn(hood, 'b2'.repeat(32) as LeagueId)
  expect(await other.tips()).toEqual([])
  expect(await other.has([founder.said[0]!.hash])).toEqual([false])
  expect(await other.ofKinds(['genesis'])).toEqual([])
  expect(await other.add(founder.said)).toHaveLength(1)
})

test('S2 a damaged entry costs only itself, a damaged row its run, a damaged feed row nothing', async () => {
  const hood = await openTestHood()
  const founder = foundLeague('Ada')
  for (const n of [1, 2, 3]) founder.say('note', idOf(16, n), { n })
  const store = storeIn(hood)
  await store.add(founder.said)
  await behindItsBack(hood.name, 'feeds', rows =>
    rows.put({ league: LEAGUE, device: founder.device, tips: 'gone' }),
  )
  expect(await store.tips()).toMatchObject([{ seq: 3 }])
  const next = founder.say('note', idOf(16, 4), { n: 4 })
  await store.add([next])
  expect(await store.tips()).toMatchObject([{ seq: 4, hash: next.hash }])
  expect(await store.usage()).toMatchObject([{ entries: 5 }])

  const [, run] = entriesToRuns(LEAGUE, founder.said.slice(0, 4))
  const bytes = run!.bytes.slice()
  bytes[bytes.length - run!.sizes[2]!] = 0xff
  await behindItsBack(hood.name, 'entries', rows => rows.put({ ...run, bytes }))
  expect(await seqsOf(store, founder.device)).toEqual([0, 1, 2, 4])
  await expect.poll(() => hood.damage.damaged.get().map(({ table }) => table)).toEqual(['feeds', 'entries'])

  await behindItsBack(hood.name, 'entries', rows => rows.put({ ...run, bytes: bytes.slice(1) }))
  expect(await seqsOf(store, founder.device)).toEqual([0, 4])
  expect(await store.tips()).toMatchObject([{ seq: 4, hash: next.hash }])

  expect(await store.mend(founder.device, new Set())).toBe(true)
  expect(await seqsOf(store, founder.device)).toEqual([0])
  expect((await store.lost()).map(({ seq }) => seq)).toEqual([4])
  expect((await store.aside(founder.device)).map(({ entry }) => entry.seq)).toEqual([4])
  await store.add(founder.said)
  expect(await seqsOf(store, founder.device)).toEqual([0, 1, 2, 3, 4])
  expect(await store.lost()).toEqual([])
})

test('a row that is gone altogether is missed when its feed is mended, and a damaged row of a feed with it', async () => {
  const hood = await openTestHood()
  const founder = foundLeague('Ada')
  for (const n of [1, 2, 3]) founder.say('note', idOf(16, n), { n })
  const store = storeIn(hood)
  await store.add(founder.said)
  const [, run] = entriesToRuns(LEAGUE, founder.said)
  await behindItsBack(hood.name, 'entries', rows =>
    rows.delete([LEAGUE, founder.device, run!.seq, run!.hash]),
  )
  await behindItsBack(hood.name, 'feeds', rows =>
    rows.put({ league: LEAGUE, device: founder.device, tips: 'gone' }),
  )
  expect(await store.mend(founder.device, new Set())).toBe(true)
  expect(await store.tips()).toMatchObject([{ seq: 0 }])
})

test('reading what is damaged says of which feed it was, once until it was mended', async () => {
  const hood = await openTestHood()
  const founder = foundLeague('Ada')
  const note = founder.say('note', idOf(16, 1), { n: 1 })
  const store = storeIn(hood)
  await store.add(founder.said)
  const heard: DeviceId[] = []
  store.onDamage(device => heard.push(device))
  for (const times of [1, 2]) {
    await damageIn(hood.name, note)
    expect(await store.get(note.hash)).toBeNull()
    expect(await store.at(founder.device, 1)).toEqual([])
    await expect.poll(() => heard).toHaveLength(times)
    await store.mend(founder.device, new Set())
    await store.add(founder.said)
  }
  expect(heard).toEqual([founder.device, founder.device])
})

const seqsOf = async (store: EntryStore, device: DeviceId) =>
  (await store.feed(device, -1, 10)).map(({ entry }) => entry.seq)

test('a feed of many single entries reads like one that came at once, from any seq on', async () => {
  const hood = await openTestHood()
  const store = storeIn(hood)
  const founder = foundLeague('Ada')
  for (let n = 1; n < 200; n++) founder.say('note', idOf(16, n), { n })
  await store.add(founder.said.slice(0, 70))
  for (const entry of founder.said.slice(70, 130)) await store.append(entry)
  await store.add(founder.said.slice(130))
  const counts: Record<number, number> = {}
  for (const after of [-1, 0, 62, 63, 64, 68, 69, 70, 128, 129, 197, 198]) {
    for (const limit of [1, 17, 500]) {
      const page = await store.feed(founder.device, after, limit)
      const wanted = founder.said.slice(after + 1, after + 1 + limit)
      expect(page.map(({ hash }) => hash)).toEqual(wanted.map(({ hash }) => hash))
      counts[page.length] = (counts[page.length] ?? 0) + 1
    }
  }
  expect(Object.keys(counts).length).toBeGreaterThan(10)
  for (const seq of [0, 63, 64, 69, 70, 129, 130, 199])
    expect((await store.at(founder.device, seq)).map(({ hash }) => hash)).toEqual([founder.said[seq]!.hash])
})
