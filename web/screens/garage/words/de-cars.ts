/** The words about cars, in German. */
import type { carWords as english } from './en-cars.ts'
import { plural } from './plural.ts'

const partsMoved = (sessions: number, laps: number, setups: number): readonly string[] => [
  ...(sessions > 0
    ? [`${plural(sessions, 'Session', 'Sessions')} mit ${plural(laps, 'Runde', 'Runden')}`]
    : []),
  ...(setups > 0 ? [plural(setups, 'Setup', 'Setups')] : []),
]

export const carWords: typeof english = {
  search: 'Nach Name, Marke, Modell oder Klasse suchen',
  count: n => plural(n, 'Auto', 'Autos'),
  add: 'Auto anlegen',
  addHint: 'Sein Name, wie du es nennst',
  addText:
    'Autos deiner Sessions sind von selbst hier. Leg eines an, um Daten und Setups zu notieren, bevor du es fährst.',
  addButton: 'Anlegen',
  added: name => `${name} angelegt.`,
  exists: name => `Ein Auto mit diesem Namen gibt es schon: ${name}.`,
  emptyTitle: 'Hier stehen bald deine Autos',
  emptyText:
    'Jedes Auto einer Session erscheint hier von selbst, mit Runden, Distanz und Bestzeiten. Du kannst auch selbst eines anlegen.',
  toImport: 'Datei einlesen',
  columns: {
    name: 'Auto',
    class: 'Klasse',
    sessions: 'Sessions',
    laps: 'Runden',
    distance: 'Distanz, etwa',
    last: 'Zuletzt gefahren',
    best: 'Beste Runde',
  },
  noBest: 'keine',
  distanceNote:
    'Distanz: ganze Runden mal Länge ihres Layouts. Beste Runde: auf dem am meisten gefahrenen Layout.',
  back: 'Alle Autos',
  gone: 'Dieses Auto ist nicht mehr in der Garage: mit einem anderen vereint oder gelöscht. Seine Sessions sind sicher. Unter „Letzte Änderungen“ holst du es zurück.',
  toChanges: 'Letzte Änderungen',
  data: 'Daten',
  notes: 'Notizen',
  facts: {
    make: 'Marke',
    model: 'Modell',
    year: 'Baujahr',
    className: 'Klasse',
    powerW: 'Leistung',
    weightKg: 'Gewicht',
    drivetrain: 'Antrieb',
    engine: 'Motor',
    tyres: 'Reifen',
  },
  drivetrains: { rear: 'Hinten', front: 'Vorn', all: 'Alle vier Räder' },
  fromList: 'aus der Liste des Spiels',
  noFacts: 'Über dieses Auto ist noch nichts notiert.',
  alsoCalled: 'Auch genannt',
  unsaid: 'nicht angegeben',
  name: 'Name',
  editTitle: 'Dieses Auto bearbeiten',
  saved: name => `Daten von ${name} gespeichert.`,
  draft: 'Das hast du vorhin hier geschrieben und nicht gespeichert.',
  problems: {
    name: 'Ein Auto braucht einen Namen.',
    year: 'Ein Baujahr hat vier Ziffern, etwa 2019.',
    powerW: 'Leistung ist eine Zahl über null, etwa 400.',
    weightKg: 'Gewicht ist eine Zahl über null, etwa 1260.',
  },
  known: {
    title: 'Welches Auto des Spiels ist es?',
    button: 'Das ist das bekannte Auto …',
    is: name => `Bekannt als ${name}`,
    isNone: 'Keines der bekannten Autos',
    text: 'Marke, Modell und Klasse kommen dann aus der Liste, wo du nichts geschrieben hast, und Dateien, die es nennen, landen hier.',
    none: 'Keines davon',
    current: 'wie jetzt',
    saved: (name, known) => `${name} ist jetzt als ${known} bekannt.`,
    savedNone: name => `${name} ist jetzt keines der bekannten Autos.`,
    more: n => `${n} weitere: tippe, um die Liste zu kürzen.`,
  },
  picture: {
    add: 'Bild hinzufügen',
    change: 'Anderes Bild',
    remove: 'Bild entfernen',
    of: name => `Bild von ${name}`,
    working: 'Bild wird verkleinert',
    saved: name => `${name} hat ein neues Bild.`,
    removed: name => `Bild von ${name} entfernt.`,
    problems: {
      large:
        'Dieses Bild ist größer als 20 MB und wurde nicht gespeichert; verkleinere es und versuch es noch einmal.',
      pixels:
        'Dieses Bild hat mehr als 50 Millionen Pixel und wurde nicht gespeichert; verkleinere es und versuch es noch einmal.',
      unreadable:
        'Diese Datei ist kein Bild, das dieser Browser lesen kann; nichts wurde geändert. Versuch es mit JPEG oder PNG.',
      failed:
        'Das Bild ließ sich hier nicht verkleinern; nichts wurde geändert. Verkleinere es und versuch es noch einmal.',
    },
  },
  deleteText: name => `${name} gelöscht.`,
  inUse: 'Löschen geht, sobald es keine Session und kein Setup mehr nennt.',
  merge: {
    title: name => `${name} mit einem anderen Auto vereinen`,
    text: 'Für ein Auto, das hier unter zwei Namen steht. Nichts geht verloren, und 30 Tage lang lässt es sich rückgängig machen.',
    moves: (sessions, laps, setups, into) =>
      `Zu ${into} kommt: ${partsMoved(sessions, laps, setups).join(', ') || 'nur der Name'}.`,
    keepsFacts: into => `${into} behält seine Daten, Notizen und sein Bild.`,
    done: (from, into) => `${from} mit ${into} vereint.`,
    noOther: 'Es gibt kein anderes Auto zum Vereinen.',
  },
}
