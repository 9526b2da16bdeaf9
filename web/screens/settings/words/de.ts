/** Die Wörter der Optionen über die Rig-Bridge. */
import type { SettingsRigWords } from './en.ts'

export const de: SettingsRigWords = {
  rig: 'Rig',
  text: 'Die Rig-Bridge ist ein kleines Programm neben dem Spiel. Sie zeigt jede Runde live und bewahrt sie auf, auch wenn keine Seite offen ist.',
  states: {
    off: 'Nicht verbunden.',
    nowhere: 'Nicht von hier: öffne http://localhost:7420 auf dem Rechner des Spiels.',
    explain: 'Nicht verbunden: der Browser fragt, bevor diese Seite sie erreichen darf.',
    denied:
      'Der Browser lässt diese Seite nicht zu ihr. Erlaube das lokale Netz in den Einstellungen dieser Website, oder öffne http://localhost:7420 auf dem Rechner des Spiels.',
    looking: 'Sie wird gesucht.',
    unpaired:
      'Gefunden, aber noch nicht mit dieser Seite verbunden: sie zeigt sechs Ziffern in ihrem eigenen Fenster.',
    lost: 'Auf diesem Rechner antwortet keine Rig-Bridge. Runden, die sie aufgezeichnet hat, warten dort und kommen, sobald sie läuft.',
    revoked: 'Die Verbindung wurde an der Rig-Bridge widerrufen. Runden in der Bibliothek bleiben.',
    tooNew:
      'Sie ist älter als diese Seite, und beide verstehen einander nicht. Aktualisiere sie auf dem Rechner des Spiels.',
  },
  open: version => `Verbunden, Version ${version}.`,
  waiting: n => `${n === 1 ? '1 Runde wartet' : `${n} Runden warten`} darauf, in diese Bibliothek zu kommen.`,
  kept: n => `${n} ${n === 1 ? 'Runde' : 'Runden'} gesichert, seit diese Seite offen ist.`,
  pair: 'Diese Seite verbinden',
  connect: 'Verbinden',
  toLive: 'Zu Live',
  forget: 'Verbindung vergessen',
  forgotten:
    'Diese Seite ist nicht mehr verbunden. Runden in der Bibliothek bleiben; die Rig-Bridge bewahrt ihre Runden für die nächste Seite auf.',
  health: 'Zustandsseite der Rig-Bridge',
  healthNote:
    'Was sie vom Spiel sieht, wie schnell, und wer verbunden ist; auf dem Rechner, auf dem sie läuft.',
  guests: 'Zahlen auf einem Telefon oder in einem Stream',
  guestsText:
    'Starte die Rig-Bridge mit --guest: ihre Zustandsseite zeigt dann einen Code zum Einlesen. Gäste sehen nur die laufenden Zahlen, und auf ihrem Gerät wird nichts aufbewahrt.',
}
