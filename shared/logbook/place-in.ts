/** Whether an entry that is truly signed may be stored after what is here. */
import type { Admission } from './admission.ts'
import { FEED_LIMITS, type VerifiedEntry } from './entry.ts'
import type { FeedIndex } from './feed-index.ts'
import type { RefusalReason } from './replica.ts'

/** Size of its branch when it may; else why not. */
export const placeIn = async (
  { feeds, admission }: { readonly feeds: FeedIndex; readonly admission: Admission },
  entry: VerifiedEntry,
): Promise<number | RefusalReason> => {
  const { seq, prev, person, kind } = entry.entry
  const own = entry.bytes.length
  if (prev === null) {
    if (kind === 'genesis') return own
    if (admission.levelWith(entry) === 'stranger') return 'unknown-author'
    if (admission.isCrowded(entry)) return 'crowded'
    return feeds.isFull(entry.device) ? 'forked' : own
  }
  const level = admission.levelOf(person)
  if (level !== 'member' && level !== 'admin') return 'unknown-author'
  const place = await feeds.placeOf(entry.device, prev)
  if (!place) return 'gap'
  if (place.seq + 1 !== seq || place.person !== person) return 'broken-chain'
  if (place.bytes + own > FEED_LIMITS.bytes) return 'over-quota'
  return place.isInside && feeds.isFull(entry.device) ? 'forked' : place.bytes + own
}
