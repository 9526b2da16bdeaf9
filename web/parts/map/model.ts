/**
 * What the desk's map shows, in its own words.
 *
 * Invariants: every position is in the same flat metres (x east, y north); `metres` count along the reference lap and
 * never fall; NaN in x or y is a gap and stays one. Colours are names of design tokens, so that a theme can change.
 */
import type { Gate, Point } from '#shared/geo'

/** A point of a single path with what colours it; NaN is unknown. */
export interface PathPoint extends Point {
  readonly value: number
}

export interface MapLap {
  readonly key: string
  /** What a person calls it. */
  readonly name: string
  /** The name of a design token: '--lap-1' … '--lap-8', '--reference'. */
  readonly colour: string
  readonly isReference: boolean
  /** Since the lap's start line, rising. */
  readonly timeMs: ArrayLike<number>
  /** Along the reference at those times. */
  readonly metres: ArrayLike<number>
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
}

/** From and to, in metres along the reference. */
export interface MapStretch {
  readonly fromM: number
  readonly toM: number
}

/** A piece of the road and who was fastest there; null where nobody can be named. */
export interface OwnedPiece extends MapStretch {
  readonly lapKey: string | null
}

/**
 * What the colour of the trace says. `values` are one per point of the lap `lapKey`, in the unit inside ('m/s', '°C');
 * a delta is in milliseconds, positive is slower.
 */
export type Colouring =
  | { readonly kind: 'laps' }
  | { readonly kind: 'speed'; readonly lapKey: string; readonly values: ArrayLike<number> }
  | {
      readonly kind: 'channel'
      readonly lapKey: string
      readonly name: string
      readonly unit: string
      readonly values: ArrayLike<number>
    }
  | { readonly kind: 'delta'; readonly lapKey: string; readonly values: ArrayLike<number> }
  /** Drawn on the reference lap's path. */
  | { readonly kind: 'owner'; readonly pieces: readonly OwnedPiece[] }

export type GateKind = 'start' | 'sector' | 'finish'

export interface MapGate {
  readonly key: string
  readonly kind: GateKind
  /** A few characters: 'S/F', 'S2'. */
  readonly label: string
  readonly gate: Gate
}

export interface MapCorner extends MapStretch {
  /** Unique on this map. */
  readonly name: string
  readonly apex: Point
}

/** A car or the cursor on a lap. */
export interface MapMarker extends Point {
  readonly lapKey: string
}

/** Points of a lap that were picked elsewhere, by index. */
export interface MapHighlight {
  readonly lapKey: string
  readonly indices: ArrayLike<number>
}

/** A place on a lap somebody pointed at. 'move': the pointer passes over it; 'press': it was chosen. */
export interface PointedAt {
  readonly lapKey: string
  readonly metres: number
  readonly timeMs: number
  readonly by: 'move' | 'press'
}

/** The lap hovering and dragging follow: the coloured one, else the reference, else the first. */
export const followedLap = (laps: readonly MapLap[], colouring: Colouring): MapLap | null => {
  const key = 'lapKey' in colouring ? colouring.lapKey : null
  return laps.find(lap => lap.key === key) ?? laps.find(lap => lap.isReference) ?? laps[0] ?? null
}
