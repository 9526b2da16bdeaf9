/** The words of the screen that imports, in German. */
import type { ImportWords } from './en.ts'

const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

export const de: ImportWords = {
  title: 'Einlesen',
  choose: 'Dateien wählen',
  chooseMore: 'Weitere Dateien wählen',
  zone: 'Zieh Logdateien oder Ordner hierher, füge sie ein oder wähle sie aus.',
  zoneTouch: 'Wähle hier Logdateien, oder teile sie aus einer anderen App mit Paddock.',
  formats:
    'TrackAddict, RaceChrono, RaceBox, Racelogic VBOX, MoTeC, AiM, Harry’s LapTimer, NMEA, GPX und Tabellen jeder Art (CSV). Alles wird auf diesem Gerät gelesen.',
  list: 'Dateien, die eingelesen werden',
  filesDone: (done, all) => `${done} von ${plural(all, 'Datei', 'Dateien')} fertig`,
  stop: 'Anhalten',
  stopFile: name => `Einlesen von ${name} anhalten`,
  stopAll: 'Alle anhalten',
  clear: 'Liste leeren',
  remove: name => `${name} aus der Liste nehmen`,
  again: 'Noch einmal versuchen',
  open: 'Session öffnen',
  with: names => `mit ${names}`,
  stages: {
    checking: 'Sieht nach, ob sie schon da ist',
    reading: 'Wird gelesen',
    timing: 'Sucht die Strecke und zeitet die Runden',
    saving: 'Wird auf diesem Gerät gespeichert',
  },
  states: {
    waiting: 'Wartet',
    running: 'Wird eingelesen',
    done: 'Eingelesen',
    already: 'Schon in der Bibliothek',
    table: 'Braucht deine Hilfe',
    failed: 'Nicht eingelesen',
    lone: 'Nicht eingelesen',
    cancelled: 'Angehalten',
  },
  alreadyText: 'Genau diese Datei wurde schon eingelesen und deshalb nicht noch einmal gelesen.',
  alreadyReadWith: names =>
    `Genau diese Datei wurde schon eingelesen; jetzt wurde sie zusammen mit ${names} noch einmal gelesen.`,
  cancelledText: 'Vor dem Ende angehalten; davon wurde nichts behalten.',
  loneText: first =>
    `Diese Datei gehört zu einer zweiten mit demselben Namen und der Endung .${first}; allein ergibt sie nichts: Zieh beide zusammen hierher.`,
  lapsFound: (laps, ranked) =>
    laps === 0 ? 'keine Runden' : `${plural(laps, 'Runde', 'Runden')}, ${ranked} gültig und gezeitet`,
  bestIs: 'beste',
  newTrack: 'neue Strecke',
  deletedSince: 'Inzwischen gelöscht.',
  noteKinds: { info: 'Hinweis', guessed: 'Vermutet', dropped: 'Weggelassen', problem: 'Problem' },
  moreNotes: n => `${plural(n, 'weitere Bemerkung', 'weitere Bemerkungen')} zeigen`,
  timedBy: {
    marks: 'Runden nach den Marken in der Datei gezeitet.',
    'known-layout': 'Runden an der Ziellinie dieses Layouts gezeitet.',
    'file-lines': 'Runden an der Ziellinie aus der Datei gezeitet.',
    'lap-column': 'Runden nach dem Rundenzähler der Datei, weniger genau.',
    'proposed-line': 'Runden an einer Ziellinie gezeitet, die Paddock auf die Strecke gelegt hat.',
    nothing: 'Die Datei enthält keine Runden.',
  },
  safe: {
    granted:
      'Sicher verwahrt: Der Browser hat versprochen, deine Bibliothek nicht zu löschen, um Platz zu schaffen.',
    refused:
      'Der Browser hat nicht versprochen, deine Bibliothek zu behalten, wenn die Platte fast voll ist. Deine Runden sind gespeichert; wird Paddock als App installiert, stimmt er meist zu.',
    unsupported:
      'Dieser Browser gibt kein Versprechen, deine Bibliothek zu behalten; deine Runden sind trotzdem gespeichert.',
    ask: 'Den Browser noch einmal bitten',
  },
  shared: {
    title: n => `${plural(n, 'Datei wurde', 'Dateien wurden')} mit Paddock geteilt`,
    text: 'Lies sie nur ein, wenn du sie selbst geteilt hast.',
    yes: 'Einlesen',
    no: 'Verwerfen',
    none: 'Darin ist keine Datei, die sich behalten ließe, also gibt es nichts einzulesen; speichere sie als Datei und wähle sie hier aus.',
  },
  line: {
    title: 'Start- und Ziellinie',
    check: 'Ziellinie prüfen',
    draw: 'Ziellinie zeichnen',
    move: 'Ziellinie verschieben',
    intro:
      'Beginnt hier die Runde? Zieh die Linie die Strecke entlang oder nimm die Knöpfe. Die Runden folgen sofort; geändert wird erst beim Speichern.',
    introNone:
      'Für diese Strecke ist noch keine Linie bekannt. Zieh sie dorthin, wo die Runde beginnt, oder nimm die Knöpfe. Die Runden folgen sofort; geändert wird erst beim Speichern.',
    keepsTimes:
      'Die Rundenzeiten dieser Session sind offiziell und bleiben, wie sie sind; die Linie gilt für andere Sessions auf diesem Layout.',
    reset: 'Wie vorher',
    keep: 'Diese Linie behalten',
    save: 'Diese Linie speichern',
    saving: 'Die Linie wird gespeichert, die Runden werden gezeitet',
    saved: 'Gespeichert. Runden auf diesem Layout werden an dieser Linie gezeitet.',
    kept: 'Behalten. Runden auf diesem Layout werden an dieser Linie gezeitet.',
    others: n => `${plural(n, 'andere Session wird', 'andere Sessions werden')} an dieser Linie gezeitet`,
    never:
      'Die Linie wird in ihrer Richtung nie überfahren, also gibt es keine Runden. Schieb sie auf die Strecke.',
    laps: timed => plural(timed, 'gezeitete Runde', 'gezeitete Runden'),
    opening: 'Die Strecke wird aus dem Original gelesen',
    mapLabel: 'Die Strecke von oben, nach Tempo gefärbt, mit der Start- und Ziellinie darüber',
    trackName: 'Name dieser Strecke',
    trackHint: 'Noch ohne Namen',
    rename: 'Namen speichern',
    close: 'Schließen',
  },
  table: {
    intro:
      'Das ist eine Tabelle, aber von keinem Programm, das Paddock kennt. Sag, was ihre Spalten sind; die nächste Datei mit denselben Spalten wird ohne Frage gelesen.',
    time: 'Zeit',
    timeKind: 'Art der Zeit',
    timeKinds: {
      seconds: 'Sekunden ab einem Start',
      milliseconds: 'Millisekunden ab einem Start',
      'unix-seconds': 'Sekunden seit 1970, UTC',
      'unix-milliseconds': 'Millisekunden seit 1970, UTC',
      clock: 'Uhrzeit, hh:mm:ss',
      'date-time': 'Datum und Uhrzeit in einer Spalte',
      'date-and-clock': 'Uhrzeit, mit dem Datum in einer anderen Spalte',
      rate: 'keine Zeitspalte: so viele Zeilen je Sekunde',
    },
    dateColumn: 'Datum',
    dateOrder: 'Reihenfolge im Datum',
    dateOrders: { ymd: 'Jahr Monat Tag', dmy: 'Tag Monat Jahr', mdy: 'Monat Tag Jahr' },
    rate: 'Zeilen je Sekunde',
    roles: { lat: 'Breitengrad', lon: 'Längengrad', speed: 'Tempo', lap: 'Rundennummer' },
    unitOf: what => `Einheit von ${what}`,
    chooseUnit: 'Einheit wählen',
    none: 'nicht in dieser Tabelle',
    others: (kept, all) => `Weitere Spalten: ${kept} von ${all} werden behalten`,
    keep: name => `${name} behalten`,
    preview: 'Erste Zeilen, wie sie in der Datei stehen',
    read: 'So einlesen',
    lacks: {
      time: 'Wähle die Spalte mit der Zeit; ohne sie lässt sich nichts ordnen.',
      pair: 'Breiten- und Längengrad gehören zusammen: Wähle beide oder keinen.',
      unit: 'Wähle die Einheit des Tempos; die Datei sagt sie nicht.',
      channel: 'Behalte außer der Zeit wenigstens eine Spalte.',
    },
    noUnit: 'ohne Einheit',
    anew: 'Spalten neu wählen',
    anewText: 'Diese Session kommt aus einer Tabelle, deren Spalten du erklärt hast.',
  },
  join: {
    offer: (first, second) =>
      `${second} geht dort weiter, wo ${first} endet. War das eine Session in zwei Dateien?`,
    yes: 'Zu einer Session verbinden',
    no: 'Getrennt lassen',
    joining: 'Beide Dateien werden verbunden',
    into: 'Teil einer Session, die aus mehreren Dateien verbunden ist.',
    joined: 'Zu einer Session verbunden. Die beiden Teile liegen bei den gelöschten Sessions.',
  },
  origin: {
    title: 'Woher diese Session kommt',
    file: 'Datei',
    files: 'Dateien',
    companion: 'gehört dazu',
    continuation: 'geht darin weiter',
    format: 'Format',
    reader: 'Gelesen von',
    version: version => `Paddocks eigenem Leser, Version ${version}`,
    laps: 'Runden',
    size: 'Größe',
    notes: 'Was vermutet oder weggelassen wurde',
    noNotes: 'Nichts wurde vermutet oder weggelassen.',
    again: 'Original noch einmal lesen',
    againText:
      'Mit allem, was Paddock seitdem gelernt hat. Deine Notizen und die Runden, die du kennst, bleiben; die Datei wird nie verändert.',
    reading: 'Das Original wird noch einmal gelesen',
    done: (before, after) =>
      before === after
        ? `Noch einmal gelesen: ${plural(after, 'Runde', 'Runden')}, wie vorher.`
        : `Noch einmal gelesen: ${plural(after, 'Runde', 'Runden')}; vorher waren es ${before}.`,
    sample: 'Eine simulierte Fahrt auf einer erfundenen Strecke; dahinter steht keine Datei.',
    recovered: 'Runden, die eine Prüfung der Bibliothek ohne ihre Sitzung fand; dahinter steht keine Datei.',
    rigText:
      'Die Zeiten sind die des Spiels, auf die Millisekunde. Dahinter steht keine Datei: Runden und ihre Telemetrie liegen in dieser Bibliothek.',
    shared:
      'Ein anderes Gerät hat sie in einer Liga veröffentlicht. Hier steht keine Datei dahinter: Die Runden sind Kopien, und wer sie teilt, kann sie zurückziehen.',
    sharedOwn:
      'Auf einem anderen deiner Geräte aufgezeichnet, das das Original behält; hier sind ihre Runden und deren Telemetrie.',
    missing: 'Diese Session ist nicht in der Bibliothek auf diesem Gerät. Vielleicht wurde sie gelöscht.',
  },
}
