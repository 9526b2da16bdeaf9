/** Finding by typing: every word typed is somewhere in the texts of a thing, capitals and accents aside. */

export const isMatch = (texts: readonly (string | null | undefined)[], typed: string): boolean => {
  const wanted = folded(typed)
    .split(/\s+/)
    .filter(word => word !== '')
  if (wanted.length === 0) return true
  const text = folded(texts.filter(each => each).join('\n'))
  return wanted.every(word => text.includes(word))
}

const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
