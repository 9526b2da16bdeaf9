import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  CARS,
  type CarName,
  CIRCUIT_NAMES,
  type CircuitName,
  createDrive,
  DRIVERS,
  type Drive,
  type DriveFrame,
  type DriveOptions,
  type DriverName,
  steady,
} from '#shared/sim'
import { gripAt, rpmAt } from '../../../../shared/sim/simulator/car.ts'
import { GRAVITY } from '../../../../shared/sim/simulator/maths.ts'

const CAR_NAMES: readonly CarName[] = ['meridian-gt', 'lark-cup']
const DRIVER_NAMES: readonly DriverName[] = ['mira-holt', 'jonas-feld', 'tess-arkwright']

const lapTimes = (drive: Drive): number[] =>
  drive.plannedLaps.filter(lap => lap.kind === 'timed').map(lap => lap.endMs - lap.startMs)

/** One lap in full trim, warm, without chance: what two set-ups are compared by. */
const settledLapMs = (options: Omit<DriveOptions, 'seed' | 'laps'>): number =>
  lapTimes(createDrive({ seed: 1, laps: 6, ...options })).at(-1)!

const anyDrive = fc.record({
  seed: fc.integer(),
  circuit: fc.constantFrom<CircuitName>(...CIRCUIT_NAMES),
  car: fc.constantFrom(...CAR_NAMES),
  driver: fc.constantFrom(...DRIVER_NAMES),
})

describe('physics', () => {
  test('the tyres never give more than 3 % beyond the friction circle', () => {
    fc.assert(
      fc.property(anyDrive, options => {
        const drive = createDrive({ ...options, laps: 3 })
        const car = CARS[options.car]
        let before: { altitude: number; timeMs: number } | null = null
        let most = 0
        for (const frame of drive.frames(50)) {
          const massKg = car.massKg + frame.fuelL * 0.745
          const metres = before ? (frame.speed * (frame.timeMs - before.timeMs)) / 1000 : 0
          const slope = before && metres > 0.1 ? (frame.altitude - before.altitude) / metres : 0
          before = { altitude: frame.altitude, timeMs: frame.timeMs }
          if (frame.speed < 5) continue
          const resistance = (car.drag * frame.speed ** 2 + car.rollingN) / massKg
          const along = (frame.gLong + slope) * GRAVITY + resistance
          const used = Math.hypot(along, frame.gLat * GRAVITY) / gripAt(car, massKg, frame.speed)
          most = Math.max(most, used)
        }
        expect(most).toBeLessThan(1.03)
        expect(most).toBeGreaterThan(0.85)
      }),
      { numRuns: 8 },
    )
  })

  test('speeds and accelerations are those of such a car', () => {
    for (const circuit of CIRCUIT_NAMES) {
      for (const car of CAR_NAMES) {
        const seen = rangesOf(createDrive({ seed: 3, circuit, car, laps: 5 }))
        expect(seen.topKmh).toBeGreaterThan(150)
        expect(seen.topKmh).toBeLessThan(290)
        expect(seen.slowestKmh).toBeGreaterThan(30)
        expect(seen.gLat).toBeGreaterThan(1)
        expect(seen.gLat).toBeLessThan(2.5)
        expect(seen.gLongMax).toBeGreaterThan(0.4)
        expect(seen.gLongMax).toBeLessThan(1.2)
        expect(seen.gLongMin).toBeLessThan(-0.9)
        expect(seen.gLongMin).toBeGreaterThan(-2.4)
        expect(seen.isInRange).toBe(true)
      }
    }
  })

  test('position, heading, speed and acceleration tell the same story', () => {
    fc.assert(
      fc.property(anyDrive, options => {
        let before: DriveFrame | null = null
        const most = { speedOff: 0, acceleration: 0, courseOff: 0, yawOff: 0 }
        for (const frame of createDrive({ ...options, laps: 1 }).frames(100)) {
          if (before) {
            const seconds = (frame.timeMs - before.timeMs) / 1000
            const moved = Math.hypot(frame.x - before.x, frame.y - before.y)
            const speedOff = Math.abs(moved / seconds - (frame.speed + before.speed) / 2)
            most.speedOff = Math.max(most.speedOff, speedOff)
            most.acceleration = Math.max(most.acceleration, Math.abs(frame.speed - before.speed) / seconds)
            if (moved > 0.05) {
              const course = (Math.atan2(frame.x - before.x, frame.y - before.y) * 180) / Math.PI
              most.courseOff = Math.max(most.courseOff, Math.abs(turn(course, frame.heading)))
            }
            const yaw = turn(before.heading, frame.heading) / seconds
            most.yawOff = Math.max(most.yawOff, Math.abs(yaw - (frame.yawRate + before.yawRate) / 2))
          }
          before = { ...frame }
        }
        expect(most.speedOff).toBeLessThan(0.15)
        expect(most.acceleration).toBeLessThan(2.6 * GRAVITY)
        expect(most.courseOff).toBeLessThan(3)
        expect(most.yawOff).toBeLessThan(6)
      }),
      { numRuns: 6 },
    )
  })

  test('in a right-hand bend heading grows, and steering, yaw rate and lateral g are positive', () => {
    let seen = 0
    for (const frame of createDrive({ seed: 1, circuit: 'stormark', laps: 1 }).frames(20)) {
      if (Math.abs(frame.gLat) < 0.3) continue
      seen++
      expect(Math.sign(frame.steering)).toBe(Math.sign(frame.gLat))
      expect(Math.sign(frame.yawRate)).toBe(Math.sign(frame.gLat))
    }
    expect(seen).toBeGreaterThan(200)
  })

  test('engine speed follows from speed and gear, apart from the moment of a shift and the clutch', () => {
    fc.assert(
      fc.property(anyDrive, options => {
        const car = CARS[options.car]
        let shiftedMs = Number.NEGATIVE_INFINITY
        let gear = 0
        const most = { step: 0, rpm: 0, off: 0 }
        let leastRpm = Number.POSITIVE_INFINITY
        for (const frame of createDrive({ ...options, laps: 2 }).frames(50)) {
          if (frame.gear !== gear) {
            if (gear > 0 && frame.gear > 0) most.step = Math.max(most.step, Math.abs(frame.gear - gear))
            gear = frame.gear
            shiftedMs = frame.timeMs
          }
          most.rpm = Math.max(most.rpm, frame.rpm)
          leastRpm = Math.min(leastRpm, frame.rpm)
          if (gear === 0 || frame.timeMs - shiftedMs <= car.shiftMs + 20) continue
          const engaged = Math.max(rpmAt(car, gear, frame.speed), car.idleRpm)
          most.off = Math.max(most.off, Math.abs(frame.rpm - engaged))
        }
        expect(most.step).toBe(1)
        expect(most.rpm).toBeLessThanOrEqual(car.redlineRpm)
        expect(most.rpm).toBeGreaterThan(0.95 * car.redlineRpm)
        expect(leastRpm).toBe(car.idleRpm)
        expect(most.off).toBeLessThan(0.015 * car.redlineRpm)
        expect(gear).toBe(0)
      }),
      { numRuns: 8 },
    )
  })

  test('pedals explain the acceleration: hard braking has the brake, strong driving has the throttle', () => {
    const least = { pedal: 100, brakeWhenBraking: 100, throttleWhenDriving: 100 }
    const most = { pedal: 0, both: 0 }
    for (const { throttle, brake, gLong } of createDrive({ seed: 2, circuit: 'valdoro', laps: 2 }).frames(
      50,
    )) {
      least.pedal = Math.min(least.pedal, throttle, brake)
      most.pedal = Math.max(most.pedal, throttle, brake)
      most.both = Math.max(most.both, Math.min(throttle, brake))
      if (gLong < -0.8) least.brakeWhenBraking = Math.min(least.brakeWhenBraking, brake)
      if (gLong > 0.4) least.throttleWhenDriving = Math.min(least.throttleWhenDriving, throttle)
    }
    expect(least.pedal).toBe(0)
    expect(most.pedal).toBe(100)
    expect(most.both).toBeLessThan(60)
    expect(least.brakeWhenBraking).toBeGreaterThan(10)
    expect(least.throttleWhenDriving).toBeGreaterThan(25)
  })
})

describe('what makes a lap faster', () => {
  test.each(CIRCUIT_NAMES)('a better line, every step of the way (%s)', circuit => {
    const times = [0, 0.25, 0.5, 0.75, 1].map(lineQuality =>
      settledLapMs({ circuit, driver: { ...steady(DRIVERS['mira-holt']), lineQuality } }),
    )
    for (let i = 1; i < times.length; i++) expect(times[i - 1]! - times[i]!).toBeGreaterThan(200)
  })

  test.each(CIRCUIT_NAMES)('using more of the grip, less fuel and warm tyres (%s)', circuit => {
    const driver = steady(DRIVERS['mira-holt'])
    expect(settledLapMs({ circuit, driver: { ...driver, pace: 1 } })).toBeLessThan(
      settledLapMs({ circuit, driver: { ...driver, pace: 0.9 } }) - 1000,
    )
    const light = settledLapMs({ circuit, driver, fuelL: 15 })
    const heavy = settledLapMs({ circuit, driver, fuelL: 115 })
    expect(heavy - light).toBeGreaterThan(300)
    expect(heavy - light).toBeLessThan(4000)
    const [cold, , , warm] = lapTimes(createDrive({ seed: 1, circuit, driver, laps: 4 }))
    expect(cold! - warm!).toBeGreaterThan(100)
  })

  test('as tyres wear, laps get slower', () => {
    const driver = steady(DRIVERS['mira-holt'])
    const times = lapTimes(
      createDrive({ seed: 1, circuit: 'valdoro', driver, laps: 40, lapsPerRun: 40, fuelL: 1 }),
    )
    // With an almost empty tank nothing but the tyres changes after warming up.
    expect(times[39]! - times[5]!).toBeGreaterThan(200)
  })

  test('the quicker driver of two is quicker on average', () => {
    const mean = (driver: DriverName): number => {
      const times = lapTimes(createDrive({ seed: 5, circuit: 'valdoro', driver, laps: 12 }))
      return times.reduce((a, b) => a + b, 0) / times.length
    }
    expect(mean('mira-holt')).toBeLessThan(mean('jonas-feld'))
    expect(mean('jonas-feld')).toBeLessThan(mean('tess-arkwright'))
  })
})

describe('laps of one driver', () => {
  test.each(CIRCUIT_NAMES)('differ by tenths when nothing goes wrong (%s)', circuit => {
    for (const driver of DRIVER_NAMES) {
      const drive = createDrive({ seed: 11, circuit, driver, laps: 25 })
      const clean = drive.plannedLaps
        .filter(lap => lap.kind === 'timed' && lap.incident === null)
        .map(lap => (lap.endMs - lap.startMs) / 1000)
      expect(new Set(clean).size).toBe(clean.length)
      expect(deviation(clean)).toBeGreaterThan(0.12)
      expect(deviation(clean)).toBeLessThan(0.65)
    }
  })

  test('a steady driver on warm tyres repeats a lap within 0.05 s', () => {
    const driver = steady(DRIVERS['mira-holt'])
    const times = lapTimes(createDrive({ seed: 11, circuit: 'valdoro', driver, laps: 8 })).slice(4)
    expect(Math.max(...times) - Math.min(...times)).toBeLessThan(50)
  })

  test('sometimes something goes wrong: lock-ups and traffic cost time, leaving the road costs the lap', () => {
    const lost: Record<string, number[]> = { 'lock-up': [], off: [], traffic: [] }
    for (const circuit of CIRCUIT_NAMES) {
      for (const driver of DRIVER_NAMES) {
        for (let seed = 0; seed < 3; seed++) {
          const timed = createDrive({ seed, circuit, driver, laps: 20 }).plannedLaps.filter(
            l => l.kind === 'timed',
          )
          const clean = timed.filter(lap => lap.incident === null).map(lap => lap.endMs - lap.startMs)
          for (const lap of timed) {
            expect(lap.valid).toBe(lap.incident !== 'off')
            expect(lap.invalidAtMs !== null).toBe(lap.incident === 'off')
            if (lap.incident) lost[lap.incident]!.push(lap.endMs - lap.startMs - median(clean))
          }
        }
      }
    }
    expect(lost['lock-up']!.length).toBeGreaterThan(15)
    expect(lost.off!.length).toBeGreaterThan(15)
    expect(lost.traffic!.length).toBeGreaterThan(8)
    expect(median(lost['lock-up']!)).toBeGreaterThan(500)
    expect(median(lost['lock-up']!)).toBeLessThan(3000)
    expect(median(lost.traffic!)).toBeGreaterThan(300)
    expect(Math.max(...Object.values(lost).flat())).toBeLessThan(5000)
  })
})

const turn = (from: number, to: number): number => ((((to - from + 180) % 360) + 360) % 360) - 180

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!

const deviation = (values: readonly number[]): number => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  return Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length)
}

const rangesOf = (drive: Drive) => {
  const seen = { topKmh: 0, slowestKmh: 999, gLat: 0, gLongMax: 0, gLongMin: 0, isInRange: true }
  for (const frame of drive.frames(25)) {
    seen.topKmh = Math.max(seen.topKmh, frame.speed * 3.6)
    if (frame.lapKind === 'timed') seen.slowestKmh = Math.min(seen.slowestKmh, frame.speed * 3.6)
    seen.gLat = Math.max(seen.gLat, Math.abs(frame.gLat))
    seen.gLongMax = Math.max(seen.gLongMax, frame.gLong)
    seen.gLongMin = Math.min(seen.gLongMin, frame.gLong)
    seen.isInRange &&=
      frame.heading >= 0 &&
      frame.heading < 360 &&
      Math.abs(frame.steering) < 250 &&
      frame.tyreTempFL > 25 &&
      frame.tyreTempFL < 130 &&
      frame.tyreTempRR > 25 &&
      frame.tyreTempRR < 130 &&
      frame.lapShare >= 0 &&
      frame.lapShare < 1.001 &&
      Object.values(frame).every(value => typeof value !== 'number' || Number.isFinite(value))
  }
  return seen
}
