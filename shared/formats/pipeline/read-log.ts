/**
 * A file to a log: which reader takes it, and what is said when none does.
 *
 * Invariant: settles with a value whatever the file holds. A source that cannot be read any more (a phone
 * unplugged, a file moved) and a fault of a reader end as one sentence about this file; others go on.
 */
import {
  type ByteSource,
  type FormatReader,
  HEAD_BYTES,
  type ReadOptions,
  type ReadOutcome,
} from '../model.ts'
import { READERS } from '../readers.ts'
import type { ReadLogOutcome } from './model.ts'
import { sayWhyUnknown } from './unknown.ts'

/** The first reader that knows these first bytes (up to HEAD_BYTES of them), or null. */
export const detectFormat = (head: Uint8Array): FormatReader | null =>
  READERS.find(reader => reader.detect(head)) ?? null

export const readLog = async (source: ByteSource, options: ReadOptions = {}): Promise<ReadLogOutcome> => {
  let head: Uint8Array
  try {
    head = await source.read(0, HEAD_BYTES)
  } catch (error) {
    return { ok: false, kind: 'refused', reason: sayUnreadable(source.name, error) }
  }
  const reader = detectFormat(head)
  if (reader) return readWith(reader, source, options)
  return { ok: false, ...sayWhyUnknown(head, source.size) }
}

/** The same with a reader already chosen, like one made from a mapping of columns. */
export const readWith = async (
  reader: FormatReader,
  source: ByteSource,
  options: ReadOptions = {},
): Promise<ReadLogOutcome> => {
  const { name, label, version } = reader
  const guarded = guard(source)
  let outcome: ReadOutcome
  try {
    outcome = await reader.read(guarded.source, options)
  } catch (error) {
    const lost = guarded.failure()
    const reason = lost ? sayUnreadable(source.name, lost.error) : sayFault(label, error)
    return { ok: false, kind: 'refused', reason }
  }
  if (!outcome.ok) return outcome
  return { ok: true, reader: { name, label, version }, log: outcome.log }
}

/** Tells a source that failed apart from a reader that did. */
const guard = (source: ByteSource): { source: ByteSource; failure: () => { error: unknown } | null } => {
  let failed: { error: unknown } | null = null
  const read: ByteSource['read'] = async (offset, length) => {
    try {
      return await source.read(offset, length)
    } catch (error) {
      failed = { error }
      throw error
    }
  }
  return { source: { name: source.name, size: source.size, read }, failure: () => failed }
}

const sayUnreadable = (name: string, error: unknown): string =>
  `The file ${name} can no longer be read (${wordsOf(error)}), so nothing of it was imported: check that it is still there and import it again.`

const sayFault = (label: string, error: unknown): string =>
  `Reading this ${label} file failed inside Paddock (${wordsOf(error)}), so nothing of it was imported: please report it with the file.`

/** Short, and on one line whatever the message was. */
const wordsOf = (error: unknown): string => {
  const words = error instanceof Error ? error.message || error.name : String(error)
  return words.replace(/\s+/g, ' ').slice(0, 120)
}
