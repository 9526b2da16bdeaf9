/**
 * AC1's remote telemetry on UDP port 9996, in both directions.
 *
 * A client sends 12 bytes: a handshake, then after the answer a subscription to updates or to laps. Answers have no type
 * byte: their length tells them apart. Text is UTF-16 in 50 units, and after it often comes a '%' and junk, so it is cut
 * at the first control character or '%'. The end of a session is not told: expect silence and shake hands again.
 *
 * Invariants: decoding never throws; a datagram of another length is a tagged failure. Times of 0 are none (null).
 */
import type { PerWheel } from '#shared/lap'
import {
  type Field,
  type Layout,
  type Page,
  pageOf,
  readNumber,
  writeNumber,
  writeText,
} from '../pages/index.ts'

export const AC_REMOTE_PORT = 9996

export const AC_OPERATIONS = ['handshake', 'subscribe-updates', 'subscribe-laps', 'dismiss'] as const
export type AcOperation = (typeof AC_OPERATIONS)[number]

export interface AcRequest {
  readonly identifier: number
  readonly version: number
  readonly operation: AcOperation
}

export type AcReply =
  | {
      readonly kind: 'handshake'
      readonly car: string
      readonly driver: string
      /** 4242 when all is well. */
      readonly identifier: number
      readonly version: number
      readonly track: string
      readonly layout: string
    }
  | {
      readonly kind: 'lap'
      readonly carId: number
      readonly lap: number
      readonly driver: string
      readonly car: string
      readonly timeMs: number | null
    }
  | ({ readonly kind: 'update' } & AcUpdate)

/** Numbers of the car as the game gives them; NaN for what is not finite. */
export interface AcUpdate {
  readonly kmh: number
  readonly mps: number
  readonly isAbsEnabled: boolean
  readonly isAbsActing: boolean
  readonly isTcActing: boolean
  readonly isTcEnabled: boolean
  readonly isInPit: boolean
  readonly isLimiterOn: boolean
  readonly gVertical: number
  readonly gHorizontal: number
  readonly gFrontal: number
  readonly currentMs: number
  readonly lastMs: number | null
  readonly bestMs: number | null
  readonly laps: number
  /** 0 to 1. */
  readonly gas: number
  readonly brake: number
  readonly clutch: number
  readonly rpm: number
  readonly steer: number
  /** −1 reverse, 0 neutral. */
  readonly gear: number
  readonly cgHeight: number
  readonly wheelAngularSpeed: PerWheel
  readonly slipAngle: PerWheel
  readonly slipRatio: PerWheel
  readonly load: PerWheel
  readonly suspensionHeight: PerWheel
  /** Share of the lap. */
  readonly lapShare: number
  readonly slope: number
  /** The game's axes: x, y up, z. */
  readonly x: number
  readonly y: number
  readonly z: number
}

const REQUEST = {
  identifier: ['i32', 0],
  version: ['i32', 4],
  operation: ['i32', 8],
} as const satisfies Layout

const HANDSHAKE = {
  car: ['utf16', 0, 50],
  driver: ['utf16', 100, 50],
  identifier: ['i32', 200],
  version: ['i32', 204],
  track: ['utf16', 208, 50],
  layout: ['utf16', 308, 50],
} as const satisfies Layout

const LAP = {
  carId: ['i32', 0],
  lap: ['i32', 4],
  driver: ['utf16', 8, 50],
  car: ['utf16', 108, 50],
  timeMs: ['i32', 208],
} as const satisfies Layout

const UPDATE = {
  identifier: ['ascii', 0],
  size: ['i32', 4],
  kmh: ['f32', 8],
  mph: ['f32', 12],
  mps: ['f32', 16],
  isAbsEnabled: ['bool', 20],
  isAbsActing: ['bool', 21],
  isTcActing: ['bool', 22],
  isTcEnabled: ['bool', 23],
  isInPit: ['bool', 24],
  isLimiterOn: ['bool', 25],
  gVertical: ['f32', 28],
  gHorizontal: ['f32', 32],
  gFrontal: ['f32', 36],
  currentMs: ['i32', 40],
  lastMs: ['i32', 44],
  bestMs: ['i32', 48],
  laps: ['i32', 52],
  gas: ['f32', 56],
  brake: ['f32', 60],
  clutch: ['f32', 64],
  rpm: ['f32', 68],
  steer: ['f32', 72],
  gear: ['i32', 76],
  cgHeight: ['f32', 80],
  wheelAngularSpeed: ['f32', 84, 4],
  slipAngle: ['f32', 100, 4],
  slipRatio: ['f32', 132, 4],
  load: ['f32', 180, 4],
  suspensionHeight: ['f32', 292, 4],
  lapShare: ['f32', 308],
  slope: ['f32', 312],
  x: ['f32', 316],
  y: ['f32', 320],
  z: ['f32', 324],
} as const satisfies Layout

export const AC_REQUEST_BYTES = 12
const HANDSHAKE_BYTES = 408
const LAP_BYTES = 212
const UPDATE_BYTES = 328
/** The first byte of an update. */
const UPDATE_MARK = 'a'.charCodeAt(0)
const KMH_PER_MPH = 1.609344

export type AcOutcome<T> =
  | { readonly ok: true; readonly message: T }
  | { readonly ok: false; readonly why: 'unknown-length' | 'unknown-operation' }

const PERCENT = '%'.charCodeAt(0)
const SPACE = 32

const readCut = (page: Page, field: Field): string => {
  let text = ''
  for (let i = 0; i < field[2]!; i++) {
    const code = readNumber(page, field, i)
    if (code < SPACE || code === PERCENT) break
    text += String.fromCharCode(code)
  }
  return text.replaceAll(/\p{Cc}/gu, '').toWellFormed()
}

const timeOrNull = (ms: number): number | null => (ms === 0 ? null : ms)
const isReal = (type: Field[0]): boolean => type === 'f32'
const reading = (page: Page, field: Field, index = 0): number => {
  const value = readNumber(page, field, index)
  return isReal(field[0]) && !Number.isFinite(value) ? Number.NaN : value
}
const wheels = (page: Page, field: Field): PerWheel => [
  reading(page, field, 0),
  reading(page, field, 1),
  reading(page, field, 2),
  reading(page, field, 3),
]

export const decodeAcRequest = (bytes: Uint8Array): AcOutcome<AcRequest> => {
  if (bytes.length !== AC_REQUEST_BYTES) return { ok: false, why: 'unknown-length' }
  const page = pageOf(bytes)
  const operation = AC_OPERATIONS[readNumber(page, REQUEST.operation)]
  if (!operation) return { ok: false, why: 'unknown-operation' }
  const identifier = readNumber(page, REQUEST.identifier)
  return { ok: true, message: { identifier, version: readNumber(page, REQUEST.version), operation } }
}

export const encodeAcRequest = (request: AcRequest): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(AC_REQUEST_BYTES)
  const page = pageOf(bytes)
  writeNumber(page, REQUEST.identifier, request.identifier)
  writeNumber(page, REQUEST.version, request.version)
  writeNumber(page, REQUEST.operation, AC_OPERATIONS.indexOf(request.operation))
  return bytes
}

export const decodeAcReply = (bytes: Uint8Array): AcOutcome<AcReply> => {
  const page = pageOf(bytes)
  switch (bytes.length) {
    case HANDSHAKE_BYTES:
      return { ok: true, message: decodeHandshake(page) }
    case LAP_BYTES:
      return { ok: true, message: decodeLap(page) }
    case UPDATE_BYTES:
      return { ok: true, message: decodeUpdate(page) }
    default:
      return { ok: false, why: 'unknown-length' }
  }
}

const decodeHandshake = (page: Page): AcReply => ({
  kind: 'handshake',
  car: readCut(page, HANDSHAKE.car),
  driver: readCut(page, HANDSHAKE.driver),
  identifier: readNumber(page, HANDSHAKE.identifier),
  version: readNumber(page, HANDSHAKE.version),
  track: readCut(page, HANDSHAKE.track),
  layout: readCut(page, HANDSHAKE.layout),
})

const decodeLap = (page: Page): AcReply => ({
  kind: 'lap',
  carId: readNumber(page, LAP.carId),
  lap: readNumber(page, LAP.lap),
  driver: readCut(page, LAP.driver),
  car: readCut(page, LAP.car),
  timeMs: timeOrNull(readNumber(page, LAP.timeMs)),
})

const decodeUpdate = (page: Page): AcReply => {
  const of = (name: keyof typeof UPDATE): number => reading(page, UPDATE[name])
  const is = (name: keyof typeof UPDATE): boolean => readNumber(page, UPDATE[name]) !== 0
  return {
    kind: 'update',
    kmh: of('kmh'),
    mps: of('mps'),
    isAbsEnabled: is('isAbsEnabled'),
    isAbsActing: is('isAbsActing'),
    isTcActing: is('isTcActing'),
    isTcEnabled: is('isTcEnabled'),
    isInPit: is('isInPit'),
    isLimiterOn: is('isLimiterOn'),
    gVertical: of('gVertical'),
    gHorizontal: of('gHorizontal'),
    gFrontal: of('gFrontal'),
    currentMs: of('currentMs'),
    lastMs: timeOrNull(of('lastMs')),
    bestMs: timeOrNull(of('bestMs')),
    laps: of('laps'),
    gas: of('gas'),
    brake: of('brake'),
    clutch: of('clutch'),
    rpm: of('rpm'),
    steer: of('steer'),
    gear: of('gear') - 1,
    cgHeight: of('cgHeight'),
    wheelAngularSpeed: wheels(page, UPDATE.wheelAngularSpeed),
    slipAngle: wheels(page, UPDATE.slipAngle),
    slipRatio: wheels(page, UPDATE.slipRatio),
    load: wheels(page, UPDATE.load),
    suspensionHeight: wheels(page, UPDATE.suspensionHeight),
    lapShare: of('lapShare'),
    slope: of('slope'),
    x: of('x'),
    y: of('y'),
    z: of('z'),
  }
}

/** As the game sends it, for tests and for a game that is not there. */
export const encodeAcReply = (reply: AcReply): Uint8Array<ArrayBuffer> => {
  const sizes = { handshake: HANDSHAKE_BYTES, lap: LAP_BYTES, update: UPDATE_BYTES }
  const layout: Layout = { handshake: HANDSHAKE, lap: LAP, update: UPDATE }[reply.kind]
  const bytes = new Uint8Array(sizes[reply.kind])
  const page = pageOf(bytes)
  for (const [name, value] of Object.entries(reply)) {
    const field = layout[name]
    if (!field) continue
    if (typeof value === 'string') writeText(page, field, value)
    else if (Array.isArray(value)) value.forEach((one, i) => void writeNumber(page, field, one, i))
    else writeNumber(page, field, Number(value ?? 0))
  }
  if (reply.kind !== 'update') return bytes
  writeNumber(page, UPDATE.identifier, UPDATE_MARK)
  writeNumber(page, UPDATE.size, UPDATE_BYTES)
  writeNumber(page, UPDATE.mph, reply.kmh / KMH_PER_MPH)
  writeNumber(page, UPDATE.gear, reply.gear + 1)
  return bytes
}
