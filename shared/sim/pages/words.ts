/**
 * The numbers games use for words, as places in the lists of `frames`. Builds of the games invent new numbers, so an
 * unknown one is 'other', or not available where there is no such word; nothing here throws.
 */
import {
  ACTIVITIES,
  type Activity,
  FLAGS,
  type Flag,
  GRIPS,
  RAINS,
  SESSION_KINDS,
  type SessionKind,
} from '../frames/index.ts'

const AC_SESSIONS: readonly SessionKind[] = [
  'practice',
  'qualify',
  'race',
  'hotlap',
  'time-attack',
  'drift',
  'drag',
  'hotstint',
  'superpole',
]
const EVO_SESSIONS: readonly SessionKind[] = ['time-attack', 'race', 'hotstint', 'cruise']

const AC_FLAGS: readonly Flag[] = [
  'none',
  'blue',
  'yellow',
  'black',
  'white',
  'chequered',
  'penalty',
  'green',
  'orange-circle',
]
const EVO_FLAGS: readonly Flag[] = [
  'none',
  'white',
  'green',
  'red',
  'blue',
  'yellow',
  'black',
  'black-white',
  'chequered',
  'orange-circle',
  'red-yellow',
]

const placeOfSession = (words: readonly SessionKind[], number: number): number =>
  SESSION_KINDS.indexOf(words[number] ?? 'other')
const placeOfFlag = (words: readonly Flag[], number: number): number =>
  Number.isNaN(number) ? Number.NaN : FLAGS.indexOf(words[number] ?? 'other')
/** The games number these as our lists do; a number beyond the list is not available. */
const placeIn = (list: readonly unknown[], number: number): number =>
  number >= 0 && number < list.length ? number : Number.NaN

export const activityOf = (status: number): Activity => ACTIVITIES[status] ?? 'off'
export const isActivity = (status: number): boolean => ACTIVITIES[status] !== undefined
export const acSession = (number: number): number => placeOfSession(AC_SESSIONS, number)
export const evoSession = (number: number): number => placeOfSession(EVO_SESSIONS, number)
export const acFlag = (number: number): number => placeOfFlag(AC_FLAGS, number)
export const evoFlag = (number: number): number => placeOfFlag(EVO_FLAGS, number)
export const gripOf = (number: number): number => placeIn(GRIPS, number)
export const rainOf = (number: number): number => placeIn(RAINS, number)
