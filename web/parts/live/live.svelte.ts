/**
 * What is driven now, as the live parts share it: the feed, what its frames say in words, the lap it is measured
 * against, and the road.
 *
 * Made by the component that shows it, and ended with it. State changes at lines and a few times a second; what
 * changes with every frame goes through `pulse` to the nodes themselves.
 */
import { untrack } from 'svelte'
import { type Activity, createReference, type LiveTiming } from '#shared/sim'

import type { LiveFeed } from '#web/rig'
import { deltaMs, predictedMs } from './delta.ts'
import { activityAt, isOfOther } from './figures.ts'
import { type Curve, createLapCurve } from './lap-curve.ts'
import {
  type Against,
  type AgainstKind,
  type AllTime,
  type FrameValues,
  fieldOf,
  type Road,
} from './model.ts'
import { createPulse, type Pulse, type PulseReport } from './pulse.ts'
import { createTrail } from './trail.ts'

/** A dash shows the lap just finished that long. */
export const FLASH_MS = 5_000
/** A feed of 60 frames a second that is silent for so long says nothing about now. */
const STALE_MS = 1_500
const LOOK_EVERY_MS = 500
/** The road grows on the screen at 2 Hz: every third of the seldom frames. */
const ROAD_EVERY = 3

const NEVER: AllTime = { lapMs: null, sectorsMs: [] }

export interface LiveOptions {
  readonly kinds: readonly AgainstKind[]
  readonly onreport?: (report: PulseReport) => void
  readonly onchoose?: (kind: AgainstKind) => void
}

export class Live {
  readonly feed: LiveFeed
  readonly pulse: Pulse
  readonly kinds: readonly AgainstKind[]
  readonly #onchoose: (kind: AgainstKind) => void

  activity = $state<Activity | null>(null)
  /** The physics are of a car that is not the player's. */
  isOfOther = $state(false)
  isKept = $state(false)
  /** Of the newest frame; null before the first. */
  ageS = $state<number | null>(null)
  isStale = $state(true)
  /** The lap that was just finished is shown in place of the running one. */
  isFlashing = $state(false)
  kind = $state<AgainstKind>('session')

  /** From the library, where there is one. */
  given = $state.raw<Partial<Readonly<Record<AgainstKind, Against>>>>({})
  ever = $state.raw<AllTime>(NEVER)
  /** Of a recorded lap, better than what is drawn while driving. */
  knownRoad = $state.raw<Road | null>(null)
  #drawnRoad = $state.raw<Road | null>(null)
  #isDrawn = $state(false)
  #last = $state.raw<Against | null>(null)

  readonly timing: LiveTiming | null = $derived.by(() => this.feed.timing as LiveTiming | null)
  readonly road: Road | null = $derived(this.knownRoad ?? this.#drawnRoad)
  /** From line to line; else it is still being drawn. */
  readonly isRoadWhole: boolean = $derived(this.knownRoad !== null || this.#isDrawn)
  readonly against: Against = $derived(this.#againstOf(this.kind))
  /** Of the layout, as the game names it: laps elsewhere are none of its business. */
  readonly #place = $derived(
    this.timing?.session
      ? `${this.timing.session.game} ${this.timing.session.track} ${this.timing.session.layout}`
      : '',
  )
  /** Changes when a lap was finished. */
  readonly #lineName = $derived.by(() => {
    const { session, last } = this.timing ?? {}
    return session ? `${session.id} ${last?.lapMs == null ? '' : last.number}` : null
  })
  #seenLine: string | null = null
  #againstNow: Against
  #pending: { readonly curve: Curve; readonly lap: number } | null = null

  constructor(feed: LiveFeed, { kinds, onreport, onchoose = () => {} }: LiveOptions) {
    this.feed = feed
    this.kinds = kinds
    this.#onchoose = onchoose
    this.#againstNow = this.against
    const pulse = createPulse(feed.frames, onreport)
    this.pulse = pulse
    $effect(() => pulse.stop)
    $effect(() => untrack(() => this.#watchSight()))
    $effect(() => {
      const isSomewhere = this.#place !== ''
      return untrack(() => (isSomewhere ? this.#watchPlace() : undefined))
    })
    $effect(() => {
      const name = this.#lineName
      return untrack(() => this.#flashAtLine(name))
    })
    $effect(() => this.#settleLast())
    $effect(() => {
      this.#againstNow = this.against
    })
  }

  /** What there is to choose from now, in order. */
  readonly choices: readonly Against[] = $derived.by(() => this.kinds.map(kind => this.#againstOf(kind)))

  choose(kind: AgainstKind): void {
    this.kind = kind
    this.#onchoose(kind)
  }

  /** To the next one that is known; stays where there is no other. */
  cycle(): void {
    const from = this.kinds.indexOf(this.kind)
    for (let step = 1; step < this.kinds.length; step++) {
      const next = this.choices[(from + step) % this.kinds.length]
      if (next && next.lapMs !== null) {
        this.choose(next.kind)
        return
      }
    }
  }

  /** Cheap enough for every frame. NaN on a way out of the pits: it is no lap to compare. */
  deltaMs(values: FrameValues): number {
    return this.timing?.current?.kind === 'out' ? Number.NaN : deltaMs(values, this.#againstNow)
  }

  predictedMs(values: FrameValues): number {
    return this.timing?.current?.kind === 'out' ? Number.NaN : predictedMs(values, this.#againstNow)
  }

  #againstOf(kind: AgainstKind): Against {
    const best = this.timing?.best
    if (kind === 'session') return { kind, lapMs: best?.lapMs ?? null, detail: '', timeAt: null }
    const known = kind === 'last' ? this.#last : this.given[kind]
    return known ?? { kind, lapMs: null, detail: '', timeAt: null }
  }

  #watchSight(): () => void {
    const look = (): void => {
      const { lastAtMs } = this.pulse
      const ageMs = lastAtMs === null ? null : performance.now() - lastAtMs
      this.ageS = ageMs === null ? null : Math.floor(ageMs / 1000)
      this.isStale = ageMs === null || ageMs > STALE_MS
    }
    const timer = setInterval(look, LOOK_EVERY_MS)
    const leave = this.pulse.seldom(values => {
      this.activity = activityAt(fieldOf(values, 'activity'))
      this.isOfOther = isOfOther(fieldOf(values, 'ownCar'))
      this.isKept = this.pulse.isKept
      if (this.isStale) look()
    })
    return () => {
      clearInterval(timer)
      leave()
    }
  }

  /** What is learned of one place: the road, and the lap before this one. */
  #watchPlace(): () => void {
    this.#drawnRoad = null
    this.#isDrawn = false
    this.#last = null
    const leave = [this.#watchRoad(), this.#watchLaps()]
    return () => {
      for (const each of leave) each()
    }
  }

  #watchRoad(): () => void {
    const trail = createTrail()
    let hasGrown = false
    let wait = 0
    const leaveOften = this.pulse.often(values => {
      if (trail.take(values)) hasGrown = true
    })
    const leaveSeldom = this.pulse.seldom(() => {
      if (!hasGrown || wait-- > 0) return
      const { x, y } = trail.road()
      this.#drawnRoad = { x: x.slice(), y: y.slice() }
      this.#isDrawn = trail.isWhole
      hasGrown = false
      wait = ROAD_EVERY - 1
    })
    return () => {
      leaveOften()
      leaveSeldom()
    }
  }

  #watchLaps(): () => void {
    const curve = createLapCurve()
    let lap: number | null = null
    this.#pending = null
    return this.pulse.often(values => {
      const done = curve.take(values)
      if (done && lap !== null) {
        this.#pending = { curve: done, lap }
        this.#settleLast()
      }
      if (done) lap = null
      // In the middle of a lap the frames and the timing certainly speak of the same one.
      const share = fieldOf(values, 'lapShare')
      if (share > 0.4 && share < 0.6) lap = this.timing?.current?.number ?? null
    })
  }

  /** A curve and the time of its lap come in either order. */
  #settleLast(): void {
    const last = this.timing?.last
    if (!this.#pending || last?.number !== this.#pending.lap || last.lapMs === null) return
    const { shares, timesMs } = this.#pending.curve
    const reference = createReference({ lapShare: shares, timeMs: timesMs, lapMs: last.lapMs })
    this.#pending = null
    this.#last = reference && { kind: 'last', lapMs: last.lapMs, detail: '', timeAt: reference.timeAt }
  }

  /** Not for the lap that was finished before anybody looked. */
  #flashAtLine(name: string | null): (() => void) | undefined {
    const isNew = this.#seenLine !== null && name !== null && name !== this.#seenLine && !name.endsWith(' ')
    this.#seenLine = name
    if (!isNew) return
    this.isFlashing = true
    const timer = setTimeout(() => {
      this.isFlashing = false
    }, FLASH_MS)
    return () => {
      clearTimeout(timer)
      this.isFlashing = false
    }
  }
}
