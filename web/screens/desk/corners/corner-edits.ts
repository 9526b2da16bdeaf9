/**
 * Edits of a layout's corners, in metres along the reference.
 *
 * Invariants, kept by every edit of a list that has them: 0 ≤ entry < apex < exit ≤ length, corners lie in driving
 * order and do not overlap; the points and the turn of a corner are those of the road at its metres. An edit that
 * cannot be made gives back the same list.
 */
import type { CornerStretch } from '#shared/compare'
import { asMetres } from '#shared/units'
import type { CornerRoad } from './corner-road.ts'

export type CornerPoint = 'entry' | 'apex' | 'exit'
export type Corners = readonly CornerStretch[]

/** Between entry and apex, and between apex and exit: shorter than any corner anybody names. */
export const MIN_HALF_M = 2
/** A corner that is added reaches so far to both sides where there is room. */
const REACH_M = 30
const MAX_NAME = 40

interface Span {
  readonly fromM: number
  readonly apexM: number
  readonly toM: number
}

const lay = (road: CornerRoad, name: string, { fromM, apexM, toM }: Span): CornerStretch => ({
  fromM: asMetres(fromM),
  apexM: asMetres(apexM),
  toM: asMetres(toM),
  corner: {
    name,
    turn: road.turnBetween(fromM, toM),
    entry: road.pointAt(fromM),
    apex: road.pointAt(apexM),
    exit: road.pointAt(toM),
  },
})

/** The room a corner has between its neighbours. */
const roomOf = (corners: Corners, i: number, road: CornerRoad): { fromM: number; toM: number } => ({
  fromM: corners[i - 1]?.toM ?? 0,
  toM: corners[i + 1]?.fromM ?? road.lengthM,
})

const between = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value))

/** As far as neighbours and the corner's other points leave room. */
export const movePoint = (
  corners: Corners,
  i: number,
  point: CornerPoint,
  byM: number,
  road: CornerRoad,
): Corners => {
  const moved = corners[i]
  if (!moved) return corners
  const room = roomOf(corners, i, road)
  const { fromM, apexM, toM } = moved
  const span = { fromM: fromM as number, apexM: apexM as number, toM: toM as number }
  if (point === 'entry') span.fromM = between(fromM + byM, room.fromM, apexM - MIN_HALF_M)
  else if (point === 'exit') span.toM = between(toM + byM, apexM + MIN_HALF_M, room.toM)
  else span.apexM = between(apexM + byM, fromM + MIN_HALF_M, toM - MIN_HALF_M)
  const isSame = span.fromM === fromM && span.apexM === apexM && span.toM === toM
  return isSame || !isOrdered(span, room) ? corners : corners.with(i, lay(road, moved.corner.name, span))
}

const isOrdered = ({ fromM, apexM, toM }: Span, room: { fromM: number; toM: number }): boolean =>
  room.fromM <= fromM && fromM < apexM && apexM < toM && toM <= room.toM

/** Its apex at `atM`; the same list when it lies in a corner or there is no room. */
export const addCorner = (corners: Corners, atM: number, road: CornerRoad): Corners => {
  const after = corners.findLastIndex(({ toM }) => toM <= atM)
  const next = corners[after + 1]
  const low = corners[after]?.toM ?? 0
  const high = next?.fromM ?? road.lengthM
  const span = {
    fromM: Math.max(low, atM - REACH_M),
    apexM: atM,
    toM: Math.min(high, atM + REACH_M),
  }
  if (!(span.apexM - span.fromM >= MIN_HALF_M && span.toM - span.apexM >= MIN_HALF_M)) return corners
  return corners.toSpliced(after + 1, 0, lay(road, freeName(corners, after + 1), span))
}

/** The number of its place, or the one before with a letter where that is taken. */
const freeName = (corners: Corners, at: number): string => {
  const taken = new Set(corners.map(({ corner }) => corner.name))
  const plain = `T${at + 1}`
  if (!taken.has(plain)) return plain
  const before = corners[at - 1]?.corner.name ?? 'T0'
  for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
    if (!taken.has(before + letter)) return before + letter
  }
  return plain
}

export const removeCorner = (corners: Corners, i: number): Corners =>
  corners[i] ? corners.toSpliced(i, 1) : corners

/** At its apex; each half has its own apex in its middle. */
export const splitCorner = (corners: Corners, i: number, road: CornerRoad): Corners => {
  const whole = corners[i]
  if (!whole) return corners
  const { fromM, apexM, toM, corner } = whole
  if (Math.min(apexM - fromM, toM - apexM) < 2 * MIN_HALF_M) return corners
  const half = (letter: string, from: number, to: number): CornerStretch =>
    lay(road, corner.name + letter, { fromM: from, apexM: (from + to) / 2, toM: to })
  return corners.toSpliced(i, 1, half('a', fromM, apexM), half('b', apexM, toM))
}

/** One corner from the entry of this to the exit of the next, its apex midway between theirs. */
export const mergeCorners = (corners: Corners, i: number, road: CornerRoad): Corners => {
  const first = corners[i]
  const next = corners[i + 1]
  if (!first || !next) return corners
  const span = { fromM: first.fromM, apexM: (first.apexM + next.apexM) / 2, toM: next.toM }
  return corners.toSpliced(i, 2, lay(road, first.corner.name, span))
}

export const renameCorner = (corners: Corners, i: number, typed: string): Corners => {
  const renamed = corners[i]
  const name = Array.from(typed.replace(/\s+/g, ' ').trim()).slice(0, MAX_NAME).join('')
  if (!renamed || name === '' || name === renamed.corner.name) return corners
  return corners.with(i, { ...renamed, corner: { ...renamed.corner, name } })
}

const NUMBERED = /^T?(\d+)[a-z]?$/i

/**
 * Counts on from this corner's own number (or from its place on the lap when it has none). Corners with a name of
 * their own keep it and are counted all the same, as circuits do.
 */
export const renumberFrom = (corners: Corners, i: number): Corners => {
  const first = corners[i]
  if (!first) return corners
  const own = NUMBERED.exec(first.corner.name)
  const start = own ? Number(own[1]) : i + 1
  const renamed = corners.map((stretch, k) =>
    k >= i && NUMBERED.test(stretch.corner.name)
      ? { ...stretch, corner: { ...stretch.corner, name: `T${start + k - i}` } }
      : stretch,
  )
  return renamed.some((stretch, k) => stretch.corner.name !== corners[k]!.corner.name) ? renamed : corners
}
