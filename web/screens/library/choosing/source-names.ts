/**
 * What sources are called: the labels of the readers, which are not fetched for this. A reader that is not among
 * them is shown by its own name.
 */
import type { LibraryWords } from '../words/en.ts'

export const sourceNames = ({ origins }: LibraryWords): Readonly<Record<string, string>> => ({
  ...origins,
  'aim-csv': 'AiM CSV',
  'aim-drk': 'AiM DRK',
  'aim-xrk': 'AiM XRK',
  gpx: 'GPX',
  'harrys-csv': 'Harry’s LapTimer CSV',
  'lap-legend-csv': 'Lap Legend CSV',
  'motec-csv': 'MoTeC CSV',
  'motec-ld': 'MoTeC',
  nmea: 'NMEA',
  'paddock-trace': 'Paddock',
  'racebox-csv': 'RaceBox CSV',
  'racechrono-csv': 'RaceChrono CSV',
  'racechrono-rcz': 'RaceChrono',
  'torque-csv': 'Torque CSV',
  'trackaddict-csv': 'TrackAddict CSV',
  vbo: 'VBOX',
})
