/** What the game says once per session: the static page (and, for AC EVO, names on the graphics page) as SimIdentity. */
import type { SimIdentity } from '../frames/index.ts'
import { EVO_AT, EVO_GRAPHICS, EVO_STATIC } from './evo-layout.ts'
import { EVO_ASSISTS } from './evo-structs.ts'
import { type Field, type Page, readNumber, readText } from './layout.ts'
import { STATIC } from './static-layout.ts'
import { ACC_LAYOUT_WORD, ACC_SKIN_WORD } from './which-game.ts'

const positive = (value: number, most: number): number | null => (value > 0 && value <= most ? value : null)

const nameOf = (first: string, last: string, nick: string): string => `${first} ${last}`.trim() || nick

/** Only finite ones: a number nobody wrote is no assist. */
const assistsOf = (page: Page, fields: Readonly<Record<string, Field>>, base = 0): Record<string, number> => {
  const assists: Record<string, number> = {}
  for (const [name, field] of Object.entries(fields)) {
    const value = readNumber(page, field, 0, base)
    if (Math.abs(value) <= 1_000_000) assists[name] = value
  }
  return assists
}

const AC_ASSISTS = {
  penalties: STATIC.penaltiesEnabled,
  fuelRate: STATIC.aidFuelRate,
  tyreWear: STATIC.aidTireRate,
  damage: STATIC.aidMechanicalDamage,
  tyreBlankets: STATIC.aidAllowTyreBlankets,
  stability: STATIC.aidStability,
  autoClutch: STATIC.aidAutoClutch,
  autoBlip: STATIC.aidAutoBlip,
}

const EVO_ASSIST_FIELDS = {
  autoGear: EVO_ASSISTS.autoGear,
  autoBlip: EVO_ASSISTS.autoBlip,
  autoClutch: EVO_ASSISTS.autoClutch,
  autoPitLimiter: EVO_ASSISTS.autoPitLimiter,
  autoSteer: EVO_ASSISTS.autoSteer,
  stability: EVO_ASSISTS.arcadeStabilityControl,
}

const MOST_RPM = 40_000
const MOST_FUEL_L = 1000
const LONGEST_TRACK_M = 1_000_000
const MOST_SECTORS = 100

export const acIdentity = (game: 'ac' | 'acc', atMs: number, page: Page): SimIdentity => {
  const layout = readText(page, STATIC.trackConfiguration)
  const skin = readText(page, STATIC.carSkin)
  const online = readNumber(page, STATIC.isOnline)
  return {
    kind: 'identity',
    atMs,
    game,
    gameVersion: readText(page, STATIC.acVersion),
    pageVersion: readText(page, STATIC.smVersion),
    car: readText(page, STATIC.carModel),
    skin: game === 'acc' && skin === ACC_SKIN_WORD ? '' : skin,
    track: readText(page, STATIC.track),
    layout: game === 'acc' && layout === ACC_LAYOUT_WORD ? '' : layout,
    driver: nameOf(
      readText(page, STATIC.playerName),
      readText(page, STATIC.playerSurname),
      readText(page, STATIC.playerNick),
    ),
    sectorCount: positive(readNumber(page, STATIC.sectorCount), MOST_SECTORS),
    maxRpm: positive(readNumber(page, STATIC.maxRpm), MOST_RPM),
    maxFuelL: positive(readNumber(page, STATIC.maxFuel), MOST_FUEL_L),
    trackLengthM: positive(readNumber(page, STATIC.trackSplineLength), LONGEST_TRACK_M),
    isOnline: game === 'ac' || Number.isNaN(online) ? null : online !== 0,
    assists: assistsOf(page, AC_ASSISTS),
  }
}

/** `graphics` is null while it cannot be trusted: then car and driver are not known. */
export const evoIdentity = (atMs: number, page: Page, graphics: Page | null): SimIdentity => {
  const online = readNumber(page, EVO_STATIC.isOnline)
  return {
    kind: 'identity',
    atMs,
    game: 'evo',
    gameVersion: readText(page, EVO_STATIC.acEvoVersion),
    pageVersion: readText(page, EVO_STATIC.smVersion),
    car: graphics ? readText(graphics, EVO_GRAPHICS.carModel) : '',
    skin: '',
    track: readText(page, EVO_STATIC.track),
    layout: readText(page, EVO_STATIC.trackConfiguration),
    driver: graphics
      ? nameOf(
          readText(graphics, EVO_GRAPHICS.driverName),
          readText(graphics, EVO_GRAPHICS.driverSurname),
          '',
        )
      : '',
    sectorCount: null,
    maxRpm: null,
    maxFuelL: graphics ? positive(readNumber(graphics, EVO_GRAPHICS.maxFuel), MOST_FUEL_L) : null,
    trackLengthM: positive(readNumber(page, EVO_STATIC.trackLengthM), LONGEST_TRACK_M),
    isOnline: Number.isNaN(online) ? null : online !== 0,
    assists: graphics ? assistsOf(graphics, EVO_ASSIST_FIELDS, EVO_AT.assistsState) : {},
  }
}

/** Equal in everything but the instant. */
export const isSameIdentity = (a: SimIdentity, b: SimIdentity): boolean =>
  JSON.stringify({ ...a, atMs: 0 }) === JSON.stringify({ ...b, atMs: 0 })
