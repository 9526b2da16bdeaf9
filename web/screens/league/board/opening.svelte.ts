/** A lap on its way from whoever has it to the desk; one at a time, its progress shown in its row. */
import type { BoardRow } from '#web/league'
import { ask } from '#web/parts/sync'
import { hrefs, router } from '#web/route'
import { rowKey } from './row-text.ts'

export class Opening {
  /** Of the lap that is fetched. */
  key = $state<string | null>(null)
  /** From 0 to 100; null while nothing is known, or all is here and it is timed again. */
  percent = $state<number | null>(null)
  #wanted = 0

  /** A press on another lap forgets this one: it goes on arriving, and opens nothing. */
  async open(row: BoardRow): Promise<void> {
    const key = rowKey(row)
    if (this.key === key) return
    const mine = ++this.#wanted
    this.key = key
    this.percent = null
    const found = await ask(office =>
      office.openLap(row.lap, (done, of) => {
        if (mine === this.#wanted) this.percent = done < of ? Math.floor((100 * done) / of) : null
      }),
    )
    if (mine !== this.#wanted) return
    this.key = null
    if (found) router.go(hrefs.deskWith([found.value]))
  }

  /** The page is left: what is under way must not take a person elsewhere. */
  leave(): void {
    this.#wanted++
    this.key = null
  }
}
