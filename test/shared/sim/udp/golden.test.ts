/** Datagrams written down byte by byte from the descriptions of the protocols, not by our encoder. */
import { describe, expect, test } from 'vitest'
import {
  type AcReply,
  type BroadcastMessage,
  type BroadcastRequest,
  decodeAcReply,
  decodeAcRequest,
  decodeBroadcast,
  decodeBroadcastRequest,
  encodeAcReply,
  encodeAcRequest,
  encodeBroadcast,
  encodeBroadcastRequest,
} from '#shared/sim'

const hex = (text: string): Uint8Array =>
  Uint8Array.from(text.replaceAll(/\s+/g, '').match(/../g) ?? [], byte => Number.parseInt(byte, 16))

/** No lap: time and one split of 2147483647. */
const NO_LAP_HEX = 'ffffff7f 0700 0000 01 ffffff7f 00 01 00 00'
const NO_LAP = {
  lapMs: null,
  carIndex: 7,
  driverIndex: 0,
  splitsMs: [null],
  isInvalid: false,
  isValidForBest: true,
  isOutLap: false,
  isInLap: false,
}
/** 1:47.250 = 107250 ms = 0x0001a2f2; sectors 35000 (88b8) and 36000 (8ca0); an invalid in lap. */
const LAP_HEX = 'f2a20100 0700 0100 02 b8880000 a08c0000 01 00 00 01'
const LAP = {
  ...NO_LAP,
  lapMs: 107_250,
  driverIndex: 1,
  splitsMs: [35_000, 36_000],
  isInvalid: true,
  isValidForBest: false,
  isInLap: true,
}

const FROM_GAME: readonly [string, BroadcastMessage, string][] = [
  [
    'registered, allowed to command',
    { kind: 'registered', connectionId: 1, success: true, mayCommand: true, error: '' },
    '01 01000000 01 01 0000',
  ],
  [
    'refused',
    { kind: 'registered', connectionId: -1, success: false, mayCommand: false, error: 'Nö' },
    '01 ffffffff 00 00 0300 4ec3b6',
  ],
  [
    'the session in a replay',
    {
      kind: 'realtime',
      eventIndex: 0,
      sessionIndex: 2,
      sessionType: 10,
      phase: 5,
      sessionMs: 1000,
      sessionEndMs: 0.5,
      focusedCar: 7,
      cameraSet: 'set1',
      camera: 'c',
      hudPage: '',
      replay: { sessionMs: 2, remainingMs: -1 },
      timeOfDayMs: 0,
      ambientC: 24,
      trackC: 31,
      clouds: 0.3,
      rain: 0,
      wetness: 1,
      bestSessionLap: NO_LAP,
    },
    `02 0000 0200 0a 05 00007a44 0000003f 07000000 0400 73657431 0100 63 0000
     01 00000040 000080bf 00000000 18 1f 03 00 0a ${NO_LAP_HEX}`,
  ],
  [
    'a car in reverse',
    {
      kind: 'car',
      carIndex: 7,
      driverIndex: 1,
      driverCount: 2,
      gear: -1,
      worldX: 1,
      worldY: -2,
      yaw: 0.25,
      location: 2,
      kmh: 60,
      position: 3,
      cupPosition: 1,
      trackPosition: 12,
      spline: 0.75,
      laps: 9,
      deltaMs: -1500,
      bestSessionLap: LAP,
      lastLap: NO_LAP,
      currentLap: LAP,
    },
    `03 0700 0100 02 01 0000803f 000000c0 0000803e 02 3c00 0300 0100 0c00 0000403f 0900 24faffff
     ${LAP_HEX} ${NO_LAP_HEX} ${LAP_HEX}`,
  ],
  [
    'the list of cars',
    { kind: 'entries', connectionId: 1, carIndexes: [0, 7, 258] },
    '04 01000000 0300 0000 0700 0201',
  ],
  [
    'the track',
    {
      kind: 'track',
      connectionId: 1,
      name: 'Spa',
      trackId: 4,
      metres: 7004,
      cameraSets: [{ name: 'TV', cameras: ['a', 'bc'] }],
      hudPages: ['Off'],
    },
    '05 01000000 0300 537061 04000000 5c1b0000 01 0200 5456 02 0100 61 0200 6263 01 0300 4f6666',
  ],
  [
    'a car of the list',
    {
      kind: 'entry',
      carIndex: 7,
      carModel: 20,
      team: 'Équipe',
      raceNumber: 911,
      cupCategory: 1,
      currentDriver: 0,
      nationality: 5,
      drivers: [{ first: 'A', last: 'Berg', short: 'BER', category: 255, nationality: 2 }],
    },
    '06 0700 14 0700 c3897175697065 8f030000 01 00 0500 01 0100 41 0400 42657267 0300 424552 ff 0200',
  ],
  [
    'a car of the list in an older game, whose drivers have no nationality',
    {
      kind: 'entry',
      carIndex: 7,
      carModel: 20,
      team: '',
      raceNumber: 911,
      cupCategory: 1,
      currentDriver: 0,
      nationality: 5,
      drivers: [
        { first: 'A', last: 'B', short: 'C', category: 0, nationality: null },
        { first: 'D', last: 'E', short: 'F', category: 3, nationality: null },
      ],
    },
    '06 0700 14 0000 8f030000 01 00 0500 02 0100 41 0100 42 0100 43 00 0100 44 0100 45 0100 46 03',
  ],
  [
    'a completed lap',
    { kind: 'event', eventType: 5, message: '1:47.250', timeMs: 600_000, carIndex: 7 },
    '07 05 0800 313a34372e323530 c0270900 07000000',
  ],
]

const TO_GAME: readonly [string, BroadcastRequest, string][] = [
  [
    'register',
    {
      kind: 'register',
      version: 4,
      displayName: 'Pit',
      connectionPassword: 'äb',
      updateMs: 250,
      commandPassword: '',
    },
    '01 04 0300 506974 0300 c3a462 fa000000 0000',
  ],
  ['unregister', { kind: 'unregister', connectionId: 3 }, '09 03000000'],
  ['unregister without an id', { kind: 'unregister', connectionId: null }, '09'],
  ['ask for the cars', { kind: 'ask-entries', connectionId: 3 }, '0a 03000000'],
  ['ask for the track', { kind: 'ask-track', connectionId: 3 }, '0b 03000000'],
  ['show a page', { kind: 'show-hud-page', connectionId: 3, page: 'Off' }, '31 03000000 0300 4f6666'],
  ['look at a car', { kind: 'focus', connectionId: 3, carIndex: 7, camera: null }, '32 03000000 01 0700 00'],
  [
    'look through a camera',
    { kind: 'focus', connectionId: 3, carIndex: null, camera: { set: 'TV', name: 'a' } },
    '32 03000000 00 01 0200 5456 0100 61',
  ],
  [
    'look back',
    {
      kind: 'instant-replay',
      connectionId: 3,
      startSessionMs: 1000,
      durationMs: 2,
      carIndex: -1,
      cameraSet: '',
      camera: '',
    },
    '33 03000000 00007a44 00000040 ffffffff 0000 0000',
  ],
]

describe('ACC broadcasting', () => {
  test.each(FROM_GAME)('from the game: %s', (_, message, bytes) => {
    expect(decodeBroadcast(hex(bytes))).toEqual({ ok: true, message })
    expect(encodeBroadcast(message)).toEqual(hex(bytes))
  })

  test.each(TO_GAME)('to the game: %s', (_, request, bytes) => {
    expect(decodeBroadcastRequest(hex(bytes))).toEqual({ ok: true, message: request })
    expect(encodeBroadcastRequest(request)).toEqual(hex(bytes))
  })
})

const wide = (text: string, junk = ''): string =>
  Array.from((text + junk).padEnd(50, '\0'), unit => {
    const code = unit.charCodeAt(0)
    return (code & 255).toString(16).padStart(2, '0') + (code >> 8).toString(16).padStart(2, '0')
  }).join('')

describe('AC1 remote telemetry', () => {
  test.each([
    ['handshake', '01000000 01000000 00000000'],
    ['subscribe-updates', '01000000 01000000 01000000'],
    ['subscribe-laps', '01000000 01000000 02000000'],
    ['dismiss', '01000000 01000000 03000000'],
  ] as const)('to the game: %s', (operation, bytes) => {
    const request = { identifier: 1, version: 1, operation }
    expect(decodeAcRequest(hex(bytes))).toEqual({ ok: true, message: request })
    expect(encodeAcRequest(request)).toEqual(hex(bytes))
  })

  test('the answer to a handshake, with junk behind the names', () => {
    const bytes = hex(
      `${wide('abarth500', '%\u1234\u0007x')}${wide('Mira Holt')} 92100000 01000000 ${wide('imola', '%')}${wide('')}`,
    )
    expect(bytes).toHaveLength(408)
    const message: AcReply = {
      kind: 'handshake',
      car: 'abarth500',
      driver: 'Mira Holt',
      identifier: 4242,
      version: 1,
      track: 'imola',
      layout: '',
    }
    expect(decodeAcReply(bytes)).toEqual({ ok: true, message })
    expect(decodeAcReply(encodeAcReply(message))).toEqual({ ok: true, message })
  })

  test('a lap', () => {
    const bytes = hex(`05000000 03000000 ${wide('Mira', '%')}${wide('abarth500', '%')} f2a20100`)
    expect(bytes).toHaveLength(212)
    const message: AcReply = {
      kind: 'lap',
      carId: 5,
      lap: 3,
      driver: 'Mira',
      car: 'abarth500',
      timeMs: 107_250,
    }
    expect(decodeAcReply(bytes)).toEqual({ ok: true, message })
  })

  test('an update', () => {
    const one = '0000803f'
    const four = (first: string) => first + '00000000'.repeat(3)
    const bytes = hex(
      `61000000 48010000 00006143 0c d8 0b 43 0000 7a42
       01 00 01 00 01 00 0000 ${one} 000000c0 0000003f
       e8030000 f2a20100 00000000 02000000
       0000403f 00000000 ${one} 00c05a45 0000803e 04000000 0000803e
       ${four('00008042')} ${four('00000000')} ${four('0000c07f')} ${four('00000000')} ${four('00000000')}
       ${four('00000000')} ${four('0000fa44')} ${four('00000000')} ${four('00000000')} ${four('00000000')}
       ${four('00000000')} ${four('00000000')} ${four('00000000')} ${four('0000003f')}
       0000803e 00000000 ${one} 00000040 000040c0`,
    )
    expect(bytes).toHaveLength(328)
    const outcome = decodeAcReply(bytes)
    expect(outcome).toMatchObject({
      ok: true,
      message: {
        kind: 'update',
        kmh: 225,
        mps: 62.5,
        isAbsEnabled: true,
        isAbsActing: false,
        isTcActing: true,
        isTcEnabled: false,
        isInPit: true,
        isLimiterOn: false,
        gVertical: 1,
        gHorizontal: -2,
        gFrontal: 0.5,
        currentMs: 1000,
        lastMs: 107_250,
        bestMs: null,
        laps: 2,
        gas: 0.75,
        brake: 0,
        clutch: 1,
        rpm: 3500,
        steer: 0.25,
        gear: 3,
        cgHeight: 0.25,
        wheelAngularSpeed: [64, 0, 0, 0],
        load: [2000, 0, 0, 0],
        suspensionHeight: [0.5, 0, 0, 0],
        lapShare: 0.25,
        slope: 0,
        x: 1,
        y: 2,
        z: -3,
      },
    })
  })
})
