/**
 * Who listens on a port of this machine: asks for a small JSON answer and checks it against a schema.
 *
 * Whatever listens there is a stranger until proved otherwise: its answer is limited in size and time, and one
 * that does not fit the schema is a foreign program, not an error.
 */
import { request } from 'node:http'
import type { z } from 'zod'

export type Occupant<T> =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'paddock'; readonly identity: T }
  | { readonly kind: 'foreign' }

/** An identity is some sixty bytes. */
const MAX_ANSWER = 4096

/** On loopback a program that works answers within milliseconds; a second allows for a busy machine. */
const ANSWER_WITHIN_MS = 1_000

export const askPort = <T>(port: number, path: string, schema: z.ZodType<T>): Promise<Occupant<T>> =>
  new Promise(resolve => {
    const asked = request({
      host: '127.0.0.1',
      port,
      path,
      agent: false,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
    asked.on('error', error => {
      const isRefused = 'code' in error && error.code === 'ECONNREFUSED'
      resolve({ kind: isRefused ? 'nobody' : 'foreign' })
    })
    asked.on('response', response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
        if (text.length > MAX_ANSWER) response.destroy()
      })
      response.on('error', () => resolve({ kind: 'foreign' }))
      response.on('close', () => {
        const identity = response.complete ? textToValue(text, schema) : null
        resolve(identity === null ? { kind: 'foreign' } : { kind: 'paddock', identity })
      })
    })
    asked.end()
  })

const textToValue = <T>(text: string, schema: z.ZodType<T>): T | null => {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    return null
  }
}
