import { describe, expect, test } from 'vitest'
import {
  createDrive,
  createFakePages,
  createPageDecoder,
  type FakeOptions,
  GAMES,
  SESSION_KINDS,
  type SimEvent,
} from '#shared/sim'
import { familyOf, namedSample, namedStatus, readGame, samplesOf, statusesOf } from './made.ts'

const OPTIONS: Omit<FakeOptions, 'game'> = { circuit: 'kestrel-heath', seed: 3, laps: 2 }
/** The first out lap and the beginning of the next. */
const SOME_MS = 130_000

describe.each(GAMES)('a drive in %s', game => {
  test('comes out as it was driven, in our units and axes', () => {
    const drive = createDrive({ ...OPTIONS, driver: 'mira-holt', car: 'meridian-gt' })
    let rolling = 0
    readGame({ ...OPTIONS, game }, SOME_MS, 90, (events, atMs) => {
      const truth = drive.at(atMs)
      const samples = samplesOf(events)[0]
      if (!samples) throw new Error(`there is no sample at ${atMs} ms`)
      const got = namedSample(samples)
      expect(Math.hypot(got.x - truth.x, got.y - truth.y)).toBeLessThan(0.001)
      expect(got.altitude).toBeCloseTo(truth.altitude, 3)
      expect(got.speed).toBeCloseTo(truth.speed, 3)
      expect(got.gLat).toBeCloseTo(truth.gLat, 4)
      expect(got.gLong).toBeCloseTo(truth.gLong, 4)
      expect(got.yawRate).toBeCloseTo(truth.yawRate, 3)
      expect(got.throttle).toBeCloseTo(truth.throttle, 3)
      expect(got.brake).toBeCloseTo(truth.brake, 3)
      expect(got.gear).toBe(truth.gear)
      expect(Math.abs(got.rpm - truth.rpm)).toBeLessThanOrEqual(0.5)
      expect(got.fuel).toBeCloseTo(truth.fuelL, 3)
      expect(got.tyreTempFL).toBeCloseTo(truth.tyreTempFL, 3)
      expect(Math.sign(got.steeringShare)).toBe(Math.sign(truth.steering))
      if (truth.speed < 2) return
      rolling++
      expect(Math.abs(((got.heading - truth.heading + 540) % 360) - 180)).toBeLessThan(0.01)
    })
    expect(rolling).toBeGreaterThan(1000)
  })

  test('a status comes once per graphics packet, a sample once per physics packet', () => {
    const { events } = readGame({ ...OPTIONS, game, graphicsEveryMs: 15 }, 6000, 3)
    const samples = samplesOf(events).reduce((sum, { timesMs }) => sum + timesMs.length, 0)
    expect(samples).toBe(2001)
    expect(statusesOf(events)).toHaveLength(401)
    expect(events.filter(event => event.kind === 'identity')).toHaveLength(1)
    expect(events.filter(event => event.kind === 'words')).toHaveLength(1)
  })

  test('the same packet again is no news', () => {
    const pages = createFakePages({ ...OPTIONS, game }).fill(0)
    const decoder = createPageDecoder()
    const takeAll = (atMs: number): SimEvent[] => {
      for (const page of ['static', 'physics', 'graphics'] as const)
        decoder.take({ page, family: familyOf(game), bytes: pages[page], atMs })
      return decoder.drain()
    }
    expect(takeAll(0).length).toBeGreaterThan(3)
    expect(takeAll(3)).toEqual([])
  })

  test('ids that wrap lose no packet', () => {
    const { events } = readGame({ ...OPTIONS, game, firstPacketId: 2 ** 31 - 100 }, 3000)
    expect(samplesOf(events).reduce((sum, { timesMs }) => sum + timesMs.length, 0)).toBe(1001)
  })

  test('another circuit is another identity, and a session kind is told', () => {
    const { events } = readGame(
      { ...OPTIONS, game, session: 'race', scenes: [{ kind: 'change', atMs: 2000, circuit: 'valdoro' }] },
      4000,
    )
    const tracks = events.flatMap(event => (event.kind === 'identity' ? [event.track.toLowerCase()] : []))
    expect(tracks).toEqual(['kestrel_heath', 'valdoro'])
    expect(SESSION_KINDS[namedStatus(statusesOf(events)[0]!).session]).toBe('race')
  })

  test('pause, replay and the end are told', () => {
    const { events } = readGame(
      {
        ...OPTIONS,
        game,
        scenes: [
          { kind: 'pause', atMs: 1000, forMs: 500 },
          { kind: 'replay', atMs: 2000, forMs: 500 },
          { kind: 'exit', atMs: 3000, forMs: 500 },
        ],
      },
      4000,
    )
    const activities = statusesOf(events).map(status => namedStatus(status).activity)
    expect(activities.filter((activity, i) => activity !== activities[i - 1])).toEqual([2, 3, 2, 1, 2, 0, 2])
    const inPause = samplesOf(events).flatMap(({ timesMs }) => [...timesMs].filter(t => t > 1003 && t < 1497))
    expect(inPause).toEqual([])
  })
})

describe('what a game does not say', () => {
  const firstOf = (game: FakeOptions['game']) => {
    const { events } = readGame({ ...OPTIONS, game }, 60)
    return { ...namedStatus(statusesOf(events)[0]!), ...namedSample(samplesOf(events).at(-1)!) }
  }

  test('is not available in AC1: validity, forecasts, electronics at work', () => {
    const said = firstOf('ac')
    for (const name of [
      'lapValid',
      'fuelPerLap',
      'rain',
      'grip',
      'gamePredictedMs',
      'tcLevel',
      'penalty',
    ] as const)
      expect(said[name], name).toBeNaN()
    for (const name of ['abs', 'tractionControl', 'drs', 'waterTemp'] as const)
      expect(said[name], name).toBeNaN()
    expect(said.tyresOut).toBe(0)
    expect(said.wheelSpeedFL).toBe(0)
  })

  test('is not available in ACC: tyres off the road, wheel speeds, oil', () => {
    const said = firstOf('acc')
    for (const name of ['tyresOut', 'wheelSpeedFL', 'oilTemp', 'drs'] as const)
      expect(said[name], name).toBeNaN()
    expect(said.lapValid).toBe(1)
  })

  test('is not available in AC EVO: sectors, wind, rain', () => {
    const said = firstOf('evo')
    for (const name of ['sector', 'lastSectorMs', 'windMps', 'rain', 'gapAheadMs'] as const)
      expect(said[name], name).toBeNaN()
    expect(said.oilTemp).toBeCloseTo(98.5, 3)
  })
})

describe('AC1', () => {
  test('garbage behind the NUL of a name is cut off', () => {
    const { events } = readGame({ ...OPTIONS, game: 'ac' }, 3)
    const identity = events.find(event => event.kind === 'identity')
    expect(identity).toMatchObject({ game: 'ac', car: 'meridian_gt_r2', driver: 'Mira Holt', layout: '' })
  })

  test('tyres off the road are counted while the car is beyond its edge', () => {
    const driver = { ...createDrive({ ...OPTIONS }).driver, offs: 1 }
    const seen = new Set<number>()
    const drive = createDrive({ ...OPTIONS, driver })
    const lapInvalidMs = drive.plannedLaps.find(lap => lap.invalidAtMs !== null)!.invalidAtMs!
    readGame({ ...OPTIONS, driver, game: 'ac' }, lapInvalidMs + 2000, 30, (events, atMs) => {
      const { tyresOut } = namedSample(samplesOf(events)[0]!)
      seen.add(tyresOut)
      if (tyresOut === 4) expect(atMs).toBeGreaterThanOrEqual(lapInvalidMs)
    })
    expect([...seen].sort()).toEqual([0, 2, 4])
  })
})

describe('pages without contact points', () => {
  test('the place of the graphics page is carried on with the velocity, for a tenth of a second', () => {
    const game = createFakePages({ ...OPTIONS, game: 'acc' })
    const decoder = createPageDecoder()
    const atMs = 60_000
    game.fill(0)
    const wipe = (bytes: Uint8Array) => bytes.slice().fill(0, 420, 564)
    const before = game.fill(atMs)
    decoder.take({ page: 'static', family: 'ac', bytes: before.static, atMs })
    decoder.take({ page: 'graphics', family: 'ac', bytes: before.graphics, atMs })
    const drive = createDrive({ ...OPTIONS })
    for (const later of [30, 90]) {
      decoder.take({
        page: 'physics',
        family: 'ac',
        bytes: wipe(game.fill(atMs + later).physics),
        atMs: atMs + later,
      })
      const got = namedSample(samplesOf(decoder.drain())[0]!)
      const truth = drive.at(atMs + later)
      expect(truth.speed).toBeGreaterThan(10)
      expect(Math.hypot(got.x - truth.x, got.y - truth.y)).toBeLessThan(0.3)
    }
    decoder.take({
      page: 'physics',
      family: 'ac',
      bytes: wipe(game.fill(atMs + 120).physics),
      atMs: atMs + 120,
    })
    expect(namedSample(samplesOf(decoder.drain())[0]!).x).toBeNaN()
  })
})
