/**
 * The samples of all channels as rate groups.
 *
 * Invariants: channels are read in the order they lie in the file, in pieces of about a megabyte; together they get
 * no more memory than samples of twice the file's size would take, whatever their counts claim. A channel cut off by
 * the end of the file is filled up with gaps, so that it stays beside those it was sampled with.
 */
import type { Channel, Column, GroupInput } from '#shared/trace'
import { buildGroup, counted, MAX_ROWS, type Notes } from '../common/index.ts'
import type { ByteSource, ReadOptions } from '../model.ts'
import { type LdChannel, SAMPLE_BYTES } from './blocks.ts'
import type { NamedChannel } from './naming.ts'
import { emptyColumn, fillColumn } from './samples.ts'
import { createWindow, type FileWindow } from './window.ts'

export interface Planned {
  readonly channel: LdChannel
  readonly named: NamedChannel
  readonly periodMs: number
}

export interface ReadChannel extends Planned {
  readonly values: Column
}

/** A multiple of every sample's size. Small enough that a cancelled import stops at once. */
const PIECE = 1 << 20
/** Counts may overstate what is there (a cut file), but not without limit. */
const MAX_CLAIM = 2

/** In the order given; null when cancelled. */
export const readColumns = async (
  source: ByteSource,
  planned: readonly Planned[],
  notes: Notes,
  { onProgress, isCancelled }: ReadOptions,
): Promise<ReadChannel[] | null> => {
  const window = createWindow(source, PIECE)
  const sizes = sizesOf(source, planned, notes)
  const total = Math.max(
    1,
    planned.reduce((sum, { channel }, i) => sum + bytesOf(channel, sizes[i]!.present), 0),
  )
  let done = 0
  const columns = new Array<Column | null>(planned.length).fill(null)
  const inFileOrder = planned
    .map((_, i) => i)
    .sort((a, b) => planned[a]!.channel.dataAt - planned[b]!.channel.dataAt)
  for (const i of inFileOrder) {
    const { present, length } = sizes[i]!
    if (present === 0) continue
    if (isCancelled?.()) return null
    const column = emptyColumn(planned[i]!.channel.type, isPosition(planned[i]!), length)
    const read = await readColumn(window, planned[i]!, present, column, isCancelled)
    if (read < 0) return null
    columns[i] = column.fill(Number.NaN, read)
    done += bytesOf(planned[i]!.channel, present)
    onProgress?.(done / total)
  }
  return planned.flatMap((plan, i) => (columns[i] ? [{ ...plan, values: columns[i] }] : []))
}

const isPosition = ({ named }: Planned): boolean => named.name === 'lat' || named.name === 'lon'

const bytesOf = ({ type }: LdChannel, samples: number): number => samples * SAMPLE_BYTES[type]

interface Sizes {
  /** Samples that are in the file. */
  readonly present: number
  /** Samples the column gets. */
  readonly length: number
}

const sizesOf = (source: ByteSource, planned: readonly Planned[], notes: Notes): Sizes[] => {
  let room = source.size * MAX_CLAIM
  let [cut, missing] = [0, 0]
  const sizes = planned.map(({ channel }) => {
    const width = SAMPLE_BYTES[channel.type]
    const inFile = Math.max(0, Math.floor((source.size - channel.dataAt) / width))
    const claimed = Math.min(channel.count, MAX_ROWS)
    let present = Math.min(claimed, inFile)
    let length = present === 0 ? 0 : claimed
    if (length * width > room) length = present
    if (length * width > room) [length, present] = [0, 0]
    room -= length * width
    if (claimed > 0 && present === 0) missing++
    else if (present < claimed) cut++
    return { present, length }
  })
  if (cut + missing > 0) {
    const lost = [
      ...(missing > 0 ? [counted(missing, 'channel has no samples', 'channels have no samples')] : []),
      ...(cut > 0 ? [counted(cut, 'channel ends early', 'channels end early')] : []),
    ].join(' and ')
    notes.add(
      'problem',
      `The file is cut off or damaged, so ${lost}: copy it from the logger again if the original is still there.`,
    )
  }
  return sizes
}

/** How many samples were read, −1 when cancelled. */
const readColumn = async (
  window: FileWindow,
  { channel, named }: Planned,
  present: number,
  column: Column,
  isCancelled: (() => boolean) | undefined,
): Promise<number> => {
  const width = SAMPLE_BYTES[channel.type]
  const line = {
    factor: channel.factor * named.factor,
    offset: channel.offset * named.factor + named.offset,
  }
  let read = 0
  while (read < present) {
    const bytes = await window.bytes(channel.dataAt + read * width, Math.min(PIECE, (present - read) * width))
    const samples = Math.floor(bytes.length / width)
    if (samples === 0) break
    fillColumn(column, read, bytes, channel.type, line)
    read += samples
    if (read < present && isCancelled?.()) return -1
  }
  return read
}

/** Channels of one period and length share a time base. */
export const toGroups = (channels: readonly ReadChannel[], notes: Notes): GroupInput[] => {
  const sets = new Map<string, ReadChannel[]>()
  for (const channel of channels) {
    const key = `${channel.periodMs} ${channel.values.length}`
    const set = sets.get(key)
    if (set) set.push(channel)
    else sets.set(key, [channel])
  }
  return [...sets.values()].map(set => toGroup(set, notes))
}

const toGroup = (set: readonly ReadChannel[], notes: Notes): GroupInput => {
  const { periodMs, values } = set[0]!
  const timeMs = new Float64Array(values.length)
  for (let i = 0; i < timeMs.length; i++) timeMs[i] = i * periodMs
  const positions = set.filter(isPosition)
  const raw = positions.map(({ named, values }) => ({ ...named, values }))
  return {
    timeMs,
    channels: [
      ...set.filter(channel => !isPosition(channel)).map(({ named, values }) => toChannel(named, values)),
      // The receiver's "no fix" is not for every reader to know; two columns may be copied for that.
      ...(raw.length > 0 ? buildGroup(timeMs, raw, notes).channels : []),
    ],
  }
}

const toChannel = ({ name, unit, kind, source }: NamedChannel, values: Column): Omit<Channel, 'group'> => ({
  name,
  unit,
  kind,
  source,
  values,
})
