/** Words about one's own devices and keys, in German. */
import type { DeviceWords } from './en.ts'

export const de: DeviceWords = {
  title: 'Meine Geräte',
  text: 'Eine Session, die auf einem deiner Geräte aufgezeichnet wurde, öffnet sich auf den anderen. Niemand sonst bekommt etwas davon, und ein Konto braucht es nicht: die Geräte kennen einander an ihren Schlüsseln.',
  none: 'Von diesem Gerät ist noch nichts geteilt, also kennt es niemand. Verbinde ein weiteres, und beide haben dieselbe Bibliothek.',
  youAre: (person, device) => `Hier bist du ${person} auf ${device}.`,
  edit: 'Namen ändern',
  personName: 'Dein Name, wie andere ihn sehen',
  deviceName: 'Name dieses Geräts',
  nameWrong: 'Ein Name hat zwischen 1 und 80 Zeichen.',
  save: 'Speichern',
  saved: 'Gespeichert.',
  cancel: 'Abbrechen',
  thisDevice: 'dieses Gerät',
  connected: route => `verbunden, ${route}`,
  lastSeen: when => `zuletzt gesehen ${when}`,
  neverSeen: 'seit dem Verbinden nicht getroffen',
  revokedDevice: 'nicht mehr deines',
  link: 'Weiteres Gerät verbinden',
  answer: 'Auf Code antworten',
  revoke: 'Entfernen',
  revokeOf: name => `Entfernen: ${name}`,
  revoking: {
    title: name => `${name} aus deinen Geräten entfernen?`,
    text: name =>
      `Ab jetzt wird nichts mehr an ${name} gesendet, und was es in deinem Namen sagt, zählt in keiner Liga mehr. Was es vorher sagte, bleibt.`,
    cannot: name =>
      `Was schon auf ${name} ist, lässt sich von hier nicht löschen. Wurde es gestohlen, kann man die Runden darauf sehen.`,
    noKey:
      'Dieses Gerät kann andere nicht entfernen: tu es auf dem Gerät, wo Paddock zuerst geteilt hat, oder stelle hier deine Wiederherstellungswörter her.',
    button: 'Entfernen',
    done: name => `${name} gehört nicht mehr zu deinen Geräten.`,
  },
  others: {
    title: 'Platz für Aufzeichnungen anderer',
    text: 'Brauchen sie mehr, gehen die am längsten nicht geöffneten von diesem Gerät und kommen wieder, wenn du die Runde öffnest. Wozu du eine Notiz geschrieben hast, bleibt, und was sonst niemand hat. Deine eigenen Runden gehen nie.',
    none: 'Zurzeit sind keine hier.',
    now: (sessions, size) =>
      `Zurzeit ${sessions === 1 ? 'ist eine Session' : `sind ${sessions} Sessions`} hier, ${size}.`,
    letGo: (day, sessions, size) =>
      `Am ${day} ${sessions === 1 ? 'ging eine Session' : `gingen ${sessions} Sessions`}, ${size}.`,
    letGoNow: (sessions, size) =>
      `${sessions === 1 ? 'Eine Session' : `${sessions} Sessions`} anderer ${sessions === 1 ? 'ist' : 'sind'} von diesem Gerät gegangen, ${size}. Öffne die Runde in der Bestenliste, um sie wieder zu haben.`,
  },
  keys: {
    title: 'Falls dieses Gerät verloren geht',
    never:
      'Dein Name in Ligen ist ein Schlüssel, den es nur auf diesem Gerät gibt. Schreib die Wiederherstellungswörter auf oder speichere eine Sicherungsdatei: mit beidem bist du auf einem neuen Gerät wieder du.',
    confirmed: day => `Am ${day} hast du eine Kopie deines Schlüssels aufbewahrt.`,
    elsewhere:
      'Dein Schlüssel liegt auf einem anderen deiner Geräte: erstelle die Wiederherstellungswörter dort.',
    words: 'Wiederherstellungswörter',
    file: 'Sicherungsdatei',
    restore: 'Wiederherstellen',
  },
  words: {
    title: 'Deine 24 Wiederherstellungswörter',
    warn: 'Wer diese Wörter hat, ist du. Achte darauf, dass niemand zusieht, schreib sie in dieser Reihenfolge auf Papier und mach kein Bild davon.',
    show: 'Wörter zeigen',
    written: 'Ich habe sie aufgeschrieben',
    ask: 'Tippe drei davon von deinem Papier ab.',
    number: n => `Wort ${n}`,
    wrong: n =>
      `Wort ${n} ist ein anderes. Sieh auf dein Papier oder lass dir die Wörter noch einmal zeigen.`,
    confirm: 'Prüfen',
    again: 'Noch einmal zeigen',
    done: 'Deine Wörter stimmen. Bewahre das Papier dort auf, wo Wichtiges liegt.',
  },
  file: {
    title: 'Sicherungsdatei deines Schlüssels',
    text: 'Die Datei ist mit einer Passphrase verschlossen. Ohne sie öffnet sie niemand, auch du nicht: niemand kann sie zurücksetzen.',
    passphrase: 'Passphrase',
    repeat: 'Dieselbe noch einmal',
    short: 'Nimm mindestens 12 Zeichen: ein paar Wörter, die nur du zusammenstellen würdest.',
    differs: 'Die beiden sind nicht gleich. Nichts wurde gespeichert; tippe beide noch einmal.',
    save: 'Datei speichern',
    working: 'Die Datei wird verschlossen',
    done: name => `Gespeichert als ${name}. Sie enthält deinen Schlüssel und keine Runden.`,
  },
  restore: {
    title: 'Auf diesem Gerät wieder du sein',
    text: 'Dieses Gerät wird eines von deinen. Runden in seiner Bibliothek bleiben; was deine anderen Geräte teilen, kommt, sobald eines getroffen wird.',
    how: 'Mit',
    byWords: 'Wiederherstellungswörtern',
    byFile: 'Sicherungsdatei',
    words: 'Die 24 Wörter der Reihe nach',
    wordsWrong: n => `Hier stehen ${n} Wörter, es braucht 24. Nichts wurde geändert.`,
    file: 'Sicherungsdatei',
    fileMissing: 'Wähle zuerst die Sicherungsdatei.',
    fileLarge:
      'Das ist keine Sicherungsdatei eines Schlüssels: die sind wenige Kilobyte groß. Nichts wurde geändert.',
    passphrase: 'Ihre Passphrase',
    button: 'Wiederherstellen',
    working: 'Wird wiederhergestellt',
    done: name => `Willkommen zurück, ${name}.`,
  },
}
