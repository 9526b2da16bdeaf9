/**
 * Writes a DRK and the RRK beside it as the older Race Studio does. For fixtures and benches.
 *
 * Limits: channels are scaled by their range (or by the scaling number given), positions come once per `fixes`.
 */
import { type FixSpec, fixPayload, joined, latinBytes, sumOf } from '../aim-xrk/index.ts'

export interface DrkChannelSpec {
  readonly name: string
  readonly unit: string
  readonly rateHz: 1 | 2 | 10 | 50 | 100
  readonly values: ArrayLike<number>
  /** Written as they are, for a scaling number other than 999. */
  readonly raw?: { readonly scaling: number }
}

export interface DrkOptions {
  /** 'DD-MM-YY hh:mm:ss' */
  readonly date: string
  readonly durationMs: number
  readonly driver?: string
  readonly vehicle?: string
  readonly track?: string
  readonly championship?: string
  readonly channels: readonly DrkChannelSpec[]
  readonly laps: readonly {
    readonly startMs: number
    readonly durationMs: number
    readonly splitsMs?: readonly number[]
  }[]
}

const RATE_CODES = { 1: 0, 2: 1, 10: 2, 50: 4, 100: 5 } as const
const HEAD = 32

/** `fill` writes at offsets from the block's first byte. */
const block = (tag: string, size: number, fill: (view: DataView, bytes: Uint8Array) => void): Uint8Array => {
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  bytes.set(latinBytes(tag, 4))
  bytes[3] = 2
  fill(view, bytes)
  view.setUint16(4, sumOf(bytes, HEAD, size), true)
  return bytes
}

export const writeDrk = (options: DrkOptions): Uint8Array<ArrayBuffer> => {
  const { channels, laps } = options
  const about = block('RDX', 0x420, (view, bytes) => {
    bytes.set(latinBytes('simulated.drk', 40), 0x24)
    bytes.set(latinBytes(options.date, 20), 0x4c)
    view.setUint32(0x78, options.durationMs, true)
    view.setUint16(0x80, channels.length, true)
    view.setUint16(0x82, laps.length, true)
  })
  const people = block('PPX', 0x420, (_, bytes) => {
    bytes.set(latinBytes(options.vehicle ?? '', 40), 0x20)
    bytes.set(latinBytes(options.track ?? '', 40), 0x48)
    bytes.set(latinBytes(options.driver ?? '', 40), 0x70)
    bytes.set(latinBytes(options.championship ?? '', 40), 0x188)
  })
  return joined([
    about,
    people,
    block('IIX', 0xa0, () => {}),
    ...channels.map(channelBlock),
    ...laps.map(({ startMs, durationMs, splitsMs = [] }, k) =>
      block('GGX', 0x120, view => {
        view.setUint32(0x20, startMs, true)
        view.setUint32(0x24, durationMs, true)
        view.setUint16(0x30, k + 1, true)
        for (const [n, split] of splitsMs.entries()) view.setUint32(0x4b + 4 * n, split, true)
      }),
    ),
    block('RRX', 0x1020, () => {}),
    ...channels.map(samples),
  ])
}

const rangeOf = ({ values }: DrkChannelSpec): [min: number, max: number] => {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < values.length; i++) {
    min = Math.min(min, values[i]!)
    max = Math.max(max, values[i]!)
  }
  // As the reader will see them.
  return [Math.fround(min), Math.fround(max)]
}

const channelBlock = (channel: DrkChannelSpec): Uint8Array =>
  block('MMX', 0x420, (view, bytes) => {
    const [min, max] = rangeOf(channel)
    bytes.set(latinBytes(channel.name, 20), 0x20)
    bytes.set(latinBytes(channel.unit, 10), 0x34)
    view.setUint16(0x60, channel.raw?.scaling ?? 999, true)
    view.setUint16(0x66, RATE_CODES[channel.rateHz], true)
    view.setUint32(0x68, channel.values.length, true)
    for (const at of [0x6c, 0x7c]) {
      view.setFloat32(at, min, true)
      view.setFloat32(at + 4, max, true)
    }
  })

const samples = (channel: DrkChannelSpec): Uint8Array => {
  const [min, max] = rangeOf(channel)
  const bytes = new Uint8Array(2 * channel.values.length)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < channel.values.length; i++) {
    const value = channel.values[i]!
    const share = max > min ? (value - min) / (max - min) : 0
    view.setUint16(2 * i, channel.raw ? value : Math.round(Math.min(Math.max(share, 0), 1) * 65_535), true)
  }
  return bytes
}

export const writeRrk = (fixes: readonly FixSpec[]): Uint8Array<ArrayBuffer> => {
  const head = new Uint8Array(64)
  for (const [at, tag] of [
    [0, 'HEAD'],
    [0x10, 'HEAD'],
    [0x30, 'NSOL'],
  ] as const) {
    head.set(latinBytes(tag, 5).subarray(0, 4), at)
    head[at + 5] = 1
  }
  new DataView(head.buffer).setUint16(0x1e, fixes.length & 0xffff, true)
  const records = fixes.map(fix => {
    const record = new Uint8Array(64)
    record.set(latinBytes('NSOL', 5).subarray(0, 4))
    record.set(fixPayload(fix), 4)
    return record
  })
  return joined([head, ...records])
}
