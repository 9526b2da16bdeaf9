import type { ServerResponse } from 'node:http'
import { createServer } from 'node:net'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { type Home, startHome } from '#node/home'
import { silentLog } from '#node/log'
import { createPage } from '#node/page'
import { HOME_PATH } from '#shared/api'
import { builtPage } from '../support/folder.ts'
import { startTestHome } from '../support/home.ts'
import { ask, openLine } from '../support/http.ts'
import { startProgram } from '../support/program.ts'
import { freePort, startOther } from '../support/servers.ts'

/** The design promises a page that is back within this time. */
const PROMISED_MS = 2_000

const versionAt = async (port: number): Promise<string> =>
  JSON.parse((await ask(port, HOME_PATH)).text).version

const startOnBusyPort = async (port: number) => {
  const start = await startHome({ port, page: createPage(await builtPage()), version: '2', log: silentLog })
  if (start.ok) onTestFinished(() => start.home.close())
  return start
}

describe('two homes in one process', () => {
  test('the second waits, and serves within two seconds of the first closing', async () => {
    const first = await startTestHome({ version: '1' })
    const { port } = await first.serving
    const second = await startTestHome({ port, version: '2' })
    expect(second.state()).toEqual({
      kind: 'waiting',
      holder: { paddock: 'home', version: '1', pid: process.pid },
    })
    expect(await versionAt(port)).toBe('1')

    await first.close()
    const begun = performance.now()
    expect(await second.serving).toEqual({ port })
    expect(performance.now() - begun).toBeLessThan(PROMISED_MS)
    expect(second.state()).toEqual({ kind: 'serving', port })
    expect(await versionAt(port)).toBe('2')
    expect((await ask(port, '/', { host: '::1' })).status).toBe(200)
  })

  test('of two that wait exactly one gets the port, the other waits on', async () => {
    const first = await startTestHome({ version: '1' })
    const { port } = await first.serving
    const waiting = await Promise.all(['2', '3'].map(version => startTestHome({ port, version })))
    await first.close()
    await Promise.race(waiting.map(home => home.serving))
    const kinds = () => waiting.map(home => home.state().kind).sort()
    expect(kinds()).toEqual(['serving', 'waiting'])
    const winner = waiting.find(home => home.state().kind === 'serving') as Home
    const loser = waiting.find(home => home !== winner) as Home
    await winner.close()
    expect(await loser.serving).toEqual({ port })
  })

  test('one that is closed while waiting lets go and never serves', async () => {
    const first = await startTestHome({ version: '1' })
    const { port } = await first.serving
    const second = await startTestHome({ port, version: '2' })
    await second.close()
    expect(second.state()).toEqual({ kind: 'closed' })
    await expect(second.serving).rejects.toThrow('closed')
    await first.close()
    await expect(ask(port, '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  test('closing lets a running request finish, and takes no new one', async () => {
    const arrived = Promise.withResolvers<ServerResponse>()
    const relay = await startOther((_request, response) => arrived.resolve(response))
    const home = await startTestHome({ relayPort: relay.port })
    const { port } = await home.serving
    const running = ask(port, '/api/slow')
    const response = await arrived.promise
    const closing = home.close(10_000)
    await expect(ask(port, '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    response.end('done')
    expect((await running).text).toBe('done')
    await closing
  })

  test('closing cuts off what does not finish in time', async () => {
    const arrived = Promise.withResolvers<void>()
    const relay = await startOther(() => arrived.resolve())
    const home = await startTestHome({ relayPort: relay.port })
    const { port } = await home.serving
    const stuck = ask(port, '/api/never').catch((error: unknown) => error)
    await arrived.promise
    await home.close(100)
    expect(await stuck).toBeInstanceOf(Error)
  })
})

describe('a stranger on the port', () => {
  test.each([
    [
      'another web server',
      async () => (await startOther((_request, response) => response.end('hello'))).port,
    ],
    [
      'a program that says nothing',
      async () => {
        const server = createServer(socket => void socket.on('error', () => {}).resume())
        await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
        onTestFinished(() => void server.close())
        const address = server.address()
        return typeof address === 'object' && address ? address.port : 0
      },
    ],
    [
      'a program on ::1 only',
      async () => {
        const port = await freePort()
        const server = createServer(socket => void socket.destroy())
        await new Promise<void>(resolve => server.listen(port, '::1', resolve))
        onTestFinished(() => void server.close())
        return port
      },
    ],
  ])('%s is one sentence, and nothing is left listening', async (_name, occupy) => {
    const port = await occupy()
    const start = await startOnBusyPort(port)
    expect(start).toEqual({
      ok: false,
      kind: 'foreign-program',
      message: `Port ${port} is used by a program that is not Paddock, so the page has no place to be and nothing was started: stop that program, or choose another port with --home-port.`,
    })
  })

  test('one that comes later does not stop a running program, and is replaced in turn', async () => {
    const first = await startTestHome({ version: '1' })
    const { port } = await first.serving
    const second = await startTestHome({ port, version: '2' })
    const stranger = createServer(socket => void socket.destroy())
    await first.close()
    // Whoever is quicker: here the stranger must be, so it tries until it has the port or has lost it for good.
    const isStrangerIn = await new Promise<boolean>(resolve => {
      stranger.once('error', () => resolve(false))
      stranger.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(true))
    })
    expect(isStrangerIn).toBe(true)
    await vi.waitFor(() => expect(second.state()).toEqual({ kind: 'blocked' }), { timeout: 5_000 })
    await new Promise(resolve => stranger.close(resolve))
    expect(await second.serving).toEqual({ port })
  })
})

describe('two homes in two processes', () => {
  test('when the first is killed without warning, the second serves within two seconds', async () => {
    const page = await builtPage()
    const script = 'test/node/home/home-process.ts'
    const first = startProgram(script, ['0', page, 'first'])
    const port = Number((await first.says(/serving (\d+)/))[1])
    const second = startProgram(script, [String(port), page, 'second'])
    await second.says(new RegExp(`waiting for first in process ${first.child.pid}`))
    // A page is in the middle of something when the first dies.
    const line = await openLine(port)
    line.socket.on('error', () => {})

    first.child.kill('SIGKILL')
    await first.exited
    const begun = performance.now()
    await second.says(/serving/)
    expect(performance.now() - begun).toBeLessThan(PROMISED_MS)
    expect(await versionAt(port)).toBe('second')
    await line.closed
  })

  test('a first that is stopped in its tracks is a Paddock again once it runs on', async () => {
    if (process.platform === 'win32') return
    const page = await builtPage()
    const script = 'test/node/home/home-process.ts'
    const first = startProgram(script, ['0', page, 'first'])
    const port = Number((await first.says(/serving (\d+)/))[1])
    const second = await startTestHome({ port, version: 'second' })
    first.child.kill('SIGSTOP')
    await vi.waitFor(() => expect(second.state()).toEqual({ kind: 'blocked' }), { timeout: 5_000 })
    first.child.kill('SIGCONT')
    await vi.waitFor(() => expect(second.state().kind).toBe('waiting'), { timeout: 5_000 })
  })
})
