import { areaWords } from '#web/words'
import { de } from './de.ts'
import { en } from './en.ts'

export type { SyncWords } from './en.ts'
export const syncWords = areaWords({ en, de })
