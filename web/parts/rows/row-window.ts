/**
 * Which rows of a long list are worth having on the page, and how far to scroll so that what is being read stays
 * under the eye when rows come or go above it. Pure: every row is equally high, everything in CSS pixels.
 *
 * Limits: up to FEW rows are simply all there, so that a small library is an ordinary table. Beyond that the rows
 * in view are there with a margin on either side, moved in steps of STEP so that small scrolls change nothing.
 */

/** More than any window shows at once; as many rows cost about 40 ms. */
export const FEW = 48
/** Enough for the first screen of a common window, while nothing has been measured. */
const UNMEASURED = 24
const STEP = 4

/**
 * Rows beside those in view. `wide` is more than a turn of the wheel (3 rows) needs between two frames; after a jump
 * `slim` shows what is seen first, in half the time.
 */
export const MARGINS = { wide: 8, slim: 0 } as const
export type Margin = keyof typeof MARGINS

export interface Glimpse {
  /** How much of the list lies above the upper edge of what is seen; negative when it begins below that edge. */
  readonly above: number
  readonly viewHeight: number
  /** 0 while nothing has been measured. */
  readonly rowHeight: number
  readonly margin: Margin
}

/** From the first row to before `to`. */
export interface RowRange {
  readonly from: number
  readonly to: number
}

export const rowRange = (count: number, { above, viewHeight, rowHeight, margin }: Glimpse): RowRange => {
  if (count <= FEW) return { from: 0, to: count }
  if (!(rowHeight > 0)) return { from: 0, to: UNMEASURED }
  const first = above / rowHeight - MARGINS[margin]
  const last = (above + viewHeight) / rowHeight + MARGINS[margin]
  const from = clamp(Math.floor(first / STEP) * STEP, count)
  return { from, to: Math.max(from, clamp(Math.ceil(last / STEP) * STEP, count)) }
}

/**
 * The places of all rows to have, in order: the range, and around the row that holds the focus its neighbours too,
 * so that the focus is never lost to scrolling and Tab goes on from where it was.
 */
export const rowPlaces = (
  count: number,
  { from, to }: RowRange,
  focused: number | null,
): readonly number[] => {
  const places = Array.from({ length: to - from }, (_, i) => from + i)
  if (focused === null) return places
  const around = [focused - 1, focused, focused + 1].filter(
    place => place >= 0 && place < count && (place < from || place >= to),
  )
  return [...around.filter(place => place < from), ...places, ...around.filter(place => place >= to)]
}

/** The row at the upper edge, or 0 when the list begins in view. */
export const firstInView = ({ above, rowHeight }: Pick<Glimpse, 'above' | 'rowHeight'>): number =>
  above > 0 && rowHeight > 0 ? Math.floor(above / rowHeight) : 0

/**
 * By how many rows what was at place `first` has moved: that row itself, or if it went the nearest one after it
 * (then before it) that is in both lists. 0 when the lists have nothing in common.
 */
export const rowsMoved = <Id>(before: readonly Id[], after: readonly Id[], first: number): number => {
  const placeAfter = new Map(after.map((id, place) => [id, place]))
  const stays = (place: number): boolean => placeAfter.has(before[place]!)
  let held = first
  while (held < before.length && !stays(held)) held++
  // The row after the ones that went takes their place.
  if (held < before.length) return placeAfter.get(before[held]!)! - first
  held = Math.min(first, before.length) - 1
  while (held >= 0 && !stays(held)) held--
  return held < 0 ? 0 : placeAfter.get(before[held]!)! - held
}

const clamp = (place: number, count: number): number => Math.min(count, Math.max(0, place))
