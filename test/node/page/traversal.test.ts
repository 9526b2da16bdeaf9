/**
 * Nothing outside the page's folder can be read, however the path is spelled. Spoken over real sockets, because
 * libraries tidy up paths before they send them.
 */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { createPage, writePageAnswer } from '#node/page'
import { BUILT_FILES, temporaryFolder, writeFiles } from '../support/folder.ts'
import { openLine } from '../support/http.ts'

const SECRET = 'this must never be served'

/** parent/secret.txt, parent/dist-private/secret.txt, parent/dist/(page, .env, a link out). */
const servePage = async (): Promise<number> => {
  const parent = temporaryFolder()
  const dist = join(parent, 'dist')
  mkdirSync(dist)
  mkdirSync(join(parent, 'dist-private'))
  await writeFiles(parent, { 'secret.txt': SECRET, 'dist-private/secret.txt': SECRET })
  await writeFiles(dist, { ...BUILT_FILES, '.env': SECRET, '.git/config': SECRET })
  symlinkSync(join(parent, 'secret.txt'), join(dist, 'link.txt'))
  symlinkSync(parent, join(dist, 'linked-folder'))
  const page = createPage(dist)
  const server = createServer(async (request, response) => {
    const { method = '', url: target = '', headers } = request
    await writePageAnswer(response, await page.answer({ method, target, headers }))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    return new Promise<void>(resolve => server.close(() => resolve()))
  })
  return (server.address() as AddressInfo).port
}

const say = async (port: number, target: string, accept: string): Promise<string> => {
  const line = await openLine(port)
  line.socket.write(
    `GET ${target} HTTP/1.1\r\nHost: localhost\r\nAccept: ${accept}\r\nConnection: close\r\n\r\n`,
  )
  return line.closed
}

const CORPUS = [
  '/../secret.txt',
  '/../../../../../../etc/passwd',
  '/./../secret.txt',
  '/assets/../../secret.txt',
  '/assets/../../../etc/passwd',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/%2e%2e%2fsecret.txt',
  '/%2E%2E%2Fsecret.txt',
  '/%252e%252e%252fsecret.txt',
  '/..%252fsecret.txt',
  '/..%5csecret.txt',
  '/..\\secret.txt',
  '/..\\..\\..\\windows\\win.ini',
  '/assets/..%5c..%5csecret.txt',
  '/%c0%ae%c0%ae/secret.txt',
  '/%c0%af../secret.txt',
  '/..%c0%afsecret.txt',
  '/....//secret.txt',
  '/..;/secret.txt',
  '/.;/../secret.txt',
  '//../secret.txt',
  '///etc/passwd',
  '//etc/passwd',
  '/%2fetc%2fpasswd',
  '/../dist-private/secret.txt',
  '/..%2fdist-private%2fsecret.txt',
  '/../dist/../secret.txt',
  '/secret.txt',
  '/link.txt',
  '/linked-folder/secret.txt',
  '/linked-folder/dist/index.html/../../secret.txt',
  '/.env',
  '/%2eenv',
  '/.git/config',
  '/index.html/../../secret.txt',
  '/index.html%00.txt',
  '/..%00/secret.txt',
  '/%00',
  '/C:/windows/win.ini',
  '/C:%5cwindows%5cwin.ini',
  '/file:///etc/passwd',
  '/proc/self/environ',
  '/assets',
  '/assets/',
  '/%',
  '/%zz',
  '/%e0%a4%a',
  'http://other.example/secret.txt',
  'file:///etc/passwd',
  '/con',
  '/nul.txt',
  `/${'../'.repeat(2000)}etc/passwd`,
  `/${'a'.repeat(8000)}.js`,
  '/__proto__',
  '/constructor',
  '/toString.js',
]

test.each(CORPUS)('%s', async target => {
  const port = await servePage()
  const said = await say(port, target, '*/*')
  expect(said).not.toContain(SECRET)
  expect(said).not.toContain('root:')
  expect(said).toMatch(/^HTTP\/1\.1 (400|404) /)
})

test('even for a browser the worst that comes is the start page', async () => {
  const port = await servePage()
  for (const target of CORPUS) {
    const said = await say(port, target, 'text/html')
    expect(said).not.toContain(SECRET)
    expect(said).not.toContain('root:')
    expect(said).toMatch(/^HTTP\/1\.1 (200|400|404) /)
    if (said.startsWith('HTTP/1.1 200')) expect(said).toContain('<title>Paddock</title>')
  }
})

test('random spellings of steps up reach nothing', async () => {
  const parent = temporaryFolder()
  writeFileSync(join(parent, 'secret.txt'), SECRET)
  await writeFiles(join(parent, 'dist'), BUILT_FILES)
  const page = createPage(join(parent, 'dist'))
  const piece = fc.constantFrom(
    '..',
    '.',
    '/',
    '\\',
    '%2e',
    '%2f',
    '%5c',
    '%25',
    '%00',
    ';',
    'secret.txt',
    'assets',
    '%c0%ae',
    '',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async pieces => {
      const answer = await page.answer({ method: 'GET', target: `/${pieces.join('')}`, headers: {} })
      expect(String(answer.body)).not.toContain(SECRET)
      expect([200, 400, 404]).toContain(answer.status)
    }),
    { numRuns: 500 },
  )
})
