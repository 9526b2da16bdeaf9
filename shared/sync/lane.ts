/**
 * One protocol's share of a session. The session does framing, the handshake and the end; a protocol sees whole
 * messages of somebody whose device key was proved.
 *
 * On the wire a message is: length (unsigned varint, of all that follows), lane (one byte), body. Lanes nobody here
 * knows are skipped, so that newer peers may add some.
 */
import type { DeviceId, PersonId } from '#shared/logbook'
import type { EndReason } from './mesh-model.ts'
import type { Clock } from './wire.ts'

export const LANES = { control: 0, feeds: 1, blobs: 2, documents: 3, rooms: 4, meeting: 5 } as const

/** One message; a chunk of 256 KiB and its frame fit. Longer announced lengths end the session before a byte is allocated. */
export const MAX_MESSAGE_BYTES = 320 * 1024

export interface Lane {
  readonly peer: { readonly device: DeviceId; readonly person: PersonId }
  readonly clock: Clock
  /** Resolves when more may be sent. Never rejects: what could not be sent ends the session. */
  send(message: Uint8Array): Promise<void>
  /** Messages come one at a time: the next when the promise has settled. What it throws ends the session as `broken-protocol`. */
  receive(handler: (message: Uint8Array<ArrayBuffer>) => Promise<void> | void): void
  /** This peer broke a rule: the session ends, and the screen says why. */
  fail(reason: EndReason): void
  onEnd(run: () => void): void
}
