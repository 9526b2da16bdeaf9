/**
 * Who made the map, from the file's metadata, as plain text. Files write it as HTML with links; it is only ever shown as
 * text, so tags go and what is left is short.
 */
const MOST_CHARACTERS = 160

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  copy: '©',
}

/** Null when the file names nobody. */
export const attributionOf = (metadata: unknown): string | null => {
  if (typeof metadata !== 'object' || metadata === null || !('attribution' in metadata)) return null
  const { attribution } = metadata
  if (typeof attribution !== 'string') return null
  const text = attribution
    .slice(0, 4096)
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:#(\d{1,6})|([a-z]{1,8}));/gi, (all, code: string | undefined, name: string | undefined) =>
      code ? String.fromCodePoint(Math.min(Number(code), 0x10ffff)) : (ENTITIES[name!.toLowerCase()] ?? all),
    )
    // Controls and signs that turn the direction of text have no business in a credit.
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (text === '') return null
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text
}
