import { areaWords } from '#web/words'
import { de } from './de.ts'
import { en } from './en.ts'

export type { DeskWords } from './en.ts'
export const deskWords = areaWords({ en, de })
