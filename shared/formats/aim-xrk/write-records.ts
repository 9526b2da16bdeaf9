/**
 * The pieces an XRK file is made of, written. Nothing is checked: tests write broken files with it, too.
 */
import { sumOf } from './bytes.ts'
import { FIX_BYTES } from './nav-sol.ts'

export interface XrkWriter {
  message(token: string, payload: Uint8Array, version?: number): void
  text(token: string, text: string): void
  raw(bytes: Uint8Array): void
  bytes(): Uint8Array<ArrayBuffer>
}

export const createXrkWriter = (): XrkWriter => {
  const parts: Uint8Array[] = []
  return {
    message: (token, payload, version = 1) => void parts.push(xrkMessage(token, payload, version)),
    text: (token, text) => void parts.push(xrkMessage(token, latinBytes(text, text.length + 1), 1)),
    raw: bytes => void parts.push(bytes),
    bytes: () => joined(parts),
  }
}

export const joined = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

export const latinBytes = (text: string, length: number): Uint8Array => {
  const bytes = new Uint8Array(length)
  for (let k = 0; k < Math.min(text.length, length - 1); k++) bytes[k] = text.charCodeAt(k) & 0xff
  return bytes
}

export const xrkMessage = (token: string, payload: Uint8Array, version: number): Uint8Array => {
  const bytes = new Uint8Array(payload.length + 20)
  const view = new DataView(bytes.buffer)
  const tail = 12 + payload.length
  bytes.set([0x3c, 0x68])
  bytes.set(latinBytes(token, 5).subarray(0, 4), 2)
  view.setInt32(6, payload.length, true)
  bytes.set([version, 0x3e], 10)
  bytes.set(payload, 12)
  bytes[tail] = 0x3c
  bytes.copyWithin(tail + 1, 2, 6)
  view.setUint16(tail + 5, sumOf(payload, 0, payload.length), true)
  bytes[tail + 7] = 0x3e
  return bytes
}

export interface XrkChannelSpec {
  readonly index: number
  readonly name: string
  readonly unitCode: number
  readonly decoder: number
  readonly size: number
  readonly periodMs: number
}

export const channelPayload = (spec: XrkChannelSpec): Uint8Array => {
  const bytes = new Uint8Array(112)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, spec.index, true)
  bytes[12] = spec.unitCode
  bytes[20] = spec.decoder
  bytes.set(latinBytes(spec.name, 8), 24)
  bytes.set(latinBytes(spec.name, 24), 32)
  view.setUint32(64, Math.round(spec.periodMs * 1000), true)
  bytes[72] = spec.size
  view.setFloat32(100, 1, true)
  return bytes
}

export const groupPayload = (index: number, members: readonly number[]): Uint8Array =>
  new Uint8Array(Uint16Array.of(index, members.length, ...members).buffer)

/** `(S`, `(G` and `(M` alike: an id, for blocks a count, then samples. */
export const dataRecord = (
  kind: 'S' | 'G' | 'M',
  tcMs: number,
  id: number,
  samples: readonly Uint8Array[],
): Uint8Array => {
  const head = new Uint8Array(kind === 'M' ? 10 : 8)
  const view = new DataView(head.buffer)
  head.set([0x28, kind.charCodeAt(0)])
  view.setInt32(2, tcMs, true)
  view.setUint16(6, id, true)
  if (kind === 'M') view.setUint16(8, samples.length, true)
  return joined([head, ...samples, Uint8Array.of(0x29)])
}

/** `(c`, of an expansion module. */
export const moduleRecord = (tcMs: number, index: number, sample: Uint8Array): Uint8Array => {
  const head = new Uint8Array(11)
  const view = new DataView(head.buffer)
  head.set([0x28, 0x63])
  view.setUint16(3, (index << 3) | 4, true)
  head.set([0x84, 6], 5)
  view.setInt32(7, tcMs, true)
  return joined([head, sample, Uint8Array.of(0x29)])
}

/** One sample as decoder `decoder` reads it. */
export const sampleBytes = (decoder: number, value: number): Uint8Array => {
  const bytes = new Uint8Array(decoder === 15 ? 8 : decoder === 13 ? 1 : WIDE.has(decoder) ? 4 : 2)
  const view = new DataView(bytes.buffer)
  if (decoder === 20) view.setUint16(0, toHalf(value), true)
  else if (decoder === 6) view.setFloat32(0, value, true)
  else if (decoder === 13) view.setUint8(0, value)
  else if (decoder === 4 || decoder === 11) view.setInt16(0, Math.round(value), true)
  else if (decoder === 1) view.setUint16(0, Number.isNaN(value) ? 0xffff : value, true)
  else if (decoder === 15) {
    view.setUint16(0, value, true)
    bytes.set(latinBytes(String(value), 6), 2)
  } else view.setInt32(0, value, true)
  return bytes
}

const WIDE: ReadonlySet<number> = new Set([0, 3, 6, 12, 24])

/** The nearest half float; NaN and what is too large become infinity, as the loggers write "no value". */
export const toHalf = (value: number): number => {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0
  const size = Math.abs(value)
  if (!(size < 65_520)) return sign | 0x7c00
  if (size < 2 ** -14) return sign | Math.round(size * 2 ** 24)
  const exponent = Math.floor(Math.log2(size))
  const fraction = Math.round((size / 2 ** exponent - 1) * 1024)
  // Rounding up to the next power of two carries into the exponent by itself.
  return sign | (((exponent + 15) << 10) + fraction)
}

export interface FixSpec {
  readonly tcMs: number
  /** Milliseconds since 1980-01-06 as satellites count them. */
  readonly gpsMs: number
  /** Degrees, metres, m/s; NaN in any = no fix. */
  readonly lat: number
  readonly lon: number
  readonly altitude: number
  readonly speed: number
  readonly heading: number
  readonly satellites?: number
  readonly accuracyM?: number
}

const WEEK_MS = 604_800_000
const A = 6_378_137
const E2 = 6.694_379_990_141_3e-3

/** The logger's stamp and a NAV-SOL body. */
export const fixPayload = (fix: FixSpec): Uint8Array => {
  const bytes = new Uint8Array(FIX_BYTES)
  const view = new DataView(bytes.buffer)
  const hasFix = !Number.isNaN(fix.lat + fix.lon + fix.altitude + fix.speed + fix.heading)
  view.setInt32(0, fix.tcMs, true)
  const ofWeek = fix.gpsMs % WEEK_MS
  view.setUint32(4, Math.floor(ofWeek), true)
  view.setInt32(8, Math.round((ofWeek - Math.floor(ofWeek)) * 1e6), true)
  view.setInt16(12, Math.floor(fix.gpsMs / WEEK_MS), true)
  view.setUint8(14, hasFix ? 3 : 0)
  view.setUint8(51, hasFix ? (fix.satellites ?? 12) : 0)
  if (!hasFix) return bytes
  const [lat, lon, course] = [fix.lat, fix.lon, fix.heading].map(degrees => (degrees * Math.PI) / 180) as [
    number,
    number,
    number,
  ]
  const normal = A / Math.sqrt(1 - E2 * Math.sin(lat) ** 2)
  const axis = (normal + fix.altitude) * Math.cos(lat)
  const [east, north] = [fix.speed * Math.sin(course), fix.speed * Math.cos(course)]
  const inwards = -Math.sin(lat) * north
  const centimetres = [
    axis * Math.cos(lon),
    axis * Math.sin(lon),
    (normal * (1 - E2) + fix.altitude) * Math.sin(lat),
    inwards * Math.cos(lon) - east * Math.sin(lon),
    inwards * Math.sin(lon) + east * Math.cos(lon),
    Math.cos(lat) * north,
  ].map(metres => Math.round(metres * 100))
  for (const [k, value] of centimetres.entries()) view.setInt32(k < 3 ? 16 + 4 * k : 20 + 4 * k, value, true)
  view.setUint32(28, Math.round((fix.accuracyM ?? 1.5) * 100), true)
  return bytes
}

export interface LapSpec {
  readonly segment: number
  readonly lap: number
  readonly durationMs: number
  readonly flag: number
  readonly tcMs: number
}

/** Version 2 has 32 bytes, version 3 has 20. */
export const lapPayload = (lap: LapSpec, version: 2 | 3): Uint8Array => {
  const bytes = new Uint8Array(version === 2 ? 32 : 20)
  const view = new DataView(bytes.buffer)
  bytes[1] = lap.segment
  view.setUint16(2, lap.lap, true)
  view.setUint32(4, lap.durationMs, true)
  view.setUint32(8, lap.durationMs, true)
  if (version === 2) {
    view.setUint32(12, 0x7fffffff, true)
    view.setUint32(16, Math.max(lap.durationMs - 30, 0), true)
    bytes[24] = 3
  }
  bytes[version === 2 ? 25 : 13] = lap.flag
  view.setUint32(version === 2 ? 28 : 16, lap.tcMs, true)
  return bytes
}

/** Degrees; the first point is start/finish. */
export const trackPayload = (
  name: string,
  points: readonly { readonly lat: number; readonly lon: number }[],
): Uint8Array => {
  const bytes = new Uint8Array(96)
  const view = new DataView(bytes.buffer)
  bytes.set(latinBytes(name, 32))
  for (const [k, { lat, lon }] of points.entries()) {
    view.setInt32(36 + 8 * k, Math.round(lat * 1e7), true)
    view.setInt32(40 + 8 * k, Math.round(lon * 1e7), true)
  }
  return bytes
}
