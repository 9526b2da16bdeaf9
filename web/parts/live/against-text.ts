/** What a lap is measured against, in words: the kind, and which lap it is or why there is none. */
import type { Against } from './model.ts'
import type { LiveWords } from './words/en.ts'

export const againstText = ({ kind, lapMs, detail }: Against, words: LiveWords): string => {
  if (lapMs === null) return `${words.references[kind]}: ${words.missing[kind]}`
  return detail === '' ? words.references[kind] : `${words.references[kind]} (${detail})`
}
