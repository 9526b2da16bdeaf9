/**
 * What stacked charts draw: lines of several laps over one shared axis.
 *
 * Invariants: all panels share one axis (metres along the reference or milliseconds since the lap's start) and one
 * window of it; a cursor is drawn above the charts and never redraws them; values are in the units inside and are
 * converted when drawn.
 * Hazard: hold panels in `$derived` or `$state.raw`. A deep `$state` wraps every node of a pyramid, and drawing
 * becomes some twenty times slower.
 */
import type { ChannelKind, Pyramid } from '#shared/trace'

export type AxisKind = 'distance' | 'time'

/** From and to, in the units of the axis. */
export interface Window {
  readonly from: number
  readonly to: number
}

export interface ChartLine {
  /** Whose it is; the same lap has the same key in every panel. */
  readonly lapKey: string
  /** What a person calls that lap. */
  readonly lapName: string
  /** The name of a design token: '--lap-1' … '--lap-8', '--reference'. */
  readonly colour: string
  readonly isReference: boolean
  /** Over the axis in force. NaN is a gap and stays one. */
  readonly pyramid: Pyramid
  readonly kind: ChannelKind
  /** Added to the axis: a lap nudged along it. */
  readonly shift: number
}

export interface ChartPanel {
  readonly key: string
  readonly title: string
  /** The unit inside ('m/s', '°C', 'ms'); shown in the reader's own. */
  readonly unit: string
  readonly lines: readonly ChartLine[]
  /** Delta: zero is drawn through, slower lies above it, and the axis says so. */
  readonly isDelta: boolean
  /** What there is to see, one sentence: read out with the panel's title. */
  readonly finding?: string
}

/** A stretch of the axis with a name: corners, sectors. */
export interface ChartMark extends Window {
  readonly label: string
}
