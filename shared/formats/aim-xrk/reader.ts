/**
 * AiM XRK, and XRZ, which is the same inside a zlib stream.
 *
 * The file is walked twice: once to count samples and gather messages, once to fill columns of the right length.
 * Channels that were sampled together share one time base. Times count from the start of the first lap, as AiM's
 * own programs do.
 */
import { channelInfo, type GroupInput } from '#shared/trace'
import {
  alignSigns,
  buildGroup,
  buildTrace,
  cancelled,
  cleanText,
  counted,
  createNotes,
  type Notes,
  type RawChannel,
  refused,
} from '../common/index.ts'
import type { ByteSource, FormatReader, LoggedSession, ReadOptions, ReadOutcome } from '../model.ts'
import { type Contents, createCounting } from './count.ts'
import { LABELLED, U8, U16, unitOfCode } from './decoders.ts'
import { createFilling, type Filling } from './fill.ts'
import { inflateSource, looksLikeXrz, looksLikeZlib } from './inflate.ts'
import { firstLapStart, lapMarksOf } from './laps.ts'
import { linesOf } from './lines.ts'
import { looksLikeXrk } from './message.ts'
import { createAimNames } from './names.ts'
import { type Fixes, fixChannels, fixesOf } from './nav-sol.ts'
import { createRegistry, type Registry, type XrkChannel } from './registry.ts'
import { type Walk, walkRecords } from './walk.ts'
import { gpsToUtc, localMsOf, whenOf } from './when.ts'

export const aimXrkReader: FormatReader = {
  name: 'aim-xrk',
  label: 'AiM XRK',
  version: 1,
  extensions: ['xrk', 'xrz'],
  detect: head => looksLikeXrk(head) || looksLikeXrz(head),
  read: (source, options) => readXrkOrXrz(source, options),
}

const readXrkOrXrz = async (source: ByteSource, options: ReadOptions): Promise<ReadOutcome> => {
  const isCancelled = options.isCancelled ?? (() => false)
  const notes = createNotes()
  const head = await source.read(0, 16)
  if (!looksLikeZlib(head)) return readXrk(source, 'AiM XRK', notes, isCancelled, options.onProgress)

  const inflating = (done: number): void => options.onProgress?.(done * INFLATING)
  const inflated = await inflateSource(source, inflating, isCancelled)
  if (inflated.kind === 'cancelled') return cancelled()
  if (inflated.kind === 'too-large') {
    return refused(
      'This .xrz file unpacks to far more than any log holds, so it is damaged or was made to do harm and nothing was imported; copy it from the logger again.',
    )
  }
  if (inflated.kind === 'cut') {
    notes.add(
      'problem',
      'The compressed recording breaks off before its end, as after a power loss; everything up to there was kept.',
    )
  }
  const reading = (done: number): void => options.onProgress?.(INFLATING + done * (1 - INFLATING))
  return readXrk(inflated.source, 'AiM XRZ', notes, isCancelled, reading)
}

/** The share of the work. */
const INFLATING = 0.5

const readXrk = async (
  source: ByteSource,
  format: string,
  notes: Notes,
  isCancelled: () => boolean,
  onProgress: (done: number) => void = () => {},
): Promise<ReadOutcome> => {
  const described = createRegistry()
  const counting = createCounting(described)
  const walk = await walkRecords(source, counting, {
    registry: described,
    onProgress: done => onProgress(done / 2),
    isCancelled,
  })
  if (!walk) return cancelled()
  const contents = counting.contents()
  const fixes = fixesOf(contents.fixes, notes)
  const hasSamples = described.channels.some(
    ({ decoder }, slot) => decoder !== null && contents.counts[slot]! > 0,
  )
  if (!hasSamples && fixes.known === 0) return refused(NO_SAMPLES)

  const zeroMs = zeroOf(contents, fixes)
  const filling = createFilling(described, contents, zeroMs)
  const refilled = await walkRecords(source, filling, {
    registry: createRegistry(),
    onProgress: done => onProgress(0.5 + done / 2),
    isCancelled,
  })
  if (!refilled) return cancelled()

  noteDamage(walk, contents, notes)
  const groups = [...fixGroup(fixes, zeroMs, notes), ...sampleGroups(described, contents, filling, notes)]
  const marks = lapMarksOf(contents.laps, fixes, zeroMs, notes)
  const session: LoggedSession = {
    ...wordsOf(contents),
    ...dateOf(contents, fixes, zeroMs, notes),
    frame: { kind: 'wgs84' },
    trace: buildTrace(alignSigns(groups, notes), notes),
    marks,
    lapColumn: null,
    lines: linesOf(contents.track, fixes, notes),
    pits: [],
  }
  return { ok: true, log: { format, sessions: [session], notes: notes.list() } }
}

const NO_SAMPLES =
  'This AiM log holds the settings of the logger but no recorded samples, so there is nothing to import; copy it from the logger again or choose a longer recording.'

/** Samples of slow channels may come a little before the first lap; much more means that its message is lost. */
const EARLY_MS = 60_000

const zeroOf = ({ laps, firstMs }: Contents, { timeMs }: Fixes): number => {
  const earliest = Number.isFinite(firstMs) ? firstMs : (timeMs[0] ?? 0)
  const lapStart = firstLapStart(laps)
  return lapStart === null || earliest < lapStart - EARLY_MS ? earliest : lapStart
}

const fixGroup = (fixes: Fixes, zeroMs: number, notes: Notes): GroupInput[] => {
  if (fixes.known === 0) {
    if (fixes.timeMs.length > 0) {
      notes.add('problem', 'The receiver never had a position, so this session has no map and no GPS speed.')
    }
    return []
  }
  const { timeMs, channels } = fixChannels(fixes, zeroMs)
  return [buildGroup(timeMs, channels, notes)]
}

const sampleGroups = (
  { channels }: Registry,
  { counts, leaders }: Contents,
  filling: Filling,
  notes: Notes,
): GroupInput[] => {
  const followers = new Map<number, number[]>()
  const unread: string[] = []
  for (const [slot, { decoder, name }] of channels.entries()) {
    if (counts[slot] === 0) continue
    const leader = leaders[slot]!
    followers.set(leader, [...(followers.get(leader) ?? []), slot])
    if (decoder === null) unread.push(name)
  }
  if (unread.length > 0) {
    notes.add(
      'dropped',
      `Left out because they are written in a way nobody has described yet: ${unread
        .slice(0, 8)
        .map(name => cleanText(name))
        .join(', ')}.`,
    )
  }
  const nameOf = createAimNames()
  const groups: GroupInput[] = []
  for (const [leader, slots] of followers) {
    const columns = slots.map(slot => ({ slot, ...filling.take(slot) }))
    const timeMs = columns.find(({ slot }) => slot === leader)?.timeMs
    if (!timeMs) continue
    const raw = columns.flatMap(({ slot, values }) =>
      values ? [toRaw(channels[slot]!, values, nameOf)] : [],
    )
    if (raw.length > 0) groups.push(buildGroup(timeMs, raw, notes))
  }
  return groups
}

const toRaw = (
  channel: XrkChannel,
  values: RawChannel['values'],
  nameOf: ReturnType<typeof createAimNames>,
): RawChannel => {
  const unit = unitOfCode(channel.unitCode)
  const name = nameOf(channel.name, unit, 'logger')
  const { decoder } = channel
  // Switches, alarms and gears, whose values between two samples do not exist.
  const isStep = decoder === LABELLED || (unit === '' && (decoder === U16 || decoder === U8))
  const raw = { name, unit, source: 'logger', values }
  return isStep && !channelInfo(name) ? { ...raw, kind: 'discrete' } : raw
}

const wordsOf = ({
  texts,
  track,
}: Contents): Pick<LoggedSession, 'driver' | 'vehicle' | 'venue' | 'comment'> => {
  const said = (token: string): string | null => cleanText(texts.get(token) ?? '') || null
  const comment = [said('CMP'), said('VTY'), said('NTE')].filter(text => text !== null).join(' · ')
  return {
    driver: said('RCR'),
    vehicle: said('VEH'),
    venue: cleanText(track?.name ?? '') || null,
    comment: comment || null,
  }
}

const dateOf = ({ wallClock }: Contents, { gpsMinusClockMs }: Fixes, zeroMs: number, notes: Notes) => {
  const utcMs = gpsMinusClockMs === null ? null : gpsToUtc(zeroMs + gpsMinusClockMs)
  const shown = wallClock ? localMsOf(wallClock.date, wallClock.time) : null
  return whenOf(utcMs, shown === null ? null : shown - wallClock!.tcMs + zeroMs, notes)
}

const noteDamage = (walk: Walk, contents: Contents, notes: Notes): void => {
  const { cutOff } = walk
  const inside = walk.skipped - cutOff
  if (cutOff > 0) {
    notes.add(
      'problem',
      `The recording breaks off in the middle of a record, so its last ${counted(cutOff, 'byte', 'bytes')} could not be read; everything before was kept.`,
    )
  }
  if (inside > 0) {
    notes.add(
      'problem',
      `The file is damaged: ${counted(inside, 'byte', 'bytes')} inside it could not be read, so some samples are missing; copy it from the logger again if you can.`,
    )
  }
  const damaged = walk.damagedDescriptions + contents.damagedMessages
  if (damaged > 0) {
    notes.add(
      'problem',
      `The file is damaged: ${counted(damaged, 'entry does', 'entries do')} not add up to the checksum beside it, so names, laps or positions may be wrong there.`,
    )
  }
  if (walk.wildTimes > 0) {
    notes.add(
      'dropped',
      `A time far away from those around it made us leave out ${counted(walk.wildTimes, 'record', 'records')}.`,
    )
  }
  if (contents.overlapping > 0) {
    notes.add(
      'info',
      `The logger wrote ${counted(contents.overlapping, 'sample', 'samples')} twice, as its clock trembles; the earlier of each two was kept.`,
    )
  }
}
