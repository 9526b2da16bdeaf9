/** The clock of the laps driven again: one frame after the other while it plays, and none when it does not. */
import { AT_START, advance, type Playback, play, seek } from '#web/parts/map'

export class Playing {
  now = $state.raw<Playback>(AT_START)
  #endMs: () => number
  #onmove: (ms: number) => void
  #frame = 0
  #last = 0

  /** `onmove` follows the clock; must be made while a component is. */
  constructor(endMs: () => number, onmove: (ms: number) => void) {
    this.#endMs = endMs
    this.#onmove = onmove
    $effect(() => () => cancelAnimationFrame(this.#frame))
  }

  toggle(): void {
    if (this.now.isPlaying) {
      this.now = { ...this.now, isPlaying: false }
      return
    }
    this.now = play(this.now, this.#endMs())
    this.#last = performance.now()
    if (this.now.isPlaying) this.#next()
  }

  seek(ms: number): void {
    this.now = seek(this.now, ms, this.#endMs())
    this.#onmove(this.now.atMs)
  }

  setRate(rate: Playback['rate']): void {
    this.now = { ...this.now, rate }
  }

  #next(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = requestAnimationFrame(at => {
      this.now = advance(this.now, at - this.#last, this.#endMs())
      this.#last = at
      this.#onmove(this.now.atMs)
      if (this.now.isPlaying) this.#next()
    })
  }
}
