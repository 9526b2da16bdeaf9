/** Notes between tabs of one browser, and from a tab without the network through the one that has it to another device. */
import { describe, expect, test } from 'vitest'
import type { LeagueId, Replica } from '#shared/logbook'
import { createMemoryDocumentStore, type DocumentStore, vetUpdate } from '#shared/sync'
import { createPageDocuments, type PageDocuments } from '../../../web/league/engine/rooms/documents.ts'
import { createLanePair, createTestClock, settle } from '../../shared/sync/made.ts'

const LEAGUE = 'e'.repeat(64) as LeagueId

/** A channel that reaches all others, as a browser's does: copies, in order, never back. */
const createBrowser = () => {
  const ears = new Map<string, (message: unknown) => void>()
  return {
    channel: (tab: string) => ({
      post: (message: unknown) => {
        const copy = structuredClone(message)
        for (const [other, hear] of ears) if (other !== tab) queueMicrotask(() => hear(copy))
      },
      listen(run: (message: unknown) => void) {
        ears.set(tab, run)
        return () => void ears.delete(tab)
      },
    }),
  }
}

const clock = createTestClock()
const roles = [
  { person: 'a'.repeat(64), role: 'driver', removed: null },
  { person: 'b'.repeat(64), role: 'driver', removed: null },
]

const openTab = (
  browser: ReturnType<typeof createBrowser>,
  tab: string,
  store: DocumentStore = createMemoryDocumentStore(),
) => {
  const documents = createPageDocuments({
    keeper: {
      documents: () => store,
      replica: () => ({ governance: async () => ({ members: roles }) }) as unknown as Replica,
    },
    vetting: { vet: async (update, state) => vetUpdate(update, state) },
    ...{ clock, tab, channel: browser.channel(tab) },
  })
  return { documents, store }
}

const textOf = async (documents: PageDocuments) =>
  (await documents.open(LEAGUE, 'notes'))!.doc.getText('text')

describe('notes', () => {
  test('typed in one tab are at once in another, deletions too, and on the disk', async () => {
    const browser = createBrowser()
    const store = createMemoryDocumentStore()
    const [one, other] = [openTab(browser, 'one', store), openTab(browser, 'other', store)]
    const [here, there] = [await textOf(one.documents), await textOf(other.documents)]
    await settle()
    here.insert(0, 'box in')
    await settle()
    there.delete(0, 4)
    await settle()
    expect([here.toString(), there.toString()]).toEqual(['in', 'in'])
    const later = openTab(createBrowser(), 'later', store)
    expect((await textOf(later.documents)).toString()).toBe('in')
  })

  test('of a tab without the network go out through the one that has it, and others’ come in', async () => {
    const browser = createBrowser()
    const store = createMemoryDocumentStore()
    const [leading, following] = [openTab(browser, 'leading', store), openTab(browser, 'following', store)]
    const away = openTab(createBrowser(), 'away')
    const lanes = createLanePair(clock)
    leading.documents.exchange(LEAGUE).join(lanes.near)
    away.documents.exchange(LEAGUE).join(lanes.far)
    const here = await textOf(following.documents)
    await settle()
    here.insert(0, 'wets')
    await settle()
    const there = await textOf(away.documents)
    await settle()
    expect(there.toString()).toBe('wets')
    there.insert(4, ' ready')
    await settle()
    expect(here.toString()).toBe('wets ready')
    expect(lanes.near.failedAs ?? lanes.far.failedAs).toBeNull()
  })

  test('that no tab shows are kept level by the tab that has the network, and by no other', async () => {
    const browser = createBrowser()
    const [leading, following] = [openTab(browser, 'leading'), openTab(browser, 'following')]
    await textOf(following.documents)
    const away = openTab(createBrowser(), 'away')
    ;(await away.documents.open(LEAGUE, 'plan'))!.doc.getText('text').insert(0, 'four stints')
    const lanes = createLanePair(clock)
    leading.documents.exchange(LEAGUE).join(lanes.near)
    away.documents.exchange(LEAGUE).join(lanes.far)
    await settle()
    expect(await leading.store.list()).toContain('plan')
    expect(await following.store.list()).not.toContain('plan')
  })
})
