/**
 * Finding a name by a few of its letters: 'o p' and 'op' find 'Oil pressure', 'tt fl' 'Tyre temperature front left'.
 *
 * Ranks, best first: 0 initials of neighbouring words from the first on · 1 initials in order with words left out ·
 * 2 every typed part begins a word, in order · 3 the same in any order · 4 the text occurs somewhere. Equal ranks keep
 * the order given, so that a list does not jump. Case and accents do not count.
 */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** 'rearLeft 2' is 'rear', 'left', '2': channel names of loggers are written in every way. */
const wordsOf = (title: string): string[] =>
  plain(title.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')).match(/[\p{L}\p{N}]+/gu) ?? []

/** 0 to 4, or null when the name has not these letters; an empty text finds everything at rank 0. */
export const matchInitials = (title: string, typed: string): number | null => {
  const parts = plain(typed).match(/[\p{L}\p{N}]+/gu) ?? []
  if (parts.length === 0) return plain(typed).trim() === '' ? 0 : null
  const names = wordsOf(title)
  const initials = names.map(name => name[0]!).join('')
  const letters = parts.join('')
  if (letters.length > 1 && initials.startsWith(letters)) return 0
  if (letters.length > 1 && hasInOrder(initials, letters)) return 1
  if (beginInOrder(names, parts)) return 2
  if (parts.every(part => names.some(name => name.startsWith(part)))) return 3
  return plain(title).includes(plain(typed).trim()) ? 4 : null
}

const hasInOrder = (text: string, letters: string): boolean => {
  let at = 0
  for (const letter of text) if (letter === letters[at]) at++
  return at === letters.length
}

const beginInOrder = (names: readonly string[], parts: readonly string[]): boolean => {
  let at = 0
  for (const name of names) if (at < parts.length && name.startsWith(parts[at]!)) at++
  return at === parts.length
}

export const findByInitials = <T>(all: readonly T[], typed: string, titleOf: (one: T) => string): T[] =>
  all
    .flatMap(one => {
      const rank = matchInitials(titleOf(one), typed)
      return rank === null ? [] : [{ one, rank }]
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one)
