/** Words of leagues, in German. */
import { boardWords } from './de-board.ts'
import { peopleWords } from './de-people.ts'
import type { LeagueWords } from './en.ts'
import { plural } from './plural.ts'

export const de: LeagueWords = {
  title: 'Liga',
  views: { board: 'Bestenliste', people: 'Leute', room: 'Raum' },
  back: 'Alle Ligen',
  mine: 'Wo du dazugehörst',
  members: n => plural(n, 'Person', 'Personen'),
  sessions: n => plural(n, 'Session', 'Sessions'),
  standing: { waiting: 'Wartet auf Einlass', removed: 'Du wurdest entfernt' },
  waitingText:
    'Ein Admin muss dich einlassen. Öffne Paddock ab und zu: die Antwort kommt, sobald eines seiner Geräte erreichbar ist.',
  removedText:
    'Du bist kein Mitglied mehr. Was du vorher bekommen hast, ist noch auf diesem Gerät; Neues kommt nicht.',
  gone: 'Diese Liga ist nicht auf diesem Gerät. Du hast sie wohl verlassen, oder der Link ist unvollständig.',
  emptyTitle: 'Hier stehen bald deine Ligen',
  emptyText:
    'Teile Runden mit einer Crew aus ein paar Freunden, oder führe eine Liga mit einer Bestenliste, die niemand fälschen kann. Es geht von Gerät zu Gerät, ohne Konto und ohne Server.',
  create: {
    open: 'Neu gründen',
    title: 'Crew oder Liga gründen',
    use: 'Was es ist',
    crew: 'Crew',
    crewNote: 'ein paar Freunde, alle Runden',
    league: 'Liga',
    leagueNote: 'Bestenliste, Stewards',
    name: 'Name',
    nameWrong: 'Gib einen Namen mit höchstens 80 Zeichen.',
    button: 'Gründen',
    working: 'Wird gegründet',
    done: name => `${name} ist da. Auf der eigenen Seite lädst du Leute ein.`,
  },
  join: {
    open: 'Mit Link beitreten',
    title: 'Mit einer Einladung beitreten',
    text: 'Füge den Link ein, den du bekommen hast, oder scanne seinen Code.',
    label: 'Einladungslink',
    wrong:
      'Das ist kein Einladungslink. Nichts wurde geändert; kopiere den ganzen Link und füge ihn noch einmal ein.',
    button: 'Zeigen, was er sagt',
  },
  sync: {
    title: 'Gleichauf bleiben',
    text: 'Geräte, die einander kennen, vergleichen, was sie haben, und senden, was fehlt, sobald sie sich treffen. Zu drücken gibt es nichts.',
    none: 'Von diesem Gerät ist nichts geteilt, also wird nichts gesendet.',
    pause: 'Anhalten',
    pauseNote: 'Nichts wird gesendet oder empfangen, bis du das ausschaltest. Was du teilst, wartet hier.',
    metered: 'Diese Verbindung kostet Geld',
    meteredNote:
      'Zeiten und Namen reisen weiter; Aufzeichnungen warten, bis du das ausschaltest oder eine Runde öffnest.',
  },
  keep: {
    text: 'Du bist jetzt jemand in einer Liga. Geht dieses Gerät verloren, ist auch das weg, außer du bewahrst 24 Wörter oder eine kleine Datei auf.',
    open: 'Meinen Schlüssel sichern',
    later: 'Später',
  },
  cancel: 'Abbrechen',
  board: boardWords,
  people: peopleWords,
}
