/**
 * The lines of an archived table, one parsed value each.
 *
 * Invariants: a line that is no JSON, or longer than any row of ours, is one refused line and not the end of the
 * table; nothing called `__proto__` comes through, at any depth.
 */

/** The largest rows are deeds, with all rows they changed: some 600 bytes a lap. */
export const MAX_LINE_BYTES = 64 << 20

const NEWLINE = 10

/** Yields what `JSON.parse` made of each line; undefined for a line that is none. Blank lines are nothing. */
export async function* parsedLines(
  pieces: AsyncIterable<Uint8Array>,
  maxLineBytes = MAX_LINE_BYTES,
): AsyncGenerator<unknown> {
  let parts: Uint8Array[] = []
  let length = 0
  let isTooLong = false
  const push = (part: Uint8Array): void => {
    length += part.length
    isTooLong ||= length > maxLineBytes
    if (isTooLong) parts = []
    else if (part.length > 0) parts.push(part)
  }
  const take = (): unknown => {
    const value = isTooLong ? undefined : parse(parts, length)
    parts = []
    length = 0
    isTooLong = false
    return value
  }
  for await (const piece of pieces) {
    let from = 0
    for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, from)) {
      push(piece.subarray(from, at))
      from = at + 1
      if (length > 0) yield take()
    }
    // A copy, because a part would keep the whole piece.
    push(piece.slice(from))
  }
  if (length > 0) yield take()
}

const parse = (parts: readonly Uint8Array[], length: number): unknown => {
  const bytes = parts.length === 1 ? parts[0]! : joined(parts, length)
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('__proto__') || text.includes('\\u005f') || text.includes('\\u005F')
      ? JSON.parse(text, (name, value: unknown) => (name === '__proto__' ? undefined : value))
      : JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError)
      return undefined
    throw error
  }
}

const joined = (parts: readonly Uint8Array[], length: number): Uint8Array => {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
