/**
 * The remarks of one import, as they are collected.
 *
 * Invariants: the same sentence is kept once; a broken file cannot fill the report, because the list is capped
 * and says so.
 */
import type { ImportNote, NoteKind } from '../model.ts'

export interface Notes {
  add(kind: NoteKind, text: string): void
  list(): readonly ImportNote[]
}

/** More than anybody reads; the worst real file we know makes nine. */
const MAX_NOTES = 40

export const createNotes = (): Notes => {
  const kept = new Map<string, ImportNote>()
  const left = new Set<string>()
  return {
    add(kind, text) {
      if (kept.has(text)) return
      if (kept.size < MAX_NOTES) kept.set(text, { kind, text })
      // Only counted, and only so far: the sentences may come from the file.
      else if (left.size < 1000) left.add(text)
    },
    list() {
      const notes = [...kept.values()]
      if (left.size === 0) return notes
      const many = left.size === 1000 ? '1000 or more' : String(left.size)
      return [...notes, { kind: 'info', text: `Further remarks on this file were left out: ${many}.` }]
    },
  }
}

/** 'one sample', '12 samples': a count as it stands in a sentence. */
export const counted = (n: number, one: string, many: string): string =>
  n === 1 ? `one ${one}` : `${n} ${many}`
