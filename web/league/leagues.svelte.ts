/**
 * Leagues, people and devices for every screen. Small, because the first load has it: what does the work (keys, worker,
 * network) is loaded when something is shared, or when a screen asks for it.
 */
import { openTabChannel } from '#web/leader'
import { library } from '#web/state'
import { CHANNEL_NAME } from './channel-name.ts'
import type { LeagueSummary, Me } from './model.ts'
import type { Office } from './office.ts'

export type OpenOffice = () => Promise<Office>

class Leagues {
  me = $state.raw<Me | null>(null)
  /** Empty until the office was opened. */
  list = $state.raw<readonly LeagueSummary[]>([])
  #office: Promise<Office> | null = null
  #open: OpenOffice = async () => (await import('./engine/open.ts')).openOffice()

  /** The one door to all of it; the first to ask opens it. */
  office(): Promise<Office> {
    this.#office ??= this.#open().then(office => {
      office.watchMe(me => {
        this.me = me
      })
      office.watchLeagues(list => {
        this.list = list
      })
      return office
    })
    return this.#office
  }

  /**
   * Once the page has rested: opens the office where this device keeps a league, now or as soon as another tab says so, for
   * whichever tab leads has the network. Answers how to listen no more.
   */
  resume(): () => void {
    const look = async (): Promise<void> => {
      const kept = await library.now?.keepsLeagues()
      if (kept?.ok && kept.value) await this.office()
    }
    void look()
    return openTabChannel(CHANNEL_NAME)?.listen(() => void look()) ?? (() => {})
  }

  /** Another office than the page's own, as a test has it. */
  openWith(open: OpenOffice): void {
    this.#open = open
    this.#office = null
    this.me = null
    this.list = []
  }
}

export const leagues = new Leagues()
