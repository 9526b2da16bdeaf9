/**
 * The health page over HTTP, on the bridge's own port, after its Host was found to be this machine's.
 *
 * | request                | answer                                                                      |
 * |------------------------|-----------------------------------------------------------------------------|
 * | GET / · css · js       | the page: three small files of ours                                         |
 * | GET /health.json       | what it shows, in the first language of Accept-Language there are words for |
 * | POST /health/revoke    | a pairing goes: {"id": …}                                                   |
 * | POST /health/guest     | the guests' secret is replaced: {"renew": true}                             |
 *
 * A POST is taken only from this very page: its Origin must be there and be the Host it was sent to, its body JSON.
 * Nothing here can let anybody in: codes are shown in the bridge's window only.
 */
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { answerJson, FOREIGN_ORIGIN_SENTENCE, refuse } from '#node/http'
import { composeContentSecurityPolicy, SECURITY_HEADERS } from '#node/page'
import type { HealthFacts } from './facts.ts'
import { factsToReport } from './report.ts'
import { acceptedWords } from './words.ts'

export interface HealthParts {
  facts(): HealthFacts
  /** Both answer whether the disk took it. */
  revoke(id: string): Promise<boolean>
  /** False too when the guest listener is off. */
  renewGuest(): Promise<boolean>
  onBug(error: unknown): void
}

export type HealthHandler = (incoming: IncomingMessage, response: ServerResponse, port: number) => boolean

/** A revocation is fifty bytes. */
const MAX_BODY = 1024

const read = (name: string): Buffer => readFileSync(new URL(`./page/${name}`, import.meta.url))

const FILES: Readonly<Record<string, { readonly type: string; readonly body: Buffer }>> = {
  '/': { type: 'text/html; charset=utf-8', body: read('health.html') },
  '/health.css': { type: 'text/css; charset=utf-8', body: read('health.css') },
  '/health.js': { type: 'text/javascript; charset=utf-8', body: read('health.js') },
}

const POLICY = composeContentSecurityPolicy({
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  // The empty icon in the page's head, so that no browser asks for one.
  'img-src': ['data:'],
  'connect-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
})

const revokeSchema = z.object({ id: z.string().max(64) })
const renewSchema = z.object({ renew: z.literal(true) })

const NOT_STORED_SENTENCE =
  'It holds until the rig-bridge stops, but its disk did not take the change; no lap is affected: make room on the disk and do it again.'
const BAD_SENTENCE = 'The rig-bridge cannot read this request, so nothing was changed: reload the page.'
const BUG_SENTENCE =
  'The rig-bridge failed because of a mistake of its own; laps are not affected: try again, and look into its log if this stays.'

const readBody = async (incoming: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > MAX_BODY) return undefined
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    return undefined
  }
}

const isFromThisPage = ({ headers }: IncomingMessage): boolean =>
  headers.origin !== undefined &&
  headers.origin === `http://${headers.host}` &&
  /^application\/json\b/.test(headers['content-type'] ?? '')

const answerFile = (
  response: ServerResponse,
  { type, body }: { type: string; body: Buffer },
  method: string,
): void => {
  response.writeHead(200, {
    ...SECURITY_HEADERS,
    'content-security-policy': POLICY,
    'content-type': type,
    'content-length': body.length,
    'cache-control': 'no-cache',
  })
  response.end(method === 'HEAD' ? undefined : body)
}

export const createHealthHandler = (parts: HealthParts): HealthHandler => {
  const deeds: Readonly<Record<string, (body: unknown) => Promise<boolean> | null>> = {
    '/health/revoke': body => {
      const asked = revokeSchema.safeParse(body)
      return asked.success ? parts.revoke(asked.data.id) : null
    },
    '/health/guest': body => (renewSchema.safeParse(body).success ? parts.renewGuest() : null),
  }

  const answerDeed = async (incoming: IncomingMessage, response: ServerResponse, path: string) => {
    const doing = deeds[path]?.(await readBody(incoming)) ?? null
    if (doing === null) return refuse(response, 400, 'bad-request', BAD_SENTENCE)
    if (await doing) answerJson(response, 200, { done: true })
    else refuse(response, 507, 'not-stored', NOT_STORED_SENTENCE)
  }

  return (incoming, response) => {
    const { method = '', url = '' } = incoming
    if (method === 'GET' || method === 'HEAD') {
      const file = FILES[url]
      if (file) answerFile(response, file, method)
      else if (url === '/health.json')
        answerJson(
          response,
          200,
          factsToReport(parts.facts(), acceptedWords(incoming.headers['accept-language'])),
        )
      else return false
      return true
    }
    if (method !== 'POST' || !Object.hasOwn(deeds, url)) return false
    if (!isFromThisPage(incoming)) {
      refuse(response, 403, 'foreign-origin', FOREIGN_ORIGIN_SENTENCE)
      return true
    }
    answerDeed(incoming, response, url).catch(error => {
      parts.onBug(error)
      refuse(response, 500, 'internal', BUG_SENTENCE)
    })
    return true
  }
}
