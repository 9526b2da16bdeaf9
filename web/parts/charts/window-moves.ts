/**
 * The arithmetic of zooming and panning: windows of an axis in, windows out.
 *
 * Invariants: a result lies inside the extent and is at least `leastSpan` wide (the whole extent where that is
 * smaller); zooming about a place keeps that place at its pixel unless an end of the extent is in the way;
 * panning never changes the width.
 */
import type { AxisKind, Window } from './model.ts'

/** Less than this shows two samples of even the fastest logger. */
const LEAST_SPAN: Readonly<Record<AxisKind, number>> = { distance: 5, time: 100 }

export const leastSpan = (axis: AxisKind): number => LEAST_SPAN[axis]

export const isSameWindow = (a: Window, b: Window): boolean => a.from === b.from && a.to === b.to

const spanOf = ({ from, to }: Window): number => to - from

/** A window of the wished width moved inside the extent. */
const placed = (from: number, span: number, extent: Window): Window => {
  if (span >= spanOf(extent)) return extent
  const start = Math.min(Math.max(from, extent.from), extent.to - span)
  return { from: start, to: start + span }
}

export const clampWindow = (window: Window, extent: Window, axis: AxisKind): Window => {
  if (!Number.isFinite(window.from) || !Number.isFinite(window.to)) return extent
  const least = Math.min(leastSpan(axis), spanOf(extent))
  const span = spanOf(window)
  if (span >= least) return placed(window.from, span, extent)
  return placed((window.from + window.to) / 2 - least / 2, least, extent)
}

/** `factor` below 1 zooms in; `at` keeps its part of the width. */
export const zoomAbout = (
  window: Window,
  at: number,
  factor: number,
  extent: Window,
  axis: AxisKind,
): Window => {
  const least = Math.min(leastSpan(axis), spanOf(extent))
  const span = Math.min(Math.max(spanOf(window) * factor, least), spanOf(extent))
  if (span === spanOf(window)) return window
  const part = spanOf(window) === 0 ? 0.5 : (at - window.from) / spanOf(window)
  return placed(at - part * span, span, extent)
}

export const panBy = (window: Window, by: number, extent: Window): Window =>
  placed(window.from + by, spanOf(window), extent)

/** Two fingers, as parts of the width: what was under each stays under it. */
export const pinchTo = (
  start: Window,
  startParts: readonly [number, number],
  parts: readonly [number, number],
  extent: Window,
  axis: AxisKind,
): Window => {
  const grip = Math.abs(startParts[1] - startParts[0])
  const spread = Math.abs(parts[1] - parts[0])
  // Fingers one above the other cannot say how wide: they only pan.
  const isTooClose = grip < 0.02 || spread < 0.02
  const least = Math.min(leastSpan(axis), spanOf(extent))
  const wished = isTooClose ? spanOf(start) : (spanOf(start) * grip) / spread
  const span = Math.min(Math.max(wished, least), spanOf(extent))
  const middle = start.from + ((startParts[0] + startParts[1]) / 2) * spanOf(start)
  return placed(middle - ((parts[0] + parts[1]) / 2) * span, span, extent)
}

/** The stretch between two places, whichever came first. */
export const windowBetween = (a: number, b: number): Window =>
  a <= b ? { from: a, to: b } : { from: b, to: a }

export const xToPart = (window: Window, x: number): number =>
  spanOf(window) > 0 ? (x - window.from) / spanOf(window) : 0

/** A part of the width as a place on the axis, held inside the window. */
export const partToX = (window: Window, part: number): number =>
  window.from + Math.min(1, Math.max(0, part)) * spanOf(window)
