/** Die Wörter um das herum, was gerade gefahren wird. */
import type { LiveScreenWords } from './en.ts'

export const de: LiveScreenWords = {
  title: 'Live',

  noBridge: 'Keine Rig-Bridge auf diesem Rechner',
  noBridgeText:
    'Sie ist ein kleines Programm neben dem Spiel, das jede Runde zeigt und aufbewahrt. Starte sie im Ordner von Paddock, auf dem Rechner des Spiels:',
  command: 'npm run rig',
  noGame: 'Kein Spiel zur Hand? Sie kann ein erfundenes fahren:',
  fakeCommand: 'npm run rig -- --fake acc',
  byItself: 'Diese Seite findet sie von selbst, spätestens nach einer halben Minute.',
  tryNow: 'Jetzt versuchen',
  copy: 'Kopieren',
  copied: 'Kopiert',

  looking: 'Suche die Rig-Bridge',

  explain: 'Sieh, was du fährst',
  explainText:
    'Die Rig-Bridge auf diesem Rechner liest das Spiel. Der Browser fragt erst, ob diese Seite mit Programmen in deinem eigenen Netz reden darf; sonst wird nichts irgendwohin geschickt. Erlaube es, und die Seite verbindet sich.',
  explainGranted: 'Der Browser erlaubt dieser Seite, mit der Rig-Bridge auf diesem Rechner zu reden.',
  connect: 'Mit der Rig-Bridge verbinden',

  denied: 'Der Browser lässt diese Seite nicht zur Rig-Bridge',
  deniedText:
    'Du oder eine Regel dieses Browsers hat Nein zum lokalen Netz gesagt. Deine Runden bewahrt die Rig-Bridge trotzdem auf.',
  deniedSteps: [
    'Drücke auf das Zeichen links neben der Adresse, öffne die Einstellungen dieser Seite und erlaube das lokale Netz (es kann „Apps auf diesem Gerät“ heißen). Lade dann neu.',
    'Oder öffne http://localhost:7420 auf dem Rechner des Spiels: dort fragt der Browser nichts.',
  ],
  reload: 'Seite neu laden',
  home: 'http://localhost:7420 öffnen',

  nowhere: 'Diese Seite erreicht keine Rig-Bridge',
  nowhereText:
    'Sie kam über einfaches http von einem anderen Rechner, dort bewahrt ein Browser nichts auf und erlaubt nichts. Öffne http://localhost:7420 auf dem Rechner des Spiels, oder lies den Gast-Code der Rig-Bridge ein, um die Zahlen hier live zu sehen.',

  revoked: 'Diese Seite ist nicht mehr gekoppelt',
  revokedText:
    'Jemand hat sie an der Rig-Bridge entfernt. Runden in der Bibliothek bleiben. Kopple sie neu, um weiterzumachen.',
  pairAgain: 'Neu koppeln',
  tooNew: 'Die Rig-Bridge ist älter als diese Seite',
  tooNewText:
    'Sie verstehen einander nicht. Runden bewahrt sie weiter auf. Bringe Paddock auf dem Rechner des Spiels auf den neuen Stand, starte die Rig-Bridge neu und versuche es wieder.',

  pair: 'Diese Seite mit der Rig-Bridge koppeln',
  pairText:
    'Damit keine andere Seite mitliest, zeigt die Rig-Bridge sechs Ziffern in ihrem eigenen Fenster (der Konsole, in der sie gestartet wurde). Tippe sie einmal hier ein.',
  askCode: 'Die sechs Ziffern dort zeigen',
  asked: 'Bitte um die Ziffern',
  code: 'Die sechs Ziffern',
  pairNow: 'Koppeln',
  checking: 'Wird geprüft',
  newCode: 'Neue Ziffern zeigen',
  problems: {
    'wrong-code':
      'Das sind nicht die Ziffern, die die Rig-Bridge zeigt; nichts ist verloren, tippe sie noch einmal.',
    'no-code': 'Der Code ist abgelaufen; bitte um einen neuen.',
    'too-many-tries': 'Zu viele falsche Codes; bitte um einen neuen.',
  },

  waiting: 'Warte auf ein Spiel',
  waitingText:
    'Die Rig-Bridge läuft und findet noch kein Spiel. Starte eines und fahr hinaus: die Zahlen kommen von selbst.',
  lookedFor: where => `Sie sucht nach: ${where}`,
  health: 'Zustandsseite der Rig-Bridge',

  chooseLap: 'Runde zum Vergleichen wählen',
  chooseTitle: 'Mit einer Runde aus der Bibliothek vergleichen',
  chooseNone:
    'Noch gibt es keine Runde zum Vergleichen: eine Strecke ist von ihrer ersten ganzen Runde in der Bibliothek an bekannt.',
  chooseHere: 'Die schnellsten Runden auf dieser Strecke, mit irgendeinem Auto.',
  overlay: 'Kleines Fenster über dem Spiel',
  overlayClose: 'Kleines Fenster schließen',
  overlayLink: 'Dasselbe als eigene Seite',
  keys: {
    reference: 'Mit der nächsten Runde vergleichen',
    choose: 'Runde zum Vergleichen wählen',
    fullScreen: 'Vollbild',
    awake: 'Bildschirm anlassen',
    overlay: 'Kleines Fenster über dem Spiel',
  },
  leave: 'Verlassen',
}
