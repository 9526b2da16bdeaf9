/**
 * Laps of real recordings against times computed independently of this code. The recordings belong to other
 * people: they are read where they lie, and where they do not the test says so.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import {
  createProjection,
  type Gate,
  gateCenter,
  gateFromPoint,
  gateToDegrees,
  type Point,
} from '#shared/geo'
import { lapsFromGates, lapTimeMs, type MeasuredLap } from '#shared/lap'
import { createTrace, type Trace } from '#shared/trace'
import { gatesOf, LAYOUT_ID, WGS84 } from './ring.ts'

const folder = fileURLToPath(new URL('../../../../shared/data/telemetry/vbo/', import.meta.url))

/** Only what this test needs of a VBO file: time of day, total minutes of arc (west positive), km/h. */
const readVbo = (name: string): Trace => {
  const lines = readFileSync(folder + name, 'latin1').split(/\r?\n/)
  const after = (heading: string): string[] => lines.slice(lines.indexOf(heading) + 1)
  const names = after('[column names]')[0]!.trim().split(/\s+/)
  const column = (...known: string[]): number => names.findIndex(n => known.includes(n))
  const rows = after('[data]')
    .map(line => line.trim().split(/\s+/))
    .filter(row => row.length >= names.length)
  const clock = (row: string[]): number => {
    const text = row[column('time')]!
    const seconds = Number(text.slice(0, 2)) * 3600 + Number(text.slice(2, 4)) * 60 + Number(text.slice(4))
    return Math.round(seconds * 1000)
  }
  const kept = rows.filter((row, i) => i === 0 || clock(row) > clock(rows[i - 1]!))
  const values = (scale: number, ...known: string[]) =>
    Float64Array.from(kept, row => Number(row[column(...known)]) * scale)
  const channel = (name: string, unit: string, data: Float64Array<ArrayBuffer>) =>
    ({ name, unit, kind: 'continuous', source: 'gps', values: data }) as const
  return createTrace([
    {
      timeMs: Float64Array.from(kept, row => clock(row) - clock(kept[0]!)),
      channels: [
        channel('lat', 'deg', values(1 / 60, 'lat')),
        channel('lon', 'deg', values(-1 / 60, 'long', 'lng')),
        channel('speed', 'm/s', values(1 / 3.6, 'velocity')),
      ],
    },
  ])
}

/** Minutes of arc, west positive, as the files write them. */
const minutes = (lat: number, west: number): Point => ({ x: -west / 60, y: lat / 60 })

/** A line through `at`, across the direction from `behind`. */
const acrossFrom = (at: Point, behind: Point, widthM: number): Gate => {
  const projection = createProjection({ lat: at.y, lon: at.x })
  const p = projection.toPoint(behind.y, behind.x)
  return gateToDegrees(gateFromPoint({ x: 0, y: 0 }, Math.atan2(-p.x, -p.y), widthM), projection)
}

/** Ends in the order that makes the gate face the way it was driven. */
const facing = (a: Point, b: Point, isAWest: boolean): Gate =>
  isAWest ? { left: a, right: b } : { left: b, right: a }

const timedLaps = (trace: Trace, startFinish: Gate, sectors: Gate[] = []): MeasuredLap[] =>
  lapsFromGates({
    trace,
    frame: WGS84,
    gates: gatesOf([], { startFinish, sectors }),
    layoutId: LAYOUT_ID,
  }).filter(lap => lap.kind === 'timed')
const secondsOf = (laps: readonly MeasuredLap[]): number[] => laps.map(lap => lapTimeMs(lap) / 1000)
const expectSeconds = (got: number[], want: number[]): void => {
  want.forEach((s, i) => {
    expect(Math.abs(got[i]! - s), `lap ${i + 1}: ${got[i]} instead of ${s}`).toBeLessThan(0.05)
  })
}

const recordings = (): void => {
  test('at 10 Hz, with sectors', () => {
    const line = (a: [number, number], b: [number, number]): Gate =>
      acrossFrom(minutes(...a), minutes(...b), 35)
    const laps = timedLaps(
      readVbo('VBO-test.vbo'),
      line([1141.65353, 5879.39876], [1141.688109, 5879.37652]),
      [
        line([1141.44689, 5879.43478], [1141.484671, 5879.419439]),
        line([1141.56789, 5879.28378], [1141.532949, 5879.305378]),
      ],
    )
    expectSeconds(secondsOf(laps), [154.498, 108.556, 108.47, 108.407, 109.053, 106.891, 107.066])
    for (const lap of laps) {
      expect(lap.sectorsMs).toHaveLength(3)
      expect(lap.sectorsMs.reduce((a, b) => a + b, 0)).toBe(lapTimeMs(lap))
    }
  })

  test('at 25 Hz, with the gate given by its ends', () => {
    const [a, b] = [minutes(2743.96882, -784.39721), minutes(2743.95983, -784.39786)]
    const trace = readVbo('racebox-lignano.vbo')
    const both = [true, false].map(isAWest => timedLaps(trace, facing(a, b, isAWest)))
    const laps = both.find(found => found.length > 0) ?? []
    expectSeconds(secondsOf(laps), [68.124, 66.812, 65.726])
    expect(gateCenter(facing(a, b, true)).y).toBeCloseTo(45.7327, 3)
  })
}

if (existsSync(folder)) describe('laps of real recordings', recordings)
else {
  test('laps of real recordings were not checked: there are none beside this project', () => {
    expect(existsSync(folder)).toBe(false)
  })
}
