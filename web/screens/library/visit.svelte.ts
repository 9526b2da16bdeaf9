/**
 * How the library is looked at, kept while the page is open and mirrored in the address: coming back from a session
 * brings back filter, order and the place, and the list is there at once.
 *
 * The address decides when it says something. Without details it shows what was looked at last; asked for once more
 * while the library is open, it shows everything.
 */
import { hrefs, router } from '#web/route'
import type { SessionListing } from '#web/store'
import { EVERYTHING, queryToView, type View, viewToQuery } from './view.ts'

export interface Listed {
  readonly rows: readonly SessionListing[]
  /** False while only the newest are here. */
  readonly isWhole: boolean
}

class Visit {
  view = $state.raw<View>(EVERYTHING)
  /** What was listed last, shown until the library has answered again. */
  listed = $state.raw<Listed | null>(null)
  /** How far the page was scrolled when it was left. */
  top = 0
  #query = ''

  /** When the library is opened; answers how far to scroll. */
  open(details: URLSearchParams): number {
    const query = details.toString()
    if (query !== '' && query !== this.#query) {
      this.#take(details)
      return 0
    }
    this.#write(viewToQuery(this.view))
    return this.top
  }

  /** When the address changed while the library is open. */
  follow(details: URLSearchParams): void {
    if (details.toString() !== this.#query) this.#take(details)
  }

  change(changes: Partial<View>): void {
    this.view = { ...this.view, ...changes }
  }

  /** Writes the view into the address, where it deserves no step of its own of the back button. */
  mirror(): void {
    const query = viewToQuery(this.view)
    if (query !== this.#query) this.#write(query)
  }

  #write(query: string): void {
    this.#query = query
    router.go(hrefs.library(query), { replace: true })
  }

  #take(details: URLSearchParams): void {
    this.view = queryToView(details)
    this.top = 0
    this.#query = details.toString()
  }
}

export const visit = new Visit()
