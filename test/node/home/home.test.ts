import { describe, expect, test, vi } from 'vitest'
import { SECURITY_HEADERS } from '#node/page'
import { apiErrorSchema, HOME_PATH, homeIdentitySchema } from '#shared/api'
import { servingPort } from '../support/home.ts'
import { ask, openLine, upgradeHead } from '../support/http.ts'

describe('the page', () => {
  test('is at http://localhost, on both loopback addresses', async () => {
    const port = await servingPort()
    for (const host of ['127.0.0.1', '::1']) {
      const answer = await ask(port, '/', { host })
      expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
      expect(answer.headers).toMatchObject(SECURITY_HEADERS)
    }
  })

  test('is not reachable by an address of the network', async () => {
    const port = await servingPort()
    await expect(ask(port, '/', { host: '127.0.0.2' })).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})

describe('one origin per machine', () => {
  test.each(['127.0.0.1', '[::1]'])('%s is sent to localhost, path and query kept', async name => {
    const port = await servingPort()
    const headers = { host: `${name}:${port}` }
    const answer = await ask(port, '/session/1?lap=2', { headers })
    expect([answer.status, answer.headers.location]).toEqual([
      307,
      `http://localhost:${port}/session/1?lap=2`,
    ])
    const posted = await ask(port, '/api/laps', { method: 'POST', headers, body: '{}' })
    expect([posted.status, posted.headers.location]).toEqual([307, `http://localhost:${port}/api/laps`])
  })

  test('a path that looks like another site stays on this one', async () => {
    const port = await servingPort()
    const answer = await ask(port, '//evil.example/x', { headers: { host: `127.0.0.1:${port}` } })
    expect(answer.headers.location).toBe(`http://localhost:${port}//evil.example/x`)
  })

  test('the absolute form is not a path', async () => {
    const port = await servingPort()
    const answer = await ask(port, 'http://evil.example/x', { headers: { host: `127.0.0.1:${port}` } })
    expect(answer.status).toBe(400)
  })
})

describe('who is refused', () => {
  test.each([
    ['another name', (port: number) => `evil.example:${port}`],
    ['a name without a port', () => 'localhost'],
    ['another port', () => 'localhost:1'],
    ['a trailing dot', (port: number) => `localhost.:${port}`],
    ['a look-alike', (port: number) => `localhost.evil.example:${port}`],
  ])('a request for %s, with a sentence, on every path', async (_name, hostAt) => {
    const port = await servingPort()
    for (const path of ['/', HOME_PATH, '/api/version', '/rig/live']) {
      const answer = await ask(port, path, { headers: { host: hostAt(port) } })
      expect(answer.status).toBe(403)
      expect(apiErrorSchema.parse(JSON.parse(answer.text))).toMatchObject({ error: 'foreign-host' })
      expect(answer.headers).toMatchObject(SECURITY_HEADERS)
    }
  })

  test('a request with two Hosts, an empty one, or none', async () => {
    const port = await servingPort()
    for (const hosts of [`Host: localhost:${port}\r\nHost: evil.example\r\n`, 'Host:\r\n', '']) {
      const line = await openLine(port)
      line.socket.write(`GET / HTTP/1.1\r\n${hosts}Connection: close\r\n\r\n`)
      expect(await line.closed).toMatch(/^HTTP\/1\.1 40[03] /)
    }
    const old = await openLine(port)
    old.socket.write('GET / HTTP/1.0\r\n\r\n')
    expect(await old.closed).toMatch(/^HTTP\/1\.1 403 /)
  })

  test('a change asked for by another web page', async () => {
    const port = await servingPort()
    for (const origin of [
      'http://evil.example',
      'null',
      `http://localhost:${port + 1}`,
      `https://localhost:${port}`,
    ]) {
      const answer = await ask(port, '/api/laps', { method: 'POST', headers: { origin }, body: '{}' })
      expect([answer.status, JSON.parse(answer.text).error]).toEqual([403, 'foreign-origin'])
    }
  })

  test('a WebSocket of another web page, or under another name', async () => {
    const port = await servingPort()
    for (const headers of [
      { origin: 'http://evil.example' },
      { origin: 'null' },
      { origin: `http://127.0.0.1:${port}` },
      { host: `evil.example:${port}` },
    ]) {
      const line = await openLine(port)
      line.socket.write(upgradeHead(port, '/rig/live', headers))
      expect(await line.closed).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/)
    }
  })

  test('a WebSocket at an address that has none, and an upgrade to something else', async () => {
    const port = await servingPort()
    for (const head of [upgradeHead(port, '/laps'), upgradeHead(port, '/rig/live', { upgrade: 'h2c' })]) {
      const line = await openLine(port)
      line.socket.write(head)
      expect(await line.closed).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/)
    }
  })
})

test('it says who it is, also under its address, so that a second Paddock finds it', async () => {
  const port = await servingPort()
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]) {
    const answer = await ask(port, HOME_PATH, { headers: { host } })
    expect(homeIdentitySchema.parse(JSON.parse(answer.text))).toEqual({
      paddock: 'home',
      version: '0.1.0',
      pid: process.pid,
    })
    expect(answer.headers['cache-control']).toBe('no-store')
  }
})

describe('clients that behave badly', () => {
  test('a head sent byte by byte is cut off, others are served meanwhile', async () => {
    const port = await servingPort({
      serverLimits: { headersWithinMs: 300, requestWithinMs: 1_000, maxConnections: 50 },
    })
    const slow = await openLine(port)
    slow.socket.write('GET / HTTP/1.1\r\nX-Slow: ')
    const drip = setInterval(() => slow.socket.write('x'), 50)
    slow.socket.on('error', () => clearInterval(drip))
    expect((await ask(port, '/')).status).toBe(200)
    const said = await slow.closed
    clearInterval(drip)
    expect(said).toMatch(/^(HTTP\/1\.1 408 |$)/)
  })

  test('noise is answered with 400 and closed', async () => {
    const port = await servingPort()
    for (const noise of [
      '\0\0\0\0',
      '{"json": true}\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      '\x16\x03\x01\x02\x00',
    ]) {
      const line = await openLine(port)
      line.socket.write(noise)
      line.socket.end()
      expect(await line.closed).toMatch(/^(HTTP\/1\.1 400 |$)/)
    }
    expect((await ask(port, '/')).status).toBe(200)
  })

  test('a head that is too large is refused', async () => {
    const port = await servingPort()
    const line = await openLine(port)
    line.socket.on('error', () => {})
    line.socket.write(`GET / HTTP/1.1\r\nHost: localhost:${port}\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`)
    expect(await line.closed).toMatch(/^(HTTP\/1\.1 431 |$)/)
    expect((await ask(port, '/')).status).toBe(200)
  })

  test('leaving in the middle of everything harms nobody', async () => {
    const port = await servingPort()
    for (const begin of [
      'GET / HTTP/1.1\r\nHost: localhost:1\r\n',
      `POST /api/x HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Length: 100\r\n\r\nabc`,
      upgradeHead(port, '/rig/live'),
    ]) {
      const line = await openLine(port)
      line.socket.write(begin)
      line.socket.resetAndDestroy()
    }
    await vi.waitFor(async () => expect((await ask(port, '/')).status).toBe(200))
  })
})
