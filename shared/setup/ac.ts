/**
 * Setup files of Assetto Corsa (the first): INI with a section for each setting and `VALUE=` in it, and the car's
 * folder in `[CAR]` `MODEL=`.
 *
 * Pressures are psi and fuel litres; a car decides whether its other values are clicks or amounts, and does not
 * say which in this file: they have no unit. Wings are numbered by the car, so that a number says neither front
 * nor rear. Of a section that comes twice the last counts.
 */
import type { SetupPart, SetupValue } from './model.ts'
import { knownValue, MAX_VALUES, numberOrText, type Setting, shortened, unknownValue } from './value.ts'

const ALONE: ReadonlyMap<string, Setting & { readonly part?: SetupPart }> = new Map(
  Object.entries({
    TYRES: { id: 'compound', unit: 'choice' },
    FUEL: { id: 'fuel', unit: 'l' },
    ABS: { id: 'abs', unit: 'clicks' },
    TRACTION_CONTROL: { id: 'tractionControl', unit: 'clicks' },
    ENGINE_LIMITER: { id: 'engineLimiter', unit: '%' },
    FRONT_BIAS: { id: 'brakeBias', unit: '%' },
    BRAKE_POWER_MULT: { id: 'brakePower', unit: '%' },
    BRAKE_ENGINE: { id: 'engineBrake', unit: 'choice' },
    STEER_RATIO: { id: 'steerRatio', unit: null },
    ARB_FRONT: { id: 'antiRollBar', unit: null, part: 'front' },
    ARB_REAR: { id: 'antiRollBar', unit: null, part: 'rear' },
    WING_0: { id: 'wing0', unit: null },
    WING_1: { id: 'wing1', unit: null },
    WING_2: { id: 'wing2', unit: null },
    TURBO: { id: 'turbo', unit: null },
    SPRING_RATE_HF: { id: 'heaveSpring', unit: null, part: 'front' },
    SPRING_RATE_HR: { id: 'heaveSpring', unit: null, part: 'rear' },
    DIFF_PRELOAD: { id: 'diffPreload', unit: null },
    DIFF_POWER: { id: 'diffPower', unit: null },
    DIFF_COAST: { id: 'diffCoast', unit: null },
    FINAL_RATIO: { id: 'finalRatio', unit: 'choice' },
    INTERNAL_GEAR_1: { id: 'gear1', unit: 'choice' },
    INTERNAL_GEAR_2: { id: 'gear2', unit: 'choice' },
    INTERNAL_GEAR_3: { id: 'gear3', unit: 'choice' },
    INTERNAL_GEAR_4: { id: 'gear4', unit: 'choice' },
    INTERNAL_GEAR_5: { id: 'gear5', unit: 'choice' },
    INTERNAL_GEAR_6: { id: 'gear6', unit: 'choice' },
    INTERNAL_GEAR_7: { id: 'gear7', unit: 'choice' },
  } as const),
)

/** Sections that end with a wheel. */
const AT_WHEELS: ReadonlyMap<string, Setting> = new Map(
  Object.entries({
    PRESSURE: { id: 'pressure', unit: 'psi' },
    CAMBER: { id: 'camber', unit: null },
    TOE_OUT: { id: 'toe', unit: null },
    CASTER: { id: 'caster', unit: null },
    SPRING_RATE: { id: 'springRate', unit: null },
    ROD_LENGTH: { id: 'rodLength', unit: null },
    PACKER_RANGE: { id: 'bumpStopRange', unit: null },
    BUMP_STOP_RATE: { id: 'bumpStopRate', unit: null },
    DAMP_BUMP: { id: 'bump', unit: null },
    DAMP_FAST_BUMP: { id: 'fastBump', unit: null },
    DAMP_REBOUND: { id: 'rebound', unit: null },
    DAMP_FAST_REBOUND: { id: 'fastRebound', unit: null },
  } as const),
)

/** Null when it is not a setup of AC: no section anybody knows has a value. */
export const acSetupOf = (text: string): { car: string | null; values: SetupValue[] } | null => {
  const values = new Map<string, SetupValue>()
  let car: string | null = null
  for (const { section, name, value } of iniLines(text)) {
    if (section === 'CAR' && name === 'MODEL') car = value === '' ? null : shortened(value)
    else if (values.size < MAX_VALUES && value !== '') {
      const found = settingOf(section, name, value)
      values.set(found.key, found)
    }
  }
  const list = [...values.values()]
  return list.some(({ setting }) => setting !== null) ? { car, values: list } : null
}

const settingOf = (section: string, name: string, text: string): SetupValue => {
  const value = numberOrText(text)
  const path = shortened(name === 'VALUE' ? section : `${section} ${name}`)
  if (name !== 'VALUE' || typeof value !== 'number') return unknownValue(path, value)
  const alone = ALONE.get(section)
  if (alone) return knownValue(alone, section, value, alone.part ?? null)
  const [, setting, wheel] = /^(.+)_(LF|RF|LR|RR)$/.exec(section) ?? []
  const atWheel = setting === undefined ? undefined : AT_WHEELS.get(setting)
  return atWheel
    ? knownValue(atWheel, section, value, wheel!.toLowerCase() as SetupPart)
    : unknownValue(path, value)
}

interface IniLine {
  readonly section: string
  readonly name: string
  readonly value: string
}

/** What follows a semicolon is a remark. Lines in front of the first section belong to none and are left out. */
function* iniLines(text: string): Generator<IniLine> {
  let section: string | null = null
  for (const line of text.split(/\r\n|\r|\n/)) {
    const said = line.split(';', 1)[0]!.trim()
    if (said.startsWith('[') && said.endsWith(']')) section = said.slice(1, -1).trim().toUpperCase()
    else if (section) {
      const equals = said.indexOf('=')
      if (equals > 0) {
        yield {
          section,
          name: said.slice(0, equals).trim().toUpperCase(),
          value: said.slice(equals + 1).trim(),
        }
      }
    }
  }
}
