/** How many samples a second a counter that only grows is worth, over the last second or two. */

export interface Rate {
  note(nowMs: number, count: number): void
  perS(nowMs: number): number
}

const SPAN_MS = 1000

export const createRate = (): Rate => {
  let from = { atMs: 0, count: 0 }
  let newest = from
  let rate = 0
  return {
    note(nowMs, count) {
      if (count < newest.count || from.atMs === 0) from = { atMs: nowMs, count }
      newest = { atMs: nowMs, count }
      const spanMs = nowMs - from.atMs
      if (spanMs < SPAN_MS) return
      rate = ((count - from.count) * 1000) / spanMs
      from = newest
    },
    /** In the first second what came so far, so that a game that begins is seen at once. */
    perS(nowMs) {
      if (nowMs - newest.atMs > 2 * SPAN_MS) return 0
      const spanMs = newest.atMs - from.atMs
      const sofar = spanMs > 0 ? ((newest.count - from.count) * 1000) / spanMs : 0
      return rate > 0 ? rate : sofar
    },
  }
}
