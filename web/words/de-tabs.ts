/** What is said about several tabs, in German; part of `de.ts`. */
import type { Words } from './en.ts'

export const tabWords: Words['tabs'] = {
  leads: 'Dieser Tab übernimmt die Importe.',
  follows:
    'Ein anderer Tab übernimmt die Importe; Dateien von hier werden dort importiert und erscheinen in beiden.',
}
