/**
 * Laps laid along one road, and what can be read from that: the words of the analysis desk.
 *
 * Invariants: metres count along the reference lap's path, 0 at its start line and `lengthM` at its finish; times
 * count from each lap's own start line. Delta is time at the same place, positive when the lap is slower than the
 * reference; at the finish it equals the difference of the lap times to the millisecond.
 */
import type { Frame, Polyline, Projection } from '#shared/geo'
import type { MeasuredLap } from '#shared/lap'
import type { Trace } from '#shared/trace'
import type { Corner } from '#shared/track'
import type { Metres, Millis } from '#shared/units'

/** A lap and everything recorded around it. The trace's times are those of the session, as the lap's are. */
export interface LapToCompare {
  readonly lap: MeasuredLap
  readonly trace: Trace
  /** How its positions are written. */
  readonly frame: Frame
}

/**
 * What says where along the reference a sample lies: its position on the ground; where there is none, the lap's own
 * distance scaled to the reference's length; where there is no speed either, its share of the lap time.
 */
export type AlignedBy = 'position' | 'distance' | 'time'

/** From and to, in metres along the reference. */
export interface Stretch {
  readonly fromM: Metres
  readonly toM: Metres
}

export interface AlignedLap {
  readonly by: AlignedBy
  /** Milliseconds since the lap's start line, strictly rising, from 0 to the lap time. */
  readonly timeMs: Float64Array<ArrayBuffer>
  /** Metres along the reference at those times, never falling, from 0 to `lengthM`. */
  readonly metres: Float64Array<ArrayBuffer>
  /** Where the position was lost for too long to say anything: no delta is drawn there. */
  readonly gaps: readonly Stretch[]
  /** Usual time between two measurements of where it was: what all places are known from. */
  readonly fixMs: Millis
}

/** The lap everything is measured against, with its road. */
export interface Reference extends AlignedLap {
  readonly lengthM: Metres
  /** Its path in metres; null without positions. */
  readonly road: Polyline | null
  /** What the road's metres were made with; null in a flat frame or without a road. */
  readonly projection: Projection | null
}

/** A lap that cannot be compared, and why, as a sentence for people. */
export interface NotAligned {
  readonly by: 'nothing'
  readonly reason: string
}

/** Delta along the reference, at rising metres. NaN inside gaps. */
export interface DeltaLine {
  readonly metres: Float64Array<ArrayBuffer>
  readonly deltaMs: Float64Array<ArrayBuffer>
}

/** A corner where it lies on the reference. */
export interface CornerStretch extends Stretch {
  readonly corner: Corner
  readonly apexM: Metres
}

/** A lap is a chain of these: corners and what lies between them, from 0 to `lengthM` without holes. */
export type Part =
  | ({ readonly kind: 'corner' } & CornerStretch)
  | ({
      readonly kind: 'straight'
      /** The corners before and after; null at the ends of the lap. */
      readonly after: Corner | null
      readonly before: Corner | null
    } & Stretch)

/** What a lap did in one part. Speeds are m/s; whatever the lap does not carry is NaN. */
export interface PartOfLap {
  readonly timeMs: Millis
  readonly entrySpeed: number
  readonly minSpeed: number
  readonly minSpeedAtM: number
  readonly exitSpeed: number
  readonly maxSpeed: number
  /** Where the brakes went on for this corner, also when that is on the straight before it. */
  readonly brakeAtM: number
  /** Where the throttle was opened again for good. */
  readonly throttleAtM: number
}

/** Loss against the reference; the three phases of a corner sum to it. Negative is a gain. */
export interface PartLoss {
  readonly lossMs: Millis
  /** Corners only: from entry to the reference's brake release or apex, to the throttle, to the exit. */
  readonly phasesMs: { readonly entry: Millis; readonly middle: Millis; readonly exit: Millis } | null
  /** What the reference did in the same part, and how long its phases took; they sum to its time. */
  readonly against: PartOfLap
  readonly againstPhasesMs: { readonly entry: Millis; readonly middle: Millis; readonly exit: Millis } | null
}

/** One part for one lap; `loss` is null for the reference itself. The losses of a lap sum to its lap difference. */
export interface PartRow {
  readonly part: Part
  readonly of: PartOfLap
  readonly loss: PartLoss | null
}

/** What a finding is about. */
export type Phase = 'entry' | 'middle' | 'exit' | 'straight'

/** Time lost or won again and again in one part, and what was done differently there. */
export interface Finding {
  readonly part: Part
  readonly phase: Phase
  /** The median over the laps that agree; positive is lost. */
  readonly lossMs: Millis
  readonly lapsAgreeing: number
  readonly lapsCounted: number
  /** Medians against the reference; NaN where unknown. Negative metres: earlier. */
  readonly brakeByM: number
  readonly throttleByM: number
  readonly minSpeedBy: number
  readonly exitSpeedBy: number
  /** Lost or won besides on the straight that follows, when the exit explains it; else 0. Not part of `lossMs`. */
  readonly carriedMs: Millis
}
