/** One step of the cursor by key: to the next sample of the reference in the uppermost chart. */
import type { Desk } from '#web/desk'

/** Without samples: a four-hundredth of what is seen. */
const STEPS = 400

export const nextSample = (
  { panels, sight: { extent, window, activePlace } }: Pick<Desk, 'panels' | 'sight'>,
  direction: 1 | -1,
  times: number,
): number => {
  const from = activePlace ?? window.from
  const lines = panels.find(panel => !panel.isDelta)?.lines ?? []
  const axis = (lines.find(line => line.isReference) ?? lines[0])?.pyramid.axis
  const clamp = (x: number): number => Math.min(extent.to, Math.max(extent.from, x))
  if (!axis || axis.length < 2) return clamp(from + (direction * times * (window.to - window.from)) / STEPS)
  // Where the car stood, many samples lie at one place: the next one that is another place is meant.
  let at = from
  for (let i = 0; i < times; i++) {
    const next =
      direction > 0 ? axis[firstAbove(axis, at + TOLERANCE)] : axis[firstAbove(axis, at - TOLERANCE) - 1]
    if (next === undefined) return direction > 0 ? extent.to : extent.from
    at = next
  }
  return clamp(at)
}

/** Places are written into addresses with three decimals. */
const TOLERANCE = 0.001

const firstAbove = (rising: Float64Array, value: number): number => {
  let low = 0
  let high = rising.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (rising[middle]! > value) high = middle
    else low = middle + 1
  }
  return low
}
