/**
 * A gigabyte of telemetry exported in the page, into its private file system: how long a megabyte takes, and how much
 * memory the page's process takes beside what it had (anonymous memory, read from the system while it exports).
 */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer, type Visitor, visit } from '../e2e/harness.ts'
import type { Comparison, Workload } from './harness.ts'

/** 40 MB/s. */
const LIMIT_MS_PER_MB = 25
/** A few blobs under way and the records as text; a page that held the archive would take a gigabyte. */
const MEMORY_LIMIT_MB = 256
const MEGABYTES: Readonly<Record<Workload, number>> = { full: 1000, tiny: 8 }
const LOOK_EVERY_MS = 200

interface Exported {
  readonly msPerMegabyte: number
  readonly memoryMb: number
}

export const openLibraryExport = async (
  workload: Workload,
): Promise<{ readonly comparisons: readonly Comparison[]; close(): Promise<void> }> => {
  const megabytes = MEGABYTES[workload]
  const profile = await mkdtemp(join(tmpdir(), 'paddock-bench-export-'))
  const server = await startServer()
  const visitor = await visit(server.origin, { profile })
  await visitor.page.goto(server.origin)
  await visitor.page.getByText('Works offline').waitFor()
  await visitor.page.evaluate(fillWithBytes, megabytes)
  const runs: Exported[] = []
  const of = (pick: (exported: Exported) => number) => {
    let round = 0
    return async () => {
      runs[round] ??= await exportOnce(visitor, server.origin, megabytes)
      return pick(runs[round++]!)
    }
  }
  return {
    comparisons: [
      {
        name: `export of ${megabytes} MB in blobs of 1 MB: a megabyte`,
        unit: 'ms',
        ours: of(exported => exported.msPerMegabyte),
        against: 'the limit of 25 ms (40 MB/s)',
        peer: LIMIT_MS_PER_MB,
        target: 1,
        rounds: 3,
      },
      {
        name: `export of ${megabytes} MB: memory beside what the page had`,
        unit: 'MB',
        ours: of(exported => exported.memoryMb),
        against: 'the limit of 256 MB',
        peer: MEMORY_LIMIT_MB,
        target: 1,
        rounds: 3,
      },
    ],
    close: async () => {
      await visitor.close()
      await server.kill()
      await rm(profile, { recursive: true, force: true })
    },
  }
}

const exportOnce = async (visitor: Visitor, origin: string, megabytes: number): Promise<Exported> => {
  const { page } = visitor
  // Without the browser's own dialog, which nobody can answer here.
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'))
  await page.goto(`${origin}/keeping`)
  const button = page.getByRole('button', { name: 'Export everything' })
  await button.waitFor()
  const pids = await processesOf(visitor)
  const before = memoryOf(pids)
  let most = before
  const looking = setInterval(() => {
    most = Math.max(most, memoryOf(pids))
  }, LOOK_EVERY_MS)
  const started = performance.now()
  await button.click()
  await page
    .getByRole('link', { name: 'Save the file' })
    .or(page.getByRole('button', { name: 'Save the file' }))
    .waitFor({ timeout: 600_000 })
  const tookMs = performance.now() - started
  clearInterval(looking)
  return { msPerMegabyte: tookMs / megabytes, memoryMb: (most - before) / 1e6 }
}

/** The pages' processes, workers included; the browser's own are left out, which the system shares with everybody. */
const processesOf = async ({ context }: Visitor): Promise<readonly number[]> => {
  const devtools = await context.browser()!.newBrowserCDPSession()
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo')
  await devtools.detach()
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
}

/** Bytes of their own, files mapped into memory aside; 0 where the system does not say. */
const memoryOf = (pids: readonly number[]): number => {
  let bytes = 0
  for (const pid of pids) {
    try {
      const kilobytes = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      bytes += Number(kilobytes ?? 0) * 1024
    } catch {
      // It ended meanwhile, or the system has no such list.
    }
  }
  return bytes
}

/** Runs in the page: blobs of a megabyte, named as the library names them. */
const fillWithBytes = async (megabytes: number): Promise<void> => {
  const CHUNK = 256 * 1024
  const hex = (digest: ArrayBuffer): string => new Uint8Array(digest).toHex()
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('paddock')
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  for (let n = 0; n < megabytes; n++) {
    const chunks = Array.from({ length: 4 }, () => {
      const bytes = new Uint8Array(CHUNK)
      for (let at = 0; at < CHUNK; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536))
      return bytes
    })
    const whole = await new Blob(chunks).arrayBuffer()
    const digests = await Promise.all(chunks.map(chunk => crypto.subtle.digest('SHA-256', chunk)))
    const root = await crypto.subtle.digest('SHA-256', await new Blob(digests).arrayBuffer())
    const store = n.toString(16).padStart(32, '0')
    const named = { sha256: hex(await crypto.subtle.digest('SHA-256', whole)), chunkRoot: hex(root), store }
    const row = { ...named, size: 4 * CHUNK, chunkCount: 4, kind: 'trace', own: true, createdAt: Date.now() }
    await new Promise<void>((resolve, reject) => {
      const transaction = db.transaction(['blobs', 'chunks'], 'readwrite')
      for (const [index, bytes] of chunks.entries())
        transaction.objectStore('chunks').put({ store, index, bytes })
      transaction.objectStore('blobs').put(row)
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
    })
  }
  db.close()
}
