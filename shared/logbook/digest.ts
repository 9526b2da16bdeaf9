/** What two replicas compare: see `Replica.digest`. */
import { bytesToHex, hexToBytes } from '#shared/id'
import { isEqual } from './cbor.ts'
import { joinBytes } from './codec.ts'
import type { Tip } from './entry.ts'
import type { FeedIndex } from './feed-index.ts'
import type { EntryHash } from './ids.ts'
import type { Signatures } from './replica.ts'

export const digestOf = async (
  tips: readonly Tip[],
  feeds: Pick<FeedIndex, 'isFull'>,
  signatures: Pick<Signatures, 'sha256'>,
): Promise<EntryHash> => {
  const parts = tips.map(({ device, seq, hash }) => {
    const isFull = feeds.isFull(device)
    const place = new Uint8Array(4)
    new DataView(place.buffer).setUint32(0, isFull ? 0xffff_ffff : seq)
    return joinBytes(hexToBytes(device), place, isFull ? new Uint8Array(32) : hexToBytes(hash))
  })
  return bytesToHex(await signatures.sha256(joinBytes(...withoutRepeats(parts)))) as string as EntryHash
}

const withoutRepeats = (parts: readonly Uint8Array[]): readonly Uint8Array[] =>
  parts.filter((part, i) => i === 0 || !isEqual(part, parts[i - 1]!))
