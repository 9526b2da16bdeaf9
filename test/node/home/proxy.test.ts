import { createHash } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { apiErrorSchema } from '#shared/api'
import { servingPort } from '../support/home.ts'
import { ask, openLine, upgradeHead } from '../support/http.ts'
import { freePort, startOther } from '../support/servers.ts'

describe('requests passed on', () => {
  test('/api and /signal reach the relay, /rig the rig-bridge, look-alikes the page', async () => {
    const relay = await startOther((request, response) => response.end(`relay ${request.url}`))
    const rig = await startOther((request, response) => response.end(`rig ${request.url}`))
    const port = await servingPort({ relayPort: relay.port, rigPort: rig.port })
    const said = async (path: string) => (await ask(port, path)).text
    expect(await said('/api/version?x=1')).toBe('relay /api/version?x=1')
    expect(await said('/api')).toBe('relay /api')
    expect(await said('/signal/room')).toBe('relay /signal/room')
    expect(await said('/rig/status')).toBe('rig /rig/status')
    for (const path of ['/apis', '/rigs', '/signals', '/', '/ap%69/version'])
      expect(await said(path)).not.toMatch(/^r/)
  })

  test('method, body, query, status and headers arrive as they were', async () => {
    const relay = await startOther((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', chunk => chunks.push(chunk))
      request.on('end', () => {
        const body = createHash('sha256').update(Buffer.concat(chunks)).digest('hex')
        response.writeHead(201, { 'x-answer': 'yes', 'set-cookie': ['a=1', 'b=2'] })
        response.end(JSON.stringify({ method: request.method, headers: request.headers, body }))
      })
    })
    const port = await servingPort({ relayPort: relay.port })
    const body = Buffer.alloc(3_000_000, 'livery ')
    const answer = await ask(port, '/api/blob', {
      method: 'PUT',
      body,
      headers: { origin: `http://localhost:${port}`, 'x-mine': '1', 'content-length': String(body.length) },
    })
    const seen = JSON.parse(answer.text)
    expect([answer.status, answer.headers['x-answer'], answer.headers['set-cookie']]).toEqual([
      201,
      'yes',
      ['a=1', 'b=2'],
    ])
    expect(seen.method).toBe('PUT')
    expect(seen.body).toBe(createHash('sha256').update(body).digest('hex'))
    expect(seen.headers).toMatchObject({
      host: `localhost:${relay.port}`,
      origin: `http://localhost:${port}`,
      'x-mine': '1',
      'content-length': String(body.length),
    })
  })

  test.each([
    'POST',
    'DELETE',
    'GET',
  ])('a body of unknown length sent with %s stays one request', async method => {
    const seen: string[] = []
    const relay = await startOther((request, response) => {
      let body = ''
      request.setEncoding('utf8').on('data', text => {
        body += text
      })
      request.on('end', () => {
        seen.push(`${request.method} ${request.url} ${body}`)
        response.end('ok')
      })
    })
    const port = await servingPort({ relayPort: relay.port })
    const hidden = 'GET /api/smuggled HTTP/1.1\r\nHost: x\r\n\r\n'
    const line = await openLine(port)
    line.socket.write(
      `${method} /api/a HTTP/1.1\r\nHost: localhost:${port}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n` +
        `${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`,
    )
    expect(await line.closed).toContain('ok')
    expect(seen).toEqual([`${method} /api/a ${hidden}`])
  })

  test('nobody can speak for a client behind us, and one connection stays one connection', async () => {
    const relay = await startOther((request, response) => response.end(JSON.stringify(request.headers)))
    const port = await servingPort({ relayPort: relay.port })
    const answer = await ask(port, '/api/who', {
      headers: {
        'x-forwarded-for': '203.0.113.9',
        'x-forwarded-host': 'evil.example',
        forwarded: 'for=203.0.113.9',
        'x-real-ip': '203.0.113.9',
        connection: 'keep-alive, x-hop',
        'x-hop': 'drop me',
        te: 'trailers',
        'proxy-authorization': 'Basic x',
      },
    })
    expect(Object.keys(JSON.parse(answer.text)).sort()).toEqual(['connection', 'host'])
  })

  test('a stream arrives event by event, and the other side learns when the page leaves', async () => {
    let left = false
    let send: (text: string) => void = () => {}
    const relay = await startOther((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.flushHeaders()
      send = text => void response.write(text)
      response.on('close', () => {
        left = true
      })
    })
    const port = await servingPort({ relayPort: relay.port })
    const line = await openLine(port)
    line.socket.write(`GET /api/events HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`)
    await vi.waitFor(() => expect(line.received()).toContain('text/event-stream'))
    send('data: lap 1\n\n')
    await vi.waitFor(() => expect(line.received()).toContain('data: lap 1'))
    line.socket.destroy()
    await vi.waitFor(() => expect(left).toBe(true))
  })

  test('an answer given before the request was read reaches the client', async () => {
    const relay = await startOther((_request, response) => {
      response.writeHead(413, { connection: 'close' })
      response.end('too large')
    })
    const port = await servingPort({ relayPort: relay.port })
    const line = await openLine(port)
    line.socket.on('error', () => {})
    line.socket.write(
      `POST /api/blob HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Length: 9000000\r\n\r\n${'x'.repeat(100_000)}`,
    )
    await vi.waitFor(() => expect(line.received()).toMatch(/^HTTP\/1\.1 413 [\s\S]*too large/))
    line.socket.destroy()
  })

  test('an answer that breaks off breaks off for the client too', async () => {
    const relay = await startOther((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('half', () => response.destroy())
    })
    const port = await servingPort({ relayPort: relay.port })
    await expect(ask(port, '/api/blob')).rejects.toThrow()
  })
})

describe('programs that are not there', () => {
  test('are a 502 with a word and a sentence, at once', async () => {
    const port = await servingPort()
    for (const [path, name] of [
      ['/rig/status', 'rig-bridge'],
      ['/api/version', 'relay'],
      ['/signal', 'relay'],
    ] as const) {
      const answer = await ask(port, path)
      expect(answer.status).toBe(502)
      const said = apiErrorSchema.parse(JSON.parse(answer.text))
      expect(said.error).toBe('not-running')
      expect(said.message).toContain(`The ${name} is not running on this machine`)
    }
  })

  test('for a WebSocket too', async () => {
    const port = await servingPort()
    for (const path of ['/rig/live', '/signal', '/']) {
      const line = await openLine(port)
      line.socket.write(upgradeHead(port, path))
      expect(await line.closed).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n[\s\S]*"not-running"/)
    }
  })

  test('when it is started it is found', async () => {
    const relayPort = await freePort()
    const port = await servingPort({ relayPort })
    expect((await ask(port, '/api/x')).status).toBe(502)
    const { createServer } = await import('node:http')
    const relay = createServer((_request, response) => response.end('here'))
    await new Promise<void>(resolve => relay.listen(relayPort, '127.0.0.1', resolve))
    expect((await ask(port, '/api/x')).text).toBe('here')
    relay.closeAllConnections()
    await new Promise(resolve => relay.close(resolve))
  })

  test('one that does not answer is a 504 in time, for requests and WebSockets', async () => {
    const relay = await startOther(
      () => {},
      () => {},
    )
    const port = await servingPort({ relayPort: relay.port, proxyLimits: { answerWithinMs: 200 } })
    const answer = await ask(port, '/api/slow')
    expect([answer.status, JSON.parse(answer.text).error]).toEqual([504, 'no-answer'])
    const line = await openLine(port)
    line.socket.write(upgradeHead(port, '/signal'))
    expect(await line.closed).toMatch(/^HTTP\/1\.1 504 Gateway Timeout\r\n/)
  })
})

describe('WebSockets', () => {
  const ACCEPT =
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: abc\r\n\r\n'

  test('bytes go both ways, what was sent with the handshake first', async () => {
    const paths: string[] = []
    const relay = await startOther(
      () => {},
      (request, socket, head) => {
        paths.push(request.url ?? '')
        socket.write(`${ACCEPT}hello `)
        if (head.length > 0) socket.write(head)
        socket.on('data', chunk => socket.write(String(chunk).toUpperCase()))
      },
    )
    const port = await servingPort({ relayPort: relay.port })
    for (const path of ['/', '/signal?room=1', '/api/live']) {
      const line = await openLine(port)
      line.socket.write(`${upgradeHead(port, path, { origin: `http://localhost:${port}` })}EARLY `)
      await vi.waitFor(() =>
        expect(line.received()).toMatch(/^HTTP\/1\.1 101 [\s\S]*sec-websocket-accept: abc[\s\S]*hello /i),
      )
      line.socket.write('lap time')
      await vi.waitFor(() => expect(line.received()).toMatch(/hello EARLY LAP TIME$/))
      line.socket.destroy()
    }
    expect(paths).toEqual(['/', '/signal?room=1', '/api/live'])
  })

  test('a megabyte with a slow reader arrives whole', async () => {
    const bytes = Buffer.alloc(1_000_000, 'telemetry ')
    const relay = await startOther(
      () => {},
      (_request, socket) => {
        socket.write(ACCEPT)
        socket.end(bytes)
      },
    )
    const port = await servingPort({ relayPort: relay.port })
    const line = await openLine(port)
    line.socket.pause()
    line.socket.write(upgradeHead(port, '/signal'))
    await vi.waitFor(() => expect(relay.server.listening).toBe(true))
    line.socket.resume()
    const said = await line.closed
    expect(said.slice(said.indexOf('\r\n\r\n') + 4)).toHaveLength(bytes.length)
  })

  test('when one side leaves, the other is closed', async () => {
    const closed: string[] = []
    const relay = await startOther(
      () => {},
      (request, socket) => {
        socket.write(ACCEPT)
        socket.on('close', () => closed.push(request.url ?? ''))
        socket.on('end', () => socket.end()).resume()
        if (request.url === '/api/server-leaves') socket.end()
      },
    )
    const port = await servingPort({ relayPort: relay.port })
    const first = await openLine(port)
    first.socket.write(upgradeHead(port, '/api/server-leaves'))
    expect(await first.closed).toContain('101')
    const second = await openLine(port)
    second.socket.write(upgradeHead(port, '/api/page-leaves'))
    await vi.waitFor(() => expect(second.received()).toContain('101'))
    second.socket.resetAndDestroy()
    await vi.waitFor(() => expect(closed).toContain('/api/page-leaves'))
  })

  test('a refusal is passed on', async () => {
    const relay = await startOther(
      () => {},
      (_request, socket) => {
        socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
      },
    )
    const port = await servingPort({ relayPort: relay.port })
    const line = await openLine(port)
    line.socket.write(upgradeHead(port, '/signal'))
    expect(await line.closed).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/)
  })

  test('a program that takes no WebSockets answers as it does', async () => {
    const relay = await startOther((_request, response) => {
      response.writeHead(404)
      response.end()
    })
    const port = await servingPort({ relayPort: relay.port })
    const line = await openLine(port)
    line.socket.write(upgradeHead(port, '/signal'))
    expect(await line.closed).toMatch(/^HTTP\/1\.1 404 /)
  })

  test('closing the home ends them', async () => {
    const relay = await startOther(
      () => {},
      (_request, socket) => void socket.write(ACCEPT),
    )
    const { startTestHome } = await import('../support/home.ts')
    const home = await startTestHome({ relayPort: relay.port })
    const { port } = await home.serving
    const line = await openLine(port)
    line.socket.write(upgradeHead(port, '/signal'))
    await vi.waitFor(() => expect(line.received()).toContain('101'))
    await home.close(5_000)
    await line.closed
  })
})
