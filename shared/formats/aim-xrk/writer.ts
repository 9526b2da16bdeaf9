/**
 * Writes a drive as an AiM logger would have recorded it: channels of the fastest time base in group records and
 * blocks, slower ones sample by sample, positions and laps as messages. For fixtures and benches.
 *
 * Limits: the times of samples are whole milliseconds, as in the loggers; what is written as a half float keeps
 * three digits.
 */
import { type Column, channelOf, type Trace, timeOf } from '#shared/trace'
import { asMillis, type EpochMillis } from '#shared/units'
import { utcToGps } from './when.ts'
import {
  channelPayload,
  createXrkWriter,
  dataRecord,
  fixPayload,
  groupPayload,
  joined,
  lapPayload,
  sampleBytes,
  trackPayload,
  type XrkChannelSpec,
  xrkMessage,
} from './write-records.ts'

export interface XrkOptions {
  readonly trace: Trace
  readonly startedAt: EpochMillis
  readonly utcOffsetMin?: number
  /** In milliseconds of the trace; the first begins where the logger started to record. */
  readonly laps: readonly {
    readonly startMs: number
    readonly endMs: number
    readonly splitsMs?: readonly number[]
  }[]
  readonly driver?: string
  readonly vehicle?: string
  readonly track?: { readonly name: string; readonly points: readonly { lat: number; lon: number }[] }
  /** The logger's clock at the trace's zero. */
  readonly poweredForMs?: number
  readonly lapVersion?: 2 | 3
  /** Samples per block. */
  readonly blockSize?: number
}

/** How each canonical channel is written: AiM's name, unit code, decoder, values per canonical unit. */
const SPECS: Readonly<
  Record<string, readonly [name: string, unit: number, decoder: number, factor: number]>
> = {
  speed: ['Vehicle Speed', 16, 6, 3.6],
  throttle: ['Throttle Pos', 1, 20, 1],
  brake: ['Brake Pos', 33, 20, 1],
  gear: ['Gear', 31, 15, 1],
  rpm: ['RPM', 15, 4, 1],
  steering: ['Steering Angle', 4, 6, 1],
  gLat: ['Lateral Acc', 3, 20, 1],
  gLong: ['Inline Acc', 3, 20, 1],
  lapInvalid: ['Flag', 11, 1, 1],
  fuel: ['Fuel Level', 22, 6, 1],
  tyreTempFL: ['Tyre Temp FL', 17, 20, 1],
  tyreTempFR: ['Tyre Temp FR', 17, 20, 1],
  tyreTempRL: ['Tyre Temp RL', 17, 20, 1],
  tyreTempRR: ['Tyre Temp RR', 17, 20, 1],
}
/** Written in blocks; the rest of the fastest time base makes up one group record. */
const IN_BLOCKS: ReadonlySet<string> = new Set(['rpm', 'gLat', 'gLong'])

interface Written extends XrkChannelSpec {
  readonly values: Column
  readonly factor: number
  readonly timeMs: Float64Array
  readonly isInBlocks: boolean
  readonly isGrouped: boolean
}

export const writeXrk = (options: XrkOptions): Uint8Array<ArrayBuffer> => {
  const base = options.poweredForMs ?? 5000
  const channels = channelsOf(options.trace)
  const members = channels.filter(({ isGrouped }) => isGrouped)
  const out = createXrkWriter()
  out.message(
    'CNF',
    joined([
      ...channels.map(channel => xrkMessage('CHS', channelPayload(channel), 1)),
      xrkMessage(
        'GRP',
        groupPayload(
          1,
          members.map(({ index }) => index),
        ),
        1,
      ),
    ]),
  )
  out.text('RCR', options.driver ?? '')
  out.text('VEH', options.vehicle ?? '')
  if (options.track) out.message('TRK', trackPayload(options.track.name, options.track.points), 2)
  const local = new Date(options.startedAt - base + (options.utcOffsetMin ?? 0) * 60_000).toISOString()
  out.text('TMD', `${local.slice(5, 7)}/${local.slice(8, 10)}/${local.slice(0, 4)}`)
  out.text('TMT', local.slice(11, 19))

  const records = [
    ...sampleRecords(channels, members, base, options.blockSize ?? 5),
    ...fixRecords(options, base),
    ...lapRecords(options, base),
  ].sort((a, b) => a.atMs - b.atMs)
  for (const { bytes } of records) out.raw(bytes)
  return out.bytes()
}

const channelsOf = (trace: Trace): Written[] => {
  const fastest = Math.max(...trace.groups.map(({ timeMs }) => timeMs.length))
  let index = 3
  return trace.channels.flatMap(({ name, source, group, values }) => {
    const spec = source === 'gps' ? undefined : SPECS[name]
    if (!spec) return []
    const { timeMs } = trace.groups[group]!
    const [text, unitCode, decoder, factor] = spec
    const isFastest = timeMs.length === fastest
    const isInBlocks = isFastest && IN_BLOCKS.has(name)
    const size = sampleBytes(decoder, 0).length
    const periodMs = timeMs.length > 1 ? timeMs[1]! - timeMs[0]! : 0
    const channel: XrkChannelSpec = { index: index++, name: text, unitCode, decoder, size, periodMs }
    return [{ ...channel, values, factor, timeMs, isInBlocks, isGrouped: isFastest && !isInBlocks }]
  })
}

interface Timed {
  readonly atMs: number
  readonly bytes: Uint8Array
}

const sampleOf = ({ decoder, values, factor }: Written, i: number): Uint8Array =>
  sampleBytes(decoder, values[i]! * factor)

const sampleRecords = function* (
  channels: readonly Written[],
  members: readonly Written[],
  base: number,
  blockSize: number,
): Generator<Timed> {
  const tcOf = (ms: number): number => asMillis(base + ms)
  const [first] = members
  for (const [i, ms] of first?.timeMs.entries() ?? []) {
    yield {
      atMs: ms,
      bytes: dataRecord(
        'G',
        tcOf(ms),
        1,
        members.map(member => sampleOf(member, i)),
      ),
    }
  }
  for (const channel of channels) {
    if (channel.isGrouped) continue
    const { timeMs, index } = channel
    const step = channel.isInBlocks ? blockSize : 1
    for (let i = 0; i < timeMs.length; i += step) {
      const samples = Array.from({ length: Math.min(step, timeMs.length - i) }, (_, k) =>
        sampleOf(channel, i + k),
      )
      const kind = channel.isInBlocks ? 'M' : 'S'
      yield {
        atMs: timeMs[i + samples.length - 1]!,
        bytes: dataRecord(kind, tcOf(timeMs[i]!), index, samples),
      }
    }
  }
}

const fixRecords = function* ({ trace, startedAt }: XrkOptions, base: number): Generator<Timed> {
  const lat = channelOf(trace, 'lat', 'gps')
  if (!lat) return
  const fixValue = (name: string, i: number): number => channelOf(trace, name, 'gps')?.values[i] ?? Number.NaN
  const gpsStart = utcToGps(startedAt)
  for (const [i, ms] of timeOf(trace, lat).entries()) {
    const payload = fixPayload({
      tcMs: asMillis(base + ms),
      gpsMs: gpsStart + ms,
      lat: fixValue('lat', i),
      lon: fixValue('lon', i),
      altitude: fixValue('altitude', i),
      speed: fixValue('speed', i),
      heading: fixValue('heading', i),
    })
    yield { atMs: ms, bytes: xrkMessage('GPS', payload, 1) }
  }
}

const lapRecords = function* ({ laps, lapVersion = 2 }: XrkOptions, base: number): Generator<Timed> {
  for (const [k, { startMs, endMs, splitsMs = [] }] of laps.entries()) {
    const begin = asMillis(base + startMs)
    const flag = k === 0 ? 1 : k === laps.length - 1 ? 3 : 2
    for (const [n, splitMs] of splitsMs.entries()) {
      const tcMs = asMillis(base + splitMs)
      const split = { segment: n + 1, lap: k, durationMs: tcMs - begin, flag: 2, tcMs }
      yield { atMs: splitMs, bytes: xrkMessage('LAP', lapPayload(split, lapVersion), lapVersion) }
    }
    const tcMs = asMillis(base + endMs)
    const whole = { segment: 0, lap: k + 1, durationMs: tcMs - begin, flag, tcMs }
    yield { atMs: endMs, bytes: xrkMessage('LAP', lapPayload(whole, lapVersion), lapVersion) }
  }
}
