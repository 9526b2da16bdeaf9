/** The words of the garage, in German. */
import { carWords } from './de-cars.ts'
import { driverWords } from './de-drivers.ts'
import { setupWords } from './de-setups.ts'
import type { GarageWords } from './en.ts'
import { plural } from './plural.ts'

export const de: GarageWords = {
  title: 'Garage',
  tabs: { cars: 'Autos', tracks: 'Strecken', setups: 'Setups', drivers: 'Fahrer' },
  sortBy: 'Sortieren nach',
  turnAround: {
    ascending: 'Aufsteigend; Reihenfolge umdrehen',
    descending: 'Absteigend; Reihenfolge umdrehen',
  },
  save: 'Speichern',
  cancel: 'Abbrechen',
  edit: 'Bearbeiten',
  remove: 'Löschen',
  merge: 'Mit anderem vereinen',
  clear: 'Alle zeigen',
  nothingFound: 'Nichts hier enthält diese Wörter.',
  shown: (n, all) => `${n} von ${all}`,
  sessions: n => plural(n, 'Session', 'Sessions'),
  laps: n => plural(n, 'Runde', 'Runden'),
  figures: {
    sessions: 'Sessions',
    laps: 'Runden',
    distance: 'Distanz, etwa',
    time: 'Fahrzeit, etwa',
    last: 'Zuletzt gefahren',
    never: 'Noch nicht',
    distanceNote: 'Ganze Runden mal Länge ihres Layouts.',
    distanceUnknown: n =>
      `Ganze Runden mal Länge ihres Layouts; ohne ${plural(n, 'Runde', 'Runden')} auf Layouts unbekannter Länge.`,
    timeNote: 'Ganze Runden mal übliche Rundenzeit ihrer Session.',
    duration: (hours, minutes) => (hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min`),
  },
  bests: {
    title: 'Beste Runden',
    none: 'Noch zählt keine Runde auf einem bekannten Layout, also gibt es keine beste zum Vergleichen.',
    layout: 'Layout',
    surface: 'Fahrbahn',
    time: 'Zeit',
    when: 'Wann',
    driver: 'Fahrer',
    car: 'Auto',
    surfaces: { dry: 'Trocken', damp: 'Feucht', wet: 'Nass' },
    unsaid: 'ohne Angabe',
    worlds: { real: 'Echt', sim: 'Sim' },
    open: (time, place) => `Die Runde von ${time} auf ${place} öffnen`,
  },
  recent: {
    title: 'Sessions',
    none: 'Noch keine Session.',
    when: 'Wann',
    track: 'Strecke',
    car: 'Auto',
    laps: 'Runden',
    best: 'Beste Runde',
    more: n => `${n} weitere zeigen`,
    noBest: 'keine',
  },
  search: { label: 'Suchen', none: 'Nichts gefunden. Versuch es mit weniger Buchstaben.' },
  mergeInto: {
    choose: 'Vereinen mit',
    names: (from, into) => `„${into}“ wird auch als „${from}“ gefunden.`,
    confirm: 'Vereinen',
  },
  cars: carWords,
  setup: setupWords,
  drivers: driverWords,
}
