/**
 * A road from above as shapes for a drawing: north up, one scale in both directions, everything inside the size given.
 *
 * Invariants: gaps in the road stay gaps; labels never cover one another, and one that finds no free place is left out
 * (the list beside the drawing has them all).
 */
import { gateCenter, headingAt, type Point, type Polyline, pointAt } from '#shared/geo'
import type { GatePoints } from '#shared/track'

export interface Size {
  readonly width: number
  readonly height: number
}

/** Metres to pixels, y down. */
export interface Fit {
  readonly pxPerM: number
  place(point: Point): Point
}

type Path = { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> }

/** Null without two different places. */
export const fitOf = ({ x, y }: Path, { width, height }: Size, margin: number): Fit | null => {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity]
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(x[i]! + y[i]!)) continue
    left = Math.min(left, x[i]!)
    right = Math.max(right, x[i]!)
    low = Math.min(low, y[i]!)
    high = Math.max(high, y[i]!)
  }
  const [wide, tall] = [right - left, high - low]
  if (!(wide > 0 || tall > 0)) return null
  const pxPerM = Math.min(
    (width - 2 * margin) / Math.max(wide, 1e-6),
    (height - 2 * margin) / Math.max(tall, 1e-6),
  )
  return {
    pxPerM,
    place: point => ({
      x: width / 2 + (point.x - (left + right) / 2) * pxPerM,
      y: height / 2 - (point.y - (low + high) / 2) * pxPerM,
    }),
  }
}

/** How tall a drawing this wide wants to be, within limits. */
export const heightFor = (path: Path, width: number, least: number, most: number): number => {
  const fit = fitOf(path, { width, height: 1e6 }, 0)
  if (!fit) return least
  let [low, high] = [Infinity, -Infinity]
  for (let i = 0; i < path.y.length; i++) {
    if (!Number.isFinite(path.x[i]! + path.y[i]!)) continue
    low = Math.min(low, path.y[i]!)
    high = Math.max(high, path.y[i]!)
  }
  return Math.max(least, Math.min(most, Math.round((high - low) * fit.pxPerM)))
}

/** Points closer than this are one on a screen. */
const FINEST_PX = 0.5

export const pathOf = ({ x, y }: Path, { place }: Fit): string => {
  let path = ''
  let last: Point | null = null
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(x[i]! + y[i]!)) {
      last = null
      continue
    }
    const p = place({ x: x[i]!, y: y[i]! })
    if (last && Math.hypot(p.x - last.x, p.y - last.y) < FINEST_PX) continue
    path += `${last ? 'L' : 'M'}${p.x.toFixed(1)} ${p.y.toFixed(1)}`
    last = p
  }
  return path
}

/** A line across the road, as long as it takes to be seen. */
export interface LineMark {
  readonly from: Point
  readonly to: Point
  readonly middle: Point
  /** Degrees clockwise from the right: where driving goes on. */
  readonly turn: number
}

/** In pixels to each side; a line of 10 m would be a dot on a circuit of 5 km. */
const HALF_LINE_PX = 9

export const lineMarkOf = (gate: GatePoints['startFinish'], { place }: Fit): LineMark => {
  const [left, right, middle] = [place(gate.left), place(gate.right), place(gateCenter(gate))]
  const length = Math.hypot(right.x - left.x, right.y - left.y) || 1
  const ux = (right.x - left.x) / length
  const uy = (right.y - left.y) / length
  const half = Math.max(HALF_LINE_PX, length / 2)
  return {
    from: { x: middle.x - ux * half, y: middle.y - uy * half },
    to: { x: middle.x + ux * half, y: middle.y + uy * half },
    middle,
    // Left to right across, turned by a quarter: forward.
    turn: (Math.atan2(-ux, uy) * 180) / Math.PI,
  }
}

export interface LabelWish {
  readonly text: string
  readonly at: Point
  /** Of length 1: the side it stands on by preference. */
  readonly side: Point
}

export interface Label extends Point {
  readonly text: string
}

/** Away from the middle of the road. */
const AWAY_PX = [15, 22, -15, -24] as const
const LETTER_PX = 6.4
const LINE_PX = 13

export const placeLabels = (wishes: readonly LabelWish[], { width, height }: Size): readonly Label[] => {
  const placed: Label[] = []
  for (const { text, at, side } of wishes) {
    const half = (text.length * LETTER_PX) / 2
    const free = AWAY_PX.map(away => {
      // What is written is wider than high, so it goes further to the sides.
      const reach = away + Math.sign(away) * Math.abs(side.x) * half
      return { text, x: at.x + side.x * reach, y: at.y + side.y * away }
    }).find(
      label =>
        label.x - half >= 0 &&
        label.x + half <= width &&
        label.y >= LINE_PX / 2 &&
        label.y <= height - LINE_PX / 2 &&
        placed.every(other => !overlap(label, other)),
    )
    if (free) placed.push(free)
  }
  return placed
}

const overlap = (a: Label, b: Label): boolean =>
  Math.abs(a.y - b.y) < LINE_PX && Math.abs(a.x - b.x) < (LETTER_PX * (a.text.length + b.text.length)) / 2 + 2

/** Where a corner's name stands: outside of the bend. */
export const outsideAt = (
  road: Polyline,
  atM: number,
  turn: 'left' | 'right',
  fit: Fit,
): Omit<LabelWish, 'text'> => {
  const heading = headingAt(road, atM)
  const sign = turn === 'right' ? -1 : 1
  return {
    at: fit.place(pointAt(road, atM)),
    side: { x: sign * Math.cos(heading), y: sign * Math.sin(heading) },
  }
}

/** The road between two places of it, for another look. */
export const stretchOf = (road: Polyline, fromM: number, toM: number): Path => {
  const x: number[] = []
  const y: number[] = []
  const add = ({ x: px, y: py }: Point): void => {
    x.push(px)
    y.push(py)
  }
  add(pointAt(road, fromM))
  for (let i = 0; i < road.s.length; i++) {
    if (road.s[i]! > fromM && road.s[i]! < toM) add({ x: road.x[i]!, y: road.y[i]! })
  }
  add(pointAt(road, toM))
  return { x, y }
}

/** A round length that takes a fair part of the drawing. */
export const scaleBarM = ({ pxPerM }: Fit, { width }: Size, metresPerUnit: number): number => {
  const rough = (width * 0.18) / pxPerM / metresPerUnit
  const power = 10 ** Math.floor(Math.log10(rough))
  const lead = rough / power
  return (lead >= 5 ? 5 : lead >= 2 ? 2 : 1) * power * metresPerUnit
}
