/**
 * A live value of the library as state: `live(() => library.now?.watchSessions() ?? null)` starts with the
 * component, follows changes made in any tab or worker, and ends with the component. When what it watches
 * changes, the old value is dropped at once: a screen never shows one session under another's address.
 */
import type { Outcome, Live as Watched } from '#web/store'

export class Live<T> {
  value = $state.raw<T | undefined>(undefined)
  /** The sentence that says why there is no value. */
  problem = $state<string | null>(null)
  /** True when what was watched is not, or no longer, in the library. */
  missing = $state(false)

  constructor(source: () => Watched<Outcome<T>> | null) {
    $effect(() => {
      this.value = undefined
      this.problem = null
      this.missing = false
      return source()?.subscribe(outcome => {
        this.value = outcome.ok ? outcome.value : undefined
        this.missing = !outcome.ok && outcome.kind === 'missing'
        this.problem = outcome.ok ? null : outcome.message
      })
    })
  }
}

export const live = <T>(source: () => Watched<Outcome<T>> | null): Live<T> => new Live(source)
