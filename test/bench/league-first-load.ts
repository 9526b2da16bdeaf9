/**
 * The first load of the built app, by somebody who shares nothing: every script it runs until the library shows, and
 * whether libp2p is among them. That the app has libp2p at all, so that the answer says something, is looked up in its
 * files first.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildPageIfStale } from '../../scripts/bootstrap/page.mjs'
import { BUILT_PAGE, ROOT, startServer, visit } from '../e2e/harness.ts'
import type { Comparison } from './harness.ts'

const LIMIT_KB = 120
/** Names libp2p's protocols say on the wire, which no minifier changes. */
const MARKS = ['/yamux/1.0.0', '/multistream/1.0.0']

const hasLibp2p = (script: string): boolean => MARKS.some(mark => script.includes(mark))

const needLibp2pInBuild = async (page: string): Promise<void> => {
  const folder = join(page, 'assets')
  for (const name of await readdir(folder)) {
    if (name.endsWith('.js') && hasLibp2p(await readFile(join(folder, name), 'utf8'))) return
  }
  throw new Error('libp2p is nowhere in the built page, so its absence from the first load would say nothing')
}

const firstScripts = async (origin: string): Promise<readonly Buffer[]> => {
  const visitor = await visit(origin)
  try {
    const scripts: Promise<Buffer>[] = []
    visitor.page.on('response', response => {
      if (new URL(response.url()).pathname.endsWith('.js') && !response.fromServiceWorker())
        scripts.push(response.body())
    })
    await visitor.page.goto(origin, { waitUntil: 'commit' })
    await visitor.page.getByRole('heading', { name: 'Your laps will be here' }).waitFor()
    return await Promise.all([...scripts])
  } finally {
    await visitor.close()
  }
}

export interface FirstLoad {
  readonly comparisons: readonly Comparison[]
  close(): Promise<void>
}

export const openFirstLoad = async (): Promise<FirstLoad> => {
  const chosen = process.env.PADDOCK_TEST_PAGE
  if (!chosen)
    await buildPageIfStale({ root: ROOT, node: process.execPath, env: process.env, say: console.error })
  await needLibp2pInBuild(chosen ?? BUILT_PAGE)
  const server = await startServer(chosen ? { page: chosen } : {})
  let loading: Promise<readonly Buffer[]> | null = null
  const scripts = () => {
    loading ??= firstScripts(server.origin)
    return loading
  }
  return {
    comparisons: [
      {
        name: 'first load of who shares nothing: scripts until the library shows',
        unit: 'kB gzip',
        ours: async () =>
          (await scripts()).reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0) / 1000,
        against: 'the limit of 120 kB',
        peer: LIMIT_KB,
        target: 1,
        rounds: 1,
      },
      {
        name: 'first load of who shares nothing: scripts with libp2p in them',
        unit: 'scripts',
        ours: async () => (await scripts()).filter(body => hasLibp2p(body.toString('utf8'))).length,
        against: 'one is too many',
        peer: 1,
        target: 0,
        rounds: 1,
      },
    ],
    close: server.kill,
  }
}
