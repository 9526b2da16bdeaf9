import { networkInterfaces } from 'node:os'
import { describe, expect, test } from 'vitest'
import { rigStatusSchema } from '#shared/api'
import { ask, openLine, upgradeHead } from '../../node/support/http.ts'
import { HOME, startTestBridge } from './bridge.ts'
import { connect, connected, hello } from './client.ts'

const LEAGUE = 'https://league.example'

describe('B1: the bridge listens on this machine only', () => {
  test('on 127.0.0.1 and, where there is one, on ::1', async () => {
    const { port } = await startTestBridge()
    expect((await ask(port, '/rig/status')).status).toBe(200)
    const hasV6 = Object.values(networkInterfaces()).some(list => list?.some(one => one.address === '::1'))
    if (hasV6) {
      const answer = await ask(port, '/rig/status', { host: '::1', headers: { host: `[::1]:${port}` } })
      expect(answer.status).toBe(200)
    }
  })

  test('an address of another network is refused', async () => {
    const { port } = await startTestBridge()
    // 127.0.0.2 stands for any other address of this machine: a listener on all of them would answer here too.
    await expect(ask(port, '/rig/status', { host: '127.0.0.2' })).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    })
  })
})

describe('B2: Origin decides before the upgrade', () => {
  test.each([
    ['the home page', HOME, 'open'],
    ['its own page', 'own', 'open'],
    ['a hosted page that was allowed', LEAGUE, 'open'],
    ['another site', 'https://evil.example', 403],
    ['null', 'null', 403],
    ['empty', '', 403],
    ['a look-alike in front', 'http://localhost:7420.evil.example', 403],
    ['a look-alike behind', 'http://evil-localhost:7420', 403],
    ['another port', 'http://localhost:7423', 403],
    ['no port', 'http://localhost', 403],
    ['https instead of http', 'https://localhost:7420', 403],
    ['http instead of https', 'http://league.example', 403],
    ['the hosted page with a port', `${LEAGUE}:443`, 403],
    ['a sub-domain of the hosted page', 'https://evil.league.example', 403],
    ['the address instead of the name', 'http://127.0.0.1:7420', 403],
    ['upper case', 'HTTP://LOCALHOST:7420', 403],
    ['a slash at the end', `${HOME}/`, 403],
    ['two in one', `${HOME}, https://evil.example`, 403],
  ])('%s', async (_, origin, outcome) => {
    const { port } = await startTestBridge({ allowOrigin: [LEAGUE] })
    const sent = origin === 'own' ? `http://localhost:${port}` : origin
    const client = await connect(port, { headers: { origin: sent } })
    expect(typeof client === 'number' ? client : 'open').toBe(outcome)
  })

  test('none at all is a program, unless a browser sent the request', async () => {
    const { port } = await startTestBridge()
    expect(typeof (await connect(port))).not.toBe('number')
    expect(await connect(port, { headers: { 'sec-fetch-site': 'cross-site' } })).toBe(403)
    expect(await connect(port, { headers: { 'user-agent': 'Mozilla/5.0 (X11)' } })).toBe(403)
  })

  test('two Origin headers are refused', async () => {
    const { port } = await startTestBridge()
    const line = await openLine(port)
    const head = upgradeHead(port, '/rig/live', { origin: HOME })
    line.socket.write(head.replace('\r\n\r\n', '\r\norigin: https://evil.example\r\n\r\n'))
    expect(await line.closed).toMatch(/^HTTP\/1\.1 403/)
  })
})

describe('B3: Host decides before anything else', () => {
  test.each([
    ['localhost', 'open'],
    ['LOCALHOST', 'open'],
    ['127.0.0.1', 'open'],
    ['[::1]', 'open'],
    ['evil.example', 403],
    ['localhost.', 403],
    ['localhost.evil.example', 403],
    ['127.0.0.2', 403],
  ])('%s', async (name, outcome) => {
    const { port } = await startTestBridge()
    const host = `${name}:${port}`
    const client = await connect(port, { headers: { host, origin: HOME } })
    expect(typeof client === 'number' ? client : 'open').toBe(outcome)
    const status = (await ask(port, '/rig/status', { headers: { host } })).status
    expect(status).toBe(outcome === 'open' ? 200 : 403)
  })

  test('an empty one and none at all are foreign', async () => {
    const { port } = await startTestBridge()
    const empty = await openLine(port)
    empty.socket.write(upgradeHead(port, '/rig/live', { host: '' }))
    expect(await empty.closed).toMatch(/^HTTP\/1\.1 403/)
    const none = await openLine(port)
    none.socket.write(upgradeHead(port, '/rig/live').replace(/host: \S+\r\n/, ''))
    expect(await none.closed).toMatch(/^HTTP\/1\.1 40[03]/)
  })

  test('another port is another host', async () => {
    const { port } = await startTestBridge()
    expect(await connect(port, { headers: { host: `localhost:${port + 1}` } })).toBe(403)
    expect(await connect(port, { headers: { host: 'localhost' } })).toBe(403)
  })
})

test('a path with a query is no socket: what is secret never stands in an address', async () => {
  const { port } = await startTestBridge()
  expect(await connect(port, { path: '/rig/live?token=abc' })).toBe(404)
  expect(await connect(port, { path: '/rig/live/' })).toBe(404)
  expect(await connect(port, { path: '/' })).toBe(404)
})

test('the status says who this is, and only allowed pages may read it from elsewhere', async () => {
  const { port } = await startTestBridge({ allowOrigin: [LEAGUE] })
  const mine = await ask(port, '/rig/status', { headers: { origin: LEAGUE } })
  expect(rigStatusSchema.parse(JSON.parse(mine.text))).toEqual({
    paddock: 'rig-bridge',
    version: '0.1.0',
    socket: 1,
  })
  expect(mine.headers['access-control-allow-origin']).toBe(LEAGUE)
  expect(mine.headers.vary).toBe('origin')
  const foreign = await ask(port, '/rig/status', { headers: { origin: 'https://evil.example' } })
  expect(foreign.headers['access-control-allow-origin']).toBeUndefined()
  expect((await ask(port, '/rig/status', { method: 'POST' })).status).toBe(404)
})

test('more clients than there is room for are refused, and those without a token make room for new ones', async () => {
  const bridge = await startTestBridge({ maxClients: 4, maxWaiting: 2 })
  const waiting = [await connected(bridge.port), await connected(bridge.port), await connected(bridge.port)]
  expect(await waiting[0]!.closed).toMatchObject({ code: 4401 })
  const { token } = await bridge.pairings.add('mine')
  waiting[1]!.say(hello(token))
  await waiting[1]!.hears('welcome')
  await connected(bridge.port)
  await connected(bridge.port)
  expect(await waiting[2]!.closed).toMatchObject({ code: 4401 })
  expect(waiting[1]!.socket.readyState).toBe(1)
  const full = await startTestBridge({ maxClients: 1 })
  await connected(full.port)
  expect(await connect(full.port)).toBe(503)
})
