/** Laps of a circuit that crosses nothing and comes close to itself once, for the tests of the map. */
import type { Gate } from '#shared/geo'
import type { MapCorner, MapLap } from '../../../../web/parts/map/model.ts'

export interface MadeLap extends MapLap {
  readonly timeMs: Float64Array<ArrayBuffer>
  readonly metres: Float64Array<ArrayBuffer>
  readonly x: Float64Array<ArrayBuffer>
  readonly y: Float64Array<ArrayBuffer>
  /** m/s */
  readonly speed: Float64Array<ArrayBuffer>
}

export interface LapWish {
  readonly key?: string
  readonly name?: string
  readonly colour?: string
  readonly isReference?: boolean
  readonly samples?: number
  /** Metres to the right of the middle of the road. */
  readonly beside?: number
  readonly lapMs?: number
}

/** Radius over angle: bends of both hands, a hairpin and two legs about 60 m apart. */
const radiusAt = (a: number): number =>
  420 + 150 * Math.cos(2 * a) + 70 * Math.sin(3 * a) + 38 * Math.cos(5 * a + 1) + 18 * Math.sin(9 * a)

const placeAt = (a: number, beside: number): readonly [number, number] => {
  const r = radiusAt(a) - beside
  return [1.5 * r * Math.sin(a), r * Math.cos(a)]
}

export const makeLap = ({
  key = 'a',
  name = 'Lap 12',
  colour = '--lap-1',
  isReference = false,
  samples = 2000,
  beside = 0,
  lapMs = 102_318,
}: LapWish = {}): MadeLap => {
  const [x, y, metres, timeMs, speed] = Array.from({ length: 5 }, () => new Float64Array(samples)) as [
    Float64Array<ArrayBuffer>,
    Float64Array<ArrayBuffer>,
    Float64Array<ArrayBuffer>,
    Float64Array<ArrayBuffer>,
    Float64Array<ArrayBuffer>,
  ]
  let slowness = 0
  for (let i = 0; i < samples; i++) {
    const a = (2 * Math.PI * i) / (samples - 1)
    const [px, py] = placeAt(a, beside)
    x[i] = px
    y[i] = py
    const [mx, my] = placeAt(a, 0)
    const before = placeAt(a - (2 * Math.PI) / (samples - 1), 0)
    const step = i === 0 ? 0 : Math.hypot(mx - before[0], my - before[1])
    metres[i] = (metres[i - 1] ?? 0) + step
    speed[i] = 45 + 22 * Math.cos(4 * a + beside / 3) + 9 * Math.sin(7 * a)
    slowness += step / speed[i]!
    timeMs[i] = slowness
  }
  for (let i = 0; i < samples; i++) timeMs[i] = (timeMs[i]! / slowness) * lapMs
  return { key, name, colour, isReference, timeMs, metres, x, y, speed }
}

const at = (lap: MapLap, share: number): number => Math.round(share * (lap.x.length - 1))

/** A line across the road after a share of the lap. */
export const gateAt = (lap: MapLap, share: number, widthM = 24): Gate => {
  const i = at(lap, share)
  const j = Math.min(i + 1, lap.x.length - 1)
  const h = j === i ? i - 1 : i
  const [dx, dy] = [lap.x[j]! - lap.x[h]!, lap.y[j]! - lap.y[h]!]
  const length = Math.hypot(dx, dy)
  const [rx, ry] = [((dy / length) * widthM) / 2, ((-dx / length) * widthM) / 2]
  return {
    left: { x: lap.x[i]! - rx, y: lap.y[i]! - ry },
    right: { x: lap.x[i]! + rx, y: lap.y[i]! + ry },
  }
}

/** Names at so many places, evenly along the lap. */
export const cornersOf = (lap: MapLap, count: number): MapCorner[] =>
  Array.from({ length: count }, (_, k) => {
    const [i, from, to] = [(k + 0.5) / count, (k + 0.2) / count, (k + 0.8) / count].map(part =>
      at(lap, part),
    ) as [number, number, number]
    return {
      name: `T${k + 1}`,
      apex: { x: lap.x[i]!, y: lap.y[i]! },
      fromM: lap.metres[from]!,
      toM: lap.metres[to]!,
    }
  })
