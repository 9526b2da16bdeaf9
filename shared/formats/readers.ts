/**
 * Every reader, in the order they are asked: the first that knows the first bytes takes the file.
 *
 * Files with a signature of their own come first, then text by its first words; the last ones look at a whole
 * line or at the first elements and would be the easiest to take in.
 */
import { aimCsvReader } from './aim-csv/index.ts'
import { aimDrkReader } from './aim-drk/index.ts'
import { aimXrkReader } from './aim-xrk/index.ts'
import { gpxReader } from './gpx/index.ts'
import { harrysReader } from './harrys/index.ts'
import { lapLegendReader } from './lap-legend/index.ts'
import type { FormatReader } from './model.ts'
import { motecCsvReader } from './motec-csv/index.ts'
import { motecLdReader, motecLdxReader } from './motec-ld/index.ts'
import { nmeaReader } from './nmea/index.ts'
import { paddockReader } from './paddock/index.ts'
import { raceboxReader } from './racebox/index.ts'
import { raceChronoCsvReader } from './racechrono-csv/index.ts'
import { rczReader } from './rcz/index.ts'
import { torqueReader } from './torque/index.ts'
import { trackAddictReader } from './trackaddict/index.ts'
import { vboReader } from './vbo/index.ts'

export const READERS: readonly FormatReader[] = [
  aimXrkReader,
  aimDrkReader,
  motecLdReader,
  motecLdxReader,
  rczReader,
  paddockReader,
  trackAddictReader,
  vboReader,
  raceChronoCsvReader,
  aimCsvReader,
  motecCsvReader,
  harrysReader,
  raceboxReader,
  lapLegendReader,
  torqueReader,
  nmeaReader,
  gpxReader,
]
