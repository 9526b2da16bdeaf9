/** The colours of the theme in force, read from the page's tokens: a canvas cannot use custom properties itself. */

import { STEPS, stopsToColours } from './colour-scales.ts'
import type { Palette } from './colouring.ts'

export interface MapColours {
  readonly ground: string
  readonly ink: string
  readonly muted: string
  readonly roadEdge: string
  readonly roadSurface: string
  readonly accent: string
  token(name: string): string
  /** One colour per step. */
  ofPalette(palette: Palette): readonly string[]
}

export const readColours = (element: HTMLElement): MapColours => {
  const style = getComputedStyle(element)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  return {
    ground: token('--panel'),
    ink: token('--ink'),
    muted: token('--ink-3'),
    roadEdge: token('--map-road-edge'),
    roadSurface: token('--map-road'),
    accent: token('--accent'),
    token,
    ofPalette(palette) {
      if (palette.kind === 'laps') return palette.tokens.map(token)
      return palette.kind === 'sequential'
        ? stopsToColours(token('--heat'), STEPS.sequential)
        : stopsToColours(token('--map-delta'), STEPS.diverging)
    },
  }
}
