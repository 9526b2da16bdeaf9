/**
 * A live value of the league office as state: begins with the component, is asked for anew when `key` changes, and ends
 * with the component. What belonged to another key is dropped at once.
 */
import { leagues, type Office } from '#web/league'
import { words } from '#web/words'

export class Watched<T> {
  value = $state.raw<T | undefined>(undefined)
  /** The sentence that says why there is no value. */
  problem = $state<string | null>(null)

  constructor(key: () => unknown, begin: (office: Office, tell: (value: T) => void) => () => void) {
    $effect(() => {
      key()
      this.value = undefined
      this.problem = null
      let isOver = false
      let end: () => void = () => {}
      leagues.office().then(
        office => {
          if (isOver) return
          end = begin(office, value => {
            if (!isOver) this.value = value
          })
        },
        error => {
          console.error(error)
          if (!isOver) this.problem = words.now.problems.chunk
        },
      )
      return () => {
        isOver = true
        end()
      }
    })
  }
}

export const watched = <T>(
  key: () => unknown,
  begin: (office: Office, tell: (value: T) => void) => () => void,
): Watched<T> => new Watched(key, begin)
