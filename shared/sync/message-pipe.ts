/**
 * A wire as whole messages, one at a time. Handshake and session read through the same pipe, so a message that came in
 * one piece with the last of the handshake is not lost.
 *
 * Invariants: whoever does not call `next` does not read, so the carrier holds the other end back; messages of the piece
 * being read are all that is held here.
 */
import { createUnframer, type FramingFault, frameMessage, LARGE_BODY_BYTES, type Message } from './framing.ts'
import { giveBack, takeMemory } from './spare-memory.ts'
import type { Wire } from './wire.ts'

export type PipeEnd =
  /** The other side closed between two messages. */
  | 'closed'
  /** The carrier broke, or the other side closed within a message. */
  | 'lost'
  | FramingFault

export type Next =
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly end: PipeEnd }

export interface MessagePipe {
  readonly wire: Wire
  /** Waits until more may be sent; throws when the carrier broke. */
  send(lane: number, body: Uint8Array): Promise<void>
  next(): Promise<Next>
  /** Of the messages whose length was not read yet. */
  limit(maxBytes: number): void
  /** Frames and all. */
  readonly bytes: { readonly received: number; readonly sent: number }
}

export const openPipe = (wire: Wire, maxBytes: number): MessagePipe => {
  const unframer = createUnframer(maxBytes)
  const pieces = wire.received[Symbol.asyncIterator]()
  const messages: Message[] = []
  const bytes = { received: 0, sent: 0 }
  let end: PipeEnd | null = null

  const readPiece = async (): Promise<void> => {
    try {
      const piece = await pieces.next()
      if (piece.done) {
        end = unframer.isWithin ? 'lost' : 'closed'
        return
      }
      bytes.received += piece.value.length
      end = unframer.push(piece.value, message => messages.push(message))
    } catch {
      end = 'lost'
    }
  }

  const sendFrame = (frame: Uint8Array): Promise<void> => {
    bytes.sent += frame.length
    return wire.send(frame)
  }
  const sendLarge = async (lane: number, body: Uint8Array): Promise<void> => {
    const memory = takeMemory()
    await sendFrame(frameMessage(lane, body, memory))
    giveBack(memory)
  }

  return {
    wire,
    send: (lane, body) =>
      body.length < LARGE_BODY_BYTES ? sendFrame(frameMessage(lane, body)) : sendLarge(lane, body),
    next: async () => {
      for (;;) {
        const message = messages.shift()
        if (message) return { ok: true, message }
        if (end) return { ok: false, end }
        await readPiece()
      }
    },
    limit: maxBytes => unframer.limit(maxBytes),
    bytes,
  }
}
