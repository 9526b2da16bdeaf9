import { describe, expect, test } from 'vitest'
import {
  CIRCUIT_NAMES,
  createDrive,
  createFakePages,
  type FakeOptions,
  type FakePages,
  GAMES,
  type GameId,
  tornPage,
} from '#shared/sim'

const OPTIONS: Omit<FakeOptions, 'game'> = { circuit: 'kestrel-heath', seed: 3, laps: 2 }

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const i32 = (bytes: Uint8Array, at: number): number => view(bytes).getInt32(at, true)
const f32 = (bytes: Uint8Array, at: number): number => view(bytes).getFloat32(at, true)
const wide = (bytes: Uint8Array, at: number): string => {
  let text = ''
  for (let i = at; view(bytes).getUint16(i, true) !== 0; i += 2)
    text += String.fromCharCode(view(bytes).getUint16(i, true))
  return text
}
const narrow = (bytes: Uint8Array, at: number): string => {
  let text = ''
  for (let i = at; bytes[i] !== 0; i++) text += String.fromCharCode(bytes[i]!)
  return text
}

/** The pages of one instant of a game that began at 0. */
const at = (atMs: number, options: FakeOptions): FakePages => {
  const game = createFakePages(options)
  game.fill(0)
  return game.fill(atMs)
}

/** Asks every `stepMs` from 0 to `toMs`. */
const watch = (
  options: FakeOptions,
  toMs: number,
  stepMs: number,
  see: (pages: FakePages, atMs: number) => void,
) => {
  const game = createFakePages(options)
  for (let atMs = 0; atMs <= toMs; atMs += stepMs) see(game.fill(atMs), atMs)
  return game
}

describe('laps of a pretended game', () => {
  test.each(
    CIRCUIT_NAMES,
  )('on %s are the simulator’s, to the millisecond, and sectors sum to them', circuit => {
    const options = { ...OPTIONS, circuit, laps: 3, lapsPerRun: 2 }
    const truth = createDrive(options)
    const game = createFakePages({ ...options, game: 'acc', others: 0 })
    for (let atMs = 0; !game.isOver(); atMs += 500) {
      game.fill(atMs)
      truth.at(atMs)
    }
    const driven = truth.plannedLaps.filter(lap => lap.kind !== 'in')
    const laps = game.laps()
    expect(laps.map(lap => lap.kind)).toEqual(driven.map(lap => lap.kind))
    expect(laps).toHaveLength(5)
    laps.forEach((lap, i) => {
      expect(Math.abs(lap.lapMs - (driven[i]!.endMs - driven[i]!.startMs))).toBeLessThanOrEqual(1)
      expect(Math.abs(lap.endedAtMs - driven[i]!.endMs)).toBeLessThanOrEqual(0.5)
      expect(lap.sectorsMs.reduce((sum, ms) => sum + ms, 0)).toBe(lap.lapMs)
      expect(lap.valid).toBe(driven[i]!.valid)
    })
  })

  test('an out lap that does not count leaves the counter and the last time alone', () => {
    const game = watch({ ...OPTIONS, game: 'acc', countsOutLap: false }, 190_000, 500, (pages, atMs) => {
      if (atMs < 170_000) expect(i32(pages.graphics, 132)).toBe(0)
      if (atMs < 170_000) expect(i32(pages.graphics, 144)).toBe(2147483647)
    })
    expect(game.laps().map(lap => lap.kind)).toEqual(['timed'])
  })

  test('the counters change together with the clock, and best is of valid laps only', () => {
    const driver = { ...createDrive(OPTIONS).driver, offs: 1, lockUps: 0, traffic: 0 }
    let before = { laps: 0, current: 0 }
    const game = watch({ ...OPTIONS, driver, game: 'acc' }, 260_000, 100, ({ graphics }) => {
      const now = { laps: i32(graphics, 132), current: i32(graphics, 140) }
      if (now.laps > before.laps) expect(now.current).toBeLessThan(200)
      else expect(now.current).toBeGreaterThanOrEqual(before.current)
      before = now
    })
    expect(
      game
        .laps()
        .filter(lap => lap.kind === 'timed')
        .every(lap => !lap.valid),
    ).toBe(true)
    expect(i32(at(250_000, { ...OPTIONS, driver, game: 'acc' }).graphics, 148)).toBe(2147483647)
  })

  test('the last sector is the time since the line in ACC and its own in AC1', () => {
    const seen = (game: GameId) => {
      const times: number[] = []
      const fake = watch({ ...OPTIONS, game }, 150_000, 100, ({ graphics }) => {
        const time = i32(graphics, 168)
        if (time !== times.at(-1)) times.push(time)
      })
      return { times, lap: fake.laps()[0]! }
    }
    const acc = seen('acc')
    const [s1, s2, s3] = acc.lap.sectorsMs
    expect(acc.times.slice(0, 4)).toEqual([0, s1, s1! + s2!, acc.lap.lapMs])
    const ac = seen('ac')
    expect(ac.times.slice(0, 4)).toEqual([0, s1, s2, s3])
  })
})

describe('the bytes', () => {
  /** On the first timed lap. */
  const MS = 120_000
  const truth = () => {
    const drive = createDrive(OPTIONS)
    return { frame: drive.at(MS), lap: drive.plannedLaps[0]! }
  }

  test('ACC, at the places the format gives', () => {
    const { physics, graphics, static: fixed } = at(MS, { ...OPTIONS, game: 'acc' })
    const { frame, lap } = truth()
    expect([physics.length, graphics.length, fixed.length]).toEqual([800, 1588, 820])
    expect(f32(physics, 12)).toBeCloseTo(frame.fuelL, 4)
    expect(i32(physics, 16)).toBe(frame.gear + 1)
    expect(i32(physics, 20)).toBe(Math.round(frame.rpm))
    expect(f32(physics, 28)).toBeCloseTo(frame.speed * 3.6, 3)
    const middle = (axis: number) =>
      [420, 432, 444, 456].reduce((sum, wheel) => sum + f32(physics, wheel + axis * 4), 0) / 4
    expect(middle(0)).toBeCloseTo(frame.x, 3)
    expect(middle(1)).toBeCloseTo(frame.altitude, 3)
    expect(middle(2)).toBeCloseTo(-frame.y, 3)
    for (const zero of [72, 120, 136, 168, 220, 244, 268, 284, 368, 592]) expect(f32(physics, zero)).toBe(0)
    expect(i32(graphics, 4)).toBe(2)
    expect(i32(graphics, 8)).toBe(0)
    expect(i32(graphics, 132)).toBe(1)
    expect(i32(graphics, 140)).toBe(Math.floor(MS - Math.round(lap.endMs)))
    expect(i32(graphics, 144)).toBe(Math.round(lap.endMs) - Math.round(lap.startMs))
    expect(wide(graphics, 42)).toMatch(/^1:\d\d:\d\d\d$/)
    expect(wide(graphics, 72)).toBe('35791:23:647')
    expect(wide(graphics, 176)).toBe('dry_compound')
    expect(f32(graphics, 248)).toBeCloseTo(frame.lapShare, 5)
    expect(i32(graphics, 252)).toBe(3)
    const place = [0, 1, 2].find(i => i32(graphics, 976 + 4 * i) === i32(graphics, 1216))!
    expect(f32(graphics, 256 + 12 * place)).toBeCloseTo(frame.x, 3)
    expect(f32(graphics, 256 + 12 * place + 8)).toBeCloseTo(-frame.y, 3)
    expect(i32(graphics, 1408)).toBe(1)
    expect(wide(fixed, 0)).toBe('1.9')
    expect(wide(fixed, 68)).toBe('meridian_gt_r2')
    expect(wide(fixed, 134)).toBe('Kestrel_Heath')
    expect(wide(fixed, 524)).toBe('track config')
    expect(i32(fixed, 400)).toBe(3)
    expect(f32(fixed, 520)).toBe(0)
  })

  test('AC1, at the places the format gives', () => {
    const { physics, graphics, static: fixed } = at(MS, { ...OPTIONS, game: 'ac' })
    const { frame } = truth()
    expect([physics.length, graphics.length, fixed.length]).toEqual([580, 296, 684])
    expect(f32(physics, 72)).toBeGreaterThan(1000)
    expect(f32(graphics, 252)).toBeCloseTo(frame.x, 3)
    expect(f32(graphics, 260)).toBeCloseTo(-frame.y, 3)
    expect(f32(fixed, 520)).toBeGreaterThan(2000)
    expect(wide(fixed, 68)).toBe('meridian_gt_r2')
    // The rest of the field is not empty, as in the game.
    expect(view(fixed).getUint16(68 + 2 * 20, true)).not.toBe(0)
  })

  test('AC EVO, at the places the format gives', () => {
    const { physics, graphics, static: fixed } = at(MS, { ...OPTIONS, game: 'evo' })
    const { frame, lap } = truth()
    expect([physics.length, graphics.length, fixed.length]).toEqual([800, 4900, 208])
    expect(view(graphics).getUint16(40, true)).toBe(Math.round(frame.rpm))
    expect(view(graphics).getInt16(68, true)).toBe(frame.gear + 1)
    expect(f32(graphics, 1244)).toBeCloseTo(frame.lapShare, 5)
    expect(i32(graphics, 188)).toBe(Math.floor(MS - Math.round(lap.endMs)))
    expect(i32(graphics, 2396)).toBe(Math.round(lap.endMs) - Math.round(lap.startMs))
    expect(narrow(graphics, 3020)).toBe('Mira')
    expect(narrow(graphics, 3086)).toBe('meridian_gt_r2')
    expect(graphics[3121]).toBe(1)
    expect(narrow(fixed, 136)).toBe('Kestrel_Heath')
    expect(graphics.subarray(8, 24)).toEqual(graphics.subarray(24, 40))
  })

  test.each(GAMES)('%s: the same questions give the same bytes', game => {
    const options = { ...OPTIONS, game }
    expect(at(MS, options)).toEqual(at(MS, options))
  })
})

describe('scenes', () => {
  const ids = ({ physics, graphics }: FakePages) => [i32(physics, 0), i32(graphics, 0)]

  test('a pause stops the clock and the physics, and the lap goes on after it', () => {
    const scenes = [{ kind: 'pause', atMs: 60_000, forMs: 5000 }] as const
    const plain = at(70_000, { ...OPTIONS, game: 'acc' }).graphics
    const paused = at(75_000, { ...OPTIONS, game: 'acc', scenes }).graphics
    expect(i32(paused, 140)).toBe(i32(plain, 140))
    const game = createFakePages({ ...OPTIONS, game: 'acc', scenes })
    game.fill(0)
    const first = ids(game.fill(61_000))
    const later = game.fill(62_000)
    expect(ids(later)[0]).toBe(first[0])
    expect(ids(later)[1]).toBeGreaterThan(first[1]!)
    expect(i32(later.graphics, 4)).toBe(3)
  })

  test('the clock is the same however often it was asked about a pause', () => {
    const scenes = [{ kind: 'pause', atMs: 60_001, forMs: 777 }] as const
    const seldom = at(70_000, { ...OPTIONS, game: 'acc', scenes }).graphics
    let often = -1
    watch({ ...OPTIONS, game: 'acc', scenes }, 70_000, 50, ({ graphics }) => {
      often = i32(graphics, 140)
    })
    expect(often).toBe(i32(seldom, 140))
  })

  test('while spectating the own car stands in its box and the physics are of a car that drives', () => {
    const scenes = [{ kind: 'spectate', atMs: 100_000, forMs: 5000 }] as const
    const { physics, graphics } = at(102_000, { ...OPTIONS, game: 'ac', scenes })
    expect(f32(physics, 28)).toBeGreaterThan(20)
    const apart = Math.hypot(f32(physics, 420) - f32(graphics, 252), f32(physics, 428) - f32(graphics, 260))
    expect(apart).toBeGreaterThan(20)
    expect(i32(graphics, 160)).toBe(1)
  })

  test('put into the pits: counters stay, the clock of the lap begins anew', () => {
    const scenes = [{ kind: 'pits', atMs: 120_000 }] as const
    const { graphics } = at(121_000, { ...OPTIONS, game: 'acc', scenes })
    expect(i32(graphics, 132)).toBe(1)
    expect(i32(graphics, 140)).toBe(0)
    expect(i32(graphics, 144)).toBeGreaterThan(0)
    expect(i32(graphics, 1236)).toBe(1)
  })

  test('a restart, an exit and a change begin a session', () => {
    const restarted = at(121_000, { ...OPTIONS, game: 'acc', scenes: [{ kind: 'restart', atMs: 120_000 }] })
    expect(i32(restarted.graphics, 132)).toBe(0)
    expect(i32(restarted.graphics, 144)).toBe(2147483647)

    const scenes = [{ kind: 'exit', atMs: 1000, forMs: 1000 }] as const
    const game = createFakePages({ ...OPTIONS, game: 'acc', scenes })
    for (let atMs = 0; atMs < 1000; atMs += 10) game.fill(atMs)
    const off = game.fill(1500)
    expect(i32(off.graphics, 4)).toBe(0)
    const last = ids(off)
    expect(ids(game.fill(1700))).toEqual(last)
    expect(ids(game.fill(2000))).toEqual([1, 1])

    const change = { kind: 'change', atMs: 500, circuit: 'stormark', car: 'lark-cup' } as const
    const changed = at(600, { ...OPTIONS, game: 'acc', scenes: [change] })
    expect([wide(changed.static, 68), wide(changed.static, 134)]).toEqual(['lark_cup', 'Stormark'])
  })

  test('ids wrap from the largest to the smallest', () => {
    const game = createFakePages({ ...OPTIONS, game: 'acc', firstPacketId: 2 ** 31 - 2 })
    const seen = [0, 20, 40].map(atMs => ids(game.fill(atMs)))
    expect(seen).toEqual([
      [2 ** 31 - 2, 2 ** 31 - 2],
      [2 ** 31 - 1, 2 ** 31 - 1],
      [-(2 ** 31), -(2 ** 31)],
    ])
  })

  test('a torn page has the new packet in front and the old one behind', () => {
    const game = createFakePages({ ...OPTIONS, game: 'acc' })
    const before = game.fill(60_000).physics.slice()
    const after = game.fill(61_000).physics
    const torn = tornPage(before, after, 30)
    expect(torn.subarray(0, 30)).toEqual(after.subarray(0, 30))
    expect(torn.subarray(30)).toEqual(before.subarray(30))
  })

  test('time does not go backwards', () => {
    const game = createFakePages({ ...OPTIONS, game: 'acc' })
    game.fill(100)
    expect(() => game.fill(99)).toThrow(RangeError)
    expect(() => game.fill(Number.NaN)).toThrow(RangeError)
  })
})
