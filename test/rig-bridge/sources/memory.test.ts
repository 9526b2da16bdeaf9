import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type RunningGame, startFakeGame } from '#rig-bridge/fake'
import { createMemorySource } from '#rig-bridge/sources'
import type { GameId, SimEvent, SimSource } from '#shared/sim'
import { describeSimSource } from '../../conformance/sim-source.ts'

const folder = mkdtempSync(join(tmpdir(), 'paddock-shm-'))
let count = 0
const newPrefix = () => `t${count++}_`
const start = (prefix: string, game: GameId = 'acc'): Promise<RunningGame> =>
  startFakeGame({ game, circuit: 'kestrel-heath', seed: 5, laps: Number.POSITIVE_INFINITY, folder, prefix })

/** Pages are read one after the other, so two kinds may come in either order. */
const kindsUntil = async (source: SimSource, ...wanted: SimEvent['kind'][]): Promise<string[]> => {
  const kinds: string[] = []
  await expect
    .poll(
      () => {
        for (const event of source.drain()) kinds.push(event.kind)
        return kinds
      },
      { timeout: 10_000, interval: 16 },
    )
    .toEqual(expect.arrayContaining(wanted))
  return kinds
}

/** One game for all of them; it drives for ever. */
const prefixOfAll = newPrefix()
let gameOfAll: Promise<RunningGame> | null = null
afterAll(async () => {
  await (await gameOfAll)?.stop()
  rmSync(folder, { recursive: true, force: true })
})

describeSimSource('shared memory', async () => {
  gameOfAll ??= start(prefixOfAll)
  await gameOfAll
  return {
    source: createMemorySource({ system: 'linux', folder, prefix: prefixOfAll }),
    idle: createMemorySource({ system: 'linux', folder, prefix: newPrefix() }),
    close: async () => {},
  }
})

describe('files a game writes', () => {
  test('a game that quits is away, and whichever starts next is told by its strings', async () => {
    const prefix = newPrefix()
    const source = createMemorySource({ system: 'linux', folder, prefix })
    await source.start()
    for (const id of ['ac', 'evo', 'acc'] as const) {
      const game = await start(prefix, id)
      await kindsUntil(source, 'identity', 'samples')
      expect(source.state()).toMatchObject({ kind: 'reading', game: id })
      await game.stop()
      await kindsUntil(source, 'away')
    }
    await expect.poll(() => source.state().kind, { timeout: 5000 }).toBe('searching')
    await source.stop()
  })

  test('a game that crashes leaves its pages behind: it is away all the same, and its car is still named', async () => {
    const prefix = newPrefix()
    const game = await start(prefix)
    const source = createMemorySource({ system: 'linux', folder, prefix })
    await source.start()
    await kindsUntil(source, 'samples')
    await game.stop('crashes')
    await kindsUntil(source, 'away')
    await expect.poll(() => source.state(), { timeout: 5000 }).toEqual({ kind: 'idle', game: 'acc' })
    await source.stop()
  })

  test('a folder where a page should be is refused in one sentence', async () => {
    const prefix = newPrefix()
    mkdirSync(join(folder, `${prefix}acpmf_physics`))
    const source = createMemorySource({ system: 'linux', folder, prefix })
    await source.start()
    const state = source.state()
    expect(state.kind).toBe('unreadable')
    if (state.kind === 'unreadable') expect(state.message).toMatch(/: .*\.$/)
    await source.stop()
  })

  test('on a system without such games it says so', async () => {
    const source = createMemorySource({ system: 'other' })
    await source.start()
    expect(source.state().kind).toBe('unreadable')
    await source.stop()
    expect(source.state().kind).toBe('ended')
  })
})
