/** The memory entry store keeps the promises of the port. */
import { expect, test } from 'vitest'
import { createMemoryEntryStore, type EntryStore } from '#shared/logbook'
import { describeEntryStore } from '../../conformance/entry-store.ts'
import { foundLeague, idOf } from './scribe.ts'

/** Two programs over one disk: in memory they are one store. */
const asOther = (store: EntryStore): EntryStore => ({ ...store, close: async () => {} })

describeEntryStore('the memory entry store', async () => {
  const store = createMemoryEntryStore()
  return {
    store,
    reopen: async () => asOther(store),
    damage: async ({ device, hash }) => void (await store.mend(device, new Set([hash]))),
    close: () => store.close(),
  }
})

test('a snapshot opens as the store it was taken of, and no longer changes with it', async () => {
  const founder = foundLeague('Ada')
  founder.say('note', idOf(16, 'note'), {})
  const store = createMemoryEntryStore()
  await store.add(founder.said)
  const snapshot = store.snapshot()
  await store.add([founder.say('note', idOf(16, 'later'), {})])
  const reopened = createMemoryEntryStore(snapshot)
  expect(await reopened.tips()).toEqual([{ ...founder.tip(), seq: 1, hash: founder.said[1]!.hash }])
  expect(reopened.snapshot()).toEqual(snapshot)
})
