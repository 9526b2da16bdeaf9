/**
 * What one end of a wire sent, as messages, with what entries were before they were deflated. Refusals of a blob repeat the
 * name that was asked for, which the asker had: they are kept apart.
 */
import { decodeBlobMessage, LANES } from '#shared/sync'
import { decodeFeedMessage } from '../../../shared/sync/feeds/messages.ts'
import { createUnframer } from '../../../shared/sync/framing.ts'

export interface Tap {
  readonly messages: readonly Uint8Array[]
  /** Names of blobs that were refused. */
  readonly refused: readonly string[]
  push(bytes: Uint8Array): void
}

export const createTap = (): Tap => {
  const unframer = createUnframer()
  const messages: Uint8Array[] = []
  const refused: string[] = []
  const read = (lane: number, body: Uint8Array<ArrayBuffer>): void => {
    const blob = lane === LANES.blobs ? decodeBlobMessage(body) : null
    if (blob?.kind === 'message' && blob.message.type === 'no') refused.push(blob.message.sha256)
    else messages.push(body.slice())
    const feed = lane === LANES.feeds ? decodeFeedMessage(body) : null
    if (feed?.type === 'entries' || feed?.type === 'glimpse')
      messages.push(...feed.entries.map(({ bytes }) => bytes))
  }
  return {
    messages,
    refused,
    push: bytes => {
      const fault = unframer.push(bytes, ({ lane, body }) => read(lane, body))
      if (fault) throw new Error(`not what a wire carries: ${fault}`)
    },
  }
}
