/**
 * Pages and a program of one league, in real browsers over loopback: by WebSocket, by webrtc-direct, from page to page
 * having met through the program's circuit, and on without it; a crew's room by the program's signalling. No address is
 * asked of anybody.
 */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium, type Page } from 'playwright'
import { build, type Rolldown } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSignal } from '#node/signal'
import type { Wire } from '#shared/sync'
import { CHROMIUM_ARGS, CHROMIUM_PERMISSIONS } from '../browser/chromium-args.ts'
import { directAddress, startTestHost, type TestHost } from '../node/p2p/hosts.ts'

const bundlePage = async (): Promise<string> => {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { conditions: ['browser'] },
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      modulePreload: false,
      rolldownOptions: {
        input: new URL('p2p-page-entry.ts', import.meta.url).pathname,
        output: { format: 'es', codeSplitting: false },
      },
    },
  })
  return (built as Rolldown.RolldownOutput).output[0].code
}

const echo = async (wire: Wire): Promise<void> => {
  for await (const piece of wire.received) await wire.send(piece)
  await wire.close()
}

let browser: Browser
let server: Server
let host: TestHost
let script: string
let port: number

beforeAll(async () => {
  script = await bundlePage()
  host = await startTestHost(
    { isWebSocketBehindHttp: true, isRelay: true },
    { onWire: wire => void echo(wire).catch(() => {}) },
  )
  const signal = createSignal(() => Date.now())
  server = createServer((request, response) => {
    const isScript = request.url === '/page.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(
      isScript ? script : '<!doctype html><title>p2p</title><script type="module" src="/page.js"></script>',
    )
  })
  server.on('upgrade', (request, socket, head) => {
    if (request.url === '/signal') signal.accept(request, socket, head)
    else host.upgrade(request, socket, head)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  const executablePath = process.env.CHROMIUM
  browser = await chromium.launch({ args: CHROMIUM_ARGS, ...(executablePath && { executablePath }) })
})

afterAll(async () => {
  await browser?.close()
  await host?.close()
  server?.closeAllConnections()
  server?.close()
})

/** Each in a context of its own: pages that share nothing but the network. */
const openPage = async (): Promise<Page> => {
  const context = await browser.newContext({ permissions: CHROMIUM_PERMISSIONS })
  const page = await context.newPage()
  page.on('pageerror', error => console.error(error))
  await page.goto(`http://localhost:${port}/`)
  await page.waitForFunction(() => 'p2p' in globalThis)
  return page
}

const startedPage = async (): Promise<{ page: Page; peerId: string }> => {
  const page = await openPage()
  return { page, peerId: await page.evaluate(() => p2p.start()) }
}

const webSocket = (): string => `/ip4/127.0.0.1/tcp/${port}/ws`
const echoFrom = (page: Page, address: string, bytes: number) =>
  page.evaluate(([to, count]) => p2p.echoFrom(to, count), [address, bytes] as const)

const BYTES = 3_000_000

describe('a page', () => {
  test('reaches a program by WebSocket and by webrtc-direct, and both know both ends', async () => {
    for (const address of [webSocket(), directAddress(host)]) {
      const { page, peerId } = await startedPage()
      const echoed = await echoFrom(page, address, BYTES)
      expect(echoed).toMatchObject({ heard: BYTES, isWhole: true, route: 'here' })
      expect(echoed.ends).toEqual({ own: peerId, other: host.peerId })
      await page.context().close()
    }
  })

  test('meets another page through the circuit of a program, and is connected to it directly', async () => {
    const [near, far] = [await startedPage(), await startedPage()]
    for (const { page } of [near, far]) await echoFrom(page, webSocket(), 10)
    await expect.poll(() => far.page.evaluate(() => p2p.places()), { timeout: 40_000 }).toHaveLength(1)
    const places = await far.page.evaluate(() => p2p.places())
    const [way] = await near.page.evaluate(all => p2p.waysTo(all), places)
    const echoed = await echoFrom(near.page, way!, BYTES)
    expect(echoed).toMatchObject({ heard: BYTES, isWhole: true, route: 'direct' })
    expect(echoed.ends.other).toBe(far.peerId)
    for (const { page } of [near, far]) await page.context().close()
  })
})

describe('a room of a crew', () => {
  test('carries a document of 1 MB and who is there, by name only if they signed, to those who know the secret', async () => {
    const pages = [await openPage(), await openPage(), await openPage()]
    const [first, second, stranger] = pages as [Page, Page, Page]
    await first.evaluate(() => p2p.type('x'.repeat(1_000_000)))
    for (const [seed, page] of [first, second].entries())
      await page.evaluate(([signalling, key]) => p2p.enterRoom(signalling, key, 1), [
        `ws://localhost:${port}/signal`,
        seed + 1,
      ] as const)
    await stranger.evaluate(signalling => p2p.enterRoom(signalling, 3, 2), `ws://localhost:${port}/signal`)
    await expect.poll(() => second.evaluate(() => p2p.notes()), { timeout: 20_000 }).toBe(1_000_000)
    await second.evaluate(() => p2p.show(120.5))
    await expect
      .poll(() =>
        first.evaluate(() =>
          p2p.people().map(({ device, presence }) => [device !== null, presence?.at, presence?.cursorM]),
        ),
      )
      .toEqual([[true, 'desk', 120.5]])
    expect(await stranger.evaluate(() => [p2p.connections(), p2p.notes()])).toEqual([0, 0])
    for (const page of pages) await page.context().close()
  })
})
