import { areaWords } from '#web/words'
import { de } from './de.ts'
import { en } from './en.ts'

export type { ShareWords } from './en.ts'

export const t = areaWords({ en, de })
