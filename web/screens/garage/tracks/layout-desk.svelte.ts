/**
 * One layout as the desk's worker sees it through its best lap: the road, the lines in force, the corners; and, when
 * asked, the best lap that could be put together from parts of the best laps.
 *
 * Invariant: an answer to an earlier question is never shown after a later one was asked.
 */
import type { LapId } from '#shared/id'
import type { DeskView, PutTogether } from '#web/workers'
import { createDeskService, type DeskService } from '#web/workers'

export type Optimal =
  | { readonly kind: 'none' }
  | { readonly kind: 'working' }
  | { readonly kind: 'failed'; readonly reason: string }
  /** `lap` is null when the laps have too little in common. */
  | { readonly kind: 'done'; readonly lap: PutTogether | null; readonly pieces: number; readonly of: number }

export class LayoutDesk {
  view = $state.raw<DeskView | null>(null)
  problem = $state<string | null>(null)
  optimal = $state.raw<Optimal>({ kind: 'none' })
  #service: DeskService
  #drawn: LapId | null = null
  #asked = 0

  constructor(libraryName: string) {
    this.#service = createDeskService(libraryName)
  }

  /** Draws the layout from this lap. Asked again with the same one it does nothing. */
  async draw(lap: LapId): Promise<void> {
    if (this.#drawn === lap) return
    this.#drawn = lap
    const opened = await this.#service.open({ laps: [lap], reference: lap })
    if (this.#drawn !== lap) return
    this.view = opened.kind === 'done' ? opened.value : null
    this.problem = opened.kind === 'failed' ? opened.reason : (opened.value.lost[0]?.reason ?? null)
  }

  /** The first lap is the one the others are laid along. */
  async putTogether(laps: readonly LapId[]): Promise<void> {
    const asked = ++this.#asked
    const [reference] = laps
    if (!reference) return
    this.optimal = { kind: 'working' }
    const opened = await this.#service.open({ laps, reference })
    const bests = opened.kind === 'done' ? await this.#service.bests('desk', reference) : opened
    if (asked !== this.#asked) return
    this.optimal =
      bests.kind === 'done'
        ? { kind: 'done', lap: bests.value.optimal, pieces: bests.value.pieces, of: laps.length }
        : bests
  }

  /** Other laps are meant now. */
  forget(): void {
    this.#asked += 1
    this.optimal = { kind: 'none' }
  }

  close(): void {
    this.#asked += 1
    this.#drawn = null
    this.#service.close()
  }
}
