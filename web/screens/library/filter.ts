/**
 * Finding sessions by typing: every word typed must be somewhere in the name, track, layout, car, drivers, date, tags
 * or notes of a session, in any order, capitals and accents aside.
 *
 * What is searched is written out once per session and kept as long as the session's line is the same, because
 * dates cost the most (some 10 µs each): `warm` does it while nothing else is to be done, so that the first key
 * pressed finds it ready.
 */
import type { SessionListing } from '#web/store'

/** The date of a session in all the ways it may be typed. */
export type DateText = (row: SessionListing) => string

export interface Search {
  /** The rows that have all words of `typed`, in the order they came; the same list when nothing is typed. */
  matching(rows: readonly SessionListing[], typed: string): readonly SessionListing[]
  /** Prepares rows until `isTimeUp`; answers whether all are ready. */
  warm(rows: readonly SessionListing[], isTimeUp: () => boolean): boolean
}

export const createSearch = (dateText: DateText): Search => {
  const texts = new WeakMap<SessionListing, string>()
  const textOf = (row: SessionListing): string => {
    const known = texts.get(row)
    if (known !== undefined) return known
    const { name, tags = [], notes } = row.session
    const parts = [name, row.track, row.layout, row.car, ...row.drivers, dateText(row), ...tags, notes]
    const text = folded(parts.join('\n'))
    texts.set(row, text)
    return text
  }
  return {
    matching(rows, typed) {
      const parts = folded(typed)
        .split(/\s+/)
        .filter(part => part !== '')
      if (parts.length === 0) return rows
      return rows.filter(row => {
        const text = textOf(row)
        return parts.every(part => text.includes(part))
      })
    },
    warm(rows, isTimeUp) {
      for (const row of rows) {
        if (texts.has(row)) continue
        if (isTimeUp()) return false
        textOf(row)
      }
      return true
    },
  }
}

/** Without capitals and accents: 'Nürburgring' is found by 'nurburg'. */
export const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
