/**
 * The built page as answers to requests: one implementation for the home server and the relay.
 *
 * - Only GET and HEAD. An address is looked up in the list of built files, or, when it is one of the page's own
 *   addresses asked for by a browser's navigation, answered with index.html; everything else is 404.
 * - `/assets/name-HASH.ending` never changes, so it is kept for a year; everything else is asked for again
 *   each time and answered 304 while it is the same (index.html and sw.js must never be stale: they decide
 *   which assets are loaded).
 * - Every answer carries SECURITY_HEADERS. An answer is data; `writePageAnswer` and Fastify send it.
 */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { pathToContentType } from './content-types.ts'
import { type Content, createFileCache, type Encoding } from './file-cache.ts'
import { createFolderFiles } from './folder-files.ts'
import { isPageAddress, targetToPath } from './request-path.ts'
import { SECURITY_HEADERS } from './security-headers.ts'

export interface PageRequest {
  readonly method: string
  /** The request target as sent: path and query. */
  readonly target: string
  readonly headers: Pick<
    IncomingHttpHeaders,
    'accept' | 'accept-encoding' | 'if-none-match' | 'sec-fetch-mode'
  >
}

export interface PageAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | Readable | null
}

export interface Page {
  answer(request: PageRequest): Promise<PageAnswer>
}

export const NOT_BUILT_SENTENCE =
  'The page has not been built yet, nothing of yours is affected: stop this program and type "npm start" in the Paddock folder, which builds it first.'
export const NOT_FOUND_SENTENCE =
  'There is nothing at this address and nothing was changed: open the start page instead.'
const WRONG_METHOD_SENTENCE = 'This address can only be read, so nothing was changed.'

/** Vite's names for built assets end in a hash of eight characters. */
const HASHED = /^\/assets\/.*-[\w-]{8}\.[a-z0-9]+(\.map)?$/
const FOREVER = 'public, max-age=31536000, immutable'
const ASK_AGAIN = 'no-cache'

/** Below this a compressed form costs more in headers and time than it saves. */
const WORTH_COMPRESSING = 1024

/** The best form the client accepts; a refusal (`br;q=0`) is respected. */
export const acceptedEncoding = (header: string | string[] | undefined): Encoding => {
  const accepted = new Set<string>()
  for (const part of String(header ?? '').split(',', 20)) {
    const [name, ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/)
    if (name && !parameters.some(parameter => /^q=0(\.0*)?$/.test(parameter))) accepted.add(name)
  }
  if (accepted.has('br')) return 'br'
  return accepted.has('gzip') ? 'gzip' : 'identity'
}

const unquoted = (etag: string): string => etag.trim().replace(/^W\//, '')

/** If-None-Match compares weakly: the tag's name decides, not its strength. */
const isSame = (header: string | undefined, etag: string): boolean =>
  header !== undefined &&
  (header.trim() === '*' || header.split(',', 20).some(tag => unquoted(tag) === unquoted(etag)))

const sentenceAnswer = (
  status: number,
  sentence: string,
  headers: Record<string, string> = {},
): PageAnswer => {
  const body = Buffer.from(`${sentence}\n`)
  return {
    status,
    headers: {
      ...SECURITY_HEADERS,
      'content-type': 'text/plain; charset=utf-8',
      'content-length': String(body.length),
      'cache-control': 'no-store',
      ...headers,
    },
    body,
  }
}

const contentToAnswer = async (
  content: Content,
  address: string,
  request: PageRequest,
): Promise<PageAnswer> => {
  const { type, isCompressible } = pathToContentType(address)
  const common = {
    ...SECURITY_HEADERS,
    'content-type': type,
    'cache-control': HASHED.test(address) ? FOREVER : ASK_AGAIN,
    ...(isCompressible ? { vary: 'accept-encoding' } : {}),
  }
  const notModified = (etag: string): PageAnswer | null =>
    isSame(request.headers['if-none-match'], etag)
      ? { status: 304, headers: { ...common, etag }, body: null }
      : null

  if (content.kind === 'streamed') {
    const headers = { ...common, etag: content.etag, 'content-length': String(content.size) }
    const answer = notModified(content.etag)
    if (answer || request.method === 'HEAD') await content.close()
    if (answer) return answer
    return { status: 200, headers, body: request.method === 'HEAD' ? null : content.stream() }
  }

  const plain = await content.encoded('identity')
  const isWorthIt = isCompressible && plain.length >= WORTH_COMPRESSING
  const encoding = isWorthIt ? acceptedEncoding(request.headers['accept-encoding']) : 'identity'
  // A strong tag names bytes, so each form has its own.
  const etag = `"${content.etag}${encoding === 'identity' ? '' : `-${encoding}`}"`
  const answer = notModified(etag)
  if (answer) return answer
  const body = await content.encoded(encoding)
  return {
    status: 200,
    headers: {
      ...common,
      etag,
      'content-length': String(body.length),
      ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    },
    body: request.method === 'HEAD' ? null : body,
  }
}

const isNavigation = (headers: PageRequest['headers']): boolean =>
  headers['sec-fetch-mode'] === 'navigate' ||
  (headers['sec-fetch-mode'] === undefined && (headers.accept ?? '').includes('text/html'))

/** `now` is a clock that only runs forward, in milliseconds. */
export const createPage = (folder: string, now: () => number = () => performance.now()): Page => {
  const files = createFolderFiles(folder, now)
  const cache = createFileCache()

  const readAt = async (address: string): Promise<Content | null> => {
    const file = await files.find(address)
    return file === null ? null : await cache.read(file)
  }

  const withoutBody = (answer: PageAnswer, method: string): PageAnswer =>
    method === 'HEAD' ? { ...answer, body: null } : answer

  return {
    answer: async request => {
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return sentenceAnswer(405, WRONG_METHOD_SENTENCE, { allow: 'GET, HEAD' })
      const path = targetToPath(request.target)
      if (path === null) return withoutBody(sentenceAnswer(400, NOT_FOUND_SENTENCE), request.method)

      const address = path === '/' ? '/index.html' : path
      const content = await readAt(address)
      if (content) return contentToAnswer(content, address, request)
      if (path !== '/' && !(isPageAddress(path) && isNavigation(request.headers)))
        return withoutBody(sentenceAnswer(404, NOT_FOUND_SENTENCE), request.method)

      const start = await readAt('/index.html')
      if (start) return contentToAnswer(start, '/index.html', request)
      return withoutBody(sentenceAnswer(503, NOT_BUILT_SENTENCE), request.method)
    },
  }
}

/** Sends an answer; a client that leaves early is not an error. */
export const writePageAnswer = async (response: ServerResponse, answer: PageAnswer): Promise<void> => {
  response.writeHead(answer.status, answer.headers)
  if (answer.body === null || Buffer.isBuffer(answer.body)) {
    response.end(answer.body ?? undefined)
    return
  }
  try {
    await pipeline(answer.body, response)
  } catch {
    // Either side broke off; pipeline has closed both, and the client sees that the bytes are not all there.
  }
}
