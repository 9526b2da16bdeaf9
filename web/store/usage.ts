/**
 * How much room the library takes, and whether the browser promised to keep it.
 *
 * The browser's own figures are estimates for the whole origin (program files included) and may be absent; the
 * figures by kind are exact.
 */
import type { BlobKind } from '#shared/blob'
import type { DexieBlobStore } from './blobs.ts'
import { type Outcome, succeed } from './failures.ts'

export interface StorageUsage {
  /** Bytes of stored traces, original files and so on. */
  readonly bytesByKind: Readonly<Record<BlobKind, number>>
  /** What this origin uses and may use, as far as the browser says. */
  readonly usedBytes: number | null
  readonly quotaBytes: number | null
  /** Whether the browser promised not to remove the library on its own; null when it does not say. */
  readonly persisted: boolean | null
}

/** granted = the browser keeps the library until a person deletes it. */
export type PersistenceAnswer = 'granted' | 'refused' | 'unsupported'

type Manager = Pick<StorageManager, 'estimate' | 'persist' | 'persisted'>

export const readUsage = async (
  blobs: Pick<DexieBlobStore, 'usage'>,
  manager: Manager | undefined,
): Promise<Outcome<StorageUsage>> => {
  const bytesByKind = await blobs.usage()
  if (!bytesByKind.ok) return bytesByKind
  const estimate = await answerOf(manager?.estimate && (() => manager.estimate()))
  const persisted = await answerOf(manager?.persisted && (() => manager.persisted()))
  return succeed({
    bytesByKind: bytesByKind.value,
    usedBytes: estimate?.usage ?? null,
    quotaBytes: estimate?.quota ?? null,
    persisted,
  })
}

/** Ask after the first import, on a click: some browsers ask the person. Pages only, not workers. */
export const askPersistence = async (manager: Manager | undefined): Promise<PersistenceAnswer> => {
  const answer = await answerOf(manager?.persist && (() => manager.persist()))
  return answer === null ? 'unsupported' : answer ? 'granted' : 'refused'
}

/** Null when the browser has no such question or does not answer it (an opaque origin rejects). */
const answerOf = async <T>(ask: (() => Promise<T>) | undefined): Promise<T | null> => {
  try {
    return (await ask?.()) ?? null
  } catch {
    return null
  }
}
