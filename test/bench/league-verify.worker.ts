/** Takes a league's entries in as a page's worker does, over a store in memory: what checking and indexing cost alone. */
import { createBoards } from '#shared/boards'
import {
  createMemoryEntryStore,
  createReplica,
  createSignatures,
  governanceOf,
  type LeagueId,
} from '#shared/logbook'
import { asEpochMillis } from '#shared/units'
import { batchesOf, unpackEntries } from './league-pack.ts'

addEventListener(
  'message',
  async ({ data }: MessageEvent<{ league: LeagueId; packed: Uint8Array<ArrayBuffer> }>) => {
    const entries = unpackEntries(data.packed)
    const store = createMemoryEntryStore()
    const replica = createReplica({
      league: data.league,
      store,
      signatures: createSignatures(crypto.subtle),
      signer: null,
      now: () => asEpochMillis(Date.now()),
      governanceOf,
    })
    const started = performance.now()
    for (const batch of batchesOf(entries)) {
      const { refusedCount } = await replica.receive(batch)
      if (refusedCount > 0) throw new Error(`${refusedCount} entries were refused`)
    }
    const boards = createBoards()
    for await (const page of store.all()) boards.add(page)
    const ms = performance.now() - started
    postMessage({ ms, entries: boards.size })
  },
)
