import { describe, expect, test } from 'vitest'
import { createFakePages, createPageDecoder, type SimEvent } from '#shared/sim'
import { namedSample, namedStatus, samplesOf, statusesOf } from './made.ts'

/** AC EVO as read through `change`, which plays a build that has moved something. */
const readThrough = (change: (graphics: Uint8Array, atMs: number) => Uint8Array, toMs = 2000) => {
  const game = createFakePages({ game: 'evo', circuit: 'kestrel-heath', seed: 1, laps: 2 })
  const decoder = createPageDecoder()
  const events: SimEvent[] = []
  for (let atMs = 0; atMs <= toMs; atMs += 16) {
    const pages = game.fill(atMs)
    decoder.take({ page: 'static', family: 'evo', bytes: pages.static, atMs })
    decoder.take({ page: 'physics', family: 'evo', bytes: pages.physics, atMs })
    decoder.take({ page: 'graphics', family: 'evo', bytes: change(pages.graphics, atMs), atMs })
    events.push(...decoder.drain())
  }
  return { events, decoder }
}

const shifted = (graphics: Uint8Array): Uint8Array => {
  const moved = graphics.slice()
  moved.copyWithin(1252, 1244)
  return moved
}

describe('AC EVO', () => {
  test('a page laid out as known is trusted', () => {
    const { events, decoder } = readThrough(graphics => graphics)
    expect(decoder.problem()).toBeNull()
    expect(namedStatus(statusesOf(events).at(-1)!).completedLaps).toBe(0)
  })

  test('a page with eight more bytes in the middle is not, and the sentence says so', () => {
    const { events, decoder } = readThrough(shifted)
    expect(decoder.problem()).toMatch(/^Assetto Corsa EVO 0\.6 lays out its memory .*\.$/)
    const status = namedStatus(statusesOf(events).at(-1)!)
    expect(status.activity).toBe(2)
    for (const name of ['completedLaps', 'lapShare', 'x', 'lastMs', 'lapValid'] as const)
      expect(status[name], name).toBeNaN()
    const sample = namedSample(samplesOf(events).at(-1)!)
    expect(sample.fuel).toBeGreaterThan(0)
    expect(sample.tyreTempFL).toBeGreaterThan(0)
    // Beyond the first 416 bytes nothing of the physics page is believed either.
    for (const name of ['x', 'brakeBias', 'waterTemp'] as const) expect(sample[name], name).toBeNaN()
    const identity = events.find(event => event.kind === 'identity')
    expect(identity).toMatchObject({ game: 'evo', car: '', track: 'Kestrel_Heath' })
  })

  test('a page of the menus, where only the status is filled in, is no reason for doubt', () => {
    const { events, decoder } = readThrough((graphics, atMs) => {
      if (atMs > 800) return graphics
      const menu = new Uint8Array(graphics.length)
      menu.set(graphics.subarray(0, 4))
      return menu
    })
    expect(decoder.problem()).toBeNull()
    const first = statusesOf(events).find(({ atMs }) => atMs > 800)!
    expect(namedStatus(first).lapShare).toBeGreaterThan(0)
    expect(namedStatus(statusesOf(events)[0]!).activity).toBe(0)
    expect(events.flatMap(event => (event.kind === 'identity' ? [event.car] : []))).toEqual([
      'meridian_gt_r2',
    ])
  })

  test('a page of 2048 bytes, as bridges make them, is too short to be trusted', () => {
    const { decoder } = readThrough(graphics => graphics.slice(0, 2048))
    expect(decoder.problem()).not.toBeNull()
  })

  test('one odd packet changes nothing and does not get into a row', () => {
    const { events, decoder } = readThrough((graphics, atMs) => (atMs === 800 ? shifted(graphics) : graphics))
    expect(decoder.problem()).toBeNull()
    const odd = statusesOf(events).find(({ atMs }) => atMs === 800)!
    expect(namedStatus(odd).lapShare).toBeNaN()
    expect(namedStatus(statusesOf(events).at(-1)!).lapShare).toBeGreaterThanOrEqual(0)
    expect(events.filter(event => event.kind === 'identity')).toHaveLength(1)
  })

  test('a page that is right again for half a second is trusted again', () => {
    const { decoder } = readThrough((graphics, atMs) => (atMs < 500 ? shifted(graphics) : graphics))
    expect(decoder.problem()).toBeNull()
  })
})
