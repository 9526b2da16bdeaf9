/**
 * Countries as the reader's language calls them. Browsers know the names, so no table of ours does; one that does not
 * know a code answers the code itself.
 */

/** Codes the standard keeps for something that is no country. */
const NO_COUNTRY = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ'])

const namesIn = (tag: string): Intl.DisplayNames =>
  new Intl.DisplayNames(tag, { type: 'region', fallback: 'none' })

/** Making one costs far more than asking it. */
const named = new Map<string, Intl.DisplayNames>()

export const countryName = (code: string, tag: string): string => {
  const names = named.get(tag) ?? namesIn(tag)
  named.set(tag, names)
  try {
    return names.of(code) ?? code
  } catch {
    return code
  }
}

export interface Country {
  readonly code: string
  readonly name: string
}

/** Every country with a name in that language, by name. */
export const countriesIn = (tag: string): readonly Country[] => {
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i))
  const codes = letters.flatMap(first => letters.map(second => first + second))
  const order = new Intl.Collator(tag)
  return codes
    .filter(code => !NO_COUNTRY.has(code) && isInUse(code))
    .flatMap(code => {
      const name = countryName(code, tag)
      return name === code ? [] : [{ code, name }]
    })
    .sort((a, b) => order.compare(a.name, b.name))
}

/** A code given up names its successor: East Germany is Germany. */
const isInUse = (code: string): boolean => Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`
