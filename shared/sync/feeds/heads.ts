/**
 * Where a replica stands, in the forms two replicas compare: all tips, in the order the other side should ask for them;
 * or a digest for each of 64 buckets of devices, of which only those that differ are told in full.
 *
 * The order is a wish, not a promise: feeds that govern first (without them nothing else is admitted), then the newest.
 */
import {
  type DeviceId,
  decodeEntry,
  type EntryHash,
  FEED_LIMITS,
  type Replica,
  type Signatures,
  type Tip,
} from '#shared/logbook'
import { createWriter } from '../bytes.ts'
import { BUCKET_DIGEST_BYTES, BUCKETS } from './messages.ts'

/** Up to here all tips (8.4 kB) cost less than a round more. */
export const TIPS_AT_ONCE = 128

/** Bucket of a device: the first six bits of its key, which is as good as random. */
export const bucketOf = (device: DeviceId): number => Number.parseInt(device.slice(0, 2), 16) >> 2

export const isInBuckets = (bitmap: Uint8Array, device: DeviceId): boolean => {
  const bucket = bucketOf(device)
  return ((bitmap[bucket >> 3]! >> (bucket & 7)) & 1) === 1
}

/** Devices with as many branches as are kept: replicas may hold different ones for ever, so they are not compared. */
export const fullyForked = (tips: readonly Tip[]): ReadonlySet<DeviceId> => {
  const branches = new Map<DeviceId, number>()
  for (const { device } of tips) branches.set(device, (branches.get(device) ?? 0) + 1)
  return new Set([...branches].filter(([, count]) => count >= FEED_LIMITS.branches).map(([device]) => device))
}

export const bucketDigests = async (
  tips: readonly Tip[],
  signatures: Pick<Signatures, 'sha256'>,
): Promise<Uint8Array<ArrayBuffer>> => {
  const writers = Array.from({ length: BUCKETS }, () => createWriter())
  const inOrder = [...tips].sort((a, b) => (a.device + a.hash < b.device + b.hash ? -1 : 1))
  const full = fullyForked(tips)
  for (const { device, seq, hash } of inOrder) {
    const writer = writers[bucketOf(device)]!.hash(device)
    if (!full.has(device)) writer.varint(seq).hash(hash)
  }
  const digests = new Uint8Array(BUCKETS * BUCKET_DIGEST_BYTES)
  const whole = await Promise.all(writers.map(writer => signatures.sha256(writer.finish())))
  for (const [bucket, digest] of whole.entries())
    digests.set(digest.subarray(0, BUCKET_DIGEST_BYTES), bucket * BUCKET_DIGEST_BYTES)
  return digests
}

/** Bitmap of the buckets in which the two differ. */
export const differingBuckets = (a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> => {
  const bitmap = new Uint8Array(BUCKETS / 8)
  for (let at = 0; at < BUCKETS * BUCKET_DIGEST_BYTES; at++) {
    const bucket = Math.floor(at / BUCKET_DIGEST_BYTES)
    if (a[at] !== b[at]) bitmap[bucket >> 3]! |= 1 << (bucket & 7)
  }
  return bitmap
}

export interface Heads {
  tips(): Promise<readonly Tip[]>
  inOrder(tips: readonly Tip[]): Promise<readonly Tip[]>
}

/** Dates of tips kept, by hash: more than any league has devices. */
const KEPT_DATES = 4096

export const createHeads = (replica: Replica): Heads => {
  const dates = new Map<EntryHash, number>()

  const dateOf = async ({ device, seq, hash }: Tip): Promise<number> => {
    const known = dates.get(hash)
    if (known !== undefined) return known
    const [entry] = await replica.missing(device, [], seq, 1)
    const decoded = entry && decodeEntry(entry.bytes)
    const date = decoded?.ok ? decoded.entry.at : 0
    if (dates.size >= KEPT_DATES) dates.clear()
    dates.set(hash, date)
    return date
  }

  return {
    tips: () => replica.tips(),
    inOrder: async tips => {
      // A newcomer's only one: reading it would hold up what it asks for.
      if (tips.length < 2) return tips
      const governance = await replica.governance()
      const governing = new Set(
        (governance?.members ?? [])
          .filter(({ role, formerRoles }) => role === 'admin' || formerRoles.some(f => f.role === 'admin'))
          .map(({ person }) => person),
      )
      const first = new Set(
        (governance?.devices ?? []).filter(({ person }) => governing.has(person)).map(({ device }) => device),
      )
      const dated = await Promise.all(tips.map(async tip => ({ tip, date: await dateOf(tip) })))
      return dated
        .sort(
          (a, b) =>
            Number(first.has(b.tip.device)) - Number(first.has(a.tip.device)) ||
            b.date - a.date ||
            (a.tip.hash < b.tip.hash ? -1 : 1),
        )
        .map(({ tip }) => tip)
    },
  }
}
