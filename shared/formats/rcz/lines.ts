/**
 * The lines of the track a RaceChrono session was timed at: `trackId.json` keeps a copy of them for tracks the user
 * made; of a track of the app's library it holds the number only.
 */
import { createProjection, type Gate, gateFromPoint, gateToDegrees } from '#shared/geo'
import type { LoggedLines } from '../model.ts'
import { DEGREE } from './channel-files.ts'
import { type Json, numberAt, objectAt, objectsAt } from './json.ts'

const START_FINISH = 3
const SPLIT = 4
/** A dozen is the most seen; a made-up file must not fill the map. */
const MAX_LINES = 64
/** Narrower lines would be missed by a receiver that is off by some metres, wider ones reach other roads. */
const [MIN_WIDTH_M, MAX_WIDTH_M] = [5, 500]

/** Null without a start line. Splits stand in driving order. */
export const linesOf = (track: Json | null): LoggedLines | null => {
  const traps = objectsAt(objectAt(track, 'track'), 'traps').slice(0, MAX_LINES)
  const gatesOfType = (type: number): Gate[] =>
    traps
      .filter(trap => numberAt(trap, 'type') === type)
      .map(gateOf)
      .filter(gate => gate !== null)
  const startFinish = gatesOfType(START_FINISH)[0]
  return startFinish ? { startFinish, finish: null, sectors: gatesOfType(SPLIT) } : null
}

/** Centre in RaceChrono's degrees, bearing in thousandths of a degree, width in millimetres. */
const gateOf = (trap: Json): Gate | null => {
  const lat = numberAt(trap, 'centerLatitude')
  const lon = numberAt(trap, 'centerLongitude')
  const bearing = numberAt(trap, 'bearing')
  const width = numberAt(trap, 'width')
  if (lat === null || lon === null || bearing === null || width === null) return null
  const center = { lat: lat / DEGREE, lon: lon / DEGREE }
  if (Math.abs(center.lat) > 90 || Math.abs(center.lon) > 180) return null
  const widthM = Math.min(Math.max(width / 1000, MIN_WIDTH_M), MAX_WIDTH_M)
  const gate = gateFromPoint({ x: 0, y: 0 }, (bearing / 1000) * (Math.PI / 180), widthM)
  return gateToDegrees(gate, createProjection(center))
}
