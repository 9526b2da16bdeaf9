/**
 * Picking values out of parsed JSON of which nothing is certain. What is missing, of another type, or a number
 * RaceChrono writes for "none" answers null.
 */
import { decodeText } from '../text/index.ts'

export type Json = Readonly<Record<string, unknown>>

/** 2^63 − 1 and 2^31 − 1 stand where there is no value. */
const NO_LONG = 2 ** 63
const NO_INT = 2 ** 31 - 1

export const parseObject = (bytes: Uint8Array): Json | null => {
  try {
    return asObject(JSON.parse(decodeText(bytes)))
  } catch {
    // No JSON: the file is damaged, and the reader says so.
    return null
  }
}

export const asObject = (value: unknown): Json | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null

export const objectAt = (json: Json | null, key: string): Json | null => asObject(json?.[key])

/** Empty when there is no list; members that are no objects are left out. */
export const objectsAt = (json: Json | null, key: string): readonly Json[] => {
  const list = json?.[key]
  return Array.isArray(list) ? list.map(asObject).filter(item => item !== null) : []
}

export const numberAt = (json: Json | null, key: string): number | null => {
  const value = json?.[key]
  if (typeof value !== 'number' || !Number.isFinite(value)) return null
  return value >= NO_LONG - 1024 || value === NO_INT ? null : value
}

export const textAt = (json: Json | null, key: string): string => {
  const value = json?.[key]
  return typeof value === 'string' ? value : ''
}
