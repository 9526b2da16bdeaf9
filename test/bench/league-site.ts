/**
 * Where the page's figures are taken: the app's league parts as one script, and a Node member of the league behind the
 * same port. What crosses its sockets is counted.
 */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { build } from 'vite'
import { openEntryStore } from '#node/entries'
import { type Member, startMember } from '#node/league'
import { silentLog } from '#node/log'
import { packEntries } from './league-pack.ts'
import type { BenchLeague } from './league-season.ts'

export interface BenchSite {
  readonly origin: string
  /** Of the member, for a page. */
  readonly address: string
  readonly member: Member
  /** Both ways, of all sockets the member was given so far. */
  wireBytes(): number
  close(): Promise<void>
}

const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' }

const BENCH_PAGE = '<!doctype html><title>bench</title><script type="module" src="/bench/page.js"></script>'

/** Workers become files of their own, as in the app. */
const buildScript = async (outDir: string): Promise<void> => {
  await build({
    configFile: false,
    root: import.meta.dirname,
    base: '/bench/',
    logLevel: 'error',
    plugins: [svelte()],
    define: { __PADDOCK_VERSION__: '"0.1.0"' },
    resolve: { conditions: ['browser'] },
    worker: { format: 'es' },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2023',
      modulePreload: false,
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: join(import.meta.dirname, 'league-page.ts'),
        output: { entryFileNames: 'page.js' },
      },
    },
  })
}

/** The member's folder as if it had been synchronised long ago. */
const startHolder = async (folder: string, { league, entries, inviteSeed }: BenchLeague): Promise<Member> => {
  const place = join(folder, 'leagues', league)
  await mkdir(place, { recursive: true })
  const opened = openEntryStore(join(place, 'entries.sqlite'))
  if (!opened.ok) throw new Error(opened.message)
  await opened.store.add(entries, 'relaxed')
  await opened.store.close()
  const started = await startMember({
    dataFolder: folder,
    invitations: [{ league, seed: inviteSeed, addresses: [] }],
    host: '127.0.0.1',
    port: 0,
    isWebSocketBehindHttp: true,
    isRelay: true,
    usesMdns: false,
    names: { person: 'Relay', device: 'Relay' },
    version: '0.1.0',
    capacityBytes: 0,
    log: silentLog,
  })
  if (!started.ok) throw new Error(started.message)
  return started.member
}

export const startBenchSite = async (league: BenchLeague): Promise<BenchSite> => {
  const folder = await mkdtemp(join(tmpdir(), 'paddock-bench-league-'))
  await buildScript(join(folder, 'script'))
  const member = await startHolder(join(folder, 'member'), league)
  const season = packEntries(league.entries)
  const sockets = new Set<Socket>()
  let closedBytes = 0

  const fileOf = async (path: string): Promise<{ type: string; body: Uint8Array }> => {
    if (path === '/bench/') return { type: 'text/html', body: Buffer.from(BENCH_PAGE) }
    if (path === '/bench/season.bin') return { type: 'application/octet-stream', body: season }
    const type = TYPES[extname(path)]
    if (!type) throw new Error(`there is no ${path}`)
    return { type, body: await readFile(join(folder, 'script', path.replace('/bench/', ''))) }
  }
  const server: Server = createServer((request, response) => {
    fileOf(new URL(request.url ?? '/', 'http://localhost').pathname).then(
      ({ type, body }) => {
        response.setHeader('content-type', type)
        response.end(body)
      },
      () => response.writeHead(404).end(),
    )
  })
  server.on('upgrade', (request, socket, head) => {
    const counted = socket as Socket
    sockets.add(counted)
    counted.once('close', () => {
      sockets.delete(counted)
      closedBytes += counted.bytesRead + counted.bytesWritten
    })
    member.upgrade(request, socket, head)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://localhost:${port}`,
    address: `/ip4/127.0.0.1/tcp/${port}/ws`,
    member,
    wireBytes: () =>
      [...sockets].reduce((sum, { bytesRead, bytesWritten }) => sum + bytesRead + bytesWritten, closedBytes),
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      await member.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
