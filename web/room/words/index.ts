import { areaWords } from '#web/words'
import { de } from './de.ts'
import { en } from './en.ts'

export type { RoomWords } from './en.ts'
export const roomWords = areaWords({ en, de })
