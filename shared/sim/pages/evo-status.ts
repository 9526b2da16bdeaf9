/**
 * AC EVO's graphics page as a row of STATUS_FIELDS, and which car in it is the player's. Whether the page can be read
 * at all is decided in evo-trust.ts; of one that cannot only its first words are read.
 *
 * Not read, because their unit or meaning is not certain: the gaps and the penalty; sectors are not there.
 */
import { ACTIVITIES, STATUS_AT } from '../frames/index.ts'
import { EVO_AT, EVO_CARS, EVO_GRAPHICS, EVO_ID_BYTES, EVO_STATIC } from './evo-layout.ts'
import { EVO_ASSISTS, EVO_ELECTRONICS, EVO_SESSION } from './evo-structs.ts'
import { isSameAt, isZeroAt, type Page, readNumber } from './layout.ts'
import {
  clockOf,
  countOf,
  DAY_S,
  deltaOf,
  flagOf,
  litresOf,
  placeOf,
  shareOf,
  spanOf,
  timeOf,
} from './status-row.ts'
import { activityOf, evoFlag, evoSession, gripOf } from './words.ts'

/** Whether the camera is on the player's car; null while the game gives no ids. */
export const isEvoOwnById = (page: Page): boolean | null => {
  const player = EVO_GRAPHICS.playerCarIdA[1]
  if (isZeroAt(page, player, EVO_ID_BYTES)) return null
  return isSameAt(page, EVO_GRAPHICS.focusedCarIdA[1], player, EVO_ID_BYTES)
}

const playerPlace = (page: Page): number => {
  const player = EVO_GRAPHICS.playerCarIdA[1]
  if (isZeroAt(page, player, EVO_ID_BYTES)) return -1
  const cars = Math.min(readNumber(page, EVO_GRAPHICS.activeCars), EVO_CARS)
  for (let i = 0; i < cars; i++)
    if (isSameAt(page, player, EVO_GRAPHICS.carIds[1] + i * EVO_ID_BYTES, EVO_ID_BYTES)) return i
  return -1
}

/** What is read of every page, trusted or not. */
export const fillEvoActivity = (out: Float64Array, page: Page): void => {
  out[STATUS_AT.activity] = ACTIVITIES.indexOf(activityOf(readNumber(page, EVO_GRAPHICS.status)))
}

/** All but the activity. */
export const fillEvoStatus = (out: Float64Array, page: Page, fixed: Page): void => {
  const g = EVO_GRAPHICS
  out[STATUS_AT.session] = evoSession(readNumber(fixed, EVO_STATIC.session))
  out[STATUS_AT.sessionIndex] = countOf(readNumber(fixed, EVO_STATIC.sessionId), 0)
  out[STATUS_AT.sessionLeftMs] = spanOf(readNumber(page, EVO_SESSION.timeLeftMs, 0, EVO_AT.sessionState))
  out[STATUS_AT.completedLaps] = countOf(readNumber(page, g.totalLapCount), 0)
  out[STATUS_AT.position] = countOf(readNumber(page, g.currentPos), 1)
  out[STATUS_AT.carCount] = countOf(readNumber(page, g.totalDrivers), 1, 1000)
  out[STATUS_AT.currentMs] = clockOf(readNumber(page, g.currentLapTimeMs))
  out[STATUS_AT.lastMs] = timeOf(readNumber(page, g.lastLaptimeMs))
  out[STATUS_AT.bestMs] = timeOf(readNumber(page, g.bestLaptimeMs))
  out[STATUS_AT.lapValid] = flagOf(readNumber(page, g.isValidLap))
  out[STATUS_AT.inPitBox] = flagOf(readNumber(page, g.isInPitBox))
  out[STATUS_AT.inPitLane] = flagOf(readNumber(page, g.isInPitLane))
  out[STATUS_AT.lapShare] = shareOf(readNumber(page, g.npos))
  const player = playerPlace(page)
  if (player >= 0) {
    out[STATUS_AT.x] = placeOf(readNumber(page, g.carCoordinates, player * 3))
    out[STATUS_AT.y] = placeOf(-readNumber(page, g.carCoordinates, player * 3 + 2))
    out[STATUS_AT.altitude] = placeOf(readNumber(page, g.carCoordinates, player * 3 + 1))
  }
  const fuelPerLap = litresOf(readNumber(page, g.fuelPerLap))
  const predicted = timeOf(readNumber(page, g.predictedLapTimeMs))
  out[STATUS_AT.fuelPerLap] = fuelPerLap
  out[STATUS_AT.fuelLapsLeft] = Number.isNaN(fuelPerLap)
    ? Number.NaN
    : countOf(readNumber(page, g.fuelEstimatedLaps), 0)
  out[STATUS_AT.fuelUsed] = countOf(readNumber(page, g.fuelLiterUsed), 0)
  out[STATUS_AT.gameDeltaMs] = Number.isNaN(predicted) ? Number.NaN : deltaOf(readNumber(page, g.deltaTimeMs))
  out[STATUS_AT.gamePredictedMs] = predicted
  out[STATUS_AT.flag] = evoFlag(readNumber(page, g.flag))
  out[STATUS_AT.grip] = gripOf(readNumber(fixed, EVO_STATIC.startingGrip))
  const clock =
    readNumber(page, g.timeOfDayHours) * 3600 +
    readNumber(page, g.timeOfDayMinutes) * 60 +
    readNumber(page, g.timeOfDaySeconds)
  out[STATUS_AT.clockS] = countOf(clock, 0, DAY_S)
  const level = (field: (typeof EVO_ELECTRONICS)['tcLevel' | 'tcCutLevel' | 'absLevel' | 'engineMapLevel']) =>
    countOf(readNumber(page, field, 0, EVO_AT.electronics), 0, 100)
  out[STATUS_AT.tcLevel] = level(EVO_ELECTRONICS.tcLevel)
  out[STATUS_AT.tcCutLevel] = level(EVO_ELECTRONICS.tcCutLevel)
  out[STATUS_AT.absLevel] = level(EVO_ELECTRONICS.absLevel)
  out[STATUS_AT.engineMap] = level(EVO_ELECTRONICS.engineMapLevel)
  out[STATUS_AT.autoGear] = flagOf(readNumber(page, EVO_ASSISTS.autoGear, 0, EVO_AT.assistsState))
}
