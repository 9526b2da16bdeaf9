/**
 * Half a gigabyte of recordings from three programs, each a process of its own, over libp2p TCP on loopback, stored and
 * checked chunk by chunk; against one bare libp2p stream from another program that keeps nothing.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { ChunkedRef } from '#shared/logbook'
import type { Comparison, Workload } from './harness.ts'

const CHILD = fileURLToPath(new URL('./league-blobs-child.ts', import.meta.url))
const MEGABYTES: Readonly<Record<Workload, number>> = { full: 500, tiny: 4 }
const ROUNDS: Readonly<Record<Workload, number>> = { full: 3, tiny: 1 }
/** No less than 60 % of the bare stream's speed is no more than this of its time. */
const TARGET = 1 / 0.6
/** Windows, chunks in flight and what the collector has not come to; not the blob. */
const RSS_LIMIT_MB = 200

interface Child {
  readonly process: ChildProcess
  next<T>(): Promise<T>
  ask<T>(order: unknown): Promise<T>
}

const startChild = (role: string, n: number, folder: string, megabytes: number): Child => {
  const child = spawn(
    process.execPath,
    ['--expose-gc', CHILD, role, String(n), join(folder, `${role}-${n}`), String(megabytes)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async <T>(): Promise<T> => {
    const line = await lines.next()
    if (line.done) throw new Error(`the ${role} of the bench ended`)
    return JSON.parse(line.value) as T
  }
  return {
    process: child,
    next,
    ask: order => {
      child.stdin.write(`${JSON.stringify(order)}\n`)
      return next()
    },
  }
}

export interface LeagueBlobs {
  readonly comparisons: readonly Comparison[]
  close(): Promise<void>
}

export const openLeagueBlobs = (workload: Workload): LeagueBlobs => {
  const megabytes = MEGABYTES[workload]
  const rounds = ROUNDS[workload]
  const children: Child[] = []
  let folder = ''

  const start = async () => {
    folder = await mkdtemp(join(tmpdir(), 'paddock-bench-blobs-'))
    const add = (role: string, n: number): Child => {
      const child = startChild(role, n, folder, megabytes)
      children.push(child)
      return child
    }
    const holders = await Promise.all(
      [1, 2, 3].map(n => add('holder', n).next<{ address: string; ref: ChunkedRef }>()),
    )
    const source = await add('source', 0).next<{ address: string }>()
    const fetcher = add('fetcher', 0)
    await fetcher.next()
    return { fetcher, source, ref: holders[0]!.ref, addresses: holders.map(({ address }) => address) }
  }
  let started: ReturnType<typeof start> | null = null
  const programs = () => {
    started ??= start()
    return started
  }

  const growths: number[] = []
  const blobMs = async (): Promise<number> => {
    const { fetcher, addresses, ref } = await programs()
    const { ms, rssGrowth } = await fetcher.ask<{ ms: number; rssGrowth: number }>({
      what: 'blob',
      addresses,
      ref,
    })
    growths.push(rssGrowth)
    return ms
  }
  const bareMs = async (): Promise<number> => {
    const { fetcher, source } = await programs()
    return (await fetcher.ask<{ ms: number }>({ what: 'bare', address: source.address })).ms
  }

  return {
    comparisons: [
      {
        name: `${megabytes} MB of recordings from three programs`,
        unit: 'ms',
        ours: blobMs,
        against: 'one bare libp2p stream',
        peer: bareMs,
        target: TARGET,
        rounds,
      },
      {
        name: `${megabytes} MB of recordings: growth of the fetching program's memory`,
        unit: 'MB',
        // The runs before: asked for alone, it fetches once.
        ours: async () => {
          if (growths.length === 0) await blobMs()
          return Math.max(...growths) / 1e6
        },
        against: '200 MB',
        peer: RSS_LIMIT_MB,
        target: 1,
        rounds: 1,
      },
    ],
    close: async () => {
      for (const { process: child } of children) child.kill()
      if (folder) await rm(folder, { recursive: true, force: true })
    },
  }
}
