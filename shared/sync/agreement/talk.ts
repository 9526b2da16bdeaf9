/**
 * One message after the other over a wire: what an agreement is spoken with. Whoever says something out of turn, too
 * large, or nothing at all, has ended it.
 */
import { createUnframer, frameMessage, type Message } from '../framing.ts'
import type { Clock, Wire } from '../wire.ts'
import { GIFT_BYTES, KINDS } from './messages.ts'
import type { AgreementFailure } from './model.ts'

/** Nobody has to say more than this many things that were not yet listened to. */
const MAX_UNHEARD = 4

export class TalkEnded extends Error {
  readonly reason: AgreementFailure
  constructor(reason: AgreementFailure) {
    super(reason)
    this.reason = reason
  }
}

export interface Talk {
  say(kind: number, body: Uint8Array): Promise<void>
  /** The next message, which has to be of this kind; throws `TalkEnded`. */
  hear(kind: number, withinMs: number): Promise<Uint8Array<ArrayBuffer>>
  end(reason: AgreementFailure): void
}

export const createTalk = (wire: Wire, clock: Clock): Talk => {
  const unheard: Message[] = []
  let ended: TalkEnded | null = null
  let wake: () => void = () => {}

  const end = (reason: AgreementFailure): void => {
    if (ended) return
    ended = new TalkEnded(reason)
    wake()
    if (reason === 'denied') void wire.close()
    else wire.abort(reason)
  }

  const take = (message: Message): void => {
    if (message.lane === KINDS.no) end('denied')
    else if (unheard.length >= MAX_UNHEARD) end('broken')
    else unheard.push(message)
    wake()
  }

  const listen = async (): Promise<void> => {
    const unframer = createUnframer(GIFT_BYTES)
    try {
      for await (const piece of wire.received) if (unframer.push(piece, take)) return end('broken')
    } catch {
      // The carrier broke; the same is known below.
    }
    end('lost')
  }
  void listen()

  const next = (withinMs: number): Promise<Message> =>
    new Promise((resolve, reject) => {
      const stop = clock.after(withinMs, () => end('no-answer'))
      const look = (): void => {
        const message = unheard.shift()
        if (!message && !ended) return
        stop()
        wake = () => {}
        if (message) resolve(message)
        else reject(ended!)
      }
      wake = look
      look()
    })

  return {
    end,
    async say(kind, body) {
      if (ended) throw ended
      await wire.send(frameMessage(kind, body)).catch(() => end('lost'))
      if (ended) throw ended
    },
    async hear(kind, withinMs) {
      const { lane, body } = await next(withinMs)
      if (lane !== kind) throw new TalkEnded('broken')
      return body
    },
  }
}
