/** Every place that is known, in one list. */
import type { KnownTrack } from './model.ts'
import { AMERICAN_TRACKS } from './tracks-americas.ts'
import { BRITISH_TRACKS } from './tracks-britain.ts'
import { CENTRAL_EUROPEAN_TRACKS } from './tracks-central-europe.ts'
import { SOUTHERN_EUROPEAN_TRACKS } from './tracks-southern-europe.ts'
import { WORLD_TRACKS } from './tracks-world.ts'

export const KNOWN_TRACKS: readonly KnownTrack[] = [
  ...BRITISH_TRACKS,
  ...CENTRAL_EUROPEAN_TRACKS,
  ...SOUTHERN_EUROPEAN_TRACKS,
  ...AMERICAN_TRACKS,
  ...WORLD_TRACKS,
]
