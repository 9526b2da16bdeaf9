import { connect } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { silentLog } from '#node/log'
import { startRelay } from '../../relay/start.ts'
import { temporaryFolder, writeFiles } from '../node/support/folder.ts'
import { ask, openLine } from '../node/support/http.ts'
import { portOf, startRelayProcess } from './support.ts'

/** Larger than all the socket buffers on the way, so that it is still on its way while the reader pauses. */
const LARGE = 48 * 1024 * 1024

const pageWithLargeFile = async (): Promise<string> => {
  const folder = temporaryFolder()
  await writeFiles(folder, { 'index.html': 'page', 'large.bin': Buffer.alloc(LARGE, 'lap') })
  return folder
}

/** Begins a download and stops reading once the first bytes are here. */
const beginDownload = (port: number): Promise<{ finish: () => Promise<number> }> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let received = 0
    socket.on('error', reject)
    socket.write(`GET /large.bin HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: keep-alive\r\n\r\n`)
    socket.once('data', chunk => {
      received = chunk.length - (chunk.indexOf('\r\n\r\n') + 4)
      socket.pause()
      resolve({
        finish: () =>
          new Promise(settle => {
            socket.on('data', more => {
              received += more.length
            })
            socket.on('close', () => settle(received))
            socket.resume()
          }),
      })
    })
  })

describe.skipIf(process.platform === 'win32')('a relay that is asked to stop', () => {
  test.each([
    'SIGTERM',
    'SIGINT',
    'SIGHUP',
  ] as const)('by %s ends with code 0 and frees its ports', async signal => {
    const relay = await startRelayProcess()
    relay.child.kill(signal)
    expect(await relay.exited).toEqual({ code: 0, signal: null })
    for (const port of [relay.port, portOf(relay.address)])
      await expect(ask(port, '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    expect(relay.stderr()).toMatch(new RegExp(`"stopping[^\n]*"signal":"${signal}"`))
    expect(relay.stderr()).toMatch(/"message":"stopped"/)
  })

  test('lets a running download finish, on both of its ports, and takes no new request', async () => {
    const relay = await startRelayProcess([`--page=${await pageWithLargeFile()}`])
    const downloads = await Promise.all([relay.port, portOf(relay.address)].map(beginDownload))
    relay.child.kill('SIGTERM')
    await relay.says(/"stopping/)
    await vi.waitFor(() => expect(ask(relay.port, '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' }))
    expect(await Promise.all(downloads.map(download => download.finish()))).toEqual([LARGE, LARGE])
    expect(await relay.exited).toEqual({ code: 0, signal: null })
  })

  test('an idle connection does not hold it up', async () => {
    const relay = await startRelayProcess()
    const line = await openLine(relay.port)
    line.socket.write(`GET /api/health HTTP/1.1\r\nHost: localhost:${relay.port}\r\n\r\n`)
    await vi.waitFor(() => expect(line.received()).toContain('"ok"'))
    const silent = await openLine(relay.port)
    const begun = performance.now()
    relay.child.kill('SIGTERM')
    expect((await relay.exited).code).toBe(0)
    expect(performance.now() - begun).toBeLessThan(5_000)
    await Promise.all([line.closed, silent.closed])
  })

  test('the same signal passed on by npm or a shell is not a second one, a later one ends it at once', async () => {
    const relay = await startRelayProcess([`--page=${await pageWithLargeFile()}`])
    const download = await beginDownload(relay.port)
    relay.child.kill('SIGINT')
    relay.child.kill('SIGINT')
    await relay.says(/"stopping/)
    expect(relay.child.exitCode).toBeNull()
    const begun = performance.now()
    const impatience = setInterval(() => relay.child.kill('SIGINT'), 100)
    const { code } = await relay.exited
    clearInterval(impatience)
    expect(code).toBe(143)
    expect(performance.now() - begun).toBeLessThan(3_000)
    expect(await download.finish()).toBeLessThan(LARGE)
  })

  test('a reader of its output that leaves does not end it', async () => {
    const relay = await startRelayProcess(['--log-level=debug'])
    relay.child.stderr?.destroy()
    relay.child.stdout?.destroy()
    for (let i = 0; i < 5; i++) expect((await ask(relay.port, '/api/health')).status).toBe(200)
    relay.child.kill('SIGTERM')
    expect((await relay.exited).code).toBe(0)
  })
})

test('what does not finish in time is cut off', async () => {
  const folder = temporaryFolder()
  const page = await pageWithLargeFile()
  const started = await startRelay(
    {
      port: 0,
      host: '127.0.0.1',
      allowHost: [],
      data: join(folder, 'data'),
      page,
      home: false,
      homePort: 0,
      rigPort: 0,
      league: [],
      p2pPort: 0,
      leagueGb: 1,
      name: null,
      mdns: false,
      logLevel: 'info',
      logFile: null,
    },
    { version: '0', log: silentLog },
  )
  if (!started.ok) throw new Error(started.message)
  const download = await beginDownload(started.relay.port)
  await started.relay.stop(100)
  expect(await download.finish()).toBeLessThan(LARGE)
})
