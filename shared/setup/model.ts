/**
 * A setup sheet: what a car was set to, as its file says it.
 *
 * Games store most settings as clicks (steps counted from the softest, lowest or most negative), and what a click
 * is worth differs by car and is not in the file: a value is never converted. `unit` says what the file counts in,
 * or null where each car decides for itself.
 * Settings have ids of ours, the same for every game, so that words and comparisons need no list per game; a key
 * nobody listed keeps its name and is shown as it is.
 */
import type { SettingId } from './settings.ts'

export type SetupGroup =
  | 'tyres'
  | 'alignment'
  | 'electronics'
  | 'brakes'
  | 'strategy'
  | 'suspension'
  | 'dampers'
  | 'aero'
  | 'drivetrain'
  | 'other'

/** `choice` is the number of an option (a compound, a tyre set, an engine map), not an amount. */
export type SetupUnit = 'clicks' | 'choice' | 'psi' | 'l' | 'l/lap' | 'deg' | '%' | 'laps' | 'stops'

/** A wheel (left front …), an axle, or a pit stop counted from 1 with or without a wheel. */
export type SetupPart = 'lf' | 'rf' | 'lr' | 'rr' | 'front' | 'rear'

export interface SetupValue {
  /** The same for the same thing in every setup; unique within one. */
  readonly key: string
  readonly group: SetupGroup
  /** Null for a key nobody listed: then `name` is shown. */
  readonly setting: SettingId | null
  /** As the file calls it. */
  readonly name: string
  readonly part: SetupPart | null
  /** The planned pit stop it is for, from 1. */
  readonly stop: number | null
  readonly value: number | string
  readonly unit: SetupUnit | null
  /** Computed by the game from other values, so that nobody sets it. */
  readonly derived: boolean
}

export type SetupReading =
  /** Assetto Corsa Competizione; `car` is the name its makers gave it (see `knownCarById('acc-kunos', …)`). */
  | { readonly kind: 'acc'; readonly car: string; readonly values: readonly SetupValue[] }
  /** Assetto Corsa; `car` is its folder. */
  | { readonly kind: 'ac'; readonly car: string | null; readonly values: readonly SetupValue[] }
  /** Anything else that is text: notes. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: 'empty' | 'too-large' | 'no-text' }

export type Setup = Extract<SetupReading, { readonly values: unknown }>
