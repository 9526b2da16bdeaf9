/**
 * The laps on the desk as its parts know them: one lap with its place, people and the look it keeps.
 *
 * Invariant: a lap keeps its colour as long as it is on the desk, whatever comes and goes beside it; the
 * reference wears its own.
 */
import type { LapId } from '#shared/id'
import type { Car, Driver, Lap, Session } from '#shared/lap'
import type { Layout, Track } from '#shared/track'

export interface DeskLap {
  readonly id: LapId
  readonly lap: Lap
  readonly session: Session
  readonly track: Track | null
  readonly layout: Layout | null
  readonly car: Car | null
  readonly driver: Driver | null
  /** Short and unlike every other on the desk: 'L12', 'Kim L9', 'L3 · 12 Oct'. */
  readonly name: string
  /** A design token: '--lap-1' … '--lap-8', or '--reference'. */
  readonly colour: string
  readonly isReference: boolean
  /** Kept on the desk but not drawn. */
  readonly isHidden: boolean
}
