/**
 * Events that are kept as JSON, read back. Bytes of a file are anybody's: every value is checked, a number JSON cannot
 * say (it writes null for NaN) is NaN again, and what is not an event gives null.
 */
import { z } from 'zod'
import { asEpochMillis } from '#shared/units'
import { GAMES, type SimEvent } from './model.ts'

const time = z.number()
const number = z
  .number()
  .nullable()
  .transform(value => value ?? Number.NaN)

const SCHEMAS: Readonly<Record<string, z.ZodType<SimEvent>>> = {
  identity: z.object({
    kind: z.literal('identity'),
    atMs: time,
    game: z.enum(GAMES),
    gameVersion: z.string(),
    pageVersion: z.string(),
    car: z.string(),
    skin: z.string(),
    track: z.string(),
    layout: z.string(),
    driver: z.string(),
    sectorCount: z.number().nullable(),
    maxRpm: z.number().nullable(),
    maxFuelL: z.number().nullable(),
    trackLengthM: z.number().nullable(),
    isOnline: z.boolean().nullable(),
    assists: z.record(z.string(), number),
  }),
  words: z.object({ kind: z.literal('words'), atMs: time, compound: z.string(), trackStatus: z.string() }),
  gap: z.object({
    kind: z.literal('gap'),
    fromMs: time,
    toMs: time,
    why: z.enum(['missed', 'stopped']),
  }),
  away: z.object({ kind: z.literal('away'), atMs: time }),
  clock: z.object({
    kind: z.literal('clock'),
    atMs: time,
    epochMs: z.number().transform(asEpochMillis),
    utcOffsetMin: z.number(),
  }),
}

const decoder = new TextDecoder('utf-8', { fatal: true })

export const jsonToEvent = (kind: string, bytes: Uint8Array): SimEvent | null => {
  const json = parseJson(bytes)
  if (typeof json !== 'object' || json === null) return null
  const read = SCHEMAS[kind]?.safeParse({ ...json, kind })
  return read?.success ? read.data : null
}

const parseJson = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(decoder.decode(bytes))
  } catch {
    return null
  }
}
