/**
 * Graphics pages of AC1 and ACC as rows of STATUS_FIELDS, and which car in them is the player's.
 *
 * Hazards: AC1 has no word on validity, predictions, fuel per lap, rain or cars beside the player's; ACC's `iSplit` runs
 * with the clock; `iDeltaLapTime` means something only while there is an estimate; 0 as a gap means nobody.
 */
import { ACTIVITIES, STATUS_AT } from '../frames/index.ts'
import { AC_GRAPHICS, ACC_CARS, ACC_GRAPHICS } from './graphics-layout.ts'
import { type Page, readNumber } from './layout.ts'
import {
  clockOf,
  countOf,
  DAY_S,
  degreesOf,
  deltaOf,
  flagOf,
  litresOf,
  metresPerSecondOf,
  placeOf,
  shareOf,
  spanOf,
  timeOf,
} from './status-row.ts'
import { acFlag, acSession, activityOf, gripOf, rainOf } from './words.ts'

/** Where in ACC's list the player's car is, or −1. */
export const playerPlace = (page: Page): number => {
  const id = readNumber(page, ACC_GRAPHICS.playerCarID)
  return placeOfId(page, id)
}

export const placeOfId = (page: Page, id: number): number => {
  const cars = Math.min(readNumber(page, ACC_GRAPHICS.activeCars), ACC_CARS)
  for (let i = 0; i < cars; i++) if (readNumber(page, ACC_GRAPHICS.carID, i) === id) return i
  return -1
}

const fillCommon = (out: Float64Array, page: Page): void => {
  const g = ACC_GRAPHICS
  out[STATUS_AT.activity] = ACTIVITIES.indexOf(activityOf(readNumber(page, g.status)))
  out[STATUS_AT.session] = acSession(readNumber(page, g.session))
  out[STATUS_AT.sessionLeftMs] = spanOf(readNumber(page, g.sessionTimeLeft))
  out[STATUS_AT.completedLaps] = countOf(readNumber(page, g.completedLaps), 0)
  out[STATUS_AT.position] = countOf(readNumber(page, g.position), 1)
  out[STATUS_AT.currentMs] = clockOf(readNumber(page, g.iCurrentTime))
  out[STATUS_AT.lastMs] = timeOf(readNumber(page, g.iLastTime))
  out[STATUS_AT.bestMs] = timeOf(readNumber(page, g.iBestTime))
  out[STATUS_AT.sector] = countOf(readNumber(page, g.currentSectorIndex), 0, 100)
  out[STATUS_AT.lastSectorMs] = timeOf(readNumber(page, g.lastSectorTime))
  out[STATUS_AT.inPitBox] = flagOf(readNumber(page, g.isInPit))
  out[STATUS_AT.lapShare] = shareOf(readNumber(page, g.normalizedCarPosition))
}

const setPlace = (out: Float64Array, x: number, y: number, z: number): void => {
  // A car at exactly the origin, in all three axes, is a page nobody wrote.
  if (x === 0 && y === 0 && z === 0) return
  out[STATUS_AT.x] = placeOf(x)
  out[STATUS_AT.y] = placeOf(-z)
  out[STATUS_AT.altitude] = placeOf(y)
}

export const fillAcStatus = (out: Float64Array, page: Page): void => {
  const g = AC_GRAPHICS
  fillCommon(out, page)
  setPlace(
    out,
    readNumber(page, g.carCoordinates, 0),
    readNumber(page, g.carCoordinates, 1),
    readNumber(page, g.carCoordinates, 2),
  )
  out[STATUS_AT.flag] = acFlag(readNumber(page, g.flag))
  out[STATUS_AT.inPitLane] = flagOf(readNumber(page, g.isInPitLane))
  out[STATUS_AT.windMps] = metresPerSecondOf(readNumber(page, g.windSpeed))
  out[STATUS_AT.windDeg] = degreesOf(readNumber(page, g.windDirection))
}

export const fillAccStatus = (out: Float64Array, page: Page): void => {
  const g = ACC_GRAPHICS
  fillCommon(out, page)
  const player = playerPlace(page)
  if (player >= 0)
    setPlace(
      out,
      readNumber(page, g.carCoordinates, player * 3),
      readNumber(page, g.carCoordinates, player * 3 + 1),
      readNumber(page, g.carCoordinates, player * 3 + 2),
    )
  const fuelPerLap = litresOf(readNumber(page, g.fuelXLap))
  const predicted = timeOf(readNumber(page, g.iEstimatedLapTime))
  const delta = Math.abs(deltaOf(readNumber(page, g.iDeltaLapTime)))
  const isAhead = readNumber(page, g.isDeltaPositive) === 0
  out[STATUS_AT.sessionIndex] = countOf(readNumber(page, g.sessionIndex), 0)
  out[STATUS_AT.carCount] = countOf(readNumber(page, g.activeCars), 1, 1000)
  out[STATUS_AT.splitMs] = timeOf(readNumber(page, g.iSplit))
  out[STATUS_AT.lapValid] = flagOf(readNumber(page, g.isValidLap))
  out[STATUS_AT.inPitLane] = flagOf(readNumber(page, g.isInPitLane))
  out[STATUS_AT.fuelPerLap] = fuelPerLap
  out[STATUS_AT.fuelLapsLeft] = Number.isNaN(fuelPerLap)
    ? Number.NaN
    : countOf(readNumber(page, g.fuelEstimatedLaps), 0)
  out[STATUS_AT.fuelUsed] = countOf(readNumber(page, g.usedFuel), 0)
  out[STATUS_AT.gameDeltaMs] = Number.isNaN(predicted) ? Number.NaN : isAhead ? -delta : delta
  out[STATUS_AT.gamePredictedMs] = predicted
  out[STATUS_AT.flag] = acFlag(readNumber(page, g.flag))
  out[STATUS_AT.penalty] = countOf(readNumber(page, g.penalty), 0)
  out[STATUS_AT.grip] = gripOf(readNumber(page, g.trackGripStatus))
  out[STATUS_AT.rain] = rainOf(readNumber(page, g.rainIntensity))
  out[STATUS_AT.rainIn10Min] = rainOf(readNumber(page, g.rainIntensityIn10min))
  out[STATUS_AT.rainIn30Min] = rainOf(readNumber(page, g.rainIntensityIn30min))
  out[STATUS_AT.windMps] = metresPerSecondOf(readNumber(page, g.windSpeed))
  out[STATUS_AT.windDeg] = degreesOf(readNumber(page, g.windDirection))
  out[STATUS_AT.clockS] = countOf(readNumber(page, g.clock), 0, DAY_S)
  out[STATUS_AT.tcLevel] = countOf(readNumber(page, g.TC), 0, 100)
  out[STATUS_AT.tcCutLevel] = countOf(readNumber(page, g.TCCut), 0, 100)
  out[STATUS_AT.absLevel] = countOf(readNumber(page, g.ABS), 0, 100)
  out[STATUS_AT.engineMap] = countOf(readNumber(page, g.EngineMap), 0, 100)
  out[STATUS_AT.tyreSet] = countOf(readNumber(page, g.currentTyreSet), 0, 1000)
  out[STATUS_AT.gapAheadMs] = spanOf(readNumber(page, g.gapAhead))
  out[STATUS_AT.gapBehindMs] = spanOf(readNumber(page, g.gapBehind))
  out[STATUS_AT.stintLeftMs] = spanOf(readNumber(page, g.driverStintTimeLeft))
}
