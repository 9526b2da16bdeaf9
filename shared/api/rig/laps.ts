/**
 * A recorded lap as the bridge offers it: everything but its trace, which is fetched in chunks by `traceSha256`.
 *
 * The bridge is a program a person started, but what it sends was in a game's memory: every text is capped here and
 * every number finite, so that nothing behind this edge checks again.
 */
import { z } from 'zod'

const text = z.string().max(200)
const finite = z.number()
const millis = z.int().min(-1e12).max(1e15)
const id = z.string().regex(/^[0-9a-f]{32}$/)
const perWheel = z.tuple([finite, finite, finite, finite])
/** A game has some twenty settings and aids. */
const namedNumbers = z
  .record(z.string().max(40), finite)
  .refine(all => Object.keys(all).length <= 100, 'too many')

export const MAX_SECTORS = 60

export const rigSessionSchema = z.object({
  id,
  startedAt: millis,
  utcOffsetMin: z.int().min(-1440).max(1440),
  game: z.string().max(20),
  kind: z.string().max(20),
  car: text,
  track: text,
  layout: text,
  driver: text,
  trackLengthM: finite.nullable(),
  sectorCount: z.int().min(0).max(MAX_SECTORS).nullable(),
  isOnline: z.boolean().nullable(),
})
export type RigSession = z.infer<typeof rigSessionSchema>

export const simFactsSchema = z.object({
  game: z.string().max(20),
  sessionKind: z.string().max(20),
  compound: text.optional(),
  tyreSet: finite.optional(),
  fuelStartL: finite.optional(),
  fuelEndL: finite.optional(),
  fuelUsedL: finite.optional(),
  tyreTempC: perWheel.optional(),
  tyrePressureBar: perWheel.optional(),
  brakeTempC: perWheel.optional(),
  airC: finite.optional(),
  trackC: finite.optional(),
  grip: z.string().max(20).optional(),
  rain: z.string().max(20).optional(),
  windMps: finite.optional(),
  windDeg: finite.optional(),
  clockS: finite.optional(),
  position: finite.optional(),
  settings: namedNumbers.optional(),
  settingsHash: z.string().max(64).optional(),
  assists: namedNumbers.optional(),
  ownMs: finite.optional(),
  gapMs: finite.optional(),
  rateHz: finite.optional(),
})

const validitySchema = z.union([
  z.object({ valid: z.literal(true) }),
  z.object({ valid: z.literal(false), reason: text }),
])

export const rigLapSchema = z.object({
  id,
  session: rigSessionSchema,
  measured: z.object({
    number: z.int().min(0).max(1e6),
    kind: z.enum(['timed', 'out', 'in', 'partial']),
    startMs: millis,
    endMs: millis,
    sectorsMs: z.array(millis).max(MAX_SECTORS),
    sectorsMissing: text.optional(),
    validity: validitySchema,
    timing: z.object({ by: z.literal('marks') }),
  }),
  startedAt: millis,
  facts: simFactsSchema,
  lines: z.array(z.object({ x: finite, y: finite, headingRad: finite }).nullable()).max(MAX_SECTORS + 1),
  /** Of the uncompressed trace file. */
  traceSha256: z.string().regex(/^[0-9a-f]{64}$/),
  traceBytes: z
    .int()
    .min(0)
    .max(512 * 1024 * 1024),
})
export type RigLap = z.infer<typeof rigLapSchema>

export const lapTimesSchema = z.object({
  number: z.int(),
  kind: z.enum(['timed', 'out', 'in', 'partial']),
  lapMs: millis.nullable(),
  sectorsMs: z.array(millis.nullable()).max(MAX_SECTORS),
  validity: validitySchema,
})

/** `LiveTiming` of `#shared/sim`. */
export const rigTimingSchema = z.object({
  session: rigSessionSchema.nullable(),
  current: lapTimesSchema.nullable(),
  last: lapTimesSchema.nullable(),
  best: lapTimesSchema.nullable(),
  bestSectorsMs: z.array(millis.nullable()).max(MAX_SECTORS),
  theoreticalMs: millis.nullable(),
  lapsDone: z.int(),
  fuelPerLapL: finite.nullable(),
  compound: text,
})
export type RigTiming = z.infer<typeof rigTimingSchema>
