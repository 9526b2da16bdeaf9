/**
 * What is seen of the axis, and the two cursors on it.
 *
 * Invariants: the window and the cursors lie within the axis; a step of the zoom can be gone back; the same piece of
 * road stays in sight when the axis changes.
 */
import type { AlignedLap } from '#shared/compare'
import {
  createZoomHistory,
  pushZoom,
  type Window,
  type ZoomHistory,
  zoomBack,
  zoomForward,
} from '#web/parts/charts'
import type { Address } from './address.svelte.ts'
import { placeAt, switchAxis } from './places.ts'

/** What the axis is made of. */
export interface Ground {
  readonly extent: Window
  readonly reference: AlignedLap | null
  readonly lengthM: number
}

export class Sight {
  /** Which of the two cursors keys move. */
  active = $state<'A' | 'B'>('A')
  /** Keys moved the cursor last: until the pointer really moves, what lies under it says nothing. */
  isByKey = $state(false)
  #address: Address
  #ground: () => Ground
  #history = $state.raw<ZoomHistory>(createZoomHistory({ from: 0, to: 1 }))

  constructor(address: Address, ground: () => Ground) {
    this.#address = address
    this.#ground = ground
  }

  /** The whole axis. */
  get extent(): Window {
    return this.#ground().extent
  }
  get window(): Window {
    return this.#address.link.window ?? this.extent
  }
  get canGoBack(): boolean {
    return this.#history.past.length > 0
  }
  get canGoForward(): boolean {
    return this.#history.future.length > 0
  }

  /** Other laps: what was seen before means nothing now. */
  forgetHistory(): void {
    this.#history = createZoomHistory(this.window)
  }

  /** `done` when the gesture is: only then it becomes a step one can go back. Null is the whole axis. */
  see(window: Window | null, done = true): void {
    if (done) this.#history = pushZoom(this.#history, window ?? this.extent)
    this.#show(window)
  }

  /** A stretch of the reference's road, whatever the axis. */
  seeMetres(fromM: number, toM: number): void {
    const { lengthM, extent } = this.#ground()
    const [from, to] = [this.atMetres(Math.max(0, fromM)), this.atMetres(Math.min(lengthM, toM))]
    this.see({ from: Math.max(extent.from, from), to: Math.min(extent.to, to) })
  }

  goBack(): void {
    this.#history = zoomBack(this.#history)
    this.#show(this.#history.now)
  }

  goForward(): void {
    this.#history = zoomForward(this.#history)
    this.#show(this.#history.now)
  }

  #show(window: Window | null): void {
    const { from, to } = this.extent
    const isWhole = window === null || (window.from <= from && window.to >= to)
    this.#address.change({ ...this.#address.link, window: isWhole ? null : window })
  }

  /** Something passes under a pointer, or has left it; a pinned cursor stays. */
  hover(x: number | null): void {
    if (!this.#address.link.isPinned && !this.isByKey) this.pointAt(x)
  }

  /** Null takes it away. */
  pointAt(x: number | null, options: { readonly pin?: boolean } = {}): void {
    const { link } = this.#address
    const cursor = x === null ? null : this.#within(x)
    this.#address.change({ ...link, cursor, isPinned: cursor !== null && (options.pin ?? link.isPinned) })
  }

  markSecond(x: number | null): void {
    this.#address.change({ ...this.#address.link, second: x === null ? null : this.#within(x) })
  }

  /** By key: the cursor that is active, pinned or not. */
  moveTo(x: number): void {
    this.isByKey = true
    if (this.active === 'B' && this.#address.link.second !== null) this.markSecond(x)
    else this.pointAt(x)
  }

  /** Where keys would move from. */
  get activePlace(): number | null {
    const { cursor, second } = this.#address.link
    return this.active === 'B' && second !== null ? second : cursor
  }

  unpin(): void {
    this.active = 'A'
    this.#address.change({ ...this.#address.link, isPinned: false, second: null })
  }

  switchAxis(): void {
    const { reference } = this.#ground()
    const { link } = this.#address
    // A reference by time has no metres to go to.
    if (!reference || reference.by === 'time') return
    const over = (x: number): number => switchAxis(reference, link.axis, x)
    this.#address.change({
      ...link,
      axis: link.axis === 'distance' ? 'time' : 'distance',
      window: link.window && { from: over(link.window.from), to: over(link.window.to) },
      cursor: link.cursor === null ? null : over(link.cursor),
      second: link.second === null ? null : over(link.second),
    })
    this.forgetHistory()
  }

  /** A place on the reference's road on the axis in force. */
  atMetres(metres: number): number {
    const { reference } = this.#ground()
    const isTime = this.#address.link.axis === 'time'
    return isTime && reference ? switchAxis(reference, 'distance', metres) : metres
  }

  /** A place on the axis in force as metres of the reference's road. */
  toMetres(x: number): number {
    const { reference } = this.#ground()
    return reference ? placeAt(reference, this.#address.link.axis, x).metres : x
  }

  #within(x: number): number {
    const { from, to } = this.extent
    return Math.min(to, Math.max(from, x))
  }
}
