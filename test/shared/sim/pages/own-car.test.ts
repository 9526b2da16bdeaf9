import { describe, expect, test } from 'vitest'
import { createPageDecoder, type FakeOptions, GAMES, OWN_CAR, STATUS_AT } from '#shared/sim'
import { createOwnCar, createPlayerId, type OwnCarEvidence } from '../../../../shared/sim/pages/own-car.ts'
import { namedStatus, readGame, statusesOf } from './made.ts'

const OPTIONS: Omit<FakeOptions, 'game'> = { circuit: 'kestrel-heath', seed: 3, laps: 3 }

const answers = (options: FakeOptions, toMs: number) =>
  statusesOf(readGame(options, toMs, 8).events).map(({ atMs, values }) => ({
    atMs,
    answer: OWN_CAR[values[STATUS_AT.ownCar]!],
  }))

describe.each(GAMES)('in %s', game => {
  test('the own car is own from the garage on and while it drives', () => {
    const said = answers({ ...OPTIONS, game }, 30_000)
    const settled = said.filter(({ atMs }) => atMs > 100)
    expect(new Set(settled.map(({ answer }) => answer))).toEqual(new Set(['own']))
  })

  test('a car looked at while the own one stands is other, and own comes back with it', () => {
    const spectate = { kind: 'spectate', atMs: 2000, forMs: 20_000 } as const
    const said = answers({ ...OPTIONS, game, scenes: [spectate] }, 24_000)
    const between = (from: number, to: number) =>
      new Set(said.filter(({ atMs }) => atMs >= from && atMs < to).map(({ answer }) => answer))
    expect(between(200, 2000)).toEqual(new Set(['own']))
    expect(between(2150, 22_000)).toEqual(new Set(['other']))
    // The window in which both have to have moved alike is 300 ms long and may have begun in the scene.
    expect(between(22_800, 24_000)).toEqual(new Set(['own']))
  })

  test('a replay is never own', () => {
    const scenes = [{ kind: 'replay', atMs: 1000, forMs: 1000 }] as const
    const said = readGame({ ...OPTIONS, game, scenes }, 3000, 8).events
    for (const status of statusesOf(said)) {
      const { activity, ownCar } = namedStatus(status)
      if (activity === 1) expect(OWN_CAR[ownCar]).toBe('other')
    }
  })

  test('a car put back into its box stays own', () => {
    const said = answers({ ...OPTIONS, game, scenes: [{ kind: 'pits', atMs: 25_000 }] }, 27_000)
    const others = said.filter(({ atMs, answer }) => atMs > 100 && answer !== 'own')
    expect(others).toEqual([])
  })
})

describe('ACC', () => {
  test('an id that goes over to the car looked at gives it away, although the coordinates agree', () => {
    const scenes = [{ kind: 'spectate', atMs: 2000, forMs: 5000 }] as const
    const said = answers({ ...OPTIONS, game: 'acc', scenes, idFollowsCamera: true }, 6900)
    expect(said.filter(({ atMs }) => atMs > 2150).every(({ answer }) => answer === 'other')).toBe(true)
  })

  test('an id whose earlier owner is not in the list any more is the player’s new one', () => {
    const player = createPlayerId()
    const list = new Set([3, 4])
    const has = (id: number) => list.has(id)
    expect(player.isOwn(3, has)).toBe(true)
    expect(player.isOwn(4, has)).toBe(false)
    list.delete(3)
    expect(player.isOwn(4, has)).toBe(true)
  })
})

describe('evidence', () => {
  const at = (atMs: number, changes: Partial<OwnCarEvidence> = {}): OwnCarEvidence => ({
    atMs,
    isReplay: false,
    isAi: false,
    isOwnById: null,
    physicsX: 100,
    physicsY: 50,
    speed: 0,
    ownX: 100,
    ownY: 50,
    ...changes,
  })
  const settled = () => {
    const own = createOwnCar()
    for (let i = 0; i < 10; i++) own.judge(at(i * 16))
    return own
  }

  test('one or four packets of disagreement change nothing, five do', () => {
    const own = settled()
    const away = { physicsX: 300 }
    expect(OWN_CAR[own.judge(at(160, away))]).toBe('own')
    own.judge(at(176))
    for (let i = 0; i < 4; i++) expect(OWN_CAR[own.judge(at(192 + i * 16, away))]).toBe('own')
    expect(OWN_CAR[own.judge(at(256, away))]).toBe('other')
  })

  test('a car that passes the standing own car slowly and closely is not taken for it', () => {
    const own = settled()
    let taken = 0
    // 60 km/h along the pit lane, 3 m beside the own car, after being looked at for two seconds.
    for (let ms = -2000; ms <= 2000; ms += 16) {
      const answer = own.judge(
        at(2200 + ms, { physicsX: 100 + (ms / 1000) * 16.7, physicsY: 53, speed: 16.7 }),
      )
      if (ms > -1900 && OWN_CAR[answer] === 'own') taken++
    }
    expect(taken).toBe(0)
  })

  test('a car driven by the computer is not the player’s', () => {
    const own = settled()
    for (let i = 0; i < 6; i++) own.judge(at(160 + i * 16, { isAi: true }))
    expect(OWN_CAR[own.judge(at(256, { isAi: true }))]).toBe('other')
  })

  test('a frame that comes 100 ms late at 80 m/s is no disagreement', () => {
    const own = createOwnCar()
    let answer = 0
    for (let i = 0; i < 200; i++) {
      const late = i % 7 === 0 ? 0.1 : 0.016
      const x = i * 0.016 * 80
      answer = own.judge(at(i * 16, { physicsX: x, ownX: x - late * 80, speed: 80 }))
      if (i > 10) expect(OWN_CAR[answer]).toBe('own')
    }
  })

  test('one instant at which the two are a quarter of a second apart is no disagreement, whichever it is', () => {
    for (let late = 0; late < 40; late++) {
      const own = createOwnCar()
      for (let i = 0; i < 120; i++) {
        const x = i * 0.016 * 50
        const answer = own.judge(
          at(i * 16, { physicsX: x - (i === late + 20 ? 12.5 : 0), ownX: x, speed: 50 }),
        )
        if (i > 10) expect(OWN_CAR[answer], `packet ${late + 20} late, at ${i}`).toBe('own')
      }
    }
  })

  test('without places and ids nothing is known', () => {
    const own = createOwnCar()
    let answer = -1
    for (let i = 0; i < 20; i++) answer = own.judge(at(i * 16, { ownX: Number.NaN }))
    expect(OWN_CAR[answer]).toBe('unknown')
    expect(createPageDecoder().game()).toBeNull()
  })
})
