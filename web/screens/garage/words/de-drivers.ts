/** The words about drivers, in German. */
import type { driverWords as english } from './en-drivers.ts'
import { plural } from './plural.ts'

export const driverWords: typeof english = {
  search: 'Nach Name oder Strecke suchen',
  count: n => `${n} Fahrer`,
  emptyTitle: 'Hier stehen bald die Fahrer',
  emptyText: 'Wer in deinen Sessions genannt ist, erscheint hier von selbst.',
  unnamed: 'Fahrer ohne Namen',
  columns: {
    name: 'Fahrer',
    sessions: 'Sessions',
    laps: 'Runden',
    tracks: 'Strecken',
    last: 'Zuletzt gesehen',
  },
  back: 'Alle Fahrer',
  gone: 'Diesen Fahrer gibt es hier nicht mehr: mit einem anderen vereint. Die Runden sind sicher. Unter „Letzte Änderungen“ holst du ihn zurück.',
  toChanges: 'Letzte Änderungen',
  rename: 'Umbenennen',
  name: 'Name',
  renamed: (before, after) => `${before} heißt jetzt ${after}.`,
  alsoCalled: 'Auch genannt',
  merge: {
    title: name => `${name} mit einem anderen Fahrer vereinen`,
    text: 'Für jemanden, der hier unter zwei Namen steht. Nichts geht verloren, und 30 Tage lang lässt es sich rückgängig machen.',
    moves: (laps, sessions, into) =>
      `${plural(laps, 'Runde', 'Runden')} in ${plural(sessions, 'Session', 'Sessions')} hat dann ${into} gefahren.`,
    done: (from, into) => `${from} mit ${into} vereint.`,
    noOther: 'Es gibt keinen anderen Fahrer zum Vereinen.',
  },
}
