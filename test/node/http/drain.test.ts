import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test, vi } from 'vitest'
import { createDrain } from '#node/http'
import { openLine } from '../support/http.ts'

const startServer = async () => {
  const responses: ServerResponse[] = []
  const server = createServer((_request, response) => void responses.push(response))
  const drain = createDrain(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = (graceMs: number) => drain.finish(new Promise(resolve => server.close(resolve)), graceMs)
  return { port, responses, close, server }
}

const REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'

test('spare connections and idle ones are closed at once, one in use when its request is done', async () => {
  const { port, responses, close, server } = await startServer()
  const spare = await openLine(port)
  const busy = await openLine(port)
  busy.socket.write(REQUEST)
  const idle = await openLine(port)
  idle.socket.write(REQUEST)
  await vi.waitFor(() => expect(responses).toHaveLength(2))
  for (const response of responses) {
    const isIdle = response.socket?.remotePort === idle.socket.localPort
    if (isIdle) response.end('done')
  }
  await vi.waitFor(() => expect(idle.received()).toContain('done'))
  await vi.waitFor(
    () =>
      new Promise<void>((resolve, reject) =>
        server.getConnections((_e, n) => (n === 3 ? resolve() : reject(n))),
      ),
  )

  const closing = close(10_000)
  await Promise.all([spare.closed, idle.closed])
  const begun = performance.now()
  for (const response of responses) response.end('finished')
  expect(await busy.closed).toContain('finished')
  await closing
  // Node alone would wait for its keep-alive time of five seconds.
  expect(performance.now() - begun).toBeLessThan(2_000)
})

test('what is still running after the grace is cut', async () => {
  const { port, responses, close } = await startServer()
  const busy = await openLine(port)
  busy.socket.write(REQUEST)
  await vi.waitFor(() => expect(responses).toHaveLength(1))
  await close(50)
  expect(await busy.closed).toBe('')
})

test('a server that takes no upgrades still answers a request for one', async () => {
  const { port, responses, close } = await startServer()
  const line = await openLine(port)
  line.socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
  await vi.waitFor(() => expect(responses).toHaveLength(1))
  responses[0]!.end('no')
  await vi.waitFor(() => expect(line.received()).toContain('no'))
  line.socket.destroy()
  await close(0)
})
