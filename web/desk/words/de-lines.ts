/** Moving the lines of a layout on the desk, in German. */
import type { LinesWords } from './en-lines.ts'

const sessions = (n: number): string => (n === 1 ? '1 Sitzung' : `${n} Sitzungen`)

export const linesWords: LinesWords = {
  title: 'Linien dieses Layouts',
  intro:
    'Zieh eine Linie auf der Karte oder nimm die Knöpfe; die Runden folgen sofort. Speichern macht eine neue Version dieser Linien, die bisherige bleibt erhalten.',
  keepsTimes:
    'Die Runden der Referenz-Sitzung haben offizielle Zeiten; die bleiben, wo immer die Linien liegen.',
  opening: 'Aufzeichnung wird gelesen',
  never:
    'Diese Startlinie wird nie überfahren, es gäbe also keine Runden: Leg sie quer über die Strecke, in Fahrtrichtung.',
  laps: 'Runden an diesen Linien',
  before: 'Vorher',
  after: 'An diesen Linien',
  change: 'Änderung',
  newLap: 'neu',
  save: 'Linien speichern',
  cancel: 'Abbrechen',
  unchanged: 'Noch ist nichts verschoben.',
  touches: (timed, official) =>
    official === 0
      ? `Speichern zeitet ${sessions(timed)} neu.`
      : `Speichern zeitet ${sessions(timed)} neu; ${sessions(official)} mit offiziellen Zeiten ${official === 1 ? 'behält' : 'behalten'} sie.`,
  saving: (n, of) =>
    of === 1 ? 'Runden werden neu gezeitet' : `Runden werden neu gezeitet, Sitzung ${n} von ${of}`,
  othersDone: n =>
    `${n === 1 ? '1 weitere Sitzung wurde' : `${n} weitere Sitzungen wurden`} an den verschobenen Linien gezeitet.`,
  versions: 'Versionen dieser Linien',
  version: n => `Version ${n}`,
  inForce: 'gilt jetzt',
  inEditor: 'hier gezeigt',
  putBack: 'Zurücksetzen',
  use: 'Wieder nehmen',
  useVersion: n => `Wieder nehmen: Version ${n}`,
  originMoved: 'Von Hand verschoben',
  originAgain: n => `Wie in Version ${n}`,
}
