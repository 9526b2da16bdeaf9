import { expect, test } from 'vitest'
import {
  createPageDecoder,
  FLAGS,
  GRIPS,
  RAINS,
  SAMPLE_AT,
  type SampleField,
  SESSION_KINDS,
  STATUS_AT,
  type StatusField,
} from '#shared/sim'
import { describeBeside, readBeside } from './beside.ts'

/** Pages of ACC 1.10 in the garage at the Hungaroring, engine off. */
describeBeside('data/shm', () => {
  const decode = (bytesOf: (page: string) => Uint8Array) => {
    const decoder = createPageDecoder()
    for (const page of ['static', 'physics', 'graphics'] as const)
      decoder.take({ page, family: 'ac', bytes: bytesOf(page), atMs: 5 })
    const events = decoder.drain()
    const identity = events.find(event => event.kind === 'identity')
    const words = events.find(event => event.kind === 'words')
    const status = events.find(event => event.kind === 'status')
    const samples = events.find(event => event.kind === 'samples')
    if (!identity || !words || !status || !samples) throw new Error('not everything was decoded')
    return {
      decoder,
      kinds: events.map(event => event.kind),
      identity,
      words,
      sample: (name: SampleField) => samples.values[SAMPLE_AT[name]]!,
      status: (name: StatusField) => status.values[STATUS_AT[name]]!,
    }
  }
  const dumped = (page: string): Uint8Array => readBeside(`data/shm/acc_${page}.bin`)

  test('who drives what where', () => {
    const { decoder, identity, kinds } = decode(dumped)
    expect(kinds).toEqual(['identity', 'samples', 'words', 'status'])
    expect(identity).toEqual({
      kind: 'identity',
      atMs: 5,
      game: 'acc',
      gameVersion: '1.7',
      pageVersion: '1.9',
      car: 'amr_v8_vantage_gt3',
      skin: '',
      track: 'Hungaroring',
      layout: '',
      driver: 'Alex Berg',
      sectorCount: 3,
      maxRpm: 7250,
      maxFuelL: 120,
      trackLengthM: null,
      isOnline: false,
      assists: {
        penalties: 1,
        fuelRate: 1,
        tyreWear: 1,
        damage: 1,
        tyreBlankets: 0,
        stability: 0,
        autoClutch: 1,
        autoBlip: 1,
      },
    })
    expect(decoder.problem()).toBeNull()
  })

  test('the car, in our units', () => {
    const { sample } = decode(dumped)
    expect(sample('fuel')).toBe(62)
    expect(sample('gear')).toBe(0)
    expect(sample('rpm')).toBe(0)
    expect(sample('speed')).toBeLessThan(0.001)
    expect(sample('heading')).toBeNaN()
    expect(sample('brakeBias')).toBeCloseTo(71, 4)
    expect(sample('tyrePressureFL')).toBeCloseTo(25.70673 * 0.0689476, 4)
    expect(sample('tyreTempRR')).toBe(70)
    expect(sample('suspensionFL')).toBeCloseTo(16.64, 2)
    expect(sample('waterTemp')).toBeCloseTo(30.2713, 3)
    expect(sample('airTemp')).toBeCloseTo(30.23018, 4)
    expect(sample('trackTemp')).toBeCloseTo(37.47108, 4)
    expect(sample('pitLimiter')).toBe(1)
  })

  test('the place is that of the wheels, and near the coordinates of the other page', () => {
    const { sample, status } = decode(dumped)
    expect(sample('x')).toBeCloseTo(-337.0765, 3)
    expect(sample('y')).toBeCloseTo(-354.5141, 3)
    expect(sample('altitude')).toBeCloseTo(23.9815, 3)
    expect(Math.hypot(sample('x') - status('x'), sample('y') - status('y'))).toBeLessThan(0.01)
  })

  test('what ACC does not write is not available', () => {
    const { sample, status } = decode(dumped)
    for (const name of ['tyresOut', 'drs', 'oilTemp', 'wheelSpeedFL'] as const)
      expect(sample(name), name).toBeNaN()
    const none = ['lastMs', 'bestMs', 'sessionLeftMs', 'stintLeftMs', 'gamePredictedMs', 'gameDeltaMs']
    for (const name of [...none, 'gapAheadMs', 'lastSectorMs'] as StatusField[])
      expect(status(name), name).toBeNaN()
  })

  test('what the game says about the session', () => {
    const { status, words } = decode(dumped)
    expect(status('activity')).toBe(2)
    expect(SESSION_KINDS[status('session')]).toBe('practice')
    expect(status('currentMs')).toBe(673_525)
    expect(status('completedLaps')).toBe(0)
    expect(status('sector')).toBe(0)
    expect(status('lapValid')).toBe(1)
    expect(status('inPitLane')).toBe(1)
    expect(status('inPitBox')).toBe(0)
    expect(status('lapShare')).toBeCloseTo(0.07108, 5)
    expect(status('fuelPerLap')).toBeCloseTo(2.6, 6)
    expect(status('fuelLapsLeft')).toBeCloseTo(23.84616, 4)
    expect(FLAGS[status('flag')]).toBe('none')
    expect(GRIPS[status('grip')]).toBe('optimum')
    expect(RAINS[status('rain')]).toBe('none')
    expect(status('windDeg')).toBeCloseTo(107.071, 3)
    expect(status('clockS')).toBeCloseTo(43_230.82, 2)
    expect([status('tcLevel'), status('tcCutLevel'), status('absLevel'), status('engineMap')]).toEqual([
      5, 5, 6, 0,
    ])
    expect(words).toEqual({ kind: 'words', atMs: 5, compound: 'dry_compound', trackStatus: 'OPTIMUM' })
  })

  test('files of 2048 bytes and pages without padding say the same', () => {
    const whole = decode(dumped)
    const sizes: Record<string, number> = { physics: 800, graphics: 1588, static: 820 }
    for (const bytesOf of [
      (page: string) => dumped(page).subarray(0, 2048),
      (page: string) => dumped(page).subarray(0, sizes[page]),
    ]) {
      const cut = decode(bytesOf)
      expect(cut.identity).toEqual(whole.identity)
      expect(cut.status('clockS')).toBe(whole.status('clockS'))
      expect(cut.sample('waterTemp')).toBe(whole.sample('waterTemp'))
    }
  })

  test('the axes: the side the wheels say is right is the side of negative x in the car, and north is −z', () => {
    const physics = dumped('physics')
    const view = new DataView(physics.buffer, physics.byteOffset)
    const vector = (at: number) => [0, 4, 8].map(i => view.getFloat32(at + i, true))
    const [fl, fr, rl, rr] = [420, 432, 444, 456].map(vector)
    const ahead = [0, 2].map(i => fl![i]! + fr![i]! - rl![i]! - rr![i]!)
    const right = [0, 2].map(i => fr![i]! + rr![i]! - fl![i]! - rl![i]!)
    // Seen from above with x east and z south, right is ahead turned clockwise.
    expect(ahead[0]! * right[1]! - ahead[1]! * right[0]!).toBeGreaterThan(0)
    const velocity = vector(32)
    const local = vector(568)
    const along = (axis: number[]) =>
      (axis[0]! * velocity[0]! + axis[1]! * velocity[2]!) / Math.hypot(axis[0]!, axis[1]!)
    expect(along(ahead) / local[2]!).toBeCloseTo(1, 2)
    expect(along(right) / local[0]!).toBeCloseTo(-1, 2)
  })
})
