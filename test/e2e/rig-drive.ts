/**
 * Games are driven through the whole chain, one after another: memory pages, a real rig-bridge, its socket, a real
 * browser, its library. At the end every lap of every game is in the library once, with the game's own lap time, sector
 * times and validity.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect } from 'vitest'
import { type RunningGame, startFakeGame } from '../../rig-bridge/fake/index.ts'
import type { FakeLap, GameId } from '../../shared/sim/index.ts'
import { type BridgeProcess, startBridge } from '../rig-bridge/chain/bridge-process.ts'
import { BUILT_PAGE, type Visitor, visit } from './harness.ts'

export interface DrivenGame {
  readonly game: GameId
  readonly laps: number
}

export interface DriveOptions {
  readonly games: readonly DrivenGame[]
  /**
   * How many times faster than real. What a machine is late by grows as much: from some 20 on, a sample that is told a few
   * milliseconds late looks like a car that was put somewhere else.
   */
  readonly speed: number
  readonly seed: number
  /** Called when everything has arrived, while all still runs. */
  readonly look?: (page: Page, bridge: BridgeProcess) => Promise<void>
}

interface KeptLap {
  readonly sessionId: string
  readonly game: string
  readonly kind: string
  readonly startMs: number
  readonly endMs: number
  readonly sectorsMs: readonly number[]
  readonly valid: boolean
  readonly reason: string | null
  readonly hasTrace: boolean
}

export const pairPage = async (page: Page, bridge: BridgeProcess): Promise<void> => {
  await page.getByRole('button', { name: 'Show the six digits there' }).click()
  await page.getByLabel('The six digits').fill(await bridge.untilCode())
  await page.getByText(/rig: /).waitFor()
}

export const driveIntoLibrary = async ({ games, speed, seed, look }: DriveOptions): Promise<number> => {
  console.info(`driven at ${speed} times real speed, seed ${seed}`)
  const data = await mkdtemp(join(tmpdir(), 'paddock-driven-'))
  const prefix = `${data.split('-').at(-1)}-`
  let bridge: BridgeProcess | null = null
  let visitor: Visitor | null = null
  let running: RunningGame | null = null
  let arrived = 0
  try {
    bridge = await startBridge({ data, prefix, speed, page: process.env.PADDOCK_TEST_PAGE ?? BUILT_PAGE })
    visitor = await visit(bridge.origin)
    const { page } = visitor
    await page.goto(`${bridge.origin}/live`)
    await pairPage(page, bridge)
    for (const [place, { game, laps }] of games.entries()) {
      running = await startFakeGame({
        game,
        laps,
        speed,
        prefix,
        seed: seed + place,
        folder: '/dev/shm',
        circuit: 'kestrel-heath',
      })
      await running.over
      const truth = running.laps().filter(({ kind }) => kind === 'timed')
      const timed = async (): Promise<KeptLap[]> =>
        (await lapsIn(page)).filter(lap => lap.game === game && lap.kind === 'timed')
      await expect
        .poll(async () => (await timed()).length, { timeout: 60_000, interval: 250 })
        .toBeGreaterThanOrEqual(truth.length)
      expectSame(await timed(), truth, game)
      arrived += truth.length
      await running.stop()
      running = null
    }
    const all = await lapsIn(page)
    expect(new Set(all.map(({ sessionId }) => sessionId)).size, 'a session for each game').toBe(games.length)
    expect(visitor.strangers).toEqual([])
    await look?.(page, bridge)
    return arrived
  } finally {
    await running?.stop()
    await visitor?.close()
    await bridge?.kill()
    await rm(data, { recursive: true, force: true })
  }
}

/** AC EVO's pages have no sectors. */
const TELLS_SECTORS: Readonly<Record<GameId, boolean>> = { ac: true, acc: true, evo: false }

const expectSame = (kept: readonly KeptLap[], truth: readonly FakeLap[], game: GameId): void => {
  const told = kept.map(({ startMs, endMs, sectorsMs, valid }) => ({
    lapMs: endMs - startMs,
    sectorsMs,
    valid,
  }))
  const reasons = kept.flatMap(({ reason }, lap) => (reason === null ? [] : [`${lap}: ${reason}`]))
  expect(told, `${game}: the laps of the game; not counted were ${reasons.join(' ')}`).toEqual(
    truth.map(({ lapMs, sectorsMs, valid }) => ({
      lapMs,
      sectorsMs: TELLS_SECTORS[game] ? sectorsMs : [],
      valid,
    })),
  )
  expect(kept.every(({ hasTrace }) => hasTrace)).toBe(true)
}

/** What the browser has stored, in the order in which it was driven. */
const lapsIn = async (page: Page): Promise<KeptLap[]> => {
  const laps = await page.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const db = await answer(indexedDB.open('paddock'))
    const rows = await answer(db.transaction('laps').objectStore('laps').getAll())
    db.close()
    return rows.map(row => ({
      sessionId: row.sessionId as string,
      game: row.sim?.game as string,
      kind: row.kind as string,
      startMs: row.startMs as number,
      endMs: row.endMs as number,
      sectorsMs: row.sectorsMs as number[],
      valid: row.validity.valid as boolean,
      reason: (row.validity.reason ?? null) as string | null,
      hasTrace: row.trace !== null,
    }))
  })
  return laps.sort((a, b) => a.startMs - b.startMs)
}
