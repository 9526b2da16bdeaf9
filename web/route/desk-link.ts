/**
 * The state of the desk as an address: which laps, which reference, what is seen of them and where the cursors are.
 *
 * A lap is written as its id and, only where they differ from nothing, `_` and a letter: s its colour, m its nudge
 * in metres, t its nudge in milliseconds, h hidden. Whatever cannot be read is left out; the rest still opens.
 */
import { isId, type LapId } from '#shared/id'

export interface LinkedLap {
  readonly id: LapId
  /** Which of the lap colours it wears, from 0; unlike any other on the desk. */
  readonly slot: number
  /** How far it is moved along the axis against the others, on the axis of distance and on that of time. */
  readonly nudgeM: number
  readonly nudgeMs: number
  readonly isHidden: boolean
}

export interface Span {
  readonly from: number
  readonly to: number
}

export interface DeskLink {
  readonly laps: readonly LinkedLap[]
  /** One of the laps; null when nobody chose: then the fastest is taken. */
  readonly reference: LapId | null
  readonly axis: 'distance' | 'time'
  /** What is seen of the axis; null for the whole lap. */
  readonly window: Span | null
  /** On the axis: metres along the reference, or milliseconds since the line. */
  readonly cursor: number | null
  readonly isPinned: boolean
  /** The other end of a range. */
  readonly second: number | null
}

/** As many as can be told apart by colour. */
export const MAX_DESK_LAPS = 8

export const EMPTY_DESK: DeskLink = {
  laps: [],
  reference: null,
  axis: 'distance',
  window: null,
  cursor: null,
  isPinned: false,
  second: null,
}

/** A metre and a millisecond have three decimals in an address: more would be noise. */
const short = (n: number): string => String(Math.round(n * 1000) / 1000)

export const deskToQuery = (desk: DeskLink): string => {
  const parts: string[] = []
  if (desk.laps.length > 0) parts.push(`laps=${desk.laps.map(lapToText).join(',')}`)
  if (desk.reference) parts.push(`ref=${desk.reference}`)
  if (desk.axis === 'time') parts.push('x=time')
  if (desk.window) parts.push(`w=${short(desk.window.from)},${short(desk.window.to)}`)
  if (desk.cursor !== null) parts.push(`at=${short(desk.cursor)}${desk.isPinned ? ',pin' : ''}`)
  if (desk.second !== null) parts.push(`b=${short(desk.second)}`)
  return parts.length === 0 ? '' : `?${parts.join('&')}`
}

const lapToText = ({ id, slot, nudgeM, nudgeMs, isHidden }: LinkedLap): string =>
  [
    id,
    `s${slot}`,
    ...(nudgeM === 0 ? [] : [`m${short(nudgeM)}`]),
    ...(nudgeMs === 0 ? [] : [`t${short(nudgeMs)}`]),
    ...(isHidden ? ['h'] : []),
  ].join('_')

export const queryToDesk = (query: URLSearchParams): DeskLink => {
  const laps: LinkedLap[] = []
  for (const text of (query.get('laps') ?? '').split(',')) {
    const lap = textToLap(text)
    if (!lap || laps.length === MAX_DESK_LAPS || laps.some(other => other.id === lap.id)) continue
    const isTaken = laps.some(other => other.slot === lap.slot)
    laps.push(isTaken ? { ...lap, slot: freeSlot(laps) } : lap)
  }
  const reference = query.get('ref')
  const [cursor = null, pin] = (query.get('at') ?? '').split(',')
  const [from, to] = (query.get('w') ?? '').split(',').map(textToNumber)
  return {
    laps,
    reference: laps.find(lap => lap.id === reference)?.id ?? null,
    axis: query.get('x') === 'time' ? 'time' : 'distance',
    window: from != null && to != null && from < to ? { from, to } : null,
    cursor: textToNumber(cursor),
    isPinned: pin === 'pin' && textToNumber(cursor) !== null,
    second: textToNumber(query.get('b')),
  }
}

const textToLap = (text: string): LinkedLap | null => {
  const [id, ...words] = text.split('_')
  if (!isId(id)) return null
  const numberAfter = (letter: string): number =>
    textToNumber(words.find(word => word.startsWith(letter))?.slice(1) ?? null) ?? 0
  const slot = numberAfter('s')
  return {
    id: id as LapId,
    slot: Number.isInteger(slot) && slot >= 0 && slot < MAX_DESK_LAPS ? slot : 0,
    nudgeM: numberAfter('m'),
    nudgeMs: numberAfter('t'),
    isHidden: words.includes('h'),
  }
}

const textToNumber = (text: string | null): number | null => {
  if (text === null || text === '') return null
  const value = Number(text)
  return Number.isFinite(value) ? value : null
}

/** The first colour nobody wears. */
export const freeSlot = (laps: readonly LinkedLap[]): number => {
  let slot = 0
  while (laps.some(lap => lap.slot === slot)) slot++
  return slot
}

/** With laps added as far as there are colours; those there already stay as they are. */
export const withLaps = (desk: DeskLink, ids: readonly LapId[]): DeskLink => {
  const laps = [...desk.laps]
  for (const id of ids) {
    if (laps.length === MAX_DESK_LAPS || laps.some(lap => lap.id === id)) continue
    laps.push({ id, slot: freeSlot(laps), nudgeM: 0, nudgeMs: 0, isHidden: false })
  }
  return { ...desk, laps }
}

export const withoutLap = (desk: DeskLink, id: LapId): DeskLink => ({
  ...desk,
  laps: desk.laps.filter(lap => lap.id !== id),
  reference: desk.reference === id ? null : desk.reference,
})
