/** The tags of many sessions together. */
import type { SessionListing } from '#web/store'
import { tagKey } from '../choosing/fitting.ts'

export interface TagCount {
  /** As it was written first. */
  readonly tag: string
  readonly count: number
}

/** The most used first. */
export const tagsOf = (rows: readonly SessionListing[]): readonly TagCount[] => {
  const counts = new Map<string, { tag: string; count: number }>()
  for (const { session } of rows) {
    for (const tag of session.tags ?? []) {
      const known = counts.get(tagKey(tag))
      if (known) known.count += 1
      else counts.set(tagKey(tag), { tag, count: 1 })
    }
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || (a.tag < b.tag ? -1 : 1))
}

/** What was typed, taken apart at commas. */
export const typedTags = (text: string): readonly string[] =>
  text
    .split(',')
    .map(tag => tag.trim())
    .filter(tag => tag !== '')
