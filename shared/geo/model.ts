/**
 * Places on the ground. Real circuits are in degrees (WGS 84), simulators in flat metres; a `Frame` says
 * which, and nothing mixes the two.
 */

export interface LatLon {
  readonly lat: number
  readonly lon: number
}

/** Metres east (x) and north (y) of some origin. */
export interface Point {
  readonly x: number
  readonly y: number
}

export type Frame =
  | { readonly kind: 'wgs84' }
  /** Flat metres of one simulator's track; `space` names that coordinate system. */
  | { readonly kind: 'flat'; readonly space: string }

/**
 * A line on the ground that is crossed. `left` and `right` are its ends as the driver sees them arriving, so
 * the order of the ends is the direction: a crossing counts only when driven from behind to in front.
 * In a wgs84 frame the ends are {x: lon, y: lat} in degrees.
 */
export interface Gate {
  readonly left: Point
  readonly right: Point
}
