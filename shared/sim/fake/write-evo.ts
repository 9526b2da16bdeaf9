/** Static and graphics pages of a pretended AC EVO, laid out as in game version 0.6. */
import type { SessionKind } from '../frames/index.ts'
import {
  EVO_ASSISTS,
  EVO_AT,
  EVO_ELECTRONICS,
  EVO_GRAPHICS,
  EVO_SESSION,
  EVO_STATIC,
  EVO_TIMING,
  EVO_TYRE,
  type Field,
  type Page,
  writeNumber,
  writeNumbers,
  writeText,
} from '../pages/index.ts'
import type { DriveFrame } from '../simulator/index.ts'
import type { FakeOptions } from './model.ts'
import {
  DEFAULT_PLAYER,
  fakeCarId,
  fakeTrackName,
  firstNameOf,
  idOfOther,
  lastNameOf,
  PLAYER_ID,
  PLAYER_PLACE,
} from './names.ts'
import { dottedTime, NO_TIME } from './timing.ts'
import type { WorldView } from './world.ts'
import { airTempAt, roadTempAt } from './write-physics.ts'

const STATUS = { off: 0, replay: 1, live: 2, pause: 3 } as const
const SESSIONS: Partial<Record<SessionKind, number>> = { race: 1 }
const NOON_S = 43_200
const LOCATION = { pitLane: 1, track: 4 } as const
/** The second half of every id; the first is the entry's. */
const ID_TAIL = 0xc0ffee

export const writeEvoStatic = (page: Page, world: WorldView, options: FakeOptions): void => {
  const s = EVO_STATIC
  const minutes = world.gameMs / 60_000
  writeText(page, s.smVersion, '1.0')
  writeText(page, s.acEvoVersion, '0.6')
  writeNumber(page, s.session, SESSIONS[options.session ?? 'practice'] ?? 0)
  writeText(page, s.sessionName, options.session ?? 'practice')
  writeNumber(page, s.sessionId, world.session % 256)
  writeNumber(page, s.startingGrip, 2)
  writeNumber(page, s.startingAmbientTemperatureC, airTempAt(minutes))
  writeNumber(page, s.startingGroundTemperatureC, roadTempAt(minutes))
  writeNumber(page, s.isStaticWeather, 1)
  writeNumber(page, s.numberOfSessions, 1)
  writeText(page, s.track, fakeTrackName(world.circuitName))
  writeNumber(page, s.trackLengthM, world.drive.circuit.lengthM)
}

const writeId = (page: Page, field: Field, place: number, id: number): void => {
  writeNumber(page, field, id, place * 2)
  writeNumber(page, field, ID_TAIL, place * 2 + 1)
}

export const writeEvoGraphics = (
  page: Page,
  world: WorldView,
  options: FakeOptions,
  others: readonly DriveFrame[],
): void => {
  const g = EVO_GRAPHICS
  const set = (field: Field, ...values: number[]): void => writeNumbers(page, field, values)
  const { own, drive, bestMs } = world
  const shown = (world.isSpectating || world.activity === 'replay' ? others[0] : undefined) ?? own
  const player = options.playerName ?? DEFAULT_PLAYER
  const perLapL = (drive.car.litresPerKm * drive.circuit.lengthM) / 1000
  const seconds = Math.floor(NOON_S + world.gameMs / 1000)

  set(g.status, STATUS[world.activity])
  writeId(page, g.focusedCarIdA, 0, shown === own ? PLAYER_ID : idOfOther(0))
  writeId(page, g.playerCarIdA, 0, PLAYER_ID)
  set(g.rpm, Math.round(shown.rpm))
  set(g.isIgnitionOn, 1)
  set(g.isEngineRunning, 1)
  set(g.displaySpeedKmh, Math.round(shown.speed * 3.6))
  set(g.displaySpeedMs, Math.round(shown.speed))
  set(g.gearInt, shown.gear + 1)
  set(g.gasPercent, shown.throttle / 100)
  set(g.brakePercent, shown.brake / 100)
  set(g.waterTemperatureC, 86)
  set(g.airTemperatureC, airTempAt(world.gameMs / 60_000))
  set(g.oilTemperatureC, 98.5)
  set(g.timeOfDayHours, Math.floor(seconds / 3600) % 24)
  set(g.timeOfDayMinutes, Math.floor(seconds / 60) % 60)
  set(g.timeOfDaySeconds, seconds % 60)
  set(g.deltaTimeMs, bestMs === null ? 0 : 150)
  set(g.currentLapTimeMs, world.currentMs)
  set(g.predictedLapTimeMs, bestMs === null ? NO_TIME : bestMs + 150)
  set(g.fuelLiterCurrentQuantity, own.fuelL)
  for (const base of [EVO_AT.tyreLf, EVO_AT.tyreRf, EVO_AT.tyreLr, EVO_AT.tyreRr]) {
    writeText(page, EVO_TYRE.tyreCompoundFront, 'Slick Medium', base)
    writeText(page, EVO_TYRE.tyreCompoundRear, 'Slick Medium', base)
  }
  set(g.npos, own.lapShare)
  set(g.carLocation, own.inPitLane ? LOCATION.pitLane : LOCATION.track)
  set(g.fuelLiterUsed, world.fuelUsedL)
  set(g.fuelLiterPerLap, perLapL)
  set(g.lapsPossibleWithFuel, own.fuelL / perLapL)
  writeNumber(page, EVO_ELECTRONICS.tcLevel, 4, 0, EVO_AT.electronics)
  writeNumber(page, EVO_ELECTRONICS.absLevel, 5, 0, EVO_AT.electronics)
  writeNumber(page, EVO_ELECTRONICS.brakeBias, 0.57, 0, EVO_AT.electronics)
  set(g.totalLapCount, world.completedLaps)
  set(g.currentPos, 1)
  set(g.totalDrivers, others.length + 1)
  set(g.lastLaptimeMs, world.lastMs ?? NO_TIME)
  set(g.bestLaptimeMs, bestMs ?? NO_TIME)
  set(g.maxGears, drive.car.gearTopMps.length)
  writeNumber(page, EVO_SESSION.lapLengthKm, drive.circuit.lengthM / 1000, 0, EVO_AT.sessionState)
  writeNumber(page, EVO_SESSION.currentLap, world.completedLaps + 1, 0, EVO_AT.sessionState)
  writeText(page, EVO_TIMING.currentLaptime, dottedTime(world.currentMs), EVO_AT.timingState)
  writeText(page, EVO_TIMING.lastLaptime, dottedTime(world.lastMs ?? 0), EVO_AT.timingState)
  writeText(page, EVO_TIMING.bestLaptime, dottedTime(bestMs ?? 0), EVO_AT.timingState)
  writeNumber(page, EVO_TIMING.isInvalid, world.isLapValid ? 0 : 1, 0, EVO_AT.timingState)
  writeText(page, g.driverName, firstNameOf(player))
  writeText(page, g.driverSurname, lastNameOf(player))
  writeText(page, g.carModel, fakeCarId(world.carName))
  set(g.isInPitBox, own.inPitLane && own.speed === 0 ? 1 : 0)
  set(g.isInPitLane, own.inPitLane ? 1 : 0)
  set(g.isValidLap, world.isLapValid ? 1 : 0)
  const cars = [...others]
  cars.splice(PLAYER_PLACE, 0, own)
  set(g.carCoordinates, ...cars.flatMap(car => [car.x, car.altitude + 0.4, -car.y]))
  set(g.activeCars, cars.length)
  set(g.fuelPerLap, perLapL)
  set(g.fuelEstimatedLaps, own.fuelL / perLapL)
  writeNumber(page, EVO_ASSISTS.autoGear, 0, 0, EVO_AT.assistsState)
  writeNumber(page, EVO_ASSISTS.autoClutch, 1, 0, EVO_AT.assistsState)
  set(g.maxFuel, drive.car.tankL)
  let other = 0
  for (let i = 0; i < cars.length; i++)
    writeId(page, g.carIds, i, i === PLAYER_PLACE ? PLAYER_ID : idOfOther(other++))
}
