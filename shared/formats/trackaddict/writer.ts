/**
 * Writes a TrackAddict log as the app would have: a row per tick of the phone's sensors and one per GPS fix or
 * OBD answer, the last fix and answer repeated in every row, events between the rows. For fixtures and benches.
 *
 * Limits: no forecasts, no barometer, one sector scheme (the length of each sector).
 */
import { channelOf, type Trace, timeOf, valueAt } from '#shared/trace'
import { asMillis, type EpochMillis, formatLapTime } from '#shared/units'
import { buildChunks } from '../text/index.ts'

export interface TrackAddictOptions {
  /** With a position of source 'gps', and gLat, gLong, rpm, throttle and speed of source 'can'. */
  readonly trace: Trace
  readonly startedAt: EpochMillis
  /** Ends of laps and of their sectors, in milliseconds of the trace; the first lap begins at 0. */
  readonly laps: readonly { readonly endMs: number; readonly splitsMs?: readonly number[] }[]
  readonly pits?: readonly { readonly kind: 'entry' | 'exit'; readonly atMs: number }[]
  readonly units?: 'metric' | 'imperial'
  readonly vehicle?: string
  /** 'lat, lon  @ heading deg' */
  readonly endPoint?: string
  readonly tickMs?: number
  readonly obdMs?: number
  /** Gravity left in the accelerations, as in a phone that was not levelled. */
  readonly isTilted?: boolean
  readonly lineEnd?: '\n' | '\r\n'
}

export const writeTrackAddict = (options: TrackAddictOptions): Uint8Array<ArrayBuffer> => {
  const { trace, startedAt, lineEnd = '\r\n', tickMs = 50, obdMs = 500 } = options
  const isMetric = options.units !== 'imperial'
  const lat = channelOf(trace, 'lat', 'gps')!
  const fixTimes = timeOf(trace, lat)
  const endMs = fixTimes.at(-1)!
  const at = (name: string, source: string, ms: number): number => {
    const channel = channelOf(trace, name, source)
    return channel ? valueAt(timeOf(trace, channel), channel.values, channel.kind, ms) : Number.NaN
  }
  const out = buildChunks()
  const write = (line: string): void => out.add(line + lineEnd)
  write('# RaceRender Data: TrackAddict 4.8.0 on iOS 15.5 [iPhone12,1] (Mode: 0)')
  if (options.vehicle) write(`# Vehicle: ${options.vehicle}`)
  if (options.endPoint) write(`# End Point: ${options.endPoint}`)
  write('# GPS: iOS; Type: 1')
  write(`# User Settings: U${isMetric ? 1 : 0};AS1;LT0/1`)
  write(
    namesOf(isMetric)
      .map(name => `"${name}"`)
      .join(','),
  )

  const events = eventsOf(options)
  let [fix, answer, event, lap] = [-1, -1, 0, 0]
  for (const { ms, isFix, isAnswer } of instants(fixTimes, tickMs, obdMs, endMs)) {
    if (isFix) fix++
    if (isAnswer) answer = ms
    // The app notices a crossing with the next fix, and writes it before the row.
    for (; isFix && event < events.length && events[event]!.atMs <= ms; event++) write(events[event]!.text)
    while (isFix && lap < options.laps.length && options.laps[lap]!.endMs <= ms) lap++
    const fixMs = fixTimes[Math.max(fix, 0)]!
    const gps = (name: string): number => at(name, 'gps', fixMs)
    const speed = gps('speed') * (isMetric ? 3.6 : 1 / 0.44704)
    const carSpeed = at('speed', 'can', answer) * (isMetric ? 3.6 : 1 / 0.44704)
    const [x, y] = [-at('gLat', 'can', ms), at('gLong', 'can', ms)]
    const cells = [
      (ms / 1000).toFixed(3),
      ((startedAt + ms) / 1000).toFixed(3),
      String(lap),
      isFix ? '1' : '0',
      '0.000',
      gps('lat').toFixed(7),
      gps('lon').toFixed(7),
      gps('altitude').toFixed(1),
      (gps('altitude') / 0.3048).toFixed(0),
      speed.toFixed(1),
      gps('heading').toFixed(1),
      '4.9',
      (options.isTilted ? 0.43 + x : x).toFixed(2),
      (options.isTilted ? -0.82 + y : y).toFixed(2),
      (options.isTilted ? -0.4 : 0).toFixed(2),
      y < -0.2 ? '1' : '0',
      isAnswer ? '1' : '0',
      at('rpm', 'can', answer).toFixed(1),
      carSpeed.toFixed(3),
      at('throttle', 'can', answer).toFixed(3),
    ]
    write(cells.map(cell => (cell === 'NaN' ? '' : cell)).join(','))
  }
  for (; event < events.length; event++) write(events[event]!.text)
  write('# Session End')
  return out.bytes()
}

const namesOf = (isMetric: boolean): string[] => [
  ...['Time', 'UTC Time', 'Lap', 'GPS_Update', 'GPS_Delay', 'Latitude', 'Longitude'],
  ...['Altitude (m)', 'Altitude (ft)', isMetric ? 'Speed (Km/h)' : 'Speed (MPH)', 'Heading', 'Accuracy (m)'],
  ...['Accel X', 'Accel Y', 'Accel Z', 'Brake (calculated)', 'OBD_Update', 'Engine Speed (RPM) *OBD'],
  ...[isMetric ? 'Vehicle Speed (km/h) *OBD' : 'Vehicle Speed (mph) *OBD', 'Throttle Position (%) *OBD'],
]

/** Ticks, fixes and answers in order of time; what falls together shares a row. */
const instants = function* (
  fixTimes: Float64Array,
  tickMs: number,
  obdMs: number,
  endMs: number,
): Generator<{ ms: number; isFix: boolean; isAnswer: boolean }> {
  let [tick, fix, answer] = [0, 0, 0]
  for (;;) {
    const nextFix = fixTimes[fix] ?? Number.POSITIVE_INFINITY
    const ms = Math.min(tick * tickMs, nextFix, answer * obdMs)
    if (ms > endMs) return
    const [isFix, isAnswer] = [nextFix === ms, answer * obdMs === ms]
    if (tick * tickMs === ms) tick++
    if (isFix) fix++
    if (isAnswer) answer++
    yield { ms, isFix, isAnswer }
  }
}

const eventsOf = ({ laps, pits = [] }: TrackAddictOptions): { text: string; atMs: number }[] => {
  const lines = pits.map(({ kind, atMs }) => ({
    text: `# Pit Lane ${kind === 'entry' ? 'Entry' : 'Exit'}`,
    atMs,
  }))
  let lapFrom = 0
  for (const [i, { endMs, splitsMs = [] }] of laps.entries()) {
    let sectorFrom = lapFrom
    for (const [k, atMs] of splitsMs.entries()) {
      lines.push({ text: `# Sector ${k + 1}: ${duration(atMs - sectorFrom)}`, atMs })
      sectorFrom = atMs
    }
    lines.push({ text: `# Lap ${i}: ${duration(Math.round(endMs) - Math.round(lapFrom))}`, atMs: endMs })
    lapFrom = endMs
  }
  return lines.sort((a, b) => a.atMs - b.atMs)
}

/** hh:mm:ss.mmm */
const duration = (ms: number): string => {
  const hours = Math.floor(Math.round(ms) / 3_600_000)
  const text = formatLapTime(asMillis(ms - hours * 3_600_000))
  return `${String(hours).padStart(2, '0')}:${text.padStart(9, '0')}`
}
