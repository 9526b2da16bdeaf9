/**
 * Names as keys: what two spellings of one name have in common.
 *
 * Case, accents, punctuation and spaces do not matter ('Spa-Francorchamps', 'SPA FRANCORCHAMPS'). Letters of
 * every script and digits do. Limit: longer names than any there is are no name.
 */

/** The longest known name has about 50 letters. */
const LONGEST = 120

/** Letters that no decomposition takes apart. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
}

const PLAIN = /^[ -~]*$/

/** The words of a name, folded; empty when there are none. */
export const foldWords = (name: string): string[] => {
  if (name.length > LONGEST) return []
  // Most names are plain, and making the indexes folds some thousands: this halves the time.
  if (PLAIN.test(name)) return name.toLowerCase().match(/[a-z0-9]+/g) ?? []
  return (
    name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/\p{M}+/gu, '')
      .replace(/[ßæœøłđı]/g, letter => LETTERS[letter]!)
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
}

/** Empty for a name without letters and digits. */
export const foldName = (name: string): string => foldWords(name).join('')
