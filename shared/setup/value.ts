/** One value of a setup, with the key it is compared by. */
import type { SetupPart, SetupUnit, SetupValue } from './model.ts'
import { SETTINGS, type SettingId } from './settings.ts'

export interface Setting {
  readonly id: SettingId
  readonly unit: SetupUnit | null
  readonly derived?: boolean
}

export const knownValue = (
  { id, unit, derived = false }: Setting,
  name: string,
  value: number | string,
  part: SetupPart | null,
  stop: number | null = null,
): SetupValue => ({
  key: [...(stop === null ? [] : [`stop${stop}`]), id, ...(part === null ? [] : [part])].join('.'),
  group: SETTINGS[id],
  setting: id,
  name,
  part,
  stop,
  value,
  unit,
  derived,
})

/** A key nobody listed. Its comparison key begins with a slash, which no listed one does. */
export const unknownValue = (path: string, value: number | string): SetupValue => ({
  key: `/${path}`,
  group: 'other',
  setting: null,
  name: path,
  part: null,
  stop: null,
  value,
  unit: null,
  derived: false,
})

/** More than any game has; a file with more is cut off there. */
export const MAX_VALUES = 2000
/** A name somebody gave is shorter. */
const LONGEST_TEXT = 300

export const shortened = (text: string): string =>
  text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text

/** A plain decimal as games write them; anything else stays text. */
export const numberOrText = (text: string): number | string => {
  const trimmed = text.trim()
  const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(trimmed) ? Number(trimmed) : Number.NaN
  return Number.isFinite(number) ? number + 0 : shortened(trimmed)
}
