/**
 * Laps for the desk bench, drawn rather than simulated, so that half a million samples are there in a moment.
 *
 * A wobbly ring of 5 km with positions in degrees, eight more channels, and a second of recording around the lap;
 * every lap drives a line and a pace of its own, three metres and some percent apart. The speed is what the
 * positions say, because who aligns laps may use it.
 */
import type { LapToCompare } from '#shared/compare'
import { createProjection } from '#shared/geo'
import type { MeasuredLap } from '#shared/lap'
import { createTrace } from '#shared/trace'
import { asMillis } from '#shared/units'

/** What is laid on the grid, beside the two of the position. */
export const CHANNELS = ['speed', 'rpm', 'throttle', 'brake', 'steering', 'gLat', 'gLong', 'yawRate'] as const

const HOME = createProjection({ lat: 50.4372, lon: 5.9714 })
/** Makes a ring of 5.0 km. */
const RADIUS_M = 759
const AROUND_MS = 1000

/** All columns of one lap as they were drawn; times count from its start line. */
export interface DrawnLap {
  readonly lapMs: number
  readonly timeMs: Float64Array<ArrayBuffer>
  readonly lat: Float64Array<ArrayBuffer>
  readonly lon: Float64Array<ArrayBuffer>
  /** In the order of CHANNELS. */
  readonly values: readonly Float32Array<ArrayBuffer>[]
}

export const drawLap = (number: number, samples: number, lapMs: number): DrawnLap => {
  const timeMs = Float64Array.from(
    { length: samples },
    (_, i) => (i * (lapMs + 2 * AROUND_MS)) / samples - AROUND_MS + 0.3,
  )
  const lat = new Float64Array(samples)
  const lon = new Float64Array(samples)
  const values = CHANNELS.map(() => new Float32Array(samples))
  const placeAt = (ms: number): { x: number; y: number; angle: number } => {
    const share = ms / lapMs
    const pace = Math.sin(2 * Math.PI * share + number) - Math.sin(number)
    const angle = 2 * Math.PI * (share + 0.01 * pace)
    const r = RADIUS_M * (1 + 0.15 * Math.cos(3 * angle)) + 3 * Math.sin(5 * angle + number)
    return { x: r * Math.cos(angle), y: r * Math.sin(angle), angle }
  }
  for (let i = 0; i < samples; i++) {
    const { x, y, angle } = placeAt(timeMs[i]!)
    const ahead = placeAt(timeMs[i]! + 1)
    const place = HOME.toLatLon(x, y)
    lat[i] = place.lat
    lon[i] = place.lon
    values[0]![i] = 1000 * Math.hypot(ahead.x - x, ahead.y - y)
    for (let c = 1; c < values.length; c++) values[c]![i] = 40 + 20 * Math.sin((c + 2) * angle)
  }
  return { lapMs, timeMs, lat, lon, values }
}

export const drawLaps = (count: number, samples: number, lapMs: number): DrawnLap[] =>
  Array.from({ length: count }, (_, i) => drawLap(i + 1, samples, lapMs + 317 * i))

export const toCompare = ({ lapMs, timeMs, lat, lon, values }: DrawnLap, index = 0): LapToCompare => {
  const lap: MeasuredLap = {
    number: index + 1,
    kind: 'timed',
    startMs: asMillis(0),
    endMs: asMillis(lapMs),
    sectorsMs: [],
    validity: { valid: true },
    timing: { by: 'marks' },
  }
  const continuous = { kind: 'continuous', source: 'gps' } as const
  const channels = [
    { name: 'lat', unit: 'deg', ...continuous, values: lat },
    { name: 'lon', unit: 'deg', ...continuous, values: lon },
    ...CHANNELS.map((name, c) => ({
      name,
      unit: name === 'speed' ? 'm/s' : '',
      ...continuous,
      values: values[c]!,
    })),
  ]
  return { lap, trace: createTrace([{ timeMs, channels }]), frame: { kind: 'wgs84' } }
}
