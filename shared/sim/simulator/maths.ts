/**
 * The arithmetic of the simulator.
 *
 * Invariant: only + − × ÷ and Math.sqrt, which IEEE 754 rounds exactly, so every engine gets the same bits.
 * Math.sin, exp, atan2, hypot and ** may differ in the last bit from one engine to the next and are not used
 * anywhere in the simulator; what needs an angle takes it from `atan2Deg`.
 */

export const GRAVITY = 9.81

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), high)

/** `value` modulo `period`, never negative. */
export const wrap = (value: number, period: number): number => value - Math.floor(value / period) * period

export const roundTo = (value: number, step: number): number => Math.round(value / step) * step

/** 0 below `from`, 1 above `to`, with no jump in the first two derivatives between. */
export const smoothStep = (from: number, to: number, value: number): number => {
  const u = clamp((value - from) / (to - from), 0, 1)
  return u * u * u * (u * (u * 6 - 15) + 10)
}

/** 1 in the middle, 0 from `halfWidth` on, smooth up to the second derivative. */
export const bump = (distance: number, halfWidth: number): number => {
  const u = distance / halfWidth
  const rest = 1 - u * u
  return rest <= 0 ? 0 : rest * rest * rest
}

export const DEG_PER_RAD = 180 / Math.PI

/** atan for |u| ≤ tan(π/8): eleven terms of the series leave less than 1e-10 rad. */
const atanSmall = (u: number): number => {
  const q = u * u
  let sum = 0
  for (let k = 23; k >= 1; k -= 2) sum = 1 / k - q * sum
  return u * sum
}

/** atan for 0 ≤ u ≤ 1; above tan(π/8) the angle is halved from 45 degrees. */
const atanUnit = (u: number): number =>
  u > 0.41421356237309503 ? Math.PI / 4 + atanSmall((u - 1) / (u + 1)) : atanSmall(u)

/** Angle of the vector (x, y) from the +x axis, −180 to 180 degrees, within 1e-8. */
export const atan2Deg = (y: number, x: number): number => {
  const ax = Math.abs(x)
  const ay = Math.abs(y)
  if (ax === 0 && ay === 0) return 0
  const first = ay <= ax ? atanUnit(ay / ax) : Math.PI / 2 - atanUnit(ax / ay)
  const upper = x >= 0 ? first : Math.PI - first
  return (y >= 0 ? upper : -upper) * DEG_PER_RAD
}

/** Between values[i] and values[i + 1]. */
export const mixAt = (values: ArrayLike<number>, i: number, share: number): number => {
  const from = values[i]!
  return from + (values[i + 1]! - from) * share
}
