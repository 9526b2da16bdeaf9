/**
 * What of the list is in the window, and how the page's own scrollbar stays where a person reads while rows come
 * and go above.
 *
 * Invariants: the list element is exactly its number of rows times the row height high, set by CSS alone, so that
 * heights of any theme, density and text size are measured, never assumed.
 */
import { firstInView, type Glimpse, type RowRange, rowRange, rowsMoved } from './row-window.ts'

export class Sight {
  #glimpse = $state.raw<Glimpse>({ above: 0, viewHeight: 0, rowHeight: 0, margin: 'slim' })
  #widening = 0

  range(count: number): RowRange {
    return rowRange(count, this.#glimpse)
  }

  /**
   * Looks again: after scrolling, resizing, or when the list changed. Where nothing of what was there is seen any
   * more, the rows in view come first and their neighbours with the next frame.
   */
  look(list: HTMLElement, count: number): void {
    const { top, height } = list.getBoundingClientRect()
    const before = this.#glimpse
    const isFar = Math.abs(-top - before.above) > innerHeight
    const isKnown = before.rowHeight > 0
    this.#glimpse = {
      above: -top,
      viewHeight: innerHeight,
      rowHeight: count === 0 ? 0 : height / count,
      margin: isFar || !isKnown ? 'slim' : before.margin,
    }
    if (this.#glimpse.margin === 'wide' || this.#widening !== 0) return
    this.#widening = requestAnimationFrame(() => {
      this.#widening = requestAnimationFrame(() => {
        this.#widening = 0
        this.#glimpse = { ...this.#glimpse, margin: 'wide' }
      })
    })
  }

  /** Before another list is shown in its place: only what is seen is drawn at first. */
  renew(): void {
    this.#glimpse = { ...this.#glimpse, margin: 'slim' }
  }

  stop(): void {
    cancelAnimationFrame(this.#widening)
  }

  /** To be asked before the page shows `after`; what is answered brings the same rows under the eye again. */
  hold<Id>(list: HTMLElement, before: readonly Id[], after: readonly Id[]): () => void {
    this.look(list, before.length)
    const { above, rowHeight } = this.#glimpse
    // A list that begins in view is seen from its top on: what is new shows there.
    if (above <= 0 || rowHeight === 0) return () => {}
    const moved = rowsMoved(before, after, firstInView(this.#glimpse))
    return () => {
      const { top } = list.getBoundingClientRect()
      scrollBy({ top: moved * rowHeight + above + top, behavior: 'instant' })
    }
  }
}
