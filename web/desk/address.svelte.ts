/**
 * The desk and its address, one following the other: what is chosen is written, what is opened is read.
 *
 * Invariant: what was written by the desk itself is never read back, so that a slow address undoes nothing.
 */
import { untrack } from 'svelte'
import { type DeskLink, EMPTY_DESK, hrefs, router } from '#web/route'

/** Addresses may be written some hundred times in half a minute before browsers refuse. */
const WRITE_AFTER_MS = 400

export class Address {
  link = $state.raw<DeskLink>(EMPTY_DESK)
  #written = ''
  #writing: ReturnType<typeof setTimeout> | undefined

  /** Lives as long as the component that makes it. */
  constructor() {
    $effect.pre(() => {
      const { route } = router
      if (route.place !== 'desk' || hrefs.desk(route.desk) === untrack(() => this.#written)) return
      clearTimeout(this.#writing)
      this.#written = hrefs.desk(route.desk)
      this.link = route.desk
    })
    $effect(() => () => clearTimeout(this.#writing))
  }

  /** `step` deserves a step of the browser's back button. */
  change(link: DeskLink, { step = false } = {}): void {
    this.link = link
    clearTimeout(this.#writing)
    const write = (): void => {
      this.#written = hrefs.desk(link)
      router.go(this.#written, { replace: !step })
    }
    if (step) write()
    else this.#writing = setTimeout(write, WRITE_AFTER_MS)
  }
}
