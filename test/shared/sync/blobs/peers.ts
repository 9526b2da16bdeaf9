/** Peers of one league that exchange blobs in memory. */
import { type Bytes, CHUNK_BYTES } from '#shared/blob'
import type { Sha256 } from '#shared/id'
import type { ChunkedRef } from '#shared/logbook'
import { createBlobExchange, createMemorySharedBlobs, decodeBlobMessage } from '#shared/sync'
import { bytesOf, createLanePair, createTestClock, hashing, type LaneOptions } from '../made.ts'

export const setUp = () => {
  const clock = createTestClock()
  const referred = new Set<Sha256>()
  const peer = () => {
    const shared = createMemorySharedBlobs({ hashing, isReferred: sha256 => referred.has(sha256) })
    return { shared, exchange: createBlobExchange({ shared, clock, hashing }) }
  }
  type Peer = ReturnType<typeof peer>
  const connect = (near: Peer, far: Peer, options?: LaneOptions) => {
    const pair = createLanePair(clock, options)
    near.exchange.join(pair.near)
    far.exchange.join(pair.far)
    return pair
  }
  const share = async (holder: Peer, bytes: Bytes): Promise<ChunkedRef> => {
    const ref = await holder.shared.keep(bytes)
    referred.add(ref.sha256)
    return ref
  }
  return { clock, referred, peer, connect, share }
}

export const typesOf = (sent: readonly Uint8Array[]): string[] =>
  sent.map(message => {
    const decoded = decodeBlobMessage(message.slice())
    return decoded.kind === 'message' ? decoded.message.type : decoded.kind
  })

/** `toEqual` takes a second a megabyte. */
export const isSame = (a: Bytes | null, b: Bytes): boolean => a !== null && Buffer.compare(a, b) === 0

export const countOf = (sent: readonly Uint8Array[], type: string): number =>
  typesOf(sent).filter(one => one === type).length

/** Five chunks and a bit. */
export const LAP = bytesOf(5 * CHUNK_BYTES + 77)
export const LONG = bytesOf(40 * CHUNK_BYTES + 1, 7)
