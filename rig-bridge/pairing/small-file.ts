/**
 * A small JSON file the bridge keeps about itself: read once at the start, written whole whenever it changes.
 *
 * Invariants: writes happen one after the other and the last value wins; a file that cannot be understood is set
 * aside under another name, never deleted and never overwritten.
 */
import { randomUUID } from 'node:crypto'
import { open, rename } from 'node:fs/promises'
import type { z } from 'zod'
import { type Written, writeWholeFile } from '#node/files'

/** Some hundred bytes per pairing. */
const MAX_BYTES = 256 * 1024

export type SmallFileRead<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'none' }
  /** It was set aside at `path`. */
  | { readonly kind: 'damaged'; readonly path: string }
  | { readonly kind: 'unreadable'; readonly code: string }

export interface SmallFile<T> {
  read(): Promise<SmallFileRead<T>>
  write(value: T): Promise<Written>
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)

const readText = async (path: string): Promise<string | null> => {
  const file = await open(path, 'r')
  try {
    const buffer = Buffer.alloc(MAX_BYTES + 1)
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0)
    return bytesRead > MAX_BYTES ? null : buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}

const textToValue = <T>(text: string | null, schema: z.ZodType<T>): T | undefined => {
  if (text === null) return undefined
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

export const createSmallFile = <T>(path: string, schema: z.ZodType<T>): SmallFile<T> => {
  let last: Promise<unknown> = Promise.resolve()
  return {
    read: async () => {
      let text: string | null
      try {
        text = await readText(path)
      } catch (error) {
        return codeOf(error) === 'ENOENT' ? { kind: 'none' } : { kind: 'unreadable', code: codeOf(error) }
      }
      const value = textToValue(text, schema)
      if (value !== undefined) return { kind: 'value', value }
      const aside = `${path}.damaged-${randomUUID()}`
      try {
        await rename(path, aside)
      } catch (error) {
        return { kind: 'unreadable', code: codeOf(error) }
      }
      return { kind: 'damaged', path: aside }
    },
    write: value => {
      const text = `${JSON.stringify(value, null, 2)}\n`
      const written = last.then(() => writeWholeFile(path, text))
      last = written
      return written
    },
  }
}
