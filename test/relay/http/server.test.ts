import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createLog } from '#node/log'
import { createPage, SECURITY_HEADERS } from '#node/page'
import { createRelayHttp, DEFAULT_RELAY_HTTP_LIMITS, type RelayHttpParts } from '#relay/http'
import { apiErrorSchema, healthSchema, versionSchema } from '#shared/api'
import { builtPage } from '../../node/support/folder.ts'
import { ask, openLine, upgradeHead } from '../../node/support/http.ts'

interface TestRelay {
  readonly app: FastifyInstance
  readonly port: number
  /** Every log event so far. */
  readonly events: Record<string, unknown>[]
}

const startTestRelay = async (
  parts: Partial<RelayHttpParts> = {},
  prepare: (app: FastifyInstance) => void = () => {},
): Promise<TestRelay> => {
  const events: Record<string, unknown>[] = []
  const log = createLog({
    level: 'debug',
    format: 'json',
    now: () => new Date(0),
    write: line => void events.push(JSON.parse(line)),
  })
  const app = createRelayHttp({
    page: createPage(await builtPage()),
    version: '0.1.0',
    log,
    now: () => performance.now(),
    isLoopback: true,
    allowedHosts: [],
    homePort: () => 0,
    signal: (_incoming, socket) => void socket.end('HTTP/1.1 418 Signal\r\n\r\n'),
    league: {
      libp2p: () => null,
      addresses: () => ({ peerId: null, addresses: [], takesWebSocket: false }),
    },
    ...parts,
  })
  prepare(app)
  await app.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(async () => {
    app.server.closeAllConnections()
    await app.close()
  })
  return { app, port: (app.server.address() as AddressInfo).port, events }
}

describe('the API', () => {
  test('health and version fit their contracts, are never cached and have the security headers', async () => {
    const { port } = await startTestRelay()
    const health = await ask(port, '/api/health')
    const version = await ask(port, '/api/version')
    expect(healthSchema.parse(JSON.parse(health.text)).status).toBe('ok')
    expect(versionSchema.parse(JSON.parse(version.text))).toEqual({ paddock: 'relay', version: '0.1.0' })
    for (const { status, headers } of [health, version]) {
      expect(status).toBe(200)
      expect(headers).toMatchObject(SECURITY_HEADERS)
      expect(headers['cache-control']).toBe('no-store')
      expect(headers['content-type']).toBe('application/json; charset=utf-8')
    }
  })

  test('uptime counts whole seconds from the start', async () => {
    let time = 5_000
    const { port } = await startTestRelay({ now: () => time })
    time += 61_900
    expect(JSON.parse((await ask(port, '/api/health')).text).uptimeS).toBe(61)
  })

  test('an unknown address of the API is 404 in JSON, never the page', async () => {
    const { port } = await startTestRelay()
    for (const path of ['/api', '/api/', '/api/laps', '/signal', '/rig/live']) {
      const answer = await ask(port, path, { headers: { accept: 'text/html', 'sec-fetch-mode': 'navigate' } })
      expect(answer.status).toBe(404)
      expect(apiErrorSchema.parse(JSON.parse(answer.text)).error).toBe('not-found')
      expect(answer.headers).toMatchObject(SECURITY_HEADERS)
    }
  })

  test('a WebSocket where there is none is an answer, not a silence', async () => {
    const { port } = await startTestRelay()
    for (const path of ['/signals', '/api/health', '/']) {
      const line = await openLine(port)
      line.socket.write(upgradeHead(port, path))
      await vi.waitFor(() => expect(line.received()).toMatch(/^HTTP\/1\.1 (404|200) /))
      line.socket.destroy()
    }
  })

  test('a known address with another method is 404', async () => {
    const { port } = await startTestRelay()
    expect((await ask(port, '/api/health', { method: 'DELETE' })).status).toBe(404)
  })
})

describe('the page', () => {
  test('is served as the home server serves it', async () => {
    const { port } = await startTestRelay()
    const page = await ask(port, '/')
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.headers).toMatchObject({ ...SECURITY_HEADERS, 'cache-control': 'no-cache' })
    const script = await ask(port, '/assets/index-AbCd_123.js', { headers: { 'accept-encoding': 'br' } })
    expect(script.headers).toMatchObject({
      'content-encoding': 'br',
      'content-length': String(script.body.length),
      'cache-control': 'public, max-age=31536000, immutable',
    })
    const again = await ask(port, '/', { headers: { 'if-none-match': String(page.headers.etag) } })
    expect([again.status, again.text]).toEqual([304, ''])
    const head = await ask(port, '/', { method: 'HEAD' })
    expect([head.status, head.text, head.headers['content-length']]).toEqual([
      200,
      '',
      page.headers['content-length'],
    ])
    expect((await ask(port, '/none.js')).status).toBe(404)
    expect((await ask(port, '/', { method: 'POST' })).status).toBe(405)
  })

  test.each([
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2f..%2fetc/passwd',
    '/assets/../../package.json',
  ])('%s reaches nothing outside it', async path => {
    const { port } = await startTestRelay()
    expect((await ask(port, path)).status).toBe(404)
  })
})

describe('whom it answers', () => {
  test('bound to loopback: this machine by its own names only', async () => {
    const { port } = await startTestRelay()
    const status = async (host: string) => (await ask(port, '/api/health', { headers: { host } })).status
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`])
      expect(await status(host)).toBe(200)
    for (const host of ['evil.example', `evil.example:${port}`, 'localhost', `localhost.:${port}`])
      expect(await status(host)).toBe(403)
    expect((await ask(port, '/', { headers: { host: `evil.example:${port}` } })).text).toMatch(
      /"foreign-host".*--allow-host/,
    )
  })

  test('and the names a reverse proxy was allowed to pass on, with any port', async () => {
    const { port } = await startTestRelay({ allowedHosts: ['League.example'] })
    const status = async (host: string) => (await ask(port, '/', { headers: { host } })).status
    expect(await status('league.example')).toBe(200)
    expect(await status('LEAGUE.example:443')).toBe(200)
    expect(await status('other.example')).toBe(403)
    expect(await status('league.example.evil.example')).toBe(403)
  })

  test('bound to a network: anybody, by any name', async () => {
    const { port } = await startTestRelay({ isLoopback: false })
    expect((await ask(port, '/', { headers: { host: 'league.example' } })).status).toBe(200)
  })
})

describe('requests that go wrong', () => {
  const prepare = (app: FastifyInstance): void => {
    app.get('/api/throws', () => {
      throw new Error('a bug')
    })
    app.get('/api/rejects', async () => {
      throw Object.assign(new Error('a bug with a status'), { statusCode: 599 })
    })
    app.get('/api/odd', async () => {
      throw 'not even an error'
    })
    app.get('/api/breaks-off', async (_request, reply) =>
      reply.header('content-length', '100').send(
        Readable.from(
          (async function* () {
            yield 'half'
            throw new Error('a bug in the middle')
          })(),
        ),
      ),
    )
    app.get('/api/slow', () => new Promise(() => {}))
    app.post('/api/echo', async request => request.body)
  }

  test.each([
    '/api/throws',
    '/api/rejects',
    '/api/odd',
  ])('%s is a 500 with a sentence; the relay goes on', async path => {
    const { port, events } = await startTestRelay({}, prepare)
    const answer = await ask(port, `${path}?token=abc`)
    expect(answer.status).toBe(500)
    expect(apiErrorSchema.parse(JSON.parse(answer.text)).error).toBe('internal')
    expect(answer.text).not.toContain('a bug')
    expect(answer.headers).toMatchObject(SECURITY_HEADERS)
    const logged = events.filter(event => event.level === 'error')
    expect(logged).toHaveLength(1)
    expect(logged[0]).toMatchObject({ method: 'GET', path })
    expect((await ask(port, '/api/health')).status).toBe(200)
  })

  test('an answer that breaks off breaks off for the client; the relay goes on', async () => {
    const { port } = await startTestRelay({}, prepare)
    await expect(ask(port, '/api/breaks-off')).rejects.toThrow()
    expect((await ask(port, '/api/health')).status).toBe(200)
  })

  test('a handler that never answers is given up', async () => {
    const limits = { ...DEFAULT_RELAY_HTTP_LIMITS, answerWithinMs: 150 }
    const { port } = await startTestRelay({ limits }, prepare)
    const answer = await ask(port, '/api/slow')
    expect([answer.status, JSON.parse(answer.text).error]).toEqual([503, 'no-answer'])
  })

  test.each([
    ['no JSON', '{', { 'content-type': 'application/json' }, 400, 'bad-request'],
    ['poisoned JSON', '{"__proto__": {}}', { 'content-type': 'application/json' }, 400, 'bad-request'],
    ['another type', 'x', { 'content-type': 'application/x-odd' }, 415, 'bad-request'],
    ['too large', `"${'x'.repeat(70_000)}"`, { 'content-type': 'application/json' }, 413, 'too-large'],
  ])('a body that is %s', async (_name, body, headers, status, error) => {
    const { port, events } = await startTestRelay({}, prepare)
    const answer = await ask(port, '/api/echo', { method: 'POST', body, headers })
    expect([answer.status, apiErrorSchema.parse(JSON.parse(answer.text)).error]).toEqual([status, error])
    expect(events.filter(event => event.level === 'error')).toEqual([])
  })

  test.each(['/%', '/%zz', '/api/%c0%af'])('the path %s is refused with the security headers', async path => {
    const { port } = await startTestRelay()
    const answer = await ask(port, path)
    expect([answer.status, answer.headers['x-content-type-options']]).toEqual([400, 'nosniff'])
  })

  test('a very long path is not found, not a crash', async () => {
    const { port } = await startTestRelay()
    expect((await ask(port, `/${'a'.repeat(10_000)}`)).status).toBe(404)
  })
})

describe('clients that take their time', () => {
  test('a head sent byte by byte is cut off, others are served meanwhile', async () => {
    const limits = { ...DEFAULT_RELAY_HTTP_LIMITS, headersWithinMs: 300 }
    const { port } = await startTestRelay({ limits })
    const slow = await openLine(port)
    slow.socket.on('error', () => {})
    slow.socket.write('GET / HTTP/1.1\r\nX-Slow: ')
    const drip = setInterval(() => slow.socket.write('x'), 50)
    onTestFinished(() => clearInterval(drip))
    expect((await ask(port, '/')).status).toBe(200)
    expect(await slow.closed).toMatch(/^(HTTP\/1\.1 408 |$)/)
  })

  test('a body that never ends is cut off', async () => {
    const limits = { ...DEFAULT_RELAY_HTTP_LIMITS, headersWithinMs: 200, requestWithinMs: 400 }
    const { port } = await startTestRelay({ limits }, app =>
      app.post('/api/echo', async request => request.body),
    )
    const slow = await openLine(port)
    slow.socket.on('error', () => {})
    slow.socket.write(
      `POST /api/echo HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"`,
    )
    const drip = setInterval(() => slow.socket.write('x'), 50)
    onTestFinished(() => clearInterval(drip))
    expect(await slow.closed).toMatch(/^(HTTP\/1\.1 408 |$)/)
    expect((await ask(port, '/api/health')).status).toBe(200)
  })
})

test('an address that asks too often is told when to come back; others are not affected', async () => {
  const limits = { ...DEFAULT_RELAY_HTTP_LIMITS, rate: { burst: 2, perSecond: 0.1, maxAddresses: 10 } }
  const { app } = await startTestRelay({ isLoopback: false, limits })
  const from = (remoteAddress: string) => app.inject({ url: '/api/health', remoteAddress })
  expect([(await from('192.0.2.1')).statusCode, (await from('192.0.2.1')).statusCode]).toEqual([200, 200])
  const refused = await from('192.0.2.1')
  expect([refused.statusCode, refused.headers['retry-after'], refused.json().error]).toEqual([
    429,
    '10',
    'too-often',
  ])
  expect((await from('192.0.2.2')).statusCode).toBe(200)
})

describe('the log', () => {
  test('has a line per request with its path, and neither query nor address', async () => {
    const { port, events } = await startTestRelay()
    await ask(port, '/api/health?token=hunter2')
    await vi.waitFor(() => expect(events).toHaveLength(1))
    expect(events[0]).toMatchObject({ message: 'answered', method: 'GET', path: '/api/health', status: 200 })
    expect(JSON.stringify(events)).not.toMatch(/hunter2|127\.0\.0\.1/)
  })
})
