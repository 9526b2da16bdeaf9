/** The words of the tracks of the garage, in German. */
import { plural } from '../../words/plural.ts'
import { bestsWords } from './de-bests.ts'
import { changeWords } from './de-changes.ts'
import type { TrackWords } from './en.ts'

export const de: TrackWords = {
  search: 'Suche nach Strecke, Layout oder Land',
  count: n => plural(n, 'Strecke', 'Strecken'),
  emptyTitle: 'Hier stehen deine Strecken',
  emptyText:
    'Jede Strecke einer Session erscheint hier von selbst, mit ihren Layouts, je einer Zeichnung und deinen besten Runden.',
  toImport: 'Datei importieren',
  columns: {
    name: 'Strecke',
    country: 'Land',
    length: 'Länge',
    sessions: 'Sessions',
    laps: 'Runden',
    last: 'Zuletzt gefahren',
  },
  layout: 'Layout',
  best: 'Beste Runde',
  noBest: 'keine',
  noLayout: 'Noch kein Layout',
  loose: {
    title: 'Sessions ohne Layout',
    text: 'Ihre Aufzeichnungen enthalten keine Positionen, also weiß niemand, welches Layout es war; ihre Runden zählen nur in ihrer Session.',
  },
  invented: 'Beispiel',
  inventedNote:
    'Diese Strecke hat ein Beispiel erfunden; was hier gefahren wird, mischt sich nie mit deinem.',
  noCountry: 'Land nicht angegeben',
  noLength: 'unbekannt',
  back: 'Alle Strecken',
  gone: 'Diese Strecke ist nicht mehr in der Garage: Sie wurde mit einer anderen zusammengelegt. Ihre Sessions sind sicher. Unter „Letzte Änderungen“ holst du sie zurück.',
  toChanges: 'Letzte Änderungen',
  alsoCalled: 'Auch genannt',
  layouts: 'Layouts',
  deriving:
    'Nach einem Update werden die Bestzeiten aller Sessions neu zusammengestellt; so lange fehlen hier einige.',
  noSessions: 'Auf diesem Layout wurde noch nichts gefahren, also gibt es nichts zu vergleichen.',
  notes: 'Notizen',

  road: {
    opening: 'Die Strecke wird gezeichnet',
    none: 'Keine Runde hier sagt, wo sie war, also gibt es nichts zu zeichnen.',
    from: time => `Gezeichnet nach der besten Runde, ${time}`,
    fromAny: 'Gezeichnet nach einer Runde, die hier aufgezeichnet wurde',
    start: 'S/Z',
    finish: 'Ziel',
    sector: n => `S${n}`,
    north: 'N',
    said: (corners, sectors) =>
      `Start- und Ziellinie, ${plural(sectors, 'Sektor', 'Sektoren')}, ${plural(corners, 'Kurve', 'Kurven')}.`,
  },
  corners: {
    title: 'Kurven',
    found: 'In der Fahrt der besten Runde gefunden.',
    kept: 'Von dir benannt oder verschoben.',
    none: 'Hier wurde keine Kurve gefunden.',
    left: 'links',
    right: 'rechts',
    edit: 'Kurven bearbeiten',
  },
  lines: {
    title: 'Linien der Zeitnahme',
    version: n => `Version ${n}`,
    inForce: 'gilt',
    sectors: n => (n === 0 ? 'keine Sektorlinien' : plural(n, 'Sektorlinie', 'Sektorlinien')),
    laps: n => plural(n, 'Runde', 'Runden'),
    otherwise: n =>
      `${plural(n, 'Runde', 'Runden')} anders gestoppt: amtlich, von einem Rundenzähler oder an den Linien eines anderen Layouts.`,
    counting: 'wird gezählt',
    count: 'Runden je Version zählen',
    move: 'Linien verschieben',
    moveHint: 'Öffnet die Analyse mit der besten Runde; beim Speichern werden die Runden neu gestoppt.',
    needsLap: 'Linien werden auf einer Runde mit Aufzeichnung verschoben, und hier gibt es keine.',
  },
  why: {
    deleted: 'Sie wurde gelöscht.',
    out: 'Sie kam aus der Box, ist also keine ganze Runde.',
    in: 'Sie ging in die Box, ist also keine ganze Runde.',
    partial: 'Nur ein Teil wurde aufgezeichnet.',
    'counter-timed': 'Ein Rundenzähler hat sie gestoppt, nur auf etwa eine Sekunde genau.',
    'another-layout': 'Sie wurde auf ein anderes Layout als ihre Session verschoben.',
    'lines-of-another-layout': 'Sie wurde an den Linien eines anderen Layouts gestoppt.',
  },
  byPerson: reason => `Von dir für ungültig erklärt: ${reason}`,
  byRecording: reason => `Die Aufzeichnung sagt: ${reason}`,
  notCounted: {
    link: n => `${plural(n, 'Runde zählt', 'Runden zählen')} nicht`,
    all: 'Jede Runde zählt',
    title: 'Runden, die nicht zählen',
    lap: n => `Runde ${n}`,
    reading: 'Die Runden werden gelesen',
    more: 'Mehr zeigen',
    none: 'Jede Runde dieser Sessions zählt.',
    unsaid: n =>
      `${plural(n, 'Runde zählt', 'Runden zählen')}, aber niemand hat die Bedingungen genannt, also ${n === 1 ? 'fehlt sie' : 'fehlen sie'} hier.`,
  },
  ...bestsWords,
  ...changeWords,
}
