/**
 * Messages of ACC's broadcasting protocol as datagrams and back, in both directions.
 *
 * Invariants: decoding never throws and takes time in proportion to the datagram; what cannot be read is a tagged
 * failure. Bytes behind a message are ignored: newer games append fields. Encoding throws for what does not fit a
 * datagram, which is a bug of the caller.
 */
import type {
  BroadcastCamera,
  BroadcastDriver,
  BroadcastLap,
  BroadcastMessage,
  BroadcastRequest,
} from './broadcast-model.ts'
import {
  createWriter,
  f32,
  flag,
  i32,
  list,
  MAX_DATAGRAM_BYTES,
  mapped,
  optional,
  type Reader,
  readerOf,
  struct,
  text,
  time,
  u8,
  u16,
  unlessEnded,
  type Wire,
  type Writer,
  writtenBy,
} from './wire.ts'

/** Why a datagram is no message. */
export type UdpFailure = 'empty' | 'too-long' | 'unknown-type' | 'cut-short'
export type UdpOutcome<T> =
  | { readonly ok: true; readonly message: T }
  | { readonly ok: false; readonly why: UdpFailure }

const lap: Wire<BroadcastLap> = struct({
  lapMs: time,
  carIndex: u16,
  driverIndex: u16,
  splitsMs: list(u8, time),
  isInvalid: flag,
  isValidForBest: flag,
  isOutLap: flag,
  isInLap: flag,
})

const tenth = mapped(
  u8,
  n => n / 10,
  share => Math.round(share * 10),
)
const gear = mapped(
  u8,
  n => n - 2,
  value => value + 2,
)
const camera: Wire<BroadcastCamera> = struct({ set: text, name: text })

const driver: Wire<BroadcastDriver> = struct({
  first: text,
  last: text,
  short: text,
  category: u8,
  nationality: u16 as Wire<number | null>,
})
const oldDriver: Wire<BroadcastDriver> = struct({
  first: text,
  last: text,
  short: text,
  category: u8,
  nationality: { read: () => null, write: () => {} },
})

/** Drivers have a nationality of their own in newer games; which it is shows in what fits the datagram exactly. */
const drivers: Wire<readonly BroadcastDriver[]> = {
  read: reader => {
    const from = reader.at
    const fits = (
      item: Wire<BroadcastDriver>,
    ): { items: readonly BroadcastDriver[]; end: number; ok: boolean } => {
      const tried: Reader = { ...reader, at: from }
      const items = list(u8, item).read(tried)
      return { items, end: tried.at, ok: !tried.hasFailed }
    }
    const now = fits(driver)
    const old = fits(oldDriver)
    const isOld = old.ok && (!now.ok || (now.end !== reader.bytes.length && old.end === reader.bytes.length))
    const best = isOld ? old : now
    reader.at = best.end
    reader.hasFailed ||= !best.ok
    return best.items
  },
  write: (writer, items) =>
    list(u8, items.every(({ nationality }) => nationality === null) ? oldDriver : driver).write(
      writer,
      items,
    ),
}

type Kind<M, K> = Omit<Extract<M, { kind: K }>, 'kind'>
type Table<M extends { kind: string }> = {
  readonly [K in M['kind']]: readonly [type: number, wire: Wire<Kind<M, K>>]
}

const connectionId = i32

const REQUESTS: Table<BroadcastRequest> = {
  register: [
    1,
    struct({
      version: u8,
      displayName: text,
      connectionPassword: text,
      updateMs: i32,
      commandPassword: text,
    }),
  ],
  unregister: [9, struct({ connectionId: unlessEnded(connectionId) })],
  'ask-entries': [10, struct({ connectionId })],
  'ask-track': [11, struct({ connectionId })],
  'show-hud-page': [49, struct({ connectionId, page: text })],
  focus: [50, struct({ connectionId, carIndex: optional(u16), camera: optional(camera) })],
  'instant-replay': [
    51,
    struct({
      connectionId,
      startSessionMs: f32,
      durationMs: f32,
      carIndex: i32,
      cameraSet: text,
      camera: text,
    }),
  ],
}

const MESSAGES: Table<BroadcastMessage> = {
  registered: [1, struct({ connectionId, success: flag, mayCommand: flag, error: text })],
  realtime: [
    2,
    struct({
      eventIndex: u16,
      sessionIndex: u16,
      sessionType: u8,
      phase: u8,
      sessionMs: f32,
      sessionEndMs: f32,
      focusedCar: i32,
      cameraSet: text,
      camera: text,
      hudPage: text,
      replay: optional(struct({ sessionMs: f32, remainingMs: f32 })),
      timeOfDayMs: f32,
      ambientC: u8,
      trackC: u8,
      clouds: tenth,
      rain: tenth,
      wetness: tenth,
      bestSessionLap: lap,
    }),
  ],
  car: [
    3,
    struct({
      carIndex: u16,
      driverIndex: u16,
      driverCount: u8,
      gear,
      worldX: f32,
      worldY: f32,
      yaw: f32,
      location: u8,
      kmh: u16,
      position: u16,
      cupPosition: u16,
      trackPosition: u16,
      spline: f32,
      laps: u16,
      deltaMs: i32,
      bestSessionLap: lap,
      lastLap: lap,
      currentLap: lap,
    }),
  ],
  entries: [4, struct({ connectionId, carIndexes: list(u16, u16) })],
  track: [
    5,
    struct({
      connectionId,
      name: text,
      trackId: i32,
      metres: i32,
      cameraSets: list(u8, struct({ name: text, cameras: list(u8, text) })),
      hudPages: list(u8, text),
    }),
  ],
  entry: [
    6,
    struct({
      carIndex: u16,
      carModel: u8,
      team: text,
      raceNumber: i32,
      cupCategory: u8,
      currentDriver: u8,
      nationality: u16,
      drivers,
    }),
  ],
  event: [7, struct({ eventType: u8, message: text, timeMs: i32, carIndex: i32 })],
}

type AnyTable = Readonly<Record<string, readonly [number, Wire<object>]>>

const decode = (table: AnyTable, bytes: Uint8Array): UdpOutcome<object> => {
  if (bytes.length === 0) return { ok: false, why: 'empty' }
  if (bytes.length > MAX_DATAGRAM_BYTES) return { ok: false, why: 'too-long' }
  const reader = readerOf(bytes)
  const type = u8.read(reader)
  const found = Object.entries(table).find(([, [number]]) => number === type)
  if (!found) return { ok: false, why: 'unknown-type' }
  const [kind, [, wire]] = found
  const message = { kind, ...wire.read(reader) }
  return reader.hasFailed ? { ok: false, why: 'cut-short' } : { ok: true, message }
}

const encode = (table: AnyTable, message: { readonly kind: string }): Uint8Array<ArrayBuffer> => {
  const [type, wire] = table[message.kind]!
  const writer: Writer = createWriter()
  u8.write(writer, type)
  wire.write(writer, message)
  return writtenBy(writer)
}

// The tables are typed by message; looking a type up by its number forgets that for a moment.
const requests = REQUESTS as unknown as AnyTable
const messages = MESSAGES as unknown as AnyTable

export const decodeBroadcast = (bytes: Uint8Array): UdpOutcome<BroadcastMessage> =>
  decode(messages, bytes) as UdpOutcome<BroadcastMessage>
export const encodeBroadcast = (message: BroadcastMessage): Uint8Array<ArrayBuffer> =>
  encode(messages, message)
export const decodeBroadcastRequest = (bytes: Uint8Array): UdpOutcome<BroadcastRequest> =>
  decode(requests, bytes) as UdpOutcome<BroadcastRequest>
export const encodeBroadcastRequest = (request: BroadcastRequest): Uint8Array<ArrayBuffer> =>
  encode(requests, request)
