/**
 * One raw column made into a channel: name and unit as text that a trace accepts, values in the canonical unit.
 *
 * Invariants: a canonical name always carries its canonical unit; a column that has such a name by chance, in a
 * unit that cannot be converted, is renamed. Infinite values are gaps. Columns that need more than single
 * precision keep double.
 */
import { type Channel, type ChannelKind, type Column, channelInfo, MAX_TEXT } from '#shared/trace'
import { isUnitOf } from './names.ts'
import { type UnitConversion, unitToCanonical, unitToUnit } from './units.ts'

export interface RawChannel {
  readonly name: string
  readonly unit: string
  readonly source: string
  readonly values: Float32Array | Float64Array
  /** As `CHANNELS` says, else continuous, when it is left out. */
  readonly kind?: ChannelKind
}

/** Which of the raw rows a channel takes; null = all of them. */
export type Rows = Int32Array | null

/** From here on the steps of single precision (0.008) show in what people read. */
const DOUBLE_FROM = 65_536
/** Single precision puts a longitude on a grid of up to 1.7 m. */
const ALWAYS_DOUBLE: ReadonlySet<string> = new Set(['lat', 'lon', 'x', 'y'])
/** Room for what is appended to make a name distinct. */
const MAX_NAME = MAX_TEXT - 24

/** Text from a file as a trace, a screen and a log line can bear it. */
export const cleanText = (text: string, maxLength = MAX_NAME): string =>
  text
    // Control characters, and those that turn the direction of writing or take no room.
    .replace(/[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, maxLength)
    .toWellFormed()

/** `timeMs` are the raw times: where rows repeat a time, the later one's gaps are filled from the earlier. */
export const toChannel = (raw: RawChannel, timeMs: Float64Array, rows: Rows): Omit<Channel, 'group'> => {
  const { name, unit, conversion } = namedAndConverted(raw)
  const source = cleanText(raw.source)
  const count = rows ? rows.length : timeMs.length
  const convertTo = (into: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>): number =>
    rows ? convertRows(raw.values, timeMs, rows, conversion, into) : convertAll(raw.values, conversion, into)
  let values: Column = ALWAYS_DOUBLE.has(name) ? new Float64Array(count) : new Float32Array(count)
  const largest = convertTo(values)
  if (largest >= DOUBLE_FROM && raw.values.BYTES_PER_ELEMENT === 8 && values.BYTES_PER_ELEMENT === 4) {
    values = new Float64Array(count)
    convertTo(values)
  }
  const kind = raw.kind ?? channelInfo(name)?.kind ?? 'continuous'
  return { name, unit, kind, source, values }
}

const namedAndConverted = (raw: RawChannel): { name: string; unit: string; conversion: UnitConversion } => {
  const name = cleanText(raw.name) || 'unnamed'
  const unit = cleanText(raw.unit, MAX_TEXT)
  const info = channelInfo(name)
  if (info && isUnitOf(name, unit)) {
    const conversion = unitToUnit(unit, info.unit) ?? { unit: info.unit, factor: 1, offset: 0 }
    return { name, unit: info.unit, conversion }
  }
  const conversion = unitToCanonical(unit) ?? { unit, factor: 1, offset: 0 }
  const ownName = info ? `${name} (${unit.slice(0, 12).toWellFormed() || 'unit unknown'})` : name
  return { name: ownName, unit: conversion.unit, conversion }
}

/** Fills a column and answers the largest size among its values. */
const convertAll = (
  raw: Float32Array | Float64Array,
  { factor, offset }: UnitConversion,
  into: Float32Array | Float64Array,
): number => {
  let largest = 0
  for (let k = 0; k < into.length; k++) {
    const value = raw[k]! * factor + offset
    const size = Math.abs(value)
    into[k] = size < Number.POSITIVE_INFINITY ? value : Number.NaN
    if (size > largest && size < Number.POSITIVE_INFINITY) largest = size
  }
  return largest
}

/** The same for some rows; where rows repeat a time, the later one's gaps are filled from the earlier. */
const convertRows = (
  raw: Float32Array | Float64Array,
  timeMs: Float64Array,
  rows: Int32Array,
  { factor, offset }: UnitConversion,
  into: Float32Array | Float64Array,
): number => {
  let largest = 0
  for (let k = 0; k < rows.length; k++) {
    let row = rows[k]!
    let v = raw[row]!
    while (Number.isNaN(v) && row > 0 && timeMs[row - 1] === timeMs[row]) v = raw[--row]!
    const value = v * factor + offset
    const size = Math.abs(value)
    into[k] = size < Number.POSITIVE_INFINITY ? value : Number.NaN
    if (size > largest && size < Number.POSITIVE_INFINITY) largest = size
  }
  return largest
}
