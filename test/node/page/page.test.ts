import { readdirSync, readlinkSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, test, vi } from 'vitest'
import { createPage, NOT_BUILT_SENTENCE, type Page, type PageAnswer, SECURITY_HEADERS } from '#node/page'
import { BUILT_FILES, builtPage, LONG_SCRIPT, temporaryFolder, writeFiles } from '../support/folder.ts'

const NAVIGATION = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'sec-fetch-mode': 'navigate' }
const SCRIPT = '/assets/index-AbCd_123.js'

const get = (page: Page, target: string, headers: Record<string, string> = {}, method = 'GET') =>
  page.answer({ method, target, headers })

const bodyOf = async ({ body }: PageAnswer): Promise<Buffer> => {
  if (body instanceof Readable) return buffer(body)
  return body ?? Buffer.alloc(0)
}

const builtPageAnswers = async (): Promise<Page> => createPage(await builtPage())

describe('what is served', () => {
  test.each([
    ['/', 'index.html', 'text/html; charset=utf-8'],
    ['/index.html', 'index.html', 'text/html; charset=utf-8'],
    ['/sw.js', 'sw.js', 'text/javascript; charset=utf-8'],
    ['/manifest.webmanifest', 'manifest.webmanifest', 'application/manifest+json; charset=utf-8'],
    [SCRIPT, 'assets/index-AbCd_123.js', 'text/javascript; charset=utf-8'],
    ['/assets/inter-DEFG5678.woff2', 'assets/inter-DEFG5678.woff2', 'font/woff2'],
    ['/assets/trees-zzzz9999.wasm', 'assets/trees-zzzz9999.wasm', 'application/wasm'],
    ['/assets/plain.css', 'assets/plain.css', 'text/css; charset=utf-8'],
    ['/icons/icon%20192.png', 'icons/icon 192.png', 'image/png'],
    ['/sw.js?v=1#x', 'sw.js', 'text/javascript; charset=utf-8'],
  ])('%s is %s as %s', async (target, file, type) => {
    const answer = await get(await builtPageAnswers(), target)
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe(type)
    const body = await bodyOf(answer)
    expect(body).toEqual(Buffer.from(BUILT_FILES[file]!))
    expect(answer.headers['content-length']).toBe(String(body.length))
  })

  test('every answer has the security headers, errors too', async () => {
    const page = await builtPageAnswers()
    for (const target of ['/', SCRIPT, '/none.js', '/%', 'http://other/'])
      expect((await get(page, target)).headers).toMatchObject(SECURITY_HEADERS)
    expect((await get(page, '/', {}, 'POST')).headers).toMatchObject(SECURITY_HEADERS)
  })
})

describe('caching', () => {
  test.each([
    [SCRIPT, 'public, max-age=31536000, immutable'],
    ['/assets/inter-DEFG5678.woff2', 'public, max-age=31536000, immutable'],
    ['/assets/plain.css', 'no-cache'],
    ['/', 'no-cache'],
    ['/index.html', 'no-cache'],
    ['/sw.js', 'no-cache'],
    ['/manifest.webmanifest', 'no-cache'],
    ['/icons/icon%20192.png', 'no-cache'],
    ['/none.js', 'no-store'],
  ])('%s: %s', async (target, expected) => {
    expect((await get(await builtPageAnswers(), target)).headers['cache-control']).toBe(expected)
  })

  test('an unchanged file is 304 for its tag, with no body', async () => {
    const page = await builtPageAnswers()
    const { etag } = (await get(page, '/')).headers
    expect(etag).toMatch(/^"[\w-]{22}"$/)
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await get(page, '/', { 'if-none-match': tag! })
      expect([again.status, again.body, again.headers.etag]).toEqual([304, null, etag])
      expect(again.headers['cache-control']).toBe('no-cache')
    }
    expect((await get(page, '/', { 'if-none-match': '"other"' })).status).toBe(200)
  })

  test('each form of a file has a tag of its own', async () => {
    const page = await builtPageAnswers()
    const tags = await Promise.all(
      ['', 'gzip', 'br'].map(
        async coding => (await get(page, SCRIPT, { 'accept-encoding': coding })).headers.etag,
      ),
    )
    expect(new Set(tags).size).toBe(3)
    const asGzip = await get(page, SCRIPT, { 'accept-encoding': 'br', 'if-none-match': tags[1]! })
    expect(asGzip.status).toBe(200)
  })

  test('a file changed on disk is new at the next request', async () => {
    const folder = await builtPage()
    const page = createPage(folder)
    const before = (await get(page, '/')).headers.etag!
    await writeFile(join(folder, 'new.html'), '<!doctype html><title>newer</title>')
    await rename(join(folder, 'new.html'), join(folder, 'index.html'))
    const after = await get(page, '/', { 'if-none-match': before })
    expect(after.status).toBe(200)
    expect((await bodyOf(after)).toString()).toContain('newer')
  })

  test('files of a new build are found, those of the old one are gone', async () => {
    const folder = await builtPage()
    const page = createPage(folder)
    expect((await get(page, SCRIPT)).status).toBe(200)
    await rm(join(folder, SCRIPT))
    await writeFiles(folder, { 'assets/index-NEW_4567.js': 'new' })
    expect((await get(page, SCRIPT)).status).toBe(404)
    await vi.waitFor(async () => expect((await get(page, '/assets/index-NEW_4567.js')).status).toBe(200), {
      timeout: 5_000,
    })
  })

  test('the folder is read at most once a second, however many addresses are wrong', async () => {
    const folder = await builtPage()
    let time = 0
    const page = createPage(folder, () => time)
    expect((await get(page, '/later.js')).status).toBe(404)
    await writeFiles(folder, { 'later.js': '1' })
    time = 999
    expect((await get(page, '/later.js')).status).toBe(404)
    time = 1000
    expect((await get(page, '/later.js')).status).toBe(200)
  })
})

describe('compression', () => {
  test.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['gzip;q=1.0, br;q=0', 'gzip'],
    ['br;q=0.000, gzip;q=0', undefined],
    ['identity', undefined],
    ['', undefined],
    ['brotli, xgzip', undefined],
    ['GZIP', 'gzip'],
  ])('accept-encoding "%s" gets %s', async (accepted, expected) => {
    const answer = await get(await builtPageAnswers(), SCRIPT, { 'accept-encoding': accepted })
    expect(answer.headers['content-encoding']).toBe(expected)
    expect(answer.headers.vary).toBe('accept-encoding')
    const body = await bodyOf(answer)
    const plain =
      expected === 'br' ? brotliDecompressSync(body) : expected === 'gzip' ? gunzipSync(body) : body
    expect(plain.toString()).toBe(LONG_SCRIPT)
    if (expected) expect(body.length).toBeLessThan(LONG_SCRIPT.length / 10)
    expect(answer.headers['content-length']).toBe(String(body.length))
  })

  test('what is compressed already, or tiny, is sent as it is', async () => {
    const page = await builtPageAnswers()
    for (const target of ['/assets/inter-DEFG5678.woff2', '/assets/plain.css'])
      expect(
        (await get(page, target, { 'accept-encoding': 'br' })).headers['content-encoding'],
      ).toBeUndefined()
  })

  test('a hundred first visitors all get the whole file', async () => {
    const page = await builtPageAnswers()
    const bodies = await Promise.all(
      Array.from({ length: 100 }, async () => bodyOf(await get(page, SCRIPT, { 'accept-encoding': 'br' }))),
    )
    for (const body of bodies) expect(brotliDecompressSync(body).toString()).toBe(LONG_SCRIPT)
  })
})

describe('methods', () => {
  test('HEAD has the headers of GET and no body', async () => {
    const page = await builtPageAnswers()
    for (const target of ['/', SCRIPT, '/none.js', '/laps/7']) {
      const headers = { 'accept-encoding': 'br', ...NAVIGATION }
      const [head, full] = [await get(page, target, headers, 'HEAD'), await get(page, target, headers)]
      expect(head).toEqual({ ...full, body: null })
    }
  })

  test.each([
    'POST',
    'PUT',
    'DELETE',
    'OPTIONS',
    'TRACE',
  ])('%s is 405 and says what is possible', async method => {
    const answer = await get(await builtPageAnswers(), '/', {}, method)
    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD'])
  })
})

describe("the page's own addresses", () => {
  test.each([
    '/laps',
    '/session/0123/lap/4',
    '/laps/',
    '/laps?best=1',
  ])('%s opened by a browser is the page', async target => {
    const answer = await get(await builtPageAnswers(), target, NAVIGATION)
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(answer.headers['cache-control']).toBe('no-cache')
  })

  test('a browser without fetch metadata is known by what it accepts', async () => {
    expect((await get(await builtPageAnswers(), '/laps', { accept: NAVIGATION.accept })).status).toBe(200)
  })

  test.each([
    ['a fetch from a script', '/laps', { accept: '*/*', 'sec-fetch-mode': 'cors' }],
    ['a script that says it takes html', '/laps', { accept: 'text/html', 'sec-fetch-mode': 'no-cors' }],
    ['a program', '/laps', {}],
    ['a missing file', '/laps.js', NAVIGATION],
    ['a missing asset', '/assets/gone-12345678.js', NAVIGATION],
    ['a missing asset without ending', '/assets/gone', NAVIGATION],
    ['a hidden name', '/.git', NAVIGATION],
    ['an empty segment', '/laps//7', NAVIGATION],
    ['a step up', '/laps/../7', NAVIGATION],
  ])('%s is 404: %s', async (_name, target, headers) => {
    expect((await get(await builtPageAnswers(), target, headers)).status).toBe(404)
  })
})

describe('a page that is not built', () => {
  test('says what to type', async () => {
    const page = createPage(join(temporaryFolder(), 'dist'))
    for (const target of ['/', '/laps']) {
      const answer = await get(page, target, NAVIGATION)
      expect(answer.status).toBe(503)
      expect((await bodyOf(answer)).toString()).toBe(`${NOT_BUILT_SENTENCE}\n`)
      expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8')
    }
  })

  test('and is served once it is', async () => {
    const folder = temporaryFolder()
    const page = createPage(folder)
    expect((await get(page, '/')).status).toBe(503)
    await writeFiles(folder, BUILT_FILES)
    await vi.waitFor(async () => expect((await get(page, '/')).status).toBe(200), { timeout: 5_000 })
  })

  test('a folder that is a file is the same as none', async () => {
    const folder = await builtPage()
    expect((await get(createPage(join(folder, 'sw.js')), '/')).status).toBe(503)
  })
})

describe('a large file', () => {
  const large = Buffer.alloc(5 * 1024 * 1024, 'lap ')

  test('is streamed whole, and 304 for its tag', async () => {
    const folder = await builtPage()
    await writeFiles(folder, { 'track.json': large })
    const page = createPage(folder)
    const answer = await get(page, '/track.json', { 'accept-encoding': 'br' })
    expect(answer.headers['content-encoding']).toBeUndefined()
    expect(answer.body).toBeInstanceOf(Readable)
    expect((await bodyOf(answer)).equals(large)).toBe(true)
    expect((await get(page, '/track.json', { 'if-none-match': answer.headers.etag! })).status).toBe(304)
    expect((await get(page, '/track.json', {}, 'HEAD')).body).toBeNull()
  })

  test('that is cut short while it is sent breaks off instead of looking whole', async () => {
    const folder = await builtPage()
    await writeFiles(folder, { 'track.json': large })
    const answer = await get(createPage(folder), '/track.json')
    await writeFile(join(folder, 'track.json'), 'short')
    await expect(bodyOf(answer)).rejects.toThrow('became shorter')
  })

  test('nobody reads leaves no open file', async () => {
    if (process.platform !== 'linux') return
    const folder = await builtPage()
    await writeFiles(folder, { 'track.json': large })
    const page = createPage(folder)
    const openFiles = () =>
      readdirSync('/proc/self/fd').filter(fd => {
        try {
          return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder)
        } catch {
          // The listing's own descriptor, closed by now.
          return false
        }
      })
    const answer = await get(page, '/track.json')
    expect(openFiles()).toHaveLength(1)
    if (answer.body instanceof Readable) answer.body.destroy()
    await get(page, '/track.json', {}, 'HEAD')
    await get(page, '/track.json', { 'if-none-match': answer.headers.etag! })
    await vi.waitFor(() => expect(openFiles()).toEqual([]))
  })
})
