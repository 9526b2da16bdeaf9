/** One body of each kind, with every field set at least once. They are frozen: golden bytes are made of them. */
import type { Sha256 } from '#shared/id'
import type { Bodies, DeviceId, EntryHash, PersonId, SessionBody, Tip } from '#shared/logbook'
import { asEpochMillis, asMetres, asMillis } from '#shared/units'

export const hexOf = (digits: string, bytes: number): string => digits.repeat(2 * bytes).slice(0, 2 * bytes)

const person = hexOf('a1', 32) as PersonId
const device = hexOf('b2', 32) as DeviceId
const tip: Tip = { device, seq: 7, hash: hexOf('c3', 32) as EntryHash }
const signature = (byte: number) => new Uint8Array(64).fill(byte)
const gate = (x: number) => ({ left: { x, y: 50.4371 }, right: { x: x + 0.0003, y: 50.4372 } })
const introduction = { deviceName: 'Sam’s phone', personName: 'Sam', certificate: signature(1) }
const ref = (digits: string, size: number) => ({
  sha256: hexOf(digits, 32) as Sha256,
  size,
  chunkRoot: hexOf(`${digits}0`, 32) as Sha256,
})

export const sampleSession = (laps = 3): SessionBody => ({
  audience: 'members',
  startedAt: asEpochMillis(1_772_358_000_000),
  utcOffsetMin: 60,
  name: 'Tuesday practice',
  world: 'real',
  game: null,
  surface: 'dry',
  airC: 18.5,
  trackC: null,
  place: {
    layout: hexOf('d4', 16),
    known: 'spa',
    track: 'Spa-Francorchamps',
    layoutName: 'Grand Prix',
    lengthM: asMetres(7004),
  },
  car: { car: hexOf('e5', 16), known: 'porsche-992-gt3-r', name: 'Porsche 911 GT3 R', className: 'GT3' },
  drivers: [
    { name: 'Sam', person },
    { name: 'Alex', person: null },
  ],
  gates: { layout: hexOf('d4', 16), version: 2 },
  proof: { by: 'file', reader: 'motec-ld' },
  laps: {
    number: Array.from({ length: laps }, (_, i) => i),
    driver: Array.from({ length: laps }, (_, i) => (i > 10 ? 1 : 0)),
    kind: Array.from({ length: laps }, (_, i) => (i === 0 ? 1 : 0)),
    timing: Array.from({ length: laps }, () => 2),
    start: Array.from({ length: laps }, (_, i) => asMillis(i * 138_400)),
    time: Array.from({ length: laps }, (_, i) => asMillis(138_104 + 37 * i)),
    sectors: Array.from({ length: laps }, (_, i) =>
      i === 0 ? [] : [asMillis(41_000 + 37 * i), asMillis(62_104), asMillis(35_000)],
    ),
    flaws: [[1, 'cut at Raidillon']],
    surfaces: [[2, 'damp']],
    ids: Uint8Array.from({ length: 16 * laps }, (_, i) => (i * 29 + 3) & 0xff),
  },
  traces: ref('f6', 1_234_567),
})

export const SAMPLE_BODIES: Bodies = {
  genesis: {
    ...introduction,
    use: 'league',
    name: 'Tuesday league',
    nonce: new Uint8Array(16).fill(9),
  },
  device: { ...introduction, invite: { key: hexOf('77', 32), proof: signature(2) } },
  invite: { role: 'driver', admits: true, until: asEpochMillis(1_800_000_000_000), note: 'for Tuesdays' },
  member: { name: 'Alex', role: 'steward', until: [tip] },
  revoke: { what: 'device', device, last: tip, certificate: signature(3) },
  room: { epoch: 3, commitment: hexOf('88', 32) as Sha256 },
  grant: { may: ['results', 'hold'] },
  'league-settings': {
    name: 'Tuesday league',
    about: 'We meet on Tuesdays.',
    addresses: ['/ip4/192.168.1.5/tcp/7422/ws'],
  },
  session: sampleSession(),
  layout: {
    track: 'Spa-Francorchamps',
    country: 'BE',
    known: 'spa',
    name: 'Grand Prix',
    lengthM: asMetres(7004),
    frame: 'wgs84',
    space: null,
    gates: [{ version: 2, startFinish: gate(5.9655), finish: null, sectors: [gate(5.97), gate(5.98)] }],
  },
  decision: {
    what: 'penalty',
    reason: 'Left the track at Blanchimont.',
    author: person,
    session: hexOf('99', 16),
    lap: 4,
    addMs: asMillis(5000),
  },
  merge: { what: 'drivers', keys: ['sam', 's. smith'], reason: 'One person.' },
}

/** Entry ids of the length each kind has. */
export const SAMPLE_IDS: { readonly [K in keyof Bodies]: string } = {
  genesis: '',
  device,
  invite: hexOf('77', 32),
  member: hexOf('66', 32),
  revoke: device,
  room: '',
  grant: hexOf('66', 32),
  'league-settings': '',
  session: hexOf('99', 16),
  layout: hexOf('d4', 16),
  decision: hexOf('55', 16),
  merge: hexOf('44', 16),
}
