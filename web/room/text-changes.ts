/**
 * A text field as changes: what a person did to it since it was looked at last, and where a place in it is after others
 * changed it.
 */
import type { TextChange } from '#web/league'

const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff

/** The one stretch that differs; null when nothing does. Letters of two units stay whole. */
export const textChange = (before: string, after: string): TextChange | null => {
  if (before === after) return null
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && before[start] === after[start]) start++
  let end = 0
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  const isWithinLetter = (text: string, at: number): boolean => isLowSurrogate(text.charCodeAt(at))
  while (start > 0 && (isWithinLetter(before, start) || isWithinLetter(after, start))) start--
  while (
    end > 0 &&
    (isWithinLetter(before, before.length - end) || isWithinLetter(after, after.length - end))
  )
    end--
  return {
    at: start,
    removed: before.length - end - start,
    inserted: after.slice(start, after.length - end),
  }
}

/** Where a place is afterwards; one in what was removed is where that was. */
export const mapPlace = (place: number, changes: readonly TextChange[]): number =>
  changes.reduce((at, change) => {
    if (at <= change.at) return at
    if (at < change.at + change.removed) return change.at + change.inserted.length
    return at - change.removed + change.inserted.length
  }, place)

/** A change as it is after others came first. */
export const shiftChange = (change: TextChange, changes: readonly TextChange[]): TextChange => {
  const at = mapPlace(change.at, changes)
  const end = mapPlace(change.at + change.removed, changes)
  return { at, removed: Math.max(0, end - at), inserted: change.inserted }
}
