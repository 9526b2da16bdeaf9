/**
 * The logger's lines on the ground.
 *
 * AiM keeps one point per line, without a direction. The line is drawn through it at a right angle to how the
 * car drove at its closest pass; a point the car never came near belongs to another layout and makes no line.
 */
import { createProjection, type Gate, type LatLon } from '#shared/geo'
import { cleanText, GATE_WIDTH_M, gateAt, type Notes } from '../common/index.ts'
import type { LoggedLines } from '../model.ts'
import type { TrackMessage } from './count.ts'
import type { Fixes } from './nav-sol.ts'

/** Half a wide track and the error of a receiver and of whoever set the point. */
const NEAR_M = 40
/** A line reaches this far beyond the pass it was drawn from. */
const BEYOND_M = 10
/** A car that stands or is pushed does not show the direction. */
const DRIVING_MPS = 4
/** Longer pieces between two fixes cut corners. */
const LONGEST_STEP_MS = 3500
/** 0.002° are 220 m of latitude: far outside NEAR_M even when a fix is a second away from the line. */
const NEAR_DEG = 0.002

export const linesOf = (track: TrackMessage | null, fixes: Fixes, notes: Notes): LoggedLines | null => {
  if (!track?.startFinish || fixes.known === 0) return null
  const startFinish = gateThrough(track.startFinish, fixes)
  if (!startFinish) {
    notes.add(
      'dropped',
      `The start/finish point the logger knows${track.name ? ` (${cleanText(track.name)})` : ''} was never passed in this recording, so it was left out.`,
    )
    return null
  }
  const sectors = track.splits.map(split => gateThrough(split, fixes))
  if (sectors.includes(null)) {
    notes.add(
      'dropped',
      'A split point the logger knows was never passed in this recording; it was left out.',
    )
  }
  notes.add(
    'guessed',
    'The logger keeps one point per line, so its lines were drawn across the direction driven there.',
  )
  return { startFinish, finish: null, sectors: sectors.filter(gate => gate !== null) }
}

const gateThrough = (point: LatLon, { timeMs, lat, lon, speed }: Fixes): Gate | null => {
  const projection = createProjection(point)
  let closest = NEAR_M
  let heading = Number.NaN
  for (let i = 1; i < timeMs.length; i++) {
    // NaN is not near either.
    if (!(Math.abs(lat[i]! - point.lat) < NEAR_DEG) || !(speed[i]! > DRIVING_MPS)) continue
    if (timeMs[i]! - timeMs[i - 1]! > LONGEST_STEP_MS) continue
    const from = projection.toPoint(lat[i - 1]!, lon[i - 1]!)
    const to = projection.toPoint(lat[i]!, lon[i]!)
    const dx = to.x - from.x
    const dy = to.y - from.y
    const length = Math.hypot(dx, dy)
    const share = Math.min(Math.max(-(from.x * dx + from.y * dy) / (length * length), 0), 1)
    const distance = Math.hypot(from.x + share * dx, from.y + share * dy)
    if (!(distance < closest)) continue
    closest = distance
    heading = (Math.atan2(dx, dy) * 180) / Math.PI
  }
  return Number.isNaN(heading)
    ? null
    : gateAt(point, heading, Math.max(GATE_WIDTH_M, 2 * (closest + BEYOND_M)))
}
