/**
 * Leagues, people and devices for every screen. Small, because the first load has it: what does the work (keys, worker,
 * network) is loaded when something is shared, or when a screen asks for it.
 */
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

  /** Another office than the page's own, as a test has it. */
  openWith(open: OpenOffice): void {
    this.#open = open
    this.#office = null
    this.me = null
    this.list = []
  }
}

export const leagues = new Leagues()
