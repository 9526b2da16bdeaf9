/**
 * The samples of a DRK as rate groups: channels of one rate and length share their times.
 *
 * Samples have two bytes here and four in a column, so nothing is copied on the way: what a channel will be
 * called and measured in is found out with an empty column first, and its samples are then read into the last
 * one they will ever be in.
 */
import { type Channel, type Column, channelInfo, type GroupInput } from '#shared/trace'
import { createAimNames, readWhole } from '../aim-xrk/index.ts'
import { buildGroup, counted, type Notes, unitToCanonical, unitToUnit } from '../common/index.ts'
import type { ByteSource } from '../model.ts'
import type { DrkChannel } from './blocks.ts'
import { scaleOf } from './scale.ts'

export interface ReadingGroups {
  readonly notes: Notes
  readonly onProgress: (done: number) => void
  readonly isCancelled: () => boolean
}

interface OpenGroup {
  readonly timeMs: Float64Array<ArrayBuffer>
  readonly channels: Omit<Channel, 'group'>[]
}

/** Null when it was cancelled. */
export const readGroups = async (
  source: ByteSource,
  channels: readonly DrkChannel[],
  { notes, onProgress, isCancelled }: ReadingGroups,
): Promise<GroupInput[] | null> => {
  const groups = new Map<string, OpenGroup>()
  const nameOf = createAimNames()
  const unscaled: string[] = []
  let incomplete = 0
  for (const channel of channels) {
    if (isCancelled()) return null
    const there = Math.max(0, Math.floor((source.size - channel.offset) / 2))
    const count = Math.min(channel.count, there)
    if (count < channel.count) incomplete++
    if (count === 0) continue
    if (!scaleOf(channel).isKnown) unscaled.push(channel.name)
    const { described, line } = describe(channel, nameOf, notes)
    const values =
      described.values.BYTES_PER_ELEMENT === 8 ? new Float64Array(count) : new Float32Array(count)
    await readInto(values, source, channel, line)
    const key = `${channel.rateHz}/${count}`
    const group = groups.get(key) ?? { timeMs: evenTimes(count, channel.rateHz), channels: [] }
    group.channels.push({ ...described, values })
    groups.set(key, group)
    onProgress(Math.min((channel.offset + 2 * count) / source.size, 1))
  }
  noteIncomplete(incomplete, unscaled, notes)
  // Positions from a car's own electronics are checked like any others.
  return [...groups.values()].map(group =>
    group.channels.some(({ name }) => name === 'lat')
      ? buildGroup(group.timeMs, group.channels, notes)
      : group,
  )
}

const evenTimes = (count: number, rateHz: number): Float64Array<ArrayBuffer> => {
  const timeMs = new Float64Array(count)
  for (let i = 0; i < count; i++) timeMs[i] = (i * 1000) / rateHz
  return timeMs
}

/** value = raw × factor + offset */
interface Line {
  readonly factor: number
  readonly offset: number
  readonly isCourse: boolean
}

/** Things that are counted or switched; between two of their values there is nothing. */
const STEPS: ReadonlySet<string> = new Set(['#', 'gear'])

const describe = (
  channel: DrkChannel,
  nameOf: ReturnType<typeof createAimNames>,
  notes: Notes,
): { described: Omit<Channel, 'group'>; line: Line } => {
  const { source, isCourse = false, ...scale } = scaleOf(channel)
  const isStep = STEPS.has(scale.unit)
  const unit = isStep ? '' : scale.unit
  const name = nameOf(channel.name, unit, source)
  const kind = isStep && !channelInfo(name) ? { kind: 'discrete' as const } : {}
  const raw = { name, unit, source, values: new Float32Array(0), ...kind }
  const described = buildGroup(new Float64Array(0), [raw], notes).channels[0]!
  const to = unitToUnit(unit, described.unit) ?? unitToCanonical(unit) ?? { factor: 1, offset: 0 }
  const line = { factor: scale.factor * to.factor, offset: scale.offset * to.factor + to.offset, isCourse }
  return { described, line }
}

const PIECE = 1 << 20

/** What cannot be read stays a gap. */
const readInto = async (
  values: Column,
  source: ByteSource,
  { offset: from }: DrkChannel,
  { factor, offset, isCourse }: Line,
): Promise<void> => {
  for (let n = 0; n < values.length; ) {
    const piece = await readWhole(source, from + 2 * n, Math.min(PIECE, 2 * (values.length - n)))
    if (piece.length < 2) {
      values.fill(Number.NaN, n)
      return
    }
    for (let at = 0; at + 1 < piece.length; at += 2, n++) {
      const value = (piece[at]! | (piece[at + 1]! << 8)) * factor + offset
      values[n] = isCourse ? ((value % 360) + 360) % 360 : value
    }
  }
}

const noteIncomplete = (incomplete: number, unscaled: readonly string[], notes: Notes): void => {
  if (incomplete > 0) {
    notes.add(
      'problem',
      `The file ends before its last sample: ${counted(incomplete, 'channel is', 'channels are')} incomplete or missing; copy it from the logger again if you can.`,
    )
  }
  if (unscaled.length > 0) {
    notes.add(
      'guessed',
      `The scale of these channels is not known, so they show the logger's raw numbers: ${unscaled.slice(0, 8).join(', ')}.`,
    )
  }
}
