/**
 * Keeps what is given while it says the same: a screen may build its lists anew on every move of the cursor, and nothing
 * is painted for that. Lists and plain objects are compared two levels deep; columns of samples by identity only.
 */
export const createSteady = <T>(): ((next: T) => T) => {
  let last: { readonly value: T } | null = null
  return next => {
    if (!last || !isAlike(last.value, next, DEPTH)) last = { value: next }
    return last.value
  }
}

/** A list, and the objects in it. */
const DEPTH = 2

const isAlike = (a: unknown, b: unknown, depth: number): boolean => {
  if (Object.is(a, b)) return true
  if (depth === 0) return false
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((one, i) => isAlike(one, b[i], depth - 1))
  }
  if (!isPlain(a) || !isPlain(b)) return false
  const names = Object.keys(a)
  return (
    names.length === Object.keys(b).length &&
    names.every(name => Object.hasOwn(b, name) && isAlike(a[name], b[name], depth - 1))
  )
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
