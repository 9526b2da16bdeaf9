/**
 * The picture on screen and the window asked for: while somebody drags or turns the wheel the last picture is
 * moved and stretched, which costs no drawing; it is drawn anew once the window rests.
 *
 * Limits: a picture is only moved when nothing but the window has changed, it still covers most of the window
 * and is not stretched out of shape.
 */
import type { UnitSystem } from '#shared/units'
import type { AxisKind, ChartPanel, Window } from './model.ts'

export interface Picture {
  readonly panels: readonly ChartPanel[]
  readonly axis: AxisKind
  readonly units: UnitSystem
  readonly theme: string
  readonly window: Window
  readonly width: number
}

/** A window that has not changed for so long rests. */
export const REST_MS = 80
const LEAST_COVER = 0.6
const MOST_STRETCH = 2.5

export const differsOnlyInWindow = (a: Picture, b: Picture): boolean =>
  a.panels === b.panels &&
  a.axis === b.axis &&
  a.units === b.units &&
  a.theme === b.theme &&
  a.width === b.width

export const canBeMoved = (picture: Picture, next: Picture): boolean => {
  if (!differsOnlyInWindow(picture, next)) return false
  const [shown, wanted] = [picture.window, next.window]
  const wantedSpan = wanted.to - wanted.from
  const overlap = Math.min(shown.to, wanted.to) - Math.max(shown.from, wanted.from)
  const stretch = (shown.to - shown.from) / wantedSpan
  return overlap / wantedSpan >= LEAST_COVER && stretch <= MOST_STRETCH
}

/** Where the picture belongs over the window wanted: parts of its width. */
export const pictureToWindow = (shown: Window, wanted: Window): { shift: number; stretch: number } => {
  const span = wanted.to - wanted.from
  if (!(span > 0) || !(shown.to > shown.from)) return { shift: 0, stretch: 1 }
  return { shift: (shown.from - wanted.from) / span, stretch: (shown.to - shown.from) / span }
}
