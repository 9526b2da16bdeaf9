import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { type FakeGameOptions, startFakeGame } from '#rig-bridge/fake'
import { createFakePages } from '#shared/sim'

const folder = mkdtempSync(join(tmpdir(), 'paddock-fake-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const options = (more: Partial<FakeGameOptions>): FakeGameOptions => ({
  game: 'acc',
  circuit: 'kestrel-heath',
  seed: 9,
  laps: 1,
  folder,
  prefix: '',
  ...more,
})

describe('a pretended game', () => {
  test('writes files as the bridge helpers do, knows every packet it wrote, and takes them away when it quits', async () => {
    const game = await startFakeGame(options({ prefix: 'a_', laps: Number.POSITIVE_INFINITY }))
    const path = join(folder, 'a_acpmf_physics')
    expect(statSync(path).size).toBe(2048)
    const isKnown = (): boolean => {
      const page = readFileSync(path).subarray(0, 800)
      return crc32(page) === game.sumOf(page.readInt32LE(0))
    }
    for (let look = 0; look < 50; look++) await expect.poll(isKnown, { interval: 1 }).toBe(true)
    expect(game.packets()).toMatchObject({ torn: 0 })
    expect(game.about).toMatch(/Competizione, pretended: .* on Kestrel Heath/)
    await game.stop()
    expect(readdirSync(folder).filter(name => name.startsWith('a_'))).toEqual([])
  })

  test('a crash leaves the pages as they were', async () => {
    const game = await startFakeGame(options({ prefix: 'b_', game: 'evo' }))
    await game.stop('crashes')
    expect(existsSync(join(folder, 'b_acevo_pmf_graphics'))).toBe(true)
    expect(readFileSync(join(folder, 'b_acevo_pmf_physics')).readInt32LE(0)).toBe(game.packets().lastId)
  })

  test('a fast one drives to the end and times its laps like a slow one', async () => {
    const game = await startFakeGame(options({ prefix: 'c_', speed: 400, game: 'ac' }))
    await game.over
    expect(game.isOver()).toBe(true)
    const slow = createFakePages(options({ game: 'ac' }))
    for (let atMs = 0; !slow.isOver(); atMs += 20) slow.fill(atMs)
    const timesOf = (laps: readonly { lapMs: number; sectorsMs: readonly number[] }[]) =>
      laps.map(({ lapMs, sectorsMs }) => [lapMs, ...sectorsMs])
    expect(timesOf(game.laps())).toEqual(timesOf(slow.laps()))
    expect(game.laps().length).toBeGreaterThan(0)
    await game.stop()
  })

  test('one that stops half-way leaves mixtures behind for a while', async () => {
    const tearing = { order: 'id-last', share: 0.5, longestMs: 20, seed: 1 } as const
    const game = await startFakeGame(options({ prefix: 'd_', tearing, laps: Number.POSITIVE_INFINITY }))
    const path = join(folder, 'd_acpmf_physics')
    const isMixed = (): boolean => {
      const page = readFileSync(path).subarray(0, 800)
      return crc32(page) !== game.sumOf(page.readInt32LE(0))
    }
    await expect.poll(isMixed, { interval: 1, timeout: 5000 }).toBe(true)
    expect(game.packets().torn).toBeGreaterThan(0)
    await game.stop()
  })
})
