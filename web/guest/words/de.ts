/** Die Wörter der Gastansicht. */
import type { GuestWords } from './en.ts'

export const de: GuestWords = {
  title: 'Gastansicht',
  only: 'Gastansicht: nur Zahlen von jetzt, hier wird nichts aufbewahrt.',
  looking: 'Verbinde mit der Rig-Bridge',
  noSecret: 'Diese Adresse ist nicht vollständig',
  noSecretText:
    'Ihr fehlt, was Gäste einlässt. Lies den Code auf der Zustandsseite der Rig-Bridge noch einmal ein, oder kopiere dort die ganze Adresse.',
  refused: 'Diese Adresse gilt nicht mehr',
  refusedText:
    'Gäste haben an der Rig-Bridge eine neue bekommen, oder sie kennt diese nicht. Bitte um den Code, der jetzt dort gezeigt wird.',
  lost: 'Die Rig-Bridge antwortet nicht',
  lostText:
    'Sie ist vielleicht aus oder in einem anderen Netz, oder die Adresse ist alt. Diese Seite versucht es von selbst wieder.',
  waiting: 'Warte auf ein Spiel',
  waitingText: 'Die Rig-Bridge läuft, und noch wird kein Spiel gefahren: die Zahlen kommen von selbst.',
}
