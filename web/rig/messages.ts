/**
 * What comes through the socket, judged at the edge: a message of the contract, a frame, a piece of a trace, or nothing.
 *
 * Limits: a text of more than MAX_TEXT is not looked at. A list of fifty laps has some 200 kB; each of its texts and
 * lists is capped by the contract.
 */
import { type FromRig, fromRigSchema } from '#shared/api'

const MAX_TEXT = 4 * 1024 * 1024

/** unknown: of a newer bridge, and no fault · broken: it does not fit the contract */
export type Heard =
  | { readonly kind: 'message'; readonly message: FromRig }
  | { readonly kind: 'unknown' | 'broken' }

const KNOWN = new Set<unknown>(fromRigSchema.options.map(option => option.shape.type.value))

export const readMessage = (text: string): Heard => {
  if (text.length > MAX_TEXT) return { kind: 'broken' }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { kind: 'broken' }
  }
  const read = fromRigSchema.safeParse(value)
  if (read.success) return { kind: 'message', message: read.data }
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : null
  return { kind: typeof type === 'string' && !KNOWN.has(type) ? 'unknown' : 'broken' }
}
