/**
 * A zip file among whose first entries is one that only RaceChrono writes. Names stand in front of the entries'
 * bytes, so the head shows as many as fit into it; session.json is the first in every archive seen.
 */
import { decodeText } from '../text/index.ts'

const HEADER_SIZE = 30
const OURS = /(?:^|\/)(?:session\.json|sessionfragment\.json|trackId\.json|channel2?(?:_\d+){5})$/

export const isRcz = (head: Uint8Array): boolean => {
  if (!isHeaderAt(head, 0)) return false
  for (let at = 0; at + HEADER_SIZE < head.length; at++) {
    if (!isHeaderAt(head, at)) continue
    const nameEnd = at + HEADER_SIZE + (head[at + 26]! | (head[at + 27]! << 8))
    // A name is a few dozen bytes; longer ones are other people's, and matching them would cost time.
    if (nameEnd - at > 512 || nameEnd > head.length) continue
    if (OURS.test(decodeText(head.subarray(at + HEADER_SIZE, nameEnd)))) return true
  }
  return false
}

const isHeaderAt = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x50 && bytes[at + 1] === 0x4b && bytes[at + 2] === 3 && bytes[at + 3] === 4
