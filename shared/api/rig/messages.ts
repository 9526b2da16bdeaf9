/**
 * The messages of the rig socket, `ws://…/rig/live`: JSON texts both ways, and binary frames from the bridge
 * (`live.ts`: what happens now; `chunk`: a piece of a trace).
 *
 * | state     | the page sends                    | the bridge answers                                          |
 * |-----------|-----------------------------------|-------------------------------------------------------------|
 * | opened    | hello (within HELLO_WITHIN_MS)    | welcome, when the token is known → open; else unpaired      |
 * | unpaired  | ask-code                          | the code is shown by the bridge itself; code-shown          |
 * | unpaired  | pair {code}                       | paired {token} → open; refused 'wrong-code'                 |
 * | open      | laps · chunk · confirm            | laps · a binary chunk · confirmed                           |
 * | open      |                                   | state, timing, lap as they happen; live frames if wanted    |
 * | any       | anything else, too large, too often | refused, then closed with CLOSE_CODES                     |
 *
 * No message writes a file, runs a program or changes a path. A newer bridge may send types an older page does not
 * know: they are ignored. A page of a newer version than the bridge is told so ('too-new') and asks for an update.
 */
import { z } from 'zod'
import { rigLapSchema, rigTimingSchema } from './laps.ts'

export const RIG_SOCKET_PATH = '/rig/live'
export const RIG_STATUS_PATH = '/rig/status'
export const RIG_VERSION = 1

/** What a page sends is a few dozen bytes; a pair message with a name some two hundred. */
export const MAX_RIG_MESSAGE = 4096
/** A page fetching laps asks for at most one chunk at a time; ten times what it needs. */
export const MAX_RIG_MESSAGES_PER_S = 200
export const HELLO_WITHIN_MS = 5_000
export const RIG_CHUNK_BYTES = 256 * 1024
/** A list of waiting laps comes in pages of this many, oldest first. */
export const LAPS_PER_MESSAGE = 50

export const CODE_VALID_MS = 120_000
export const CODE_TRIES = 5

export const CLOSE_CODES = {
  /** A message that is none, or not allowed in this state. */
  protocol: 4400,
  unpaired: 4401,
  revoked: 4403,
  tooLarge: 4413,
  tooOften: 4429,
  /** The page did not read for so long that it would only see the past. */
  tooSlow: 4408,
  stopping: 4503,
} as const

const lapId = z.string().regex(/^[0-9a-f]{32}$/)

export const toRigSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    v: z.int().positive(),
    app: z.string().max(40),
    token: z.string().max(200).optional(),
    /** live = binary frames at up to 60 a second. */
    wants: z.array(z.enum(['live', 'laps'])).max(2),
  }),
  z.object({ type: z.literal('ask-code') }),
  z.object({ type: z.literal('pair'), code: z.string().regex(/^\d{6}$/), name: z.string().max(80) }),
  /** Laps this page has not confirmed, from the oldest after `after` on. */
  z.object({ type: z.literal('laps'), after: lapId.nullable() }),
  z.object({ type: z.literal('chunk'), lap: lapId, index: z.int().min(0).max(4096) }),
  /** The lap is on this page's disk. */
  z.object({ type: z.literal('confirm'), lap: lapId }),
])
export type ToRig = z.infer<typeof toRigSchema>

export const rigSourceStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('searching'), lookedFor: z.string().max(400) }),
  z.object({ kind: z.literal('idle'), game: z.string().max(20).nullable() }),
  z.object({ kind: z.literal('reading'), game: z.string().max(20), samplesPerS: z.number() }),
  z.object({ kind: z.literal('unreadable'), message: z.string().max(1000) }),
  z.object({ kind: z.literal('ended') }),
])

export const rigStateSchema = z.object({
  source: rigSourceStateSchema,
  /** Whether what is driven now is being kept, and if not, why in one sentence. */
  recording: z.union([
    z.object({ kind: z.literal('on') }),
    z.object({ kind: z.literal('off') }),
    z.object({ kind: z.literal('failed'), message: z.string().max(1000) }),
  ]),
  /** Laps on the bridge's disk that this page has not confirmed. */
  waitingLaps: z.int(),
  freeBytes: z.number().nullable(),
})
export type RigState = z.infer<typeof rigStateSchema>

export const REFUSALS = [
  'wrong-code',
  'no-code',
  'too-many-tries',
  'revoked',
  'protocol',
  'too-large',
  'too-often',
  'too-slow',
  'too-new',
  'unknown-lap',
  'stopping',
] as const

export const fromRigSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('welcome'),
    v: z.int().positive(),
    bridgeId: lapId,
    version: z.string().max(40),
    pairingId: z.string().max(64),
  }),
  z.object({ type: z.literal('unpaired'), v: z.int().positive(), version: z.string().max(40) }),
  z.object({ type: z.literal('code-shown'), validMs: z.number() }),
  z.object({ type: z.literal('paired'), token: z.string().max(200) }),
  z.object({ type: z.literal('state'), state: rigStateSchema }),
  z.object({ type: z.literal('timing'), timing: rigTimingSchema }),
  z.object({ type: z.literal('lap'), lap: rigLapSchema }),
  z.object({ type: z.literal('laps'), laps: z.array(rigLapSchema).max(LAPS_PER_MESSAGE), more: z.boolean() }),
  z.object({ type: z.literal('confirmed'), lap: lapId }),
  z.object({ type: z.literal('refused'), why: z.enum(REFUSALS), message: z.string().max(1000) }),
])
export type FromRig = z.infer<typeof fromRigSchema>
