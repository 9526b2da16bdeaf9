/**
 * The canvases of the desk's map, from the ground up: road, traces, the shown stretch, picked points, lines.
 *
 * Each has a pane of its own and is painted only when what it shows has changed: a new window paints the stretch, a
 * cursor paints none of them. With a stretch the traces below are dimmed by their pane, which paints nothing either.
 */
import type { Map as LeafletMap } from 'leaflet'
import type { Gate, Point } from '#shared/geo'
import { type CanvasPane, createCanvasPane, type Paint } from './canvas-pane.ts'
import type { Painted } from './colouring.ts'
import { type CutPath, cutLap } from './lap-samples.ts'
import type { MapColours } from './map-colours.ts'
import type { GateKind, MapHighlight, MapLap, MapStretch } from './model.ts'
import { paintPoints, paintRoad, paintSectorLine, paintStartLine, paintTrace } from './painting.ts'

export interface Scene {
  readonly colours: MapColours
  readonly laps: readonly MapLap[]
  /** Whose path the road is drawn along. */
  readonly followed: MapLap
  readonly painted: Painted | null
  readonly stretch: MapStretch | null
  readonly highlight: readonly MapHighlight[]
  readonly gates: readonly { readonly kind: GateKind; readonly gate: Gate }[]
}

export type PaneName = 'road' | 'traces' | 'stretch' | 'picked' | 'lines'

export interface DeskPanes {
  readonly panes: Readonly<Record<PaneName, CanvasPane>>
  dim(isDimmed: boolean): void
  remove(): void
}

const Z_INDEX = { road: 380, traces: 390, stretch: 395, picked: 396, lines: 400 } as const
const WIDTH_PX = { painted: 5, lap: 2, reference: 5, beside: 1.5 }
/** Laps beside a coloured one are drawn once they can lie beside it: a metre is more than this in pixels. */
const BESIDE_FROM_SCALE = 1.2
const DIMMED = '0.3'

/** `scene` is asked at each painting; null while there is nothing to draw. */
export const createDeskPanes = (map: LeafletMap, scene: () => Scene | null): DeskPanes => {
  const pane = (name: PaneName, paint: (of: Scene) => Paint): CanvasPane =>
    createCanvasPane(map, {
      name,
      zIndex: Z_INDEX[name],
      paint(context, view, box) {
        const now = scene()
        if (now) paint(now)(context, view, box)
      },
    })
  const panes = {
    road: pane('road', ({ followed, colours }) => (context, view, box) => {
      paintRoad(context, view, box, followed, { edge: colours.roadEdge, surface: colours.roadSurface })
    }),
    traces: pane('traces', of => paintTraces(of, lap => ({ ...lap, steps: of.painted?.steps ?? null }))),
    stretch: pane('stretch', of => (context, view, box) => {
      const { stretch, painted } = of
      if (!stretch) return
      paintTraces(of, lap => cutLap(lap, stretch, painted?.steps ?? null))(context, view, box)
    }),
    picked: pane('picked', ({ highlight, laps, colours }) => (context, view, box) => {
      for (const { lapKey, indices } of highlight) {
        const lap = laps.find(({ key }) => key === lapKey)
        if (!lap) continue
        const shown = { fill: colours.token(lap.colour) || colours.ink, edge: colours.ground }
        paintPoints(context, view, box, pointsOf(lap, indices), shown)
      }
    }),
    lines: pane('lines', ({ gates, colours }) => (context, view) => {
      const { ground, ink, muted } = colours
      for (const { kind, gate } of gates) {
        if (kind === 'sector') paintSectorLine(context, view, gate, { line: ink, ground })
        else paintStartLine(context, view, gate, { light: ink, dark: ground, arrow: muted, ground })
      }
    }),
  }
  return {
    panes,
    dim(isDimmed) {
      panes.traces.pane.style.opacity = isDimmed ? DIMMED : ''
    },
    remove() {
      for (const { remove } of Object.values(panes)) remove()
    },
  }
}

type PathToPaint = Pick<MapLap, 'x' | 'y'> & { readonly steps: CutPath['steps'] }

const paintTraces =
  ({ laps, painted, colours }: Scene, pathOf: (lap: MapLap) => PathToPaint): Paint =>
  (context, view, box) => {
    const inOwnColour = (lap: MapLap, widthPx: number): void => {
      const colour = colours.token(lap.colour) || colours.ink
      const { x, y } = pathOf(lap)
      paintTrace(context, view, box, { x, y }, { steps: null, colours: [colour], unknown: colour, widthPx })
    }
    // The reference is the widest and lies below, so that it is seen around the others.
    const ordered = laps.toSorted((a, b) => Number(b.isReference) - Number(a.isReference))
    for (const lap of ordered) {
      if (lap.key === painted?.lapKey) continue
      if (!painted) inOwnColour(lap, lap.isReference ? WIDTH_PX.reference : WIDTH_PX.lap)
      else if (view.scale > BESIDE_FROM_SCALE) inOwnColour(lap, WIDTH_PX.beside)
    }
    const lap = painted && laps.find(({ key }) => key === painted.lapKey)
    if (!lap) return
    const { x, y, steps } = pathOf(lap)
    const shown = { steps, colours: colours.ofPalette(painted.palette), unknown: colours.muted }
    paintTrace(context, view, box, { x, y }, { ...shown, widthPx: WIDTH_PX.painted })
  }

function* pointsOf(lap: MapLap, indices: ArrayLike<number>): Generator<Point> {
  for (let k = 0; k < indices.length; k++) {
    const i = indices[k]!
    if (i < lap.x.length) yield { x: lap.x[i]!, y: lap.y[i]! }
  }
}
