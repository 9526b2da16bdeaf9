/**
 * Which known circuit a position belongs to: the nearest within the reach of its place (`reachM`, 3 km unless it
 * says otherwise). Positions of the tables are good to about 1 km, so this names a place, never a layout.
 */
import { asMetres, type Metres } from '#shared/units'
import type { KnownTrack, LatLon } from './model.ts'
import { KNOWN_TRACKS } from './tracks.ts'

export interface NearTrack {
  readonly track: KnownTrack
  readonly distanceM: Metres
}

export const knownTrackNear = (point: LatLon): NearTrack | null => {
  let best: NearTrack | null = null
  for (const track of KNOWN_TRACKS) {
    if (!track.at) continue
    const distanceM = distanceBetween(point, track.at)
    // A point that is no number is near nothing.
    if (distanceM <= track.reachM && (!best || distanceM < best.distanceM)) best = { track, distanceM }
  }
  return best
}

const EARTH_M = 6_371_000
const RADIANS = Math.PI / 180

/** On a sphere: half a percent at most from the truth, which is nothing beside a reach. */
const distanceBetween = (a: LatLon, b: LatLon): Metres => {
  const north = Math.sin(((b.lat - a.lat) * RADIANS) / 2)
  const east = Math.sin(((b.lon - a.lon) * RADIANS) / 2)
  const share = north * north + Math.cos(a.lat * RADIANS) * Math.cos(b.lat * RADIANS) * east * east
  return asMetres(2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(share))))
}
