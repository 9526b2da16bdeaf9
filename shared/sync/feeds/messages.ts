/**
 * The messages of the feeds (lane 1) as bytes; `feeds.ts` says what they mean. First byte: the type.
 *
 * Every count and length is checked against FEED_MESSAGE_LIMITS and against what is there before anything is made of it.
 *
 * Entries, of `entries` and `glimpse`, travel as: their size (varint), then themselves deflated, with the length of that
 * before it. Inflated they are runs: a device (32), how many of its entries follow (varint), and of each its signature
 * (64) and its bytes with their length before them.
 */
import { hexToBytes } from '#shared/id'
import { type DeviceId, type EntryHash, FEED_LIMITS, type SignedEntry, type Tip } from '#shared/logbook'
import { type ByteReader, createReader, createWriter, Malformed } from '../bytes.ts'
import { MAX_MESSAGE_BYTES } from '../lane.ts'
import { type Packing, type PromptPacking, plainPacking } from './deflated.ts'

export const BUCKETS = 64
/** Of a bucket's digest: one in 2⁶⁴ differences is missed, and found the next time. */
export const BUCKET_DIGEST_BYTES = 8

export const FEED_MESSAGE_LIMITS = {
  /** 66 bytes each: 132 kB, so that all fit one message with room to spare. */
  tips: 2_000,
  /** Feeds asked for at once. */
  wants: 64,
  /** A spine of 20,000 entries has 16 places, of eight branches 128. */
  known: 256,
  /** A batch of 256 KiB of the smallest entries there are. */
  entries: 2_048,
  boardBytes: 512,
  /** Of entries, inflated: what a message could hold of them as they are. */
  inflatedBytes: MAX_MESSAGE_BYTES,
} as const

const TYPES = {
  digest: 1,
  tips: 2,
  buckets: 3,
  differ: 4,
  want: 5,
  entries: 6,
  done: 7,
  ack: 8,
  have: 9,
  look: 10,
  glimpse: 11,
} as const

const SIGNATURE_BYTES = 64
const TIP_BYTES = 65

/** Entries of a device that are no ancestors of `known`, from this seq on. */
export interface FeedWant {
  readonly device: DeviceId
  readonly fromSeq: number
  readonly known: readonly EntryHash[]
}

export type FeedMessage =
  | { readonly type: 'digest'; readonly digest: EntryHash }
  | { readonly type: 'tips'; readonly tips: readonly Tip[]; readonly isLast: boolean }
  | { readonly type: 'buckets'; readonly digests: Uint8Array<ArrayBuffer> }
  /** One bit a bucket, lowest first. */
  | { readonly type: 'differ'; readonly buckets: Uint8Array<ArrayBuffer> }
  | { readonly type: 'want'; readonly request: number; readonly wants: readonly FeedWant[] }
  | { readonly type: 'entries'; readonly request: number; readonly entries: readonly SignedEntry[] }
  | { readonly type: 'done'; readonly request: number }
  | { readonly type: 'ack'; readonly bytes: number }
  | { readonly type: 'have'; readonly tips: readonly Tip[] }
  | { readonly type: 'look'; readonly board: string | null }
  | { readonly type: 'glimpse'; readonly entries: readonly SignedEntry[] }

export const encodeFeedMessage = (
  message: FeedMessage,
  packing: Packing = plainPacking,
): Uint8Array<ArrayBuffer> => {
  const writer = createWriter()
  writer.varint(TYPES[message.type])
  switch (message.type) {
    case 'digest':
      writer.hash(message.digest)
      break
    case 'tips':
      writer.varint(message.isLast ? 1 : 0)
      writeTips(writer, message.tips)
      break
    case 'have':
      writeTips(writer, message.tips)
      break
    case 'buckets':
      writer.raw(message.digests)
      break
    case 'differ':
      writer.raw(message.buckets)
      break
    case 'want':
      writer.varint(message.request).varint(message.wants.length)
      for (const { device, fromSeq, known } of message.wants) {
        writer.hash(device).varint(fromSeq).varint(known.length)
        for (const hash of known) writer.hash(hash)
      }
      break
    case 'entries':
      writer.varint(message.request)
      writeEntries(writer, message.entries, packing)
      break
    case 'glimpse':
      writeEntries(writer, message.entries, packing)
      break
    case 'done':
      writer.varint(message.request)
      break
    case 'ack':
      writer.varint(message.bytes)
      break
    case 'look':
      writer.varint(message.board === null ? 0 : 1).text(message.board ?? '')
      break
  }
  return writer.finish()
}

/** Null for a type nobody here knows; throws `Malformed`. */
export const decodeFeedMessage = (
  body: Uint8Array,
  packing: PromptPacking = plainPacking,
): FeedMessage | null => {
  const said = parse(body)
  if (!isPacked(said)) return said
  try {
    return said.with(readEntries(packing.inflate(said.packed, said.size)))
  } catch (error) {
    throw asMalformed(error)
  }
}

/** The same, where inflating is waited for. */
export const openFeedMessage = async (
  body: Uint8Array,
  packing: Packing = plainPacking,
): Promise<FeedMessage | null> => {
  const said = parse(body)
  if (!isPacked(said)) return said
  try {
    return said.with(readEntries(await packing.inflate(said.packed, said.size)))
  } catch (error) {
    throw asMalformed(error)
  }
}

const asMalformed = (error: unknown): Malformed =>
  error instanceof Malformed
    ? error
    : new Malformed('what came is not deflated, or not as large as announced')

/** A message with entries, while these are deflated. */
interface PackedMessage {
  readonly packed: Uint8Array
  /** Inflated. */
  readonly size: number
  with(entries: readonly SignedEntry[]): FeedMessage
}

const isPacked = (said: FeedMessage | PackedMessage | null): said is PackedMessage =>
  said !== null && 'packed' in said

const readPacked = (reader: ByteReader, whole: PackedMessage['with']): PackedMessage => ({
  size: reader.varint(FEED_MESSAGE_LIMITS.inflatedBytes),
  packed: reader.counted(MAX_MESSAGE_BYTES),
  with: whole,
})

const parse = (body: Uint8Array): FeedMessage | PackedMessage | null => {
  const reader = createReader(body)
  switch (reader.varint()) {
    case TYPES.digest:
      return { type: 'digest', digest: reader.hash() as EntryHash }
    case TYPES.tips:
      return { type: 'tips', isLast: reader.varint(1) === 1, tips: readTips(reader) }
    case TYPES.buckets:
      return { type: 'buckets', digests: reader.raw(BUCKETS * BUCKET_DIGEST_BYTES) }
    case TYPES.differ:
      return { type: 'differ', buckets: reader.raw(BUCKETS / 8) }
    case TYPES.want:
      return {
        type: 'want',
        request: reader.varint(),
        wants: reader.list(FEED_MESSAGE_LIMITS.wants, 34, readWant),
      }
    case TYPES.entries: {
      const request = reader.varint()
      return readPacked(reader, entries => ({ type: 'entries', request, entries }))
    }
    case TYPES.done:
      return { type: 'done', request: reader.varint() }
    case TYPES.ack:
      return { type: 'ack', bytes: reader.varint() }
    case TYPES.have:
      return { type: 'have', tips: readTips(reader) }
    case TYPES.look: {
      const isOfBoard = reader.varint(1) === 1
      const board = reader.text(FEED_MESSAGE_LIMITS.boardBytes)
      return { type: 'look', board: isOfBoard ? board : null }
    }
    case TYPES.glimpse:
      return readPacked(reader, entries => ({ type: 'glimpse', entries }))
    default:
      return null
  }
}

/** What an entry takes in a message, before deflating. */
export const entryCost = (entry: SignedEntry): number => entry.bytes.length + SIGNATURE_BYTES + 3

type Writer = ReturnType<typeof createWriter>

const writeTips = (writer: Writer, tips: readonly Tip[]): void => {
  writer.varint(tips.length)
  for (const { device, seq, hash } of tips) writer.hash(device).varint(seq).hash(hash)
}

const readTips = (reader: ByteReader): Tip[] =>
  reader.list(FEED_MESSAGE_LIMITS.tips, TIP_BYTES, each => ({
    device: each.hash() as DeviceId,
    seq: each.varint(FEED_LIMITS.entries),
    hash: each.hash() as EntryHash,
  }))

const readWant = (reader: ByteReader): FeedWant => ({
  device: reader.hash() as DeviceId,
  fromSeq: reader.varint(FEED_LIMITS.entries),
  known: reader.list(FEED_MESSAGE_LIMITS.known, 32, each => each.hash() as EntryHash),
})

const writeEntries = (writer: Writer, entries: readonly SignedEntry[], packing: Packing): void => {
  const runs = runsOf(entries)
  writer.varint(runs.length).counted(packing.deflate(runs))
}

/** Runs of one device: its key once, then its entries. */
const runsOf = (entries: readonly SignedEntry[]): Uint8Array => {
  const writer = createWriter(64 * 1024)
  for (let from = 0; from < entries.length; ) {
    const { device } = entries[from]!
    let to = from
    while (to < entries.length && entries[to]!.device === device) to++
    writer.raw(hexToBytes(device)).varint(to - from)
    for (; from < to; from++) writer.raw(entries[from]!.signature).counted(entries[from]!.bytes)
  }
  return writer.finish()
}

const readEntries = (inflated: Uint8Array): SignedEntry[] => {
  const reader = createReader(inflated)
  const entries: SignedEntry[] = []
  while (reader.left > 0) {
    const device = reader.hash() as DeviceId
    const run = reader.list(FEED_MESSAGE_LIMITS.entries, SIGNATURE_BYTES + 1, each => ({
      device,
      signature: each.raw(SIGNATURE_BYTES),
      bytes: each.counted(FEED_LIMITS.entryBytes),
    }))
    if (run.length === 0) throw new Malformed('a run of no entries')
    entries.push(...run)
    if (entries.length > FEED_MESSAGE_LIMITS.entries) throw new Malformed('too many entries at once')
  }
  return entries
}
