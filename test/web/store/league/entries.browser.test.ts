/** A league's entries in the library's database keep what every store of entries promises; and it is quick enough. */
import { expect, test } from 'vitest'
import type { LeagueId } from '#shared/logbook'
import { createDexieEntryStore } from '../../../../web/store/league/entries.ts'
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
    async close() {
      for (const { connection } of hoods) connection.close()
      await deleteDatabase(name)
    },
  }
})

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

test('S2 a damaged entry costs only itself, a damaged feed row nothing', async () => {
  const hood = await openTestHood()
  const founder = foundLeague('Ada')
  for (const n of [1, 2, 3]) founder.say('note', idOf(16, n), { n })
  const store = storeIn(hood)
  await store.add(founder.said)
  const key = [LEAGUE, founder.device, 2, founder.said[2]!.hash]
  await behindItsBack(hood.name, 'feeds', rows =>
    rows.put({ league: LEAGUE, device: founder.device, tips: 'gone' }),
  )
  expect(await store.tips()).toMatchObject([{ seq: 3 }])
  const next = founder.say('note', idOf(16, 4), { n: 4 })
  await store.add([next])
  expect(await store.tips()).toMatchObject([{ seq: 4, hash: next.hash }])
  expect(await store.usage()).toMatchObject([{ entries: 5 }])
  await behindItsBack(hood.name, 'entries', rows =>
    rows.put({ ...damagedRow(key), kind: 'note', person: founder.person, id: '' }),
  )
  expect(await store.feed(founder.device, -1, 10)).toHaveLength(4)
  expect(await store.tips()).toMatchObject([{ seq: 4, hash: next.hash }])
})

const damagedRow = ([league, device, seq, hash]: readonly unknown[]) => ({
  ...{ league, device, seq, hash, prev: null },
  bytes: 'not bytes',
  signature: null,
})
