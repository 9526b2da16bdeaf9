import { describe, expect, test } from 'vitest'
import {
  alignLap,
  cornersAlong,
  createReference,
  findCorners,
  type Part,
  partRows,
  partsOf,
} from '#shared/compare'
import { lapTimeMs } from '#shared/lap'
import { CIRCUIT_NAMES } from '#shared/sim'
import type { Corner } from '#shared/track'
import { asMetres } from '#shared/units'
import { driveLaps, fastest, withChannels, withTrace } from './driven.ts'
import { draw, eight, FLAT, ring } from './made.ts'

const expectPartition = (parts: readonly Part[], lengthM: number): void => {
  expect(parts[0]!.fromM).toBe(0)
  expect(parts.at(-1)!.toM).toBe(lengthM)
  for (const [i, part] of parts.entries()) {
    expect(part.toM).toBeGreaterThan(part.fromM)
    if (i > 0) expect(part.fromM).toBe(parts[i - 1]!.toM)
  }
}

const corner = (name: string, x: number, y: number, away = 60): Corner => ({
  name,
  turn: 'left',
  entry: { x: x - away, y },
  apex: { x, y },
  exit: { x, y: y + away },
})

describe('the parts of a lap', () => {
  test('run from line to line without holes, with corners found, named by hand, or none', () => {
    for (const circuit of CIRCUIT_NAMES) {
      const [lap] = driveLaps({ seed: 5, circuit, laps: 1 })
      const reference = createReference(lap!)
      const corners = cornersAlong(reference, findCorners(reference, lap))
      expectPartition(partsOf(reference.lengthM, corners), reference.lengthM)
      expectPartition(partsOf(reference.lengthM, corners.slice(2, 3)), reference.lengthM)
    }
  })

  test('know the corners around them', () => {
    const [lap] = driveLaps({ seed: 5, circuit: 'kestrel-heath', laps: 1 })
    const reference = createReference(lap!)
    const corners = cornersAlong(reference, findCorners(reference))
    const parts = partsOf(reference.lengthM, corners)
    expect(parts.filter(({ kind }) => kind === 'corner')).toHaveLength(corners.length)
    const [first] = parts
    expect(first).toMatchObject({ kind: 'straight', after: null, before: corners[0]!.corner })
    expect(parts.at(-1)).toMatchObject({ kind: 'straight', after: corners.at(-1)!.corner, before: null })
  })

  test('are equal stretches when no corner is known', () => {
    const parts = partsOf(asMetres(5000), [])
    expectPartition(parts, 5000)
    expect(new Set(parts.map(({ fromM, toM }) => Math.round(toM - fromM))).size).toBe(1)
    for (const part of parts) expect(part).toMatchObject({ kind: 'straight', after: null, before: null })
  })
})

describe('corners laid along a reference', () => {
  test('on a road that crosses itself each is taken where it belongs in driving order', () => {
    const reference = createReference(draw({ path: eight }))
    const at = (share: number): number => share * reference.lengthM
    const named = [0.05, 0.15, 0.3, 0.65, 0.9].map((share, i) => {
      const turn = i % 2 === 0 ? ('left' as const) : ('right' as const)
      return {
        name: `K${i}`,
        turn,
        entry: eight(share - 0.02),
        apex: eight(share),
        exit: eight(share + 0.02),
      }
    })
    const found = cornersAlong(reference, named)
    expect(found.map(({ corner: { name } }) => name)).toEqual(['K0', 'K1', 'K2', 'K3', 'K4'])
    for (let i = 1; i < found.length; i++) expect(found[i]!.fromM).toBeGreaterThanOrEqual(found[i - 1]!.toM)
    expect(Math.abs(found[3]!.apexM - at(0.65))).toBeLessThan(0.1 * reference.lengthM)
  })

  test('a corner drawn as a single point is still a short stretch', () => {
    const reference = createReference(draw())
    const [found] = cornersAlong(reference, [corner('A', ring(0.3).x, ring(0.3).y, 0)])
    expect(found!.toM - found!.fromM).toBeCloseTo(20, 0)
  })

  test('those of another place are left out, overlapping ones meet', () => {
    const reference = createReference(draw())
    const there = (share: number, name: string) => corner(name, ring(share).x, ring(share).y, 200)
    const found = cornersAlong(reference, [there(0.2, 'A'), corner('far away', 90_000, 0), there(0.24, 'B')])
    expect(found.map(one => one.corner.name)).toEqual(['A', 'B'])
    expect(found[0]!.toM).toBeLessThanOrEqual(found[1]!.fromM)
    expectPartition(partsOf(reference.lengthM, found), reference.lengthM)
  })

  test('without a road there are none, and no corner is found', () => {
    const bare = createReference({ ...draw(), trace: { groups: [], channels: [] } })
    expect(cornersAlong(bare, [corner('A', 0, 0)])).toEqual([])
    expect(findCorners(bare)).toEqual([])
  })
})

describe('rows of the table', () => {
  test('sum exactly: losses to the lap difference, phases to the loss of the corner, times to the lap', () => {
    let rowsSeen = 0
    for (const circuit of CIRCUIT_NAMES) {
      for (const seed of [1, 2, 3]) {
        const laps = driveLaps({
          seed,
          circuit,
          laps: 4,
          ...(seed === 3 ? { gps: { rateHz: 1, noiseM: 2, dropouts: 60 } } : {}),
        })
        const own = fastest(laps)
        const reference = createReference(own)
        const parts = partsOf(reference.lengthM, cornersAlong(reference, findCorners(reference, own)))
        const ownRows = partRows(reference, own, parts)
        expect(ownRows.reduce((sum, { of }) => sum + of.timeMs, 0)).toBe(lapTimeMs(own.lap))
        for (const lap of laps) {
          const aligned = alignLap(reference, own, lap)
          if (aligned.by === 'nothing') throw new Error(aligned.reason)
          const rows = partRows(reference, own, parts, aligned, lap)
          const total = rows.reduce((sum, { loss }) => sum + loss!.lossMs, 0)
          expect(total, `${circuit} seed ${seed}`).toBe(lapTimeMs(lap.lap) - lapTimeMs(own.lap))
          for (const [i, { part, of, loss }] of rows.entries()) {
            expect(loss!.lossMs).toBe(of.timeMs - ownRows[i]!.of.timeMs)
            expect(loss!.against).toEqual(ownRows[i]!.of)
            if (part.kind === 'straight') {
              expect([loss!.phasesMs, loss!.againstPhasesMs]).toEqual([null, null])
              continue
            }
            const [lost, took] = [loss!.phasesMs!, loss!.againstPhasesMs!]
            expect(lost.entry + lost.middle + lost.exit).toBe(loss!.lossMs)
            expect(took.entry + took.middle + took.exit).toBe(ownRows[i]!.of.timeMs)
            rowsSeen++
          }
        }
      }
    }
    expect(rowsSeen).toBeGreaterThan(300)
  })

  test('tell where the simulator braked, was slowest and opened the throttle', () => {
    const [lap] = driveLaps({ seed: 9, circuit: 'stormark', laps: 1 })
    const reference = createReference(lap!)
    const corners = cornersAlong(reference, findCorners(reference, lap))
    const rows = partRows(reference, lap!, partsOf(reference.lengthM, corners))
    // The hairpin at the end of the longest straight.
    const hairpin = rows.find(
      ({ part, of }) => part.kind === 'corner' && of.minSpeed < 20 && of.entrySpeed > 40,
    )!
    expect(hairpin.of.brakeAtM).toBeGreaterThan(hairpin.part.fromM)
    expect(hairpin.of.brakeAtM).toBeLessThan(hairpin.of.minSpeedAtM)
    expect(hairpin.of.throttleAtM).toBeGreaterThan(hairpin.of.minSpeedAtM - 20)
    expect(hairpin.of.throttleAtM).toBeLessThan(hairpin.part.toM)
    expect(hairpin.of.maxSpeed).toBeGreaterThanOrEqual(hairpin.of.entrySpeed)
  })

  test('without pedals, braking and throttle are read from the speed, within 15 m of the pedals', () => {
    const [lap] = driveLaps({ seed: 9, circuit: 'kestrel-heath', laps: 1 })
    const noPedals = withTrace(
      lap!,
      withChannels(lap!.trace, name => name !== 'brake' && name !== 'throttle'),
    )
    const reference = createReference(lap!)
    const parts = partsOf(reference.lengthM, cornersAlong(reference, findCorners(reference, lap)))
    const withPedals = partRows(reference, lap!, parts)
    const without = partRows(reference, noPedals, parts)
    let compared = 0
    for (const [i, { of }] of withPedals.entries()) {
      const apart = Math.abs(of.brakeAtM - without[i]!.of.brakeAtM)
      if (Number.isNaN(apart) || of.entrySpeed - of.minSpeed < 8) continue
      expect(apart).toBeLessThan(15)
      compared++
    }
    expect(compared).toBeGreaterThan(4)
  })

  test('at 1 Hz neither is told, and the slowest place to 10 m only', () => {
    const [lap] = driveLaps({
      seed: 9,
      circuit: 'valdoro',
      laps: 1,
      gps: { rateHz: 1, noiseM: 1, dropouts: 0 },
    })
    const phone = withTrace(
      lap!,
      withChannels(lap!.trace, (_, source) => source === 'gps'),
    )
    const reference = createReference(phone)
    const rows = partRows(
      reference,
      phone,
      partsOf(reference.lengthM, cornersAlong(reference, findCorners(reference, phone))),
    )
    for (const { of } of rows) {
      expect([of.brakeAtM, of.throttleAtM]).toEqual([Number.NaN, Number.NaN])
      expect(of.minSpeedAtM % 10).toBe(0)
      expect(of.minSpeed).toBeGreaterThan(5)
    }
  })

  test('what a lap does not carry is unknown, and the times are still there', () => {
    const lap = { ...draw(), frame: FLAT }
    const reference = createReference(lap)
    const rows = partRows(reference, lap, partsOf(reference.lengthM, []))
    for (const { of } of rows) {
      expect([of.minSpeed, of.entrySpeed, of.brakeAtM]).toEqual([Number.NaN, Number.NaN, Number.NaN])
    }
    expect(rows.reduce((sum, { of }) => sum + of.timeMs, 0)).toBe(80_000)
  })
})
