/**
 * Channel names of every vendor to the canonical ones.
 *
 * A name is mapped only when its meaning is certain and its unit fits; everything else keeps its own name.
 * Names are compared without case, spaces and punctuation. Left out on purpose: vertical acceleration (some
 * loggers leave gravity in), suspension travel (either end may be positive), manifold pressure (absolute, not
 * boost). Signs are those of the file: `factor` is 1 but for names that say the opposite side.
 */
import { channelInfo } from '#shared/trace'
import type { RawChannel } from './channel.ts'
import { unitToUnit } from './units.ts'

const WHEELS = {
  FL: ['fl', 'frontleft', 'leftfront', 'lf'],
  FR: ['fr', 'frontright', 'rightfront', 'rf'],
  RL: ['rl', 'rearleft', 'leftrear', 'lr'],
  RR: ['rr', 'rearright', 'rightrear'],
} as const

const WHEEL_STEMS: readonly (readonly [stem: string, words: string])[] = [
  ['wheelSpeed', 'wheelspeed wheelspd whlspd wspd wspeed speed'],
  ['tyreTemp', 'tyretemp tiretemp tyretemperature tiretemperature'],
  ['tyrePressure', 'tyrepressure tirepressure tyrepres tirepres tyrepress tirepress tpms'],
  ['brakeTemp', 'braketemp brakedisctemp discTemp brktemp braketemperature'],
]

const ALIASES: readonly (readonly [name: string, words: string])[] = [
  ['lat', 'lat latitude gpslat gpslatitude'],
  ['lon', 'lon long lng longitude gpslon gpslong gpslongitude'],
  ['altitude', 'altitude alt height elevation gpsaltitude gpsalt gpsheight'],
  ['heading', 'heading bearing course track gpsheading gpsbearing gpscourse'],
  ['distance', 'distance dist distancetraveled distancetravelled totaldistance'],
  ['accuracy', 'accuracy gpsaccuracy posaccuracy positionaccuracy gpsposaccuracy horizontalaccuracy'],
  ['satellites', 'satellites sats lockedsatellites gpssatellites gpssats gpsnsat numsats nsat'],
  ['speed', 'speed velocity groundspeed gpsspeed vehiclespeed carspeed vehspeed speedgps'],
  [
    'gLat',
    'glat gforcelat gforcelateral latg lateralg latacc lateralacc lataccel lateralaccel lateralacceleration gpslatacc',
  ],
  [
    'gLong',
    'glong glon gforcelong gforcelon gforcelongitudinal longg longitudinalg longacc longaccel longitudinalacc longitudinalaccel longitudinalacceleration lonacc gpslonacc inlineacc inlineaccel inlineacceleration',
  ],
  ['yawRate', 'yawrate'],
  ['lean', 'lean leanangle'],
  [
    'throttle',
    'throttle throttlepos throttleposition throttlepedal tps acceleratorpos acceleratorposition acceleratorpedal acceleratorpedalposition pedalpos pedalposition',
  ],
  ['brake', 'brake brakepos brakeposition brakepedal brakepedalpos brakepedalposition'],
  [
    'brakePressure',
    'brake brakepressure brakepress brakepres brakepressurefront brakepressfront brakepresfront frontbrakepressure frontbrakepress frontbrakepres brakepressuref',
  ],
  ['clutch', 'clutch clutchpos clutchposition clutchpedal'],
  [
    'steering',
    'steering steer steerangle steeringangle steeredangle steeringwheelangle steerpos steeringpos',
  ],
  ['gear', 'gear gearpos gearposition currentgear'],
  ['heartRate', 'heartrate hr heart'],
  ['rpm', 'rpm rpms enginespeed enginerpm engrpm engspeed'],
  ['boost', 'boost boostpressure boostpress boostpres'],
  ['fuel', 'fuel fuellevel fuelremaining'],
  [
    'waterTemp',
    'watertemp watertemperature coolanttemp coolanttemperature enginecoolanttemp enginecoolanttemperature h2otemp ect',
  ],
  ['oilTemp', 'oiltemp oiltemperature engineoiltemp engineoiltemperature engoiltemp'],
  ['oilPressure', 'oilpressure oilpress oilpres engineoilpressure engoilpressure engoilpres'],
  ['battery', 'battery batteryvoltage batteryvolts battvolts battvoltage vbat batt'],
  ['abs', 'abs'],
  ['tractionControl', 'tractioncontrol'],
  ['drs', 'drs'],
  ['airTemp', 'airtemp airtemperature ambienttemp ambienttemperature ambientairtemp ambientairtemperature'],
  ['trackTemp', 'tracktemp tracktemperature roadtemp roadtemperature'],
  ['lap', 'lap laps lapnumber lapno lapnum lapindex'],
  ['beacon', 'beacon'],
  ['lapInvalid', 'lapinvalid'],
]

/** These are written without a unit by many loggers, and nobody has seen another unit left out. */
const UNIT_MAY_BE_MISSING: ReadonlySet<string> = new Set(['lat', 'lon', 'heading', 'rpm'])

/** Word to canonical names; several when the unit decides ('brake' in % or bar). */
const namesByWord: ReadonlyMap<string, readonly string[]> = (() => {
  const names = new Map<string, string[]>()
  const add = (word: string, name: string): void => {
    names.set(word, [...(names.get(word) ?? []), name])
  }
  for (const [name, words] of ALIASES) for (const word of words.split(' ')) add(word, name)
  for (const [stem, words] of WHEEL_STEMS) {
    for (const [wheel, places] of Object.entries(WHEELS)) {
      for (const word of words.split(' ')) {
        for (const place of places) {
          add(`${word}${place}`.toLowerCase(), `${stem}${wheel}`)
          if (place.length > 2) add(`${place}${word}`.toLowerCase(), `${stem}${wheel}`)
        }
      }
    }
  }
  return names
})()

const toWord = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

/** The canonical name of a vendor's channel in a vendor's unit, or null: it keeps its own. */
export const nameToCanonical = (name: string, unit: string): { name: string; factor: number } | null => {
  for (const canonical of namesByWord.get(toWord(name)) ?? []) {
    if (isUnitOf(canonical, unit)) return { name: canonical, factor: 1 }
  }
  return null
}

/** Whether values in this unit can be values of a canonical channel. */
export const isUnitOf = (canonicalName: string, unit: string): boolean => {
  const info = channelInfo(canonicalName)
  if (!info) return false
  if (unit.trim() === '' && UNIT_MAY_BE_MISSING.has(canonicalName)) return true
  return unitToUnit(unit, info.unit) !== null
}

/**
 * The channels under their canonical names where they have one. Of two of one source that mean the same (the
 * pedal and the throttle plate), the first gets the name and the other keeps its own.
 */
export const withCanonicalNames = (channels: readonly RawChannel[]): RawChannel[] => {
  const taken = new Set<string>()
  return channels.map(channel => {
    const canonical = nameToCanonical(channel.name, channel.unit)
    if (!canonical) return channel
    const key = JSON.stringify([canonical.name, channel.source])
    if (taken.has(key)) return channel
    taken.add(key)
    return { ...channel, name: canonical.name }
  })
}
