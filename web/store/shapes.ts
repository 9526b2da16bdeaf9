/** Small checks of which the guards of rows are put together. */
export type Check = (value: unknown) => boolean

export const isText: Check = value => typeof value === 'string'
export const isFlag: Check = value => typeof value === 'boolean'
export const isFiniteNumber: Check = value => Number.isFinite(value)
export const isWhole: Check = value => Number.isSafeInteger(value)
export const isCount: Check = value => Number.isSafeInteger(value) && (value as number) >= 0
/** A hash or a public key. */
export const isHex64: Check = value => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
export const isBytes: Check = value => value instanceof Uint8Array
export const oneOf =
  (words: readonly unknown[]): Check =>
  value =>
    words.includes(value)
export const orNull =
  (check: Check): Check =>
  value =>
    value === null || check(value)
export const orAbsent =
  (check: Check): Check =>
  value =>
    value === undefined || check(value)
export const listOf =
  (check: Check): Check =>
  value =>
    Array.isArray(value) && value.every(check)
export const either =
  (...checks: readonly Check[]): Check =>
  value =>
    checks.some(check => check(value))
export const shaped =
  (fields: Readonly<Record<string, Check>>): Check =>
  value => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
    const record = value as Record<string, unknown>
    return Object.keys(fields).every(name => fields[name]!(record[name]))
  }
