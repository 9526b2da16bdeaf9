/**
 * MoTeC .ld: from the file to a session.
 *
 * Laps come from the .ldx beside the file, else from the logger's beacons; a lap counter is only a lap column. The
 * date is that of the logger's clock, whose time zone the file does not tell, so it is said in a note.
 */
import type { LapMark } from '#shared/lap'
import type { Trace } from '#shared/trace'
import {
  alignSigns,
  buildTrace,
  cancelled,
  cleanText,
  createNotes,
  edgeKind,
  type Notes,
  refused,
} from '../common/index.ts'
import type { ByteSource, LoggedSession, ReadOptions, ReadOutcome } from '../model.ts'
import { beaconPasses, isBeacon } from './beacon.ts'
import { readBlocks } from './blocks.ts'
import { type ReadChannel, readColumns, toGroups } from './columns.ts'
import { type LdHeader, readHeader } from './header.ts'
import { lapColumnOf } from './lap-column.ts'
import { ldxBeside, readLdxMarkers } from './ldx.ts'
import { type EdgeKinds, marksBetween, sortPasses } from './marks.ts'
import { createNaming, isLeftPositive } from './naming.ts'
import { periodsMs } from './rates.ts'
import { createWindow } from './window.ts'

/** 130 channel blocks; what a pointer to elsewhere costs. */
const BLOCK_STRETCH = 16 * 1024

export const readLd = async (source: ByteSource, options: ReadOptions): Promise<ReadOutcome> => {
  const window = createWindow(source, BLOCK_STRETCH)
  const header = await readHeader(source, window)
  if (!header) return refused(CUT_IN_HEADER)
  const notes = createNotes()
  const channels = await readBlocks(window, header.firstBlock, notes)
  if (!channels) return refused(CUT_IN_HEADER)
  const periods = periodsMs(channels, notes)
  const nameOf = createNaming()
  const planned = channels.flatMap((channel, i) => {
    const periodMs = periods[i]
    return periodMs == null ? [] : [{ channel, named: nameOf(channel.name, channel.unit), periodMs }]
  })
  const read = await readColumns(source, planned, notes, options)
  if (!read) return cancelled()
  const groups = alignSigns(toGroups(read, notes), notes)
  const trace = buildTrace(groups, notes)
  if (trace.groups.length === 0) return refused(channels.length > 0 ? NO_SAMPLES : NO_CHANNELS)
  sayWhatWasAssumed(header, read, notes)
  const session: LoggedSession = {
    driver: header.driver || null,
    vehicle: header.vehicle || null,
    venue: header.venue || null,
    comment: header.comment || null,
    startedAt: null,
    utcOffsetMin: null,
    frame: { kind: 'wgs84' },
    trace,
    marks: await marksOf(source, options, read, trace, notes),
    lapColumn: lapColumnOf(trace),
    lines: null,
    pits: [],
  }
  return { ok: true, log: { format: 'MoTeC LD', sessions: [session], notes: notes.list() } }
}

const marksOf = async (
  source: ByteSource,
  { companions = [] }: ReadOptions,
  channels: readonly ReadChannel[],
  trace: Trace,
  notes: Notes,
): Promise<LapMark[] | null> => {
  const toMs = endOf(channels)
  const kinds: EdgeKinds = { first: edgeKind(trace, 'first'), last: edgeKind(trace, 'last') }
  const beacon = channels.find(({ channel }) => isBeacon(channel))
  const passes = sortPasses(beacon ? beaconPasses(beacon.values, beacon.periodMs) : [])
  const ldx = ldxBeside(source.name, companions)
  if (ldx) {
    const markers = await readLdxMarkers(ldx)
    const listName = cleanText(ldx.name)
    if (!markers) notes.add('problem', `The lap list ${listName} is damaged, so it was not used.`)
    const marks = markers && marksBetween(markers, passes.splitsMs, 0, toMs, kinds)
    if (markers && !marks) notes.add('info', `The lap list ${listName} holds no lap of this log.`)
    if (marks) return marks
  }
  if (passes.isGuessed) {
    notes.add(
      'guessed',
      'Which of the beacon codes ends a lap is not in the file, so the rarest was taken: compare the lap times with those you know.',
    )
  }
  return marksBetween(passes.lapsMs, passes.splitsMs, 0, toMs, kinds)
}

/** The beacon channel may go on for some seconds, because a beacon takes four of its words. */
const endOf = (channels: readonly ReadChannel[]): number => {
  const measured = channels.filter(({ channel }) => !isBeacon(channel))
  const ends = (measured.length > 0 ? measured : channels).map(c => (c.values.length - 1) * c.periodMs)
  return Math.max(0, ...ends)
}

const sayWhatWasAssumed = (header: LdHeader, channels: readonly ReadChannel[], notes: Notes): void => {
  if (/^\d{1,2}\/\d{1,2}\/\d{4}$/.test(header.date)) {
    const clock = /^\d{1,2}:\d{2}(?::\d{2})?$/.test(header.time) ? ` at ${header.time}` : ''
    notes.add(
      'info',
      `The logger's clock said ${header.date}${clock} (day, month, year), in a time zone the file does not tell.`,
    )
  }
  if (channels.some(({ channel, named }) => named.name === 'gLat' && isLeftPositive(channel.name))) {
    notes.add(
      'info',
      'MoTeC counts lateral g positive to the left, so it was turned round: right is positive here.',
    )
  }
  if (channels.some(({ channel, named }) => named.name === 'lat' && channel.type === 'f32')) {
    notes.add(
      'info',
      'Positions are stored in single precision in this file, so they are exact to a metre or two only.',
    )
  }
}

const CUT_IN_HEADER =
  'This MoTeC log is cut off or damaged before its list of channels, so nothing of it can be read: copy it again from where it was recorded.'
const NO_CHANNELS =
  'This MoTeC log has no channel of a kind that can be read, so there is nothing to import: open it in i2 and export it as CSV.'
const NO_SAMPLES =
  'This MoTeC log lists channels but holds no samples, so there is nothing to import: copy it again from where it was recorded.'
