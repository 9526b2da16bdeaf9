/**
 * What the desk's worker is asked and what it answers.
 *
 * Times count from each lap's own start line, metres along the reference's road; both axes are ready to draw.
 */
import type {
  AlignedLap,
  CornerStretch,
  DeltaLine,
  Finding,
  NotAligned,
  Part,
  PartRow,
} from '#shared/compare'
import type { LatLon, Polyline } from '#shared/geo'
import type { LapId } from '#shared/id'
import type { Lap } from '#shared/lap'
import type { ChannelKind, Column, Pyramid } from '#shared/trace'
import type { GatePoints } from '#shared/track'
import type { Metres, Millis } from '#shared/units'

export interface DeskRequest {
  readonly laps: readonly LapId[]
  /** One of the laps. */
  readonly reference: LapId
}

/** A channel of one lap, without its samples. */
export interface DeskChannel {
  /** In the lap's trace. */
  readonly index: number
  readonly name: string
  readonly unit: string
  readonly kind: ChannelKind
  readonly source: string
  readonly samples: number
}

/** Where the car was, in the metres of the reference's road. */
export interface DeskPath {
  readonly timeMs: Float64Array<ArrayBuffer>
  readonly metres: Float64Array<ArrayBuffer>
  readonly x: Float64Array<ArrayBuffer>
  readonly y: Float64Array<ArrayBuffer>
}

export interface DeskLapView {
  readonly id: LapId
  readonly aligned: AlignedLap | NotAligned
  readonly path: DeskPath | null
  readonly channels: readonly DeskChannel[]
  /** Null for the reference and for laps that cannot be compared. */
  readonly delta: DeltaLine | null
  /** What it did in each part; empty when it cannot be compared. */
  readonly rows: readonly PartRow[]
}

export interface DeskView {
  readonly reference: LapId
  readonly lengthM: Metres
  readonly lapTimeMs: Millis
  /** The reference's path in the metres of everything here; null without positions. */
  readonly road: Polyline | null
  /** Where the plane of these metres touches the globe; null in a flat frame. */
  readonly origin: LatLon | null
  /** In driving order; where they lie on the reference. */
  readonly corners: readonly CornerStretch[]
  /** Kept with the layout by a person, or found in the driving of the reference. */
  readonly cornersAre: 'kept' | 'found'
  readonly parts: readonly Part[]
  /** The lines in force, in the reference's metres; null without a layout or a road. */
  readonly gates: GatePoints | null
  readonly laps: readonly DeskLapView[]
  /** Laps whose recording could not be opened, with the sentence why. */
  readonly lost: readonly { readonly id: LapId; readonly reason: string }[]
}

/** The samples of one channel between the lap's two lines, the values at the lines interpolated. */
export interface DeskColumn {
  readonly kind: ChannelKind
  readonly timeMs: Float64Array<ArrayBuffer>
  readonly metres: Float64Array<ArrayBuffer>
  readonly values: Column
  readonly byTime: Pyramid
  readonly byDistance: Pyramid
}

/** What repeats itself in one session against the reference. */
export interface DeskFindings {
  readonly findings: readonly Finding[]
  /** How many laps were looked at. */
  readonly laps: number
}

/** Which laps a best is put together from: those on the desk, of the session, of the driver here, of everybody here. */
export type BestScope = 'desk' | 'session' | 'driver' | 'all'

/** A best put together from parts of several laps, and the lap each part was driven in. */
export interface PutTogether {
  readonly timeMs: Millis
  readonly parts: readonly { readonly timeMs: Millis; readonly lap: Lap }[]
  readonly lapsCounted: number
}

export interface DeskBests {
  /** The fastest lap of them; null when none counts. */
  readonly bestMs: Millis | null
  /** The fastest sectors; null without sector times. */
  readonly theoretical: PutTogether | null
  /** The fastest mini-sectors, and how many there were for how many asked. */
  readonly optimal: PutTogether | null
  readonly pieces: number
  readonly asked: number
  /** The fastest way round from any place to the same place, over two laps in a row. */
  readonly rolling: {
    readonly timeMs: Millis
    readonly fromM: Metres
    readonly first: Lap
    readonly second: Lap
  } | null
}

export type DeskAnswer<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly reason: string }
