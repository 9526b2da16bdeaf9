/**
 * Files are imported one after another into one library; each time the page says that one is saved, the browser is
 * killed at a random moment, while the next one is on its way. Every session that was said to be saved must be there
 * with every lap and byte; the other one as a whole or not at all.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect } from 'vitest'
import { markedLog, NOON } from '../web/import/files.ts'
import { haveNoServiceWorkers, startServer } from './harness.ts'
import { type Killable, startKillable } from './killable.ts'

const DAY_MS = 86_400_000
/** Long enough for the next import to be at any stage of its own. */
const WITHIN_MS = 400
/** Every file holds the same drive: laps asked for, and what is stored with the ways out and in. */
const LAPS = { driven: 2, stored: 5 } as const

/** What a library holds, read behind its back. */
interface Held {
  /** How many, by file. */
  readonly laps: Readonly<Record<string, number>>
  /** Files whose bytes, or whose laps' bytes, are not all there. */
  readonly lost: readonly string[]
}

export const killAgainAndAgain = async (times: number, seed: number): Promise<void> => {
  console.info(`S3: ${times} kills, seed ${seed}`)
  const random = mulberry(seed)
  const profile = await mkdtemp(join(tmpdir(), 'paddock-killed-'))
  const server = await startServer()
  const saved: string[] = []
  let browser: Killable | null = null
  try {
    for (let round = 0; round < times; round++) {
      browser = await startKillable(profile)
      const { page } = browser
      await page.addInitScript(haveNoServiceWorkers)
      await page.goto(`${server.origin}/import`)
      await page.getByTestId('files').waitFor({ state: 'attached' })
      expectWhole(await page.evaluate(heldNow), saved, round)
      const name = `round-${round}.csv`
      await give(page, name, 2 * round)
      await page
        .getByRole('article', { name, exact: true })
        .getByRole('link', { name: 'Open session' })
        .waitFor()
      saved.push(name)
      expectWhole(await page.evaluate(heldNow), saved, round)
      await give(page, `beside-${round}.csv`, 2 * round + 1)
      await new Promise(resolve => setTimeout(resolve, Math.floor(random() * WITHIN_MS)))
      await browser.kill()
      browser = null
    }
    browser = await startKillable(profile)
    await browser.page.goto(server.origin)
    await browser.page.locator('tbody tr').first().waitFor()
    expectWhole(await browser.page.evaluate(heldNow), saved, times)
  } finally {
    await browser?.kill()
    await server.kill()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

const expectWhole = ({ laps, lost }: Held, saved: readonly string[], round: number): void => {
  expect(lost, `bytes missing after kill ${round}`).toEqual([])
  for (const name of saved) expect(laps[name], `${name} after kill ${round}`).toBe(LAPS.stored)
  for (const [name, count] of Object.entries(laps))
    expect(count, `${name} after kill ${round}`).toBe(LAPS.stored)
}

/** Each file is another day of the same drive, so that none is recognised as one that is there. */
const give = async (page: Page, name: string, day: number): Promise<void> => {
  const file = markedLog(name, {
    circuit: 'kestrel-heath',
    laps: LAPS.driven,
    startedAt: NOON + day * DAY_MS,
  })
  const buffer = Buffer.from(await file.arrayBuffer())
  await page.getByTestId('files').setInputFiles({ name, mimeType: 'text/csv', buffer })
}

/** Runs in the page. */
const heldNow = async (): Promise<Held> => {
  const settled = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  const db = await settled(indexedDB.open('paddock'))
  const held = db.transaction(['sessions', 'laps', 'blobs', 'chunks'])
  const all = (table: string) => settled(held.objectStore(table).getAll())
  const [sessions, laps, blobs] = await Promise.all([all('sessions'), all('laps'), all('blobs')])
  const keys = await settled(held.objectStore('chunks').getAllKeys())
  db.close()
  const chunkCount = new Map<string, number>()
  for (const [store] of keys as [string, number][]) chunkCount.set(store, (chunkCount.get(store) ?? 0) + 1)
  const whole = new Set(
    blobs.filter(blob => chunkCount.get(blob.store) === blob.chunkCount).map(blob => blob.sha256),
  )
  const counted: Record<string, number> = {}
  const lost: string[] = []
  for (const session of sessions) {
    const own = laps.filter(lap => lap.sessionId === session.id)
    counted[session.origin.fileName] = own.length
    const refs = [session.origin.original, session.betweenTrace, ...own.map(lap => lap.trace)]
    for (const ref of refs) if (ref && !whole.has(ref.sha256)) lost.push(session.origin.fileName)
  }
  return { laps: counted, lost }
}

/** Small and good enough to choose moments: the same seed gives the same ones. */
const mulberry = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
}
