/** The words of the garage, in English; the type of this table is the contract of every language. */
import { carWords } from './en-cars.ts'
import { driverWords } from './en-drivers.ts'
import { setupWords } from './en-setups.ts'
import { plural } from './plural.ts'

export const en = {
  title: 'Garage',
  tabs: { cars: 'Cars', tracks: 'Tracks', setups: 'Setups', drivers: 'Drivers' },
  sortBy: 'Sort by',
  turnAround: {
    ascending: 'Ascending; turn the order around',
    descending: 'Descending; turn the order around',
  },
  save: 'Save',
  cancel: 'Cancel',
  edit: 'Edit',
  remove: 'Delete',
  merge: 'Merge into another',
  clear: 'Show all',
  nothingFound: 'Nothing here has these words.',
  shown: (n: number, all: number) => `${n} of ${all}`,
  sessions: (n: number) => plural(n, 'session', 'sessions'),
  laps: (n: number) => plural(n, 'lap', 'laps'),
  figures: {
    sessions: 'Sessions',
    laps: 'Laps',
    distance: 'Distance, about',
    time: 'Time on track, about',
    last: 'Last driven',
    never: 'Not yet',
    distanceNote: 'Whole laps times the length of their layout.',
    distanceUnknown: (n: number) =>
      `Whole laps times the length of their layout; without ${plural(n, 'lap', 'laps')} on layouts of unknown length.`,
    timeNote: 'Whole laps times the usual lap time of their session.',
    duration: (hours: number, minutes: number) =>
      hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min`,
  },
  bests: {
    title: 'Best laps',
    none: 'No lap on a known layout counts yet, so there is no best to compare.',
    layout: 'Layout',
    surface: 'Surface',
    time: 'Time',
    when: 'When',
    driver: 'Driver',
    car: 'Car',
    surfaces: { dry: 'Dry', damp: 'Damp', wet: 'Wet' },
    unsaid: 'not said',
    worlds: { real: 'Real', sim: 'Sim' },
    open: (time: string, place: string) => `Open the lap of ${time} at ${place}`,
  },
  recent: {
    title: 'Sessions',
    none: 'No session yet.',
    when: 'When',
    track: 'Track',
    car: 'Car',
    laps: 'Laps',
    best: 'Best lap',
    more: (n: number) => `Show ${n} more`,
    noBest: 'none',
  },
  search: { label: 'Search', none: 'Nothing found. Try fewer letters.' },
  mergeInto: {
    choose: 'Merge into',
    names: (from: string, into: string) => `“${into}” will also be found as “${from}”.`,
    confirm: 'Merge',
  },
  cars: carWords,
  setup: setupWords,
  drivers: driverWords,
}

export type GarageWords = typeof en
