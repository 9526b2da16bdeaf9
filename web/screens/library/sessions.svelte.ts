/**
 * The sessions of the library for its list: the newest at once, all of them when those are on the screen. With
 * 2,500 sessions reading all takes some 150 ms more than reading a screenful.
 */
import { library, live } from '#web/state'
import type { SessionListing } from '#web/store'
import { afterPaint } from './after-paint.ts'
import { viewToQuery } from './view.ts'
import { visit } from './visit.svelte.ts'

/** More than the largest common window shows. */
const SCREENFUL = 32

export class Sessions {
  /** Whether the newest are worth having before the rest. */
  #isBeginning = $state(visit.listed === null && viewToQuery(visit.view) === '')
  #newest = live(() =>
    this.#isBeginning ? (library.now?.watchSessions({ newest: SCREENFUL }) ?? null) : null,
  )
  #all = live(() => (this.#isBeginning ? null : (library.now?.watchSessions() ?? null)))
  /** Undefined until something is known. */
  readonly rows: readonly SessionListing[] | undefined = $derived(this.#all.value ?? visit.listed?.rows)
  readonly isWhole: boolean = $derived(this.#all.value !== undefined || (visit.listed?.isWhole ?? false))
  readonly problem: string | null = $derived(this.#all.problem ?? this.#newest.problem)

  constructor() {
    $effect(() => {
      const { value, problem } = this.#newest
      if (!this.#isBeginning || (value === undefined && problem === null)) return
      const goOn = (): void => {
        this.#isBeginning = false
      }
      // Few are sooner there as a whole; those that were deleted make the newest fewer.
      if (value?.length !== SCREENFUL) return goOn()
      visit.listed = { rows: value, isWhole: false }
      return afterPaint(goOn)
    })
    $effect(() => {
      const rows = this.#all.value
      if (rows) visit.listed = { rows, isWhole: true }
    })
  }
}
