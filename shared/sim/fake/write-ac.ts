/** Static and graphics pages of a pretended AC1 or ACC. */
import { SESSION_KINDS } from '../frames/index.ts'
import {
  AC_GRAPHICS,
  ACC_GRAPHICS,
  type Field,
  type Page,
  STATIC,
  writeNumber,
  writeNumbers,
  writeText,
} from '../pages/index.ts'
import type { DriveFrame } from '../simulator/index.ts'
import type { FakeOptions } from './model.ts'
import {
  DEFAULT_PLAYER,
  fakeCarId,
  fakeTrackId,
  fakeTrackName,
  firstNameOf,
  idOfOther,
  lastNameOf,
  PLAYER_ID,
  PLAYER_PLACE,
} from './names.ts'
import { colonTime, NO_TIME } from './timing.ts'
import type { WorldView } from './world.ts'
import { TYRE_RADIUS_M } from './write-physics.ts'

const STATUS = { off: 0, replay: 1, live: 2, pause: 3 } as const
const DAY_MS = 43_200_000
const SESSION_MS = 3_600_000
/** Half the alphabet away from anything a name holds. */
const GARBAGE = 0x2591

/** Fills up behind the NUL, as AC1 leaves what was there before. */
const writeDirtyText = (page: Page, field: Field, text: string): void => {
  writeText(page, field, text)
  for (let i = text.length + 1; i < (field[2] ?? 1); i++) writeNumber(page, field, GARBAGE, i)
}

export const writeAcStatic = (page: Page, world: WorldView, options: FakeOptions): void => {
  const isAcc = options.game === 'acc'
  const text = isAcc ? writeText : writeDirtyText
  const player = options.playerName ?? DEFAULT_PLAYER
  const set = (field: Field, ...values: number[]): void => writeNumbers(page, field, values)
  const { car, circuit } = world.drive
  text(page, STATIC.smVersion, isAcc ? '1.9' : '1.7')
  text(page, STATIC.acVersion, isAcc ? '1.7' : '1.16.4')
  set(STATIC.numberOfSessions, isAcc ? 0 : 1)
  set(STATIC.numCars, 1 + (options.others ?? 2))
  text(page, STATIC.carModel, fakeCarId(world.carName))
  text(page, STATIC.track, isAcc ? fakeTrackName(world.circuitName) : fakeTrackId(world.circuitName))
  text(page, STATIC.playerName, firstNameOf(player))
  text(page, STATIC.playerSurname, lastNameOf(player))
  text(page, STATIC.playerNick, lastNameOf(player))
  set(STATIC.sectorCount, 3)
  set(STATIC.maxRpm, car.redlineRpm)
  set(STATIC.maxFuel, car.tankL)
  set(STATIC.penaltiesEnabled, 1)
  set(STATIC.aidFuelRate, 1)
  set(STATIC.aidTireRate, 1)
  set(STATIC.aidMechanicalDamage, 1)
  set(STATIC.aidAutoClutch, 1)
  set(STATIC.aidAutoBlip, 1)
  text(page, STATIC.trackConfiguration, isAcc ? 'track config' : '')
  text(page, STATIC.carSkin, isAcc ? 'skin' : '01_silver')
  set(STATIC.pitWindowEnd, isAcc ? -1000 : 0)
  if (isAcc) {
    text(page, STATIC.dryTyresName, 'DHD2')
    text(page, STATIC.wetTyresName, 'WH')
    return
  }
  set(STATIC.maxTorque, 520)
  set(STATIC.maxPower, Math.round(car.powerW / 1000))
  set(STATIC.suspensionMaxTravel, 0.1, 0.1, 0.1, 0.1)
  set(STATIC.tyreRadius, TYRE_RADIUS_M, TYRE_RADIUS_M, TYRE_RADIUS_M, TYRE_RADIUS_M)
  set(STATIC.trackSplineLength, circuit.lengthM)
}

const positionOf = (world: WorldView, others: readonly DriveFrame[]): number => {
  const progress = (frame: DriveFrame): number => frame.crossings + frame.lapShare
  return 1 + others.filter(other => progress(other) > progress(world.own)).length
}

const sessionNumber = (options: FakeOptions): number =>
  // Practice is the second of our kinds and 0 in these games.
  SESSION_KINDS.indexOf(options.session ?? 'practice') - 1

const writeCommon = (
  page: Page,
  world: WorldView,
  options: FakeOptions,
  others: readonly DriveFrame[],
): void => {
  const g = ACC_GRAPHICS
  const set = (field: Field, ...values: number[]): void => writeNumbers(page, field, values)
  const isRace = options.session === 'race'
  set(g.status, STATUS[world.activity])
  set(g.session, sessionNumber(options))
  writeText(page, g.currentTime, colonTime(world.currentMs))
  writeText(page, g.lastTime, colonTime(world.lastMs ?? NO_TIME))
  writeText(page, g.bestTime, colonTime(world.bestMs ?? NO_TIME))
  writeText(page, g.split, colonTime(world.lastSectorMs))
  set(g.completedLaps, world.completedLaps)
  set(g.position, positionOf(world, others))
  set(g.iCurrentTime, world.currentMs)
  set(g.iLastTime, world.lastMs ?? NO_TIME)
  set(g.iBestTime, world.bestMs ?? NO_TIME)
  set(g.sessionTimeLeft, isRace ? Math.max(SESSION_MS - world.gameMs, 0) : -1)
  set(g.distanceTraveled, world.own.lapM + world.own.crossings * world.drive.circuit.lengthM)
  set(g.isInPit, world.own.inPitLane && world.own.speed === 0 ? 1 : 0)
  set(g.currentSectorIndex, world.sector)
  set(g.lastSectorTime, world.lastSectorMs)
  set(g.normalizedCarPosition, world.own.lapShare)
}

export const writeAcGraphics = (
  page: Page,
  world: WorldView,
  options: FakeOptions,
  others: readonly DriveFrame[],
): void => {
  const g = AC_GRAPHICS
  const set = (field: Field, ...values: number[]): void => writeNumbers(page, field, values)
  writeCommon(page, world, options, others)
  writeDirtyText(page, g.tyreCompound, 'Semislicks (SM)')
  set(g.replayTimeMultiplier, 1)
  set(g.carCoordinates, world.own.x, world.own.altitude + 0.3, -world.own.y)
  set(g.isInPitLane, world.own.inPitLane ? 1 : 0)
  set(g.surfaceGrip, 0.98)
  set(g.windSpeed, 3.5)
  set(g.windDirection, 215)
}

const MS_PER_S = 1000
const PER_LAP_MARGIN_MS = 150

export const writeAccGraphics = (
  page: Page,
  world: WorldView,
  options: FakeOptions,
  others: readonly DriveFrame[],
): void => {
  const g = ACC_GRAPHICS
  const set = (field: Field, ...values: number[]): void => writeNumbers(page, field, values)
  const { own, bestMs } = world
  const perLapL = (world.drive.car.litresPerKm * world.drive.circuit.lengthM) / 1000
  writeCommon(page, world, options, others)
  set(g.numberOfLaps, world.completedLaps)
  writeText(page, g.tyreCompound, 'dry_compound')
  set(g.activeCars, others.length + 1)
  const cars = [...others]
  cars.splice(PLAYER_PLACE, 0, own)
  const ids = others.map((_, i) => idOfOther(i))
  ids.splice(PLAYER_PLACE, 0, PLAYER_ID)
  set(g.carCoordinates, ...cars.flatMap(car => [car.x, car.altitude + 0.4, -car.y]))
  set(g.carID, ...ids)
  const isAway = options.idFollowsCamera === true && world.isSpectating
  set(g.playerCarID, isAway ? idOfOther(0) : PLAYER_ID)
  set(g.isInPitLane, own.inPitLane ? 1 : 0)
  set(g.windSpeed, 3.5)
  set(g.windDirection, 215)
  set(g.TC, 4)
  set(g.TCCut, 3)
  set(g.ABS, 5)
  set(g.fuelXLap, perLapL)
  set(g.exhaustTemperature, 640)
  set(g.driverStintTotalTimeLeft, -1000)
  set(g.driverStintTimeLeft, -1000)
  set(g.usedFuel, world.fuelUsedL)
  const estimateMs = bestMs === null ? NO_TIME : bestMs + PER_LAP_MARGIN_MS
  writeText(page, g.deltaLapTime, bestMs === null ? '-:--:---' : colonTime(PER_LAP_MARGIN_MS))
  set(g.iDeltaLapTime, bestMs === null ? 0 : PER_LAP_MARGIN_MS)
  writeText(page, g.estimatedLapTime, colonTime(estimateMs))
  set(g.iEstimatedLapTime, estimateMs)
  set(g.isDeltaPositive, bestMs === null ? 0 : 1)
  set(g.iSplit, world.currentMs)
  set(g.isValidLap, world.isLapValid ? 1 : 0)
  set(g.fuelEstimatedLaps, own.fuelL / perLapL)
  writeText(page, g.trackStatus, 'OPTIMUM')
  set(g.missingMandatoryPits, 255)
  set(g.clock, ((DAY_MS + world.gameMs) / MS_PER_S) % 86_400)
  set(g.globalGreen, 1)
  set(g.mfdTyreSet, 2)
  set(g.mfdTyrePressureLF, 25.5, 25.5, 25.6, 25.6)
  set(g.trackGripStatus, 2)
  set(g.currentTyreSet, 1)
  set(g.strategyTyreSet, 2)
}
