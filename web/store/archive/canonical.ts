/**
 * One text for one value, whatever the order of its fields: how two versions of a row are compared and, when nothing
 * else tells them apart, ordered.
 *
 * Invariant: a value has the same text before and after JSON. Limit: 64 levels; what is deeper is no row of ours.
 */
const MAX_DEPTH = 64

/** Null when the value is nested too deeply, or cannot be written at all. */
export const canonicalText = (value: unknown): string | null => {
  try {
    return textOf(value, 0) ?? 'null'
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return null
    throw error
  }
}

const textOf = (value: unknown, depth: number): string | undefined => {
  if (depth > MAX_DEPTH) throw new RangeError('nested too deeply')
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(each => textOf(each, depth + 1) ?? 'null').join(',')}]`
  if (!isPlain(value)) return JSON.stringify(value)
  const fields: string[] = []
  for (const name of Object.keys(value).sort()) {
    const text = textOf((value as Record<string, unknown>)[name], depth + 1)
    if (text !== undefined) fields.push(`${JSON.stringify(name)}:${text}`)
  }
  return `{${fields.join(',')}}`
}

/** A row that came out of the database, or out of JSON. */
const isPlain = (value: object): boolean => {
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype || prototype.constructor?.name === 'Object'
}
