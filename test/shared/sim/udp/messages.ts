/** Arbitrary messages of both protocols, as the wire can carry them. */
import fc from 'fast-check'
import type { AcReply, BroadcastMessage, BroadcastRequest } from '#shared/sim'

const u8 = fc.integer({ min: 0, max: 255 })
const u16 = fc.integer({ min: 0, max: 65_535 })
const i32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const f32 = fc.float({ noNaN: true, noDefaultInfinity: true })
const time = fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 2 }), { nil: null })
const text = fc
  .string({ unit: 'binary', maxLength: 40 })
  .map(raw => raw.toWellFormed().replaceAll(/\p{Cc}/gu, ''))
const tenth = fc.integer({ min: 0, max: 255 }).map(n => n / 10)
const few = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 6 })

const lap = fc.record({
  lapMs: time,
  carIndex: u16,
  driverIndex: u16,
  splitsMs: few(time),
  isInvalid: fc.boolean(),
  isValidForBest: fc.boolean(),
  isOutLap: fc.boolean(),
  isInLap: fc.boolean(),
})

const kind = <K extends string, T extends object>(name: K, fields: fc.Arbitrary<T>) =>
  fields.map(rest => ({ kind: name, ...rest }))

export const anyRequest: fc.Arbitrary<BroadcastRequest> = fc.oneof(
  kind(
    'register',
    fc.record({
      version: u8,
      displayName: text,
      connectionPassword: text,
      updateMs: i32,
      commandPassword: text,
    }),
  ),
  kind('unregister', fc.record({ connectionId: fc.option(i32, { nil: null }) })),
  kind('ask-entries', fc.record({ connectionId: i32 })),
  kind('ask-track', fc.record({ connectionId: i32 })),
  kind('show-hud-page', fc.record({ connectionId: i32, page: text })),
  kind(
    'focus',
    fc.record({
      connectionId: i32,
      carIndex: fc.option(u16, { nil: null }),
      camera: fc.option(fc.record({ set: text, name: text }), { nil: null }),
    }),
  ),
  kind(
    'instant-replay',
    fc.record({
      connectionId: i32,
      startSessionMs: f32,
      durationMs: f32,
      carIndex: i32,
      cameraSet: text,
      camera: text,
    }),
  ),
)

export const anyMessage: fc.Arbitrary<BroadcastMessage> = fc.oneof(
  kind(
    'registered',
    fc.record({ connectionId: i32, success: fc.boolean(), mayCommand: fc.boolean(), error: text }),
  ),
  kind(
    'realtime',
    fc.record({
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
      replay: fc.option(fc.record({ sessionMs: f32, remainingMs: f32 }), { nil: null }),
      timeOfDayMs: f32,
      ambientC: u8,
      trackC: u8,
      clouds: tenth,
      rain: tenth,
      wetness: tenth,
      bestSessionLap: lap,
    }),
  ),
  kind(
    'car',
    fc.record({
      carIndex: u16,
      driverIndex: u16,
      driverCount: u8,
      gear: u8.map(wire => wire - 2),
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
  ),
  kind('entries', fc.record({ connectionId: i32, carIndexes: few(u16) })),
  kind(
    'track',
    fc.record({
      connectionId: i32,
      name: text,
      trackId: i32,
      metres: i32,
      cameraSets: few(fc.record({ name: text, cameras: few(text) })),
      hudPages: few(text),
    }),
  ),
  kind(
    'entry',
    fc.record({
      carIndex: u16,
      carModel: u8,
      team: text,
      raceNumber: i32,
      cupCategory: u8,
      currentDriver: u8,
      nationality: u16,
      drivers: few(fc.record({ first: text, last: text, short: text, category: u8, nationality: u16 })),
    }),
  ),
  kind('event', fc.record({ eventType: u8, message: text, timeMs: i32, carIndex: i32 })),
)

const name = fc.string({ unit: 'grapheme-ascii', maxLength: 40 }).map(raw => raw.replaceAll('%', ''))
const wheels = fc.tuple(f32, f32, f32, f32)
const some = fc.option(fc.integer({ min: 1, max: 2 ** 31 - 1 }), { nil: null })

export const anyReply: fc.Arbitrary<AcReply> = fc.oneof(
  kind(
    'handshake',
    fc.record({ car: name, driver: name, identifier: i32, version: i32, track: name, layout: name }),
  ),
  kind('lap', fc.record({ carId: i32, lap: i32, driver: name, car: name, timeMs: some })),
  kind(
    'update',
    fc.record({
      kmh: f32,
      mps: f32,
      isAbsEnabled: fc.boolean(),
      isAbsActing: fc.boolean(),
      isTcActing: fc.boolean(),
      isTcEnabled: fc.boolean(),
      isInPit: fc.boolean(),
      isLimiterOn: fc.boolean(),
      gVertical: f32,
      gHorizontal: f32,
      gFrontal: f32,
      currentMs: i32,
      lastMs: some,
      bestMs: some,
      laps: i32,
      gas: f32,
      brake: f32,
      clutch: f32,
      rpm: f32,
      steer: f32,
      gear: fc.integer({ min: -1, max: 9 }),
      cgHeight: f32,
      wheelAngularSpeed: wheels,
      slipAngle: wheels,
      slipRatio: wheels,
      load: wheels,
      suspensionHeight: wheels,
      lapShare: f32,
      slope: f32,
      x: f32,
      y: f32,
      z: f32,
    }),
  ),
)
