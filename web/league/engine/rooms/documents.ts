/**
 * What is edited together, as one tab has it: each document is open once here, level with the other tabs of this browser
 * and, in the tab that has the network, with the other devices of its league.
 *
 * Invariants: a change is handed to the disk when it is made, before anybody is told; what devices send is judged in a
 * worker that can be killed. A tab without the network opens only what its screens show.
 */
import type { LeagueId } from '#shared/logbook'
import {
  type Clock,
  createDocuments,
  type DocumentShelf,
  type Documents,
  mayWriteIn,
  type OpenDocument,
} from '#shared/sync'
import type { TabChannel } from '#web/leader'
import type { LeagueKeeper, UpdateVetting } from '#web/workers'
import { createTabLanes } from '../tab-lanes.ts'

export interface PageDocuments {
  /** Lane 3 of the league's sessions: from now on this tab keeps all its documents level. */
  exchange(league: LeagueId): Documents
  /** Null for what is no name, or when there are too many. */
  open(league: LeagueId, id: string): Promise<OpenDocument | null>
  close(): Promise<void>
}

export interface PageDocumentsOptions {
  readonly keeper: Pick<LeagueKeeper, 'documents' | 'replica'>
  readonly vetting: Pick<UpdateVetting, 'vet'>
  readonly clock: Clock
  /** Null where there are no other tabs to speak to. */
  readonly channel: Pick<TabChannel, 'post' | 'listen'> | null
  /** What this tab is called among them. */
  readonly tab: string
}

interface LeagueDesk {
  readonly shelf: () => Promise<DocumentShelf>
  /** What was opened of it; Yjs is not loaded to close nothing. */
  closeShelf(): Promise<void>
  /** Shown in this tab. */
  readonly shown: Set<string>
  readonly tabs: Documents
  readonly leaveTabs: () => void
  mesh: Documents | null
}

export const createPageDocuments = (options: PageDocumentsOptions): PageDocuments => {
  const { keeper, vetting, clock, channel, tab } = options
  const lanes = channel && createTabLanes({ channel, tab, clock })
  const desks = new Map<LeagueId, LeagueDesk>()

  const createDesk = (league: LeagueId): LeagueDesk => {
    let loading: Promise<DocumentShelf> | null = null
    const shelf = (): Promise<DocumentShelf> => {
      loading ??= import('./shelf.ts').then(({ createDocumentShelf }) =>
        createDocumentShelf(keeper.documents(league), { vet: vetting.vet }),
      )
      return loading
    }
    const shown = new Set<string>()
    const tabs = createDocuments({
      list: async () => [...shown],
      open: async id => (shown.has(id) || desk.mesh ? (await shelf()).open(id) : null),
      mayWrite: () => true,
      clock,
    })
    const leaveTabs = lanes?.join(league, tabs.join) ?? (() => {})
    const closeShelf = async (): Promise<void> => (await loading)?.close()
    const desk: LeagueDesk = { shelf, closeShelf, shown, tabs, leaveTabs, mesh: null }
    return desk
  }

  const deskOf = (league: LeagueId): LeagueDesk => {
    const desk = desks.get(league) ?? createDesk(league)
    desks.set(league, desk)
    return desk
  }

  return {
    exchange(league) {
      const desk = deskOf(league)
      desk.mesh ??= createDocuments({
        list: async () => {
          const kept = await keeper.documents(league).list()
          return [...new Set([...kept, ...desk.shown])]
        },
        open: async id => {
          const document = await (await desk.shelf()).open(id)
          // A tab that shows it hears of it from here.
          if (document) void desk.tabs.add(id)
          return document
        },
        mayWrite: async person => mayWriteIn(await keeper.replica(league).governance(), person),
        clock,
      })
      return desk.mesh
    },

    async open(league, id) {
      const desk = deskOf(league)
      const document = await (await desk.shelf()).open(id)
      if (!document || desk.shown.has(id)) return document
      desk.shown.add(id)
      await Promise.all([desk.tabs.add(id), desk.mesh?.add(id)])
      return document
    },

    async close() {
      for (const { leaveTabs, closeShelf } of desks.values()) {
        leaveTabs()
        await closeShelf()
      }
      desks.clear()
    },
  }
}
