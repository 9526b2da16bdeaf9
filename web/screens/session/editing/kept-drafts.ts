/**
 * What was typed and not saved, kept outside the page: a reload, a crash or a closed tab loses none of it.
 *
 * One draft per session and one note on its laps, in the browser's own small storage because that writes at once, without waiting. Where it is
 * refused or full, the draft lives only as long as the page.
 */
import type { LapId, SessionId } from '#shared/id'
import { isChanged, type SessionDraft } from './draft.ts'

export interface KeptDraft {
  /** The session as it was when typing began. */
  readonly base: SessionDraft
  readonly draft: SessionDraft
}

const keyOf = (id: SessionId): string => `paddock.draft.session.${id}`

export const keepDraft = (id: SessionId, { base, draft }: KeptDraft): void => {
  if (isChanged(base, draft)) {
    tryStorage(storage => storage.setItem(keyOf(id), JSON.stringify({ base, draft })))
  } else forgetDraft(id)
}

export const forgetDraft = (id: SessionId): void => {
  tryStorage(storage => storage.removeItem(keyOf(id)))
}

/** Null for none, or one of another Paddock. */
export const keptDraft = (id: SessionId, shape: SessionDraft): KeptDraft | null => {
  const kept = readJson(keyOf(id))
  const { base, draft } = (kept ?? {}) as { base?: unknown; draft?: unknown }
  return isLike(base, shape) && isLike(draft, shape) ? { base, draft } : null
}

/** A note on some laps of a session. */
export interface KeptNote {
  readonly laps: readonly LapId[]
  readonly notes: string
}

const noteKeyOf = (id: SessionId): string => `paddock.draft.laps.${id}`

export const keepNote = (id: SessionId, note: KeptNote): void =>
  tryStorage(storage => storage.setItem(noteKeyOf(id), JSON.stringify(note)))

export const forgetNote = (id: SessionId): void => tryStorage(storage => storage.removeItem(noteKeyOf(id)))

export const keptNote = (id: SessionId): KeptNote | null => {
  const { laps, notes } = (readJson(noteKeyOf(id)) ?? {}) as Partial<KeptNote>
  return Array.isArray(laps) && typeof notes === 'string' ? { laps, notes } : null
}

const isLike = (value: unknown, shape: SessionDraft): value is SessionDraft =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(shape).every(([field, own]) => {
    const other: unknown = Reflect.get(value, field)
    return Array.isArray(own)
      ? Array.isArray(other) && other.every(each => typeof each === 'string')
      : typeof other === 'string'
  })

const readJson = (key: string): unknown => {
  let kept: unknown = null
  tryStorage(storage => {
    kept = JSON.parse(storage.getItem(key) ?? 'null')
  })
  return kept
}

const tryStorage = (work: (storage: Storage) => void): void => {
  try {
    work(localStorage)
  } catch {
    // Refused, full, or not what was written: see the header.
  }
}
