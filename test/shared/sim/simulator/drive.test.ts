import { describe, expect, test } from 'vitest'
import { type CarName, CIRCUIT_NAMES, createDrive, type Drive, type DriveOptions } from '#shared/sim'

const CAR_NAMES: readonly CarName[] = ['meridian-gt', 'lark-cup']

const lapTimes = (drive: Drive): number[] =>
  drive.plannedLaps.filter(lap => lap.kind === 'timed').map(lap => lap.endMs - lap.startMs)

/** One lap in full trim, warm, without chance: what two set-ups are compared by. */
describe('a drive', () => {
  test('is the same however often it is asked', () => {
    const options: DriveOptions = { seed: 4, circuit: 'kestrel-heath', laps: 2 }
    const often = createDrive(options)
    const seldom = createDrive(options)
    for (let timeMs = 0; timeMs < 250_000; timeMs += 5) {
      const frame = often.at(timeMs)
      if (timeMs % 700 === 0) expect(seldom.at(timeMs)).toEqual(frame)
    }
  })

  test('is another with another seed', () => {
    const times = (seed: number) => lapTimes(createDrive({ seed, circuit: 'kestrel-heath', laps: 5 }))
    expect(times(1)).toEqual(times(1))
    expect(times(1)).not.toEqual(times(2))
  })

  test('begins and ends standing in the same box', () => {
    const drive = createDrive({ seed: 4, circuit: 'valdoro', laps: 1 })
    const first = { ...drive.at(0) }
    const last = { ...drive.at(drive.plannedLaps.at(-1)!.endMs + 1000) }
    for (const frame of [first, last]) {
      expect(frame).toMatchObject({ speed: 0, gear: 0, throttle: 0, gLat: 0, gLong: 0, inPitLane: true })
    }
    expect(Math.hypot(last.x - first.x, last.y - first.y)).toBeLessThan(0.001)
    expect(first.isOver).toBe(false)
    expect(drive.at(last.timeMs + 10_000).isOver).toBe(true)
  })

  test('keeps to the limit in the pit lane, and passes beside the line there', () => {
    for (const frame of createDrive({ seed: 4, circuit: 'stormark', laps: 1 }).frames(20)) {
      if (frame.inPitLane) expect(frame.speed).toBeLessThanOrEqual(80 / 3.6 + 1e-9)
    }
  })

  test('counts laps, sectors and crossings like the planned laps say', () => {
    const drive = createDrive({ seed: 4, circuit: 'kestrel-heath', laps: 3 })
    for (const frame of drive.frames(10)) {
      const lap = drive.plannedLaps.findLast(l => l.startMs <= frame.timeMs) ?? drive.plannedLaps[0]!
      expect(frame.lapNumber).toBe(lap.number)
      expect(frame.lapKind).toBe(lap.kind)
      expect(frame.crossings).toBe(lap.number)
      const passedSplits = lap.splitsMs.filter(ms => ms <= frame.timeMs).length
      if (frame.lapKind === 'timed') expect(frame.sector).toBe(1 + passedSplits)
      expect(frame.lapValid).toBe(lap.invalidAtMs === null || frame.timeMs < lap.invalidAtMs)
      const before = drive.plannedLaps[lap.number - 1]
      expect(frame.lastLapMs).toBe(before?.kind === 'timed' ? before.endMs - before.startMs : null)
    }
  })

  test('stops for fuel, goes on, and never runs dry', () => {
    const drive = createDrive({ seed: 4, circuit: 'kestrel-heath', car: 'lark-cup', laps: 7, lapsPerRun: 3 })
    let stops = 0
    let wasStanding = true
    for (const frame of drive.frames(10)) {
      expect(frame.fuelL).toBeGreaterThan(1)
      if (frame.speed === 0 && !wasStanding) stops++
      wasStanding = frame.speed === 0
    }
    expect(stops).toBe(3)
    const kinds = drive.plannedLaps.map(lap => lap.kind[0]).join('')
    expect(kinds).toBe('otttiotttioti')
    expect(drive.plannedLaps.map(lap => lap.number)).toEqual([...kinds].map((_, i) => i))
  })

  test('with full tanks any car reaches the end of each run on any circuit', () => {
    for (const circuit of CIRCUIT_NAMES) {
      for (const car of CAR_NAMES) {
        const drive = createDrive({
          seed: 9,
          circuit,
          car,
          laps: Number.POSITIVE_INFINITY,
          driver: 'jonas-feld',
        })
        const endOfRun = drive.plannedLaps.at(-1)!.endMs
        expect(drive.at(endOfRun - 1).fuelL).toBeGreaterThan(1)
      }
    }
  })

  test('stops when the tank is empty, even if longer runs were asked for', () => {
    const drive = createDrive({ seed: 4, circuit: 'stormark', laps: 60, lapsPerRun: 60 })
    expect(drive.plannedLaps.length).toBeLessThan(45)
    expect(drive.plannedLaps.at(-1)!.kind).toBe('in')
  })

  test('can go on for ever', () => {
    const drive = createDrive({
      seed: 4,
      circuit: 'kestrel-heath',
      laps: Number.POSITIVE_INFINITY,
      lapsPerRun: 5,
    })
    const afterADay = drive.at(24 * 3600 * 1000)
    expect(afterADay.isOver).toBe(false)
    expect(afterADay.lapNumber).toBeGreaterThan(800)
  })

  test('refuses to go back in time, and times that are none', () => {
    const drive = createDrive({ seed: 4, circuit: 'kestrel-heath', laps: 1 })
    drive.at(5000)
    for (const timeMs of [4999, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => drive.at(timeMs)).toThrow(RangeError)
    }
    expect(drive.at(5000).timeMs).toBe(5000)
    for (const laps of [0, -1, Number.NaN]) {
      expect(() => createDrive({ seed: 4, circuit: 'kestrel-heath', laps })).toThrow(RangeError)
      expect(() => createDrive({ seed: 4, circuit: 'kestrel-heath', laps: 3, lapsPerRun: laps })).toThrow(
        RangeError,
      )
    }
  })
})
