import { areaWords } from '#web/words'
import { de } from './de.ts'
import { en } from './en.ts'

/** Only for what is loaded after the list: the list's own few words are in the page's table. */
export const t = areaWords({ en, de })
