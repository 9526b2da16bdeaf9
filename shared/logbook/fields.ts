/**
 * Small readers and writers that bodies are made of: a field turns what dag-cbor decoded into what `bodies.ts` says, and
 * back. `read` throws `Malformed` for anything else; `write` trusts its caller's types and only tidies text.
 *
 * What an older program does not know must not make it refuse a newer one's entry: extra keys are passed over.
 */
import type { Bytes } from '#shared/blob'
import { bytesToHex, hexToBytes } from '#shared/id'

export class Malformed extends Error {}

export interface Field<T> {
  read(raw: unknown): T
  write(value: T): unknown
}

const fail = (what: string): never => {
  throw new Malformed(what)
}

/** Whole numbers. */
export const int = <T extends number = number>(min: number, max: number): Field<T> => ({
  read: raw =>
    typeof raw === 'number' && Number.isInteger(raw) && raw >= min && raw <= max
      ? (raw as T)
      : fail('number out of range'),
  write: value => value,
})

export const real = <T extends number = number>(min: number, max: number): Field<T> => ({
  read: raw =>
    typeof raw === 'number' && raw >= min && raw <= max ? (raw as T) : fail('number out of range'),
  write: value => value,
})

export const flag: Field<boolean> = {
  read: raw => (typeof raw === 'boolean' ? raw : fail('neither true nor false')),
  write: value => value,
}

/** Control characters, and the marks that turn the direction of writing and so let a name pose as another. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/
const EVERY_UNSEEN = new RegExp(UNSEEN, 'g')

/** One line for a person to read, at most `max` UTF-16 units; longer ones are cut when written. */
export const text = (max: number): Field<string> => ({
  read: raw =>
    typeof raw === 'string' && raw.length <= max && !UNSEEN.test(raw) ? raw : fail('not a plain text'),
  write: value => cutText(value.normalize('NFC').replace(EVERY_UNSEEN, ' ').toWellFormed(), max),
})

/** Never half a pair of surrogates. */
const cutText = (value: string, max: number): string => {
  if (value.length <= max) return value
  const last = value.charCodeAt(max - 1)
  return value.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max)
}

export const oneOf = <T extends string>(...values: readonly T[]): Field<T> => ({
  read: raw => (values.includes(raw as T) ? (raw as T) : fail(`none of ${values.join(', ')}`)),
  write: value => value,
})

/** An id or hash of so many bytes, as hex. */
export const hex = <T extends string = string>(bytes: number): Field<T> => ({
  read: raw =>
    raw instanceof Uint8Array && raw.length === bytes ? (bytesToHex(raw) as T) : fail('not such an id'),
  write: value => hexToBytes(value),
})

export const blob = (min: number, max = min): Field<Bytes> => ({
  read: raw =>
    raw instanceof Uint8Array && raw.length >= min && raw.length <= max
      ? new Uint8Array(raw)
      : fail('not so many bytes'),
  write: value => value,
})

export const orNull = <T>(field: Field<T>): Field<T | null> => ({
  read: raw => (raw === null ? null : field.read(raw)),
  write: value => (value === null ? null : field.write(value)),
})

export const list = <T>(field: Field<T>, max: number): Field<readonly T[]> => ({
  read: raw =>
    Array.isArray(raw) && raw.length <= max ? raw.map(item => field.read(item)) : fail('not such a list'),
  write: values => values.map(value => field.write(value)),
})

export const pair = <A, B>(first: Field<A>, second: Field<B>): Field<readonly [A, B]> => ({
  read: raw =>
    Array.isArray(raw) && raw.length === 2 ? [first.read(raw[0]), second.read(raw[1])] : fail('not a pair'),
  write: ([a, b]) => [first.write(a), second.write(b)],
})

type FieldsOf<T> = { readonly [K in keyof T]-?: Field<T[K]> }

export const record = <T extends object>(fields: FieldsOf<T>): Field<T> => {
  const names = Object.keys(fields) as (keyof T & string)[]
  return {
    read: raw => {
      const map = asMap(raw)
      const value: Partial<T> = {}
      for (const name of names) value[name] = fields[name].read(map[name])
      return value as T
    },
    write: value => Object.fromEntries(names.map(name => [name, fields[name].write(value[name])])),
  }
}

/** Shapes told apart by the text in `tag`; each shape's own fields are given without it. */
export const variant = <T extends object, K extends keyof T & string>(
  tag: K,
  shapes: { readonly [V in T[K] & string]: Field<Omit<Extract<T, Record<K, V>>, K>> },
): Field<T> => {
  const fieldOf = new Map(Object.entries(shapes)) as Map<unknown, Field<object>>
  return {
    read: raw => {
      const map = asMap(raw)
      const field = fieldOf.get(map[tag]) ?? fail(`unknown ${tag}`)
      return { [tag]: map[tag], ...field.read(map) } as T
    },
    write: value => {
      const rest = fieldOf.get(value[tag])!.write(value) as object
      return { [tag]: value[tag], ...rest }
    },
  }
}

/** A further rule that a whole value keeps. */
export const where = <T>(field: Field<T>, holds: (value: T) => boolean): Field<T> => ({
  read: raw => {
    const value = field.read(raw)
    return holds(value) ? value : fail('contradicts itself')
  },
  write: value => field.write(value),
})

const asMap = (raw: unknown): Readonly<Record<string, unknown>> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw) && !(raw instanceof Uint8Array)
    ? (raw as Record<string, unknown>)
    : fail('not a map')
