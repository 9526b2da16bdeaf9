import { areaWords } from '#web/words'
import { de } from './de.ts'
import { en } from './en.ts'

export const importWords = areaWords({ en, de })
