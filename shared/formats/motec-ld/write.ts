/**
 * A session as MoTeC i2 opens it: the .ld file, and the .ldx with its laps.
 *
 * Invariants: the file begins with the earliest sample; lap boundaries are in the beacon channel to the millisecond
 * and in the .ldx to the microsecond; samples are single precision, positions 1e-7 degrees in 32-bit whole numbers
 * (single precision would put them on a grid of over a metre). The constants nobody understands are those of the
 * tools whose files i2 is known to open.
 */
import type { MeasuredLap } from '#shared/lap'
import { isRanked, lapTimeMs } from '#shared/lap'
import type { Trace } from '#shared/trace'
import { asMillis, type EpochMillis } from '#shared/units'
import { type BeaconPass, beaconWords, LAP_CODE, SPLIT_CODE } from './beacon.ts'
import { BEACON_ID, BLOCK, EVENT, HEADER, MARKER, putText, VEHICLE, VENUE, viewOf } from './layout.ts'
import { ldxText } from './ldx.ts'
import { bridgeGaps, gridOf, isPositionChannel, onGrid } from './write-columns.ts'
import { createMotecNaming } from './write-names.ts'

export interface LdSession {
  readonly driver: string | null
  readonly vehicle: string | null
  readonly venue: string | null
  readonly comment: string | null
  readonly startedAt: EpochMillis | null
  /** The file gets local time; UTC when this is null. */
  readonly utcOffsetMin: number | null
  readonly trace: Trace
  readonly laps: readonly Pick<MeasuredLap, 'kind' | 'startMs' | 'endMs' | 'sectorsMs' | 'validity'>[]
}

/** Where a logger of this kind puts its blocks; the room between them is not understood. */
const EVENT_AT = 1762
const VENUE_AT = 4918
const VEHICLE_AT = 8020
const FIRST_BLOCK = 13_384

interface OutChannel {
  readonly name: string
  readonly unit: string
  readonly id: number
  readonly typeClass: number
  readonly rateHz: number
  readonly decimals: number
  readonly values: Int16Array | Int32Array | Float32Array
}

export const writeLd = (session: LdSession): Uint8Array<ArrayBuffer> => {
  const channels = [...outChannels(session.trace), beaconChannel(session)]
  const dataAt = FIRST_BLOCK + channels.length * BLOCK.size
  const size = channels.reduce((sum, { values }) => sum + values.byteLength, dataAt)
  if (size > 0xffffffff) throw new RangeError('an .ld file holds 4 GiB at most')
  const file = new Uint8Array(size)
  putHeader(file, session, channels.length, dataAt)
  let at = dataAt
  for (const [i, channel] of channels.entries()) {
    putBlock(file, FIRST_BLOCK + i * BLOCK.size, channel, at, i === 0, i + 1 === channels.length)
    const { buffer, byteOffset, byteLength } = channel.values
    file.set(new Uint8Array(buffer, byteOffset, byteLength), at)
    at += byteLength
  }
  return file
}

export const writeLdx = (session: LdSession): string => {
  const startMs = startOf(session.trace)
  const ranked = session.laps.filter(isRanked).toSorted((a, b) => lapTimeMs(a) - lapTimeMs(b))[0]
  const fastest = ranked ? { startMs: ranked.startMs - startMs, endMs: ranked.endMs - startMs } : null
  return ldxText(
    boundariesMs(session).map(ms => ms - startMs),
    fastest,
  )
}

const startOf = ({ groups }: Trace): number => {
  const starts = groups.flatMap(({ timeMs }) => (timeMs.length > 0 ? [timeMs[0]!] : []))
  return starts.length > 0 ? Math.min(...starts) : 0
}

const endOf = ({ groups }: Trace): number =>
  Math.max(startOf({ groups, channels: [] }), ...groups.map(({ timeMs }) => timeMs.at(-1) ?? 0))

/** When the line was crossed: both ends of a timed lap, the end of an out lap, the start of an in lap. */
const boundariesMs = ({ laps }: LdSession): number[] => {
  const crossings = laps.flatMap(({ kind, startMs, endMs }) =>
    kind === 'timed' ? [startMs, endMs] : kind === 'out' ? [endMs] : kind === 'in' ? [startMs] : [],
  )
  return [...new Set(crossings)].sort((a, b) => a - b)
}

const outChannels = (trace: Trace): OutChannel[] => {
  const startMs = startOf(trace)
  const nameOf = createMotecNaming()
  const grids = trace.groups.map(({ timeMs }) => (timeMs.length > 0 ? gridOf(timeMs, startMs) : null))
  return trace.channels.flatMap((channel, i): OutChannel[] => {
    const grid = grids[channel.group]
    if (!grid) return []
    const { name, unit, factor } = nameOf(channel)
    const values = onGrid(trace.groups[channel.group]!.timeMs, channel, startMs, grid)
    const common = { name, unit, id: FIRST_ID + i, rateHz: grid.rateHz }
    if (isPositionChannel(channel)) {
      const whole = Int32Array.from(values, v =>
        Number.isNaN(v) ? 0 : Math.round(v * 10 ** POSITION_DECIMALS),
      )
      return [{ ...common, typeClass: WHOLE, decimals: POSITION_DECIMALS, values: whole }]
    }
    bridgeGaps(values)
    return [{ ...common, typeClass: REAL, decimals: 0, values: Float32Array.from(values, v => v * factor) }]
  })
}

/** The first number the common tools give to channels of their own. */
const FIRST_ID = 0x2ee1
const REAL = 7
const WHOLE = 5
const ADL_WORD = 0
/** A centimetre; the largest longitude still fits 32 bits. */
const POSITION_DECIMALS = 7

const beaconChannel = (session: LdSession): OutChannel => {
  const startMs = startOf(session.trace)
  const laps: BeaconPass[] = boundariesMs(session).map(ms => ({
    atMs: asMillis(ms - startMs),
    code: LAP_CODE,
  }))
  const splits: BeaconPass[] = session.laps
    .filter(({ kind }) => kind === 'timed')
    .flatMap(({ startMs: lapStart, sectorsMs }) => {
      let at = lapStart - startMs
      return sectorsMs.slice(0, -1).map(ms => {
        at += ms
        return { atMs: asMillis(at), code: SPLIT_CODE }
      })
    })
  // A split with no room between two laps is given up, never the lap.
  const roomy = splits.filter(({ atMs }) => laps.every(lap => Math.abs(lap.atMs - atMs) > 5000))
  const passes = [...laps, ...roomy].filter(({ atMs }) => atMs >= 0).sort((a, b) => a.atMs - b.atMs)
  const seconds = Math.ceil((endOf(session.trace) - startMs) / 1000) + 1
  return {
    name: 'Beacon',
    unit: '',
    id: BEACON_ID,
    typeClass: ADL_WORD,
    rateHz: 1,
    decimals: 0,
    values: beaconWords(passes, seconds),
  }
}

const putBlock = (
  file: Uint8Array,
  at: number,
  channel: OutChannel,
  dataAt: number,
  isFirst: boolean,
  isLast: boolean,
): void => {
  const view = viewOf(file.subarray(at, at + BLOCK.size))
  view.setUint32(BLOCK.previous, isFirst ? 0 : at - BLOCK.size, true)
  view.setUint32(BLOCK.next, isLast ? 0 : at + BLOCK.size, true)
  view.setUint32(BLOCK.data, dataAt, true)
  view.setUint32(BLOCK.count, channel.values.length, true)
  view.setUint16(BLOCK.id, channel.id & 0xffff, true)
  view.setUint16(BLOCK.typeClass, channel.typeClass, true)
  view.setUint16(BLOCK.bytes, channel.values.BYTES_PER_ELEMENT, true)
  view.setUint16(BLOCK.rate, channel.rateHz, true)
  view.setInt16(BLOCK.multiplier, 1, true)
  view.setInt16(BLOCK.scale, 1, true)
  view.setInt16(BLOCK.decimals, channel.decimals, true)
  putText(file, BLOCK.name, channel.name, at)
  putText(file, BLOCK.shortName, channel.name, at)
  putText(file, BLOCK.unit, channel.unit, at)
}

const putHeader = (file: Uint8Array, session: LdSession, channels: number, dataAt: number): void => {
  const view = viewOf(file)
  view.setUint32(0, MARKER, true)
  view.setUint32(HEADER.firstBlock, FIRST_BLOCK, true)
  view.setUint32(HEADER.data, dataAt, true)
  view.setUint32(HEADER.event, EVENT_AT, true)
  for (const [i, word] of [1, 0x4240, 0xf].entries()) view.setUint16(HEADER.constants + 2 * i, word, true)
  view.setUint32(HEADER.serial, 0x1f44, true)
  putText(file, HEADER.device, 'ADL')
  view.setUint16(HEADER.firmware, 420, true)
  view.setUint16(HEADER.writer, 0xadb0, true)
  view.setUint32(HEADER.channels, channels, true)
  view.setUint32(HEADER.licence, 0x0c81a4, true)
  const { startedAt, utcOffsetMin, driver, vehicle, venue, comment } = session
  if (startedAt !== null) {
    const [date, time] = localDateAndTime(startedAt + (utcOffsetMin ?? 0) * 60_000)
    putText(file, HEADER.date, date)
    putText(file, HEADER.time, time)
  }
  putText(file, HEADER.driver, driver ?? '')
  putText(file, HEADER.vehicle, vehicle ?? '')
  putText(file, HEADER.venue, venue ?? '')
  putText(file, EVENT.comment, comment ?? '', EVENT_AT)
  view.setUint32(EVENT_AT + EVENT.venue, VENUE_AT, true)
  putText(file, VENUE.name, venue ?? '', VENUE_AT)
  view.setUint32(VENUE_AT + VENUE.vehicle, VEHICLE_AT, true)
  putText(file, VEHICLE.id, vehicle ?? '', VEHICLE_AT)
}

/** '23/11/2005' and '09:53:00' of milliseconds that are shifted to local time already. */
const localDateAndTime = (localMs: number): readonly [string, string] => {
  const [date, time] = new Date(localMs).toISOString().split('T') as [string, string]
  const [year, month, day] = date.split('-')
  return [`${day}/${month}/${year}`, time.slice(0, 8)]
}
