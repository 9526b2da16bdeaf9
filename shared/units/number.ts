/**
 * Writing numbers for people.
 *
 * Invariants: minus is the real sign U+2212; zero never has a sign; an unknown value is an en dash, so that a
 * gap in a trace can be formatted without asking first. Decimals are points, as on every timing screen.
 */

export const MINUS = '\u2212'
export const UNKNOWN = '\u2013'
/** U+202F, between groups of three digits: narrow, and no line breaks there. */
export const GROUP_SPACE = '\u202f'

export const formatNumber = (n: number, digits = 0): string => {
  if (!Number.isFinite(n)) return UNKNOWN
  const text = Math.abs(n).toFixed(digits)
  return n < 0 && Number(text) !== 0 ? MINUS + text : text
}

/** A whole number in groups of three: '1 284'. */
export const formatGrouped = (n: number): string =>
  formatNumber(n).replace(/\d(?=(?:\d{3})+$)/g, `$&${GROUP_SPACE}`)
