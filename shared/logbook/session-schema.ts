/**
 * What a shared session looks like on the wire, and the rules its columns keep: equal lengths, rows and drivers that
 * exist, sectors that sum to the lap.
 */
import type { Sha256 } from '#shared/id'
import { SURFACES, WORLDS } from '#shared/lap'
import type { EpochMillis, Metres, Millis } from '#shared/units'
import {
  type CarRef,
  type ChunkedRef,
  LAP_KIND_CODES,
  type PlaceRef,
  type Proof,
  type SessionBody,
  type SessionLaps,
  TIMING_CODES,
} from './bodies.ts'
import { blob, hex, int, list, oneOf, orNull, pair, real, record, text, variant, where } from './fields.ts'
import type { PersonId } from './ids.ts'

/** Names of tracks, cars and people; the longest known have 60 characters. */
export const MAX_NAME = 120
/** A reason or note: three lines on a screen. */
export const MAX_NOTE = 500
/** The end of JavaScript's dates. */
export const MAX_EPOCH_MS = 8_640_000_000_000_000
/** A day of laps of 43 s; 64 KiB hold no more with one sector each. */
export const MAX_LAPS = 2_000
const MAX_SECTORS = 64
/** Ten weeks: longer than anything a recording covers. */
const MAX_SESSION_MS = 6_000_000_000
/** A 24-hour lap; a recording that was forgotten. */
const MAX_LAP_MS = 86_400_000
/** 1 TiB. */
const MAX_BLOB_BYTES = 2 ** 40

export const epoch = int<EpochMillis>(0, MAX_EPOCH_MS)
export const metres = real<Metres>(0, 1_000_000)
const lapMs = int<Millis>(0, MAX_LAP_MS)
const degreesC = real(-100, 200)

export const chunkedRef = record<ChunkedRef>({
  sha256: hex<Sha256>(32),
  size: int(0, MAX_BLOB_BYTES),
  chunkRoot: hex<Sha256>(32),
})

const proof = variant<Proof, 'by'>('by', {
  rig: record({ game: text(32) }),
  file: record({ reader: text(64) }),
  sample: record({}),
})

const place = record<PlaceRef>({
  layout: orNull(hex(16)),
  known: orNull(text(64)),
  track: text(MAX_NAME),
  layoutName: text(MAX_NAME),
  lengthM: orNull(metres),
})

const car = record<CarRef>({
  car: orNull(hex(16)),
  known: orNull(text(64)),
  name: text(MAX_NAME),
  className: orNull(text(MAX_NAME)),
})

const column = <T extends number = number>(max: number) => list(int<T>(0, max), MAX_LAPS)

const laps = where(
  record<SessionLaps>({
    number: column(1_000_000),
    driver: column(255),
    kind: column(LAP_KIND_CODES.length - 1),
    timing: column(TIMING_CODES.length - 1),
    start: column<Millis>(MAX_SESSION_MS),
    time: column<Millis>(MAX_LAP_MS),
    sectors: list(list(lapMs, MAX_SECTORS), MAX_LAPS),
    flaws: list(pair(int(0, MAX_LAPS), text(MAX_NOTE)), MAX_LAPS),
    surfaces: list(pair(int(0, MAX_LAPS), oneOf(...SURFACES)), MAX_LAPS),
    ids: blob(0, 16 * MAX_LAPS),
  }),
  columns => isTable(columns),
)

const isTable = (laps: SessionLaps): boolean => {
  const rows = laps.number.length
  const { driver, kind, timing, start, time, sectors, flaws, surfaces, ids } = laps
  return (
    [driver, kind, timing, start, time].every(column => column.length === rows) &&
    ids.length === 16 * rows &&
    (sectors.length === 0 || sectors.length === rows) &&
    sectors.every((parts, row) => parts.length === 0 || sum(parts) === time[row]) &&
    isOfRows(flaws, rows) &&
    isOfRows(surfaces, rows)
  )
}

const sum = (parts: readonly number[]): number => parts.reduce((total, part) => total + part, 0)

/** Each row once, in order. */
const isOfRows = (marks: readonly (readonly [number, unknown])[], rows: number): boolean =>
  marks.every(([row], i) => row < rows && (i === 0 || row > marks[i - 1]![0]))

export const session = where(
  record<SessionBody>({
    audience: oneOf('members', 'public'),
    startedAt: epoch,
    utcOffsetMin: orNull(int(-1_440, 1_440)),
    name: text(MAX_NAME),
    world: orNull(oneOf(...WORLDS)),
    game: orNull(text(32)),
    surface: orNull(oneOf(...SURFACES)),
    airC: orNull(degreesC),
    trackC: orNull(degreesC),
    place,
    car,
    drivers: list(record({ name: text(MAX_NAME), person: orNull(hex<PersonId>(32)) }), 64),
    gates: orNull(record({ layout: hex(16), version: int(0, 1_000_000) })),
    proof,
    laps,
    traces: orNull(chunkedRef),
  }),
  ({ laps, drivers, gates }) =>
    laps.driver.every(driver => driver < drivers.length) &&
    (gates !== null || !laps.timing.includes(TIMING_CODES.indexOf('gates'))),
)
