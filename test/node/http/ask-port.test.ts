import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { askPort } from '#node/http'
import { HOME_PATH, homeIdentitySchema } from '#shared/api'

/** A server that says something on every connection, whatever it is asked. */
const serverSaying = async (
  say: (write: (text: string) => void, end: () => void) => void,
): Promise<number> => {
  const server: Server = createServer(socket => {
    socket.on('error', () => {})
    socket.resume()
    onTestFinished(() => void socket.destroy())
    say(
      text => void socket.write(text),
      () => void socket.end(),
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

const answer = (body: string): string =>
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`

const askHome = (port: number) => askPort(port, HOME_PATH, homeIdentitySchema)

test('a Paddock says who it is', async () => {
  const port = await serverSaying(write => write(answer('{"paddock":"home","version":"0.1.0","pid":7}')))
  expect(await askHome(port)).toEqual({
    kind: 'paddock',
    identity: { paddock: 'home', version: '0.1.0', pid: 7 },
  })
})

test('nobody is there', async () => {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  expect(await askHome(port)).toEqual({ kind: 'nobody' })
})

test.each<[string, (write: (text: string) => void, end: () => void) => void]>([
  ['closes at once', (_write, end) => end()],
  ['is no web server', write => write('220 mail.example ESMTP\r\n')],
  ['is another web server', write => write(answer('<h1>It works!</h1>'))],
  ['answers another JSON', write => write(answer('{"paddock":"relay","version":"0.1.0"}'))],
  ['never answers', () => {}],
  ['never finishes its answer', write => write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"pad')],
  [
    'breaks off',
    (write, end) => {
      write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"pad')
      end()
    },
  ],
  [
    'answers without end',
    write => {
      write('HTTP/1.1 200 OK\r\n\r\n')
      write('x'.repeat(1_000_000))
    },
  ],
  [
    'redirects',
    write => write('HTTP/1.1 302 Found\r\nlocation: http://evil.example/\r\ncontent-length: 0\r\n\r\n'),
  ],
])('a program that %s is a stranger, found out within two seconds', async (_name, say) => {
  const port = await serverSaying(say)
  const begun = performance.now()
  expect(await askHome(port)).toEqual({ kind: 'foreign' })
  expect(performance.now() - begun).toBeLessThan(2_000)
})
