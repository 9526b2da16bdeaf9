/**
 * What can go wrong with the library, as values with one sentence each: what happened, what it means for the
 * data, what to do.
 *
 * Invariants: every failure of the library is also a `BlobFailure`, so that a screen needs one way to show
 * them; a bug is not a failure and is thrown on.
 */
import Dexie from 'dexie'
import type { BlobFailure } from '#shared/blob'

export type UnavailableCause =
  | 'no-storage'
  | 'blocked'
  | 'no-answer'
  | 'newer-library'
  | 'updated-elsewhere'
  | 'deleted'
  | 'closed-by-browser'
  | 'closed'
  | 'broken'

export type StoreFailure = BlobFailure &
  (
    | { readonly kind: 'full' | 'missing' | 'damaged' | 'expired' }
    | { readonly kind: 'unavailable'; readonly because: UnavailableCause }
  )

export type Outcome<T> = { readonly ok: true; readonly value: T } | StoreFailure

export const succeed = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value })

const UNAVAILABLE_SENTENCES: Readonly<Record<UnavailableCause, string>> = {
  'no-storage':
    'This browser keeps nothing here (a private window, or storage is switched off), so nothing can be saved; open Paddock in a normal window.',
  blocked:
    'Another tab holds your library open with an older Paddock, so it cannot be opened here; your data is safe: close the other tabs and try again.',
  'no-answer':
    'The browser did not answer when your library was opened; nothing was changed: try again, and restart the browser if it happens again.',
  'newer-library':
    'Your library was written by a newer Paddock than this page, so everything in it can be looked at and nothing is changed here; reload the page to get the newer one.',
  'updated-elsewhere':
    'Paddock was updated in another tab, so this one stopped using your library; everything saved is safe: reload this page to go on.',
  deleted:
    'Your library was deleted from this browser while it was open, so nothing more can be saved here; reload the page to start a new one, or import your export.',
  'closed-by-browser':
    'The browser closed your library (its data was cleared, or the disk failed), so nothing more can be saved here; reload the page to see what is there.',
  closed: 'Your library was closed in this page; everything saved is safe: reload the page to open it again.',
  broken:
    'The browser could not read or write your library; what was saved before is kept: try again, and restart the browser if it happens again.',
}

const SENTENCES: Readonly<Record<Exclude<StoreFailure['kind'], 'unavailable'>, string>> = {
  full: 'There is no room left on this device, so this was not saved and everything saved before is safe; delete something or free disk space, then try again.',
  missing:
    'Part of this is not in your library any more; the rest is safe: import it again to bring it back.',
  damaged:
    'This was damaged on disk, so it is not shown; the rest of your library is safe: import it again to bring it back.',
  expired:
    'Saving took so long that its first part was cleaned away, so this was not saved; everything saved before is safe: try again.',
}

export const unavailable = (because: UnavailableCause): StoreFailure => ({
  ok: false,
  kind: 'unavailable',
  because,
  message: UNAVAILABLE_SENTENCES[because],
})

export const fail = (kind: Exclude<StoreFailure['kind'], 'unavailable'>, message?: string): StoreFailure => ({
  ok: false,
  kind,
  message: message ?? SENTENCES[kind],
})

/** Thrown inside a transaction to undo it and answer with this failure. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly failure: StoreFailure

  constructor(failure: StoreFailure) {
    super(failure.message)
    this.failure = failure
  }
}

/** Name of the error thrown instead of letting Dexie open a library of a newer version. */
export const NEWER_LIBRARY = 'NewerLibraryError'

const NO_STORAGE_NAMES = ['MissingAPIError', 'SecurityError', 'InvalidStateError']

/** The failure behind an error of the database, or null when the error is a bug of ours. */
export const failureFromError = (error: unknown): StoreFailure | null => {
  if (error instanceof Refusal) return error.failure
  const chain = errorChain(error)
  const names = chain.map(each => each.name)
  if (names.includes('QuotaExceededError')) return fail('full')
  if (names.includes(NEWER_LIBRARY)) return unavailable('newer-library')
  if (names.includes('DatabaseClosedError')) return unavailable('closed')
  if (chain.some(each => each instanceof DOMException || each instanceof Dexie.DexieError)) {
    return unavailable('broken')
  }
  return null
}

/** While opening, whatever goes wrong is a failure: an upgrade that throws must not hang or kill a screen. */
export const failureFromOpenError = (error: unknown): StoreFailure => {
  const names = errorChain(error).map(each => each.name)
  if (names.some(name => NO_STORAGE_NAMES.includes(name))) return unavailable('no-storage')
  return failureFromError(error) ?? unavailable('broken')
}

interface NamedError {
  readonly name: string
  readonly inner?: unknown
  readonly failures?: readonly unknown[]
}

const isNamed = (value: unknown): value is NamedError =>
  typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string'

/** Dexie wraps what the browser said, sometimes twice: the error and everything inside it. */
const errorChain = (error: unknown): NamedError[] => {
  const chain: NamedError[] = []
  for (let each = error; isNamed(each) && !chain.includes(each); each = each.inner ?? each.failures?.[0]) {
    chain.push(each)
  }
  return chain
}
