/**
 * The front of a DRK file: blocks of fixed size, one after the other, each with a sum over its bytes.
 *
 * RDX about the recording, PPX about car and driver, IIX, one MMX per channel, one GGX per lap, RRX; then the
 * samples. A damaged block is told by its sum; what can be worked out from the others is repaired, the rest is
 * kept and named.
 */
import { latinText, readWhole, sumOf, u16At, u32At } from '../aim-xrk/index.ts'
import { cleanText, counted, type Notes } from '../common/index.ts'
import type { ByteSource } from '../model.ts'

export interface DrkChannel {
  readonly name: string
  readonly unit: string
  /** How raw numbers become values, see scale.ts. */
  readonly scaling: number
  readonly rateHz: number
  /** Of the values, for channels scaled by their range. */
  readonly min: number
  readonly max: number
  readonly count: number
  /** Where its samples begin. */
  readonly offset: number
}

export interface DrkLap {
  readonly number: number
  readonly startMs: number
  readonly durationMs: number
  /** Since the lap's start. */
  readonly splitsMs: readonly number[]
  readonly isIntact: boolean
}

export interface DrkFront {
  /** 'DD-MM-YY hh:mm:ss' by the logger's clock. */
  readonly date: string
  readonly durationMs: number
  readonly vehicle: string
  readonly track: string
  readonly driver: string
  readonly championship: string
  readonly channels: readonly DrkChannel[]
  readonly laps: readonly DrkLap[]
}

const SIZES: Readonly<Record<string, number>> = {
  RDX: 0x420,
  PPX: 0x420,
  IIX: 0xa0,
  MMX: 0x420,
  GGX: 0x120,
  RRX: 0x1020,
}
/** Every block begins with its tag, a 2 and the sum of everything behind these bytes. */
const HEAD = 32
/** 4096 channels and as many laps, far more than any logger has. */
const MAX_FRONT = 8 << 20
const PIECE = 256 * 1024

export const looksLikeDrk = (head: Uint8Array): boolean =>
  head[0] === 0x52 && head[1] === 0x44 && head[2] === 0x58 && head[3] === 2

interface Block {
  readonly tag: string
  readonly bytes: Uint8Array
  readonly isIntact: boolean
}

/** Null when it describes no channel. */
export const readFront = async (source: ByteSource, notes: Notes): Promise<DrkFront | null> => {
  const { blocks, end, isComplete } = await readBlocks(source)
  const damaged = blocks.filter(({ isIntact }) => !isIntact)
  if (damaged.length > 0) {
    const tags = damaged.slice(0, 8).map(({ tag }) => tag)
    notes.add(
      'problem',
      `The file is damaged: ${counted(damaged.length, 'block does', 'blocks do')} not add up to the checksum beside it (${tags.join(', ')}), so names, laps or values may be wrong there; copy it from the logger again if you can.`,
    )
  }
  const first = (tag: string): Uint8Array =>
    blocks.find(block => block.tag === tag)?.bytes ?? new Uint8Array(0)
  const about = first('RDX')
  const people = first('PPX')
  const saidMs = u32At(about, 0x78)
  const described = blocks.filter(({ tag }) => tag === 'MMX').map(block => channelOf(block, saidMs, notes))
  const durationMs = damaged.some(({ tag }) => tag === 'RDX') ? longestMs(described) : saidMs
  const counts = repairedCounts(described, durationMs, source.size - end, isComplete, notes)
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (described.length === 0) return null
  // Samples end with the file, so a front that breaks off does not hide where they begin.
  let offset = isComplete ? end : Math.max(end, source.size - 2 * total)
  const channels = described.map(({ isIntact: _, ...channel }, k) => {
    const from = offset
    offset += 2 * counts[k]!
    return { ...channel, count: counts[k]!, offset: from }
  })
  return {
    date: latinText(about, 0x4c, 0x4c + 20),
    durationMs,
    vehicle: textOf(people, 0x20, 40),
    track: textOf(people, 0x48, 40),
    driver: textOf(people, 0x70, 40),
    championship: textOf(people, 0x188, 40),
    channels,
    laps: blocks.filter(({ tag }) => tag === 'GGX').map(lapOf),
  }
}

const textOf = (bytes: Uint8Array, from: number, length: number): string =>
  cleanText(latinText(bytes, from, Math.min(from + length, bytes.length)))

/** `end` is the byte after the last block; `isComplete` when that was the one that stands before the samples. */
const readBlocks = async (
  source: ByteSource,
): Promise<{ blocks: Block[]; end: number; isComplete: boolean }> => {
  const blocks: Block[] = []
  let bytes = new Uint8Array(0)
  let start = 0
  for (let at = 0; at < MAX_FRONT; ) {
    if (at - start + HEAD > bytes.length || at - start + sizeAt(bytes, at - start) > bytes.length) {
      bytes = await readWhole(source, at, PIECE)
      start = at
    }
    const size = sizeAt(bytes, at - start)
    if (size === 0 || at - start + size > bytes.length) return { blocks, end: at, isComplete: false }
    const block = bytes.slice(at - start, at - start + size)
    const tag = tagAt(block, 0)
    blocks.push({ tag, bytes: block, isIntact: sumOf(block, HEAD, size) === u16At(block, 4) })
    at += size
    if (tag === 'RRX') return { blocks, end: at, isComplete: true }
  }
  return { blocks, end: MAX_FRONT, isComplete: false }
}

const tagAt = (bytes: Uint8Array, at: number): string => latinText(bytes, at, Math.min(at + 3, bytes.length))
const sizeAt = (bytes: Uint8Array, at: number): number => SIZES[tagAt(bytes, at)] ?? 0

const RATES_HZ: Readonly<Record<number, number>> = { 0: 1, 1: 2, 2: 10, 4: 50, 5: 100 }

type Described = Omit<DrkChannel, 'offset'> & { readonly isIntact: boolean }

const channelOf = ({ bytes, isIntact }: Block, durationMs: number, notes: Notes): Described => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const name = textOf(bytes, 0x20, 20) || 'unnamed'
  const count = u32At(bytes, 0x68)
  const known = RATES_HZ[u16At(bytes, 0x66)]
  const byCount = Math.max(1, Math.round((count * 1000) / Math.max(durationMs, 1)))
  if (known === undefined) {
    notes.add(
      'guessed',
      `The sample rate of ${name} was worked out from its number of samples: ${byCount} Hz.`,
    )
  }
  return {
    name,
    // Channels of the receiver have a tab and five digits here.
    unit: textOf(bytes, 0x34, 10).replace(/\s*\d{5}$/, ''),
    scaling: u16At(bytes, 0x60),
    rateHz: known ?? Math.min(byCount, MAX_RATE_HZ),
    min: view.getFloat32(0x7c, true),
    max: view.getFloat32(0x80, true),
    count,
    isIntact,
  }
}

const longestMs = (channels: readonly Described[]): number =>
  channels.reduce(
    (ms, { count, rateHz, isIntact }) => Math.max(ms, isIntact ? (count * 1000) / rateHz : 0),
    0,
  )

const MAX_RATE_HZ = 10_000

/** One damaged number of samples would shift every channel behind it. */
const repairedCounts = (
  channels: readonly Described[],
  durationMs: number,
  roomBytes: number,
  isComplete: boolean,
  notes: Notes,
): number[] => {
  const room = Math.max(0, Math.floor(roomBytes / 2))
  const counts = channels.map(({ count }) => Math.min(count, room))
  const damaged = channels.flatMap(({ isIntact }, k) => (isIntact ? [] : [k]))
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (damaged.length === 0 || total === room) return counts
  for (const k of damaged) {
    const others = counts.reduce((sum, count, other) => (other === k ? sum : sum + count), 0)
    const byTime = Math.round((channels[k]!.rateHz * durationMs) / 1000)
    const repaired =
      damaged.length === 1 && isComplete && others <= room ? room - others : Math.min(byTime, room)
    if (repaired === counts[k]) continue
    counts[k] = repaired
    notes.add('guessed', `The number of samples of ${channels[k]!.name} was damaged and was worked out anew.`)
  }
  return counts
}

const FIRST_SPLIT = 0x4b
const MAX_SPLITS = 8

const lapOf = ({ bytes, isIntact }: Block): DrkLap => {
  const durationMs = u32At(bytes, 0x24)
  const splitsMs: number[] = []
  for (let k = 0; k < MAX_SPLITS; k++) {
    const split = u32At(bytes, FIRST_SPLIT + 4 * k)
    if (split <= (splitsMs.at(-1) ?? 0) || split >= durationMs) break
    splitsMs.push(split)
  }
  return { number: u16At(bytes, 0x30), startMs: u32At(bytes, 0x20), durationMs, splitsMs, isIntact }
}
