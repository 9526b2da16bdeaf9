/**
 * AiM DRK, the older recording of Race Studio 2, with its RRK of positions when both were dropped together.
 *
 * Channels are evenly sampled from the start; those of one rate share a time base. Laps are the logger's own.
 */
import type { GroupInput } from '#shared/trace'
import { type Fixes, fixChannels, gpsToUtc, readWhole, whenOf } from '../aim-xrk/index.ts'
import {
  alignSigns,
  buildGroup,
  buildTrace,
  cancelled,
  cleanText,
  createNotes,
  type Notes,
  refused,
} from '../common/index.ts'
import type { ByteSource, FormatReader, LoggedSession, ReadOptions, ReadOutcome } from '../model.ts'
import { looksLikeDrk, readFront } from './blocks.ts'
import { readGroups } from './columns.ts'
import { lapMarksOf } from './laps.ts'
import { looksLikeRrk, readRrk } from './rrk.ts'

export const aimDrkReader: FormatReader = {
  name: 'aim-drk',
  label: 'AiM DRK',
  version: 1,
  extensions: ['drk', 'xdrk', 'rrk'],
  detect: head => looksLikeDrk(head) || looksLikeRrk(head),
  read: async (source, options) => {
    const head = await readWhole(source, 0, 0x48)
    return looksLikeRrk(head) ? readPositions(source, options) : readDrk(source, options)
  },
}

const never = (): boolean => false
const nothing = (): void => {}

const readDrk = async (source: ByteSource, options: ReadOptions): Promise<ReadOutcome> => {
  const { onProgress = nothing, isCancelled = never } = options
  const notes = createNotes()
  const front = await readFront(source, notes)
  if (!front) return refused(NO_CHANNELS)
  const fixes = await positionsFor(source, options, notes)
  const groups = await readGroups(source, front.channels, { notes, onProgress, isCancelled })
  if (fixes === 'cancelled' || !groups) return cancelled()
  const positions = fixes ? fixGroup(fixes, notes) : []
  if (groups.length === 0 && positions.length === 0) return refused(NO_SAMPLES)
  const session: LoggedSession = {
    driver: front.driver || null,
    vehicle: front.vehicle || null,
    venue: front.track || null,
    comment: front.championship || null,
    ...dateOf(front.date, fixes, notes),
    frame: { kind: 'wgs84' },
    trace: buildTrace(alignSigns([...positions, ...groups], notes), notes),
    marks: lapMarksOf(front, fixes, notes),
    lapColumn: null,
    lines: null,
    pits: [],
  }
  const format = positions.length > 0 ? 'AiM DRK with RRK' : 'AiM DRK'
  return { ok: true, log: { format, sessions: [session], notes: notes.list() } }
}

const NO_CHANNELS =
  'This AiM file describes no channels, because it is cut off or damaged near its beginning, so nothing of it could be imported; copy it from the logger again.'
const NO_SAMPLES =
  'This AiM file describes its channels but holds no samples of them, so there is nothing to import; copy it from the logger again.'

/** The name without folder and ending, by which the files of a pair belong together. */
const baseName = (name: string): string =>
  name
    .replace(/^.*[\\/]/, '')
    .replace(/\.[^.]*$/, '')
    .toLowerCase()

const companionOf = async (
  source: ByteSource,
  { companions = [] }: ReadOptions,
  looksRight: (head: Uint8Array) => boolean,
): Promise<ByteSource | null> => {
  for (const companion of companions) {
    if (companion === source || baseName(companion.name) !== baseName(source.name)) continue
    if (looksRight(await readWhole(companion, 0, 0x48))) return companion
  }
  return null
}

const positionsFor = async (
  source: ByteSource,
  options: ReadOptions,
  notes: Notes,
): Promise<Fixes | null | 'cancelled'> => {
  const companion = await companionOf(source, options, looksLikeRrk)
  if (!companion) {
    const wanted = `${source.name.replace(/\.[^.]*$/, '')}.rrk`
    notes.add(
      'info',
      `A .drk file holds no positions: to see the track, import it together with ${cleanText(wanted)} if you have it.`,
    )
    return null
  }
  const fixes = await readRrk(companion, notes, nothing, options.isCancelled ?? never)
  if (!fixes) return 'cancelled'
  notes.add(
    'guessed',
    `The positions are those of ${cleanText(companion.name)}, whose clock was taken to start with the recording.`,
  )
  return fixes
}

const fixGroup = (fixes: Fixes, notes: Notes): GroupInput[] => {
  if (fixes.known === 0) {
    notes.add('problem', 'The receiver never had a position, so this session has no map and no GPS speed.')
    return []
  }
  const { timeMs, channels } = fixChannels(fixes, 0)
  return [buildGroup(timeMs, channels, notes)]
}

const DATE = /^(\d{2})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})$/

const dateOf = (date: string, fixes: Fixes | null, notes: Notes) => {
  const [, day, month, year, hour, minute, second] = (DATE.exec(date) ?? []).map(Number)
  const localMs =
    second === undefined ? null : Date.UTC(2000 + year!, month! - 1, day!, hour!, minute!, second)
  const ahead = fixes?.gpsMinusClockMs ?? null
  return whenOf(ahead === null ? null : gpsToUtc(ahead), localMs, notes)
}

/** A file of positions by itself is a drive without channels and laps. */
const readPositions = async (source: ByteSource, options: ReadOptions): Promise<ReadOutcome> => {
  const drk = await companionOf(source, options, looksLikeDrk)
  if (drk) {
    return refused(
      `This file holds the positions of ${cleanText(drk.name)} and was read together with it, so nothing is missing and nothing needs to be done.`,
    )
  }
  const notes = createNotes()
  const fixes = await readRrk(source, notes, options.onProgress ?? nothing, options.isCancelled ?? never)
  if (!fixes) return cancelled()
  if (fixes.known === 0) {
    return refused(
      'This .rrk file of an AiM logger holds no position at all, so there is nothing to import; import the .drk file of the same name instead.',
    )
  }
  notes.add(
    'info',
    'This file holds positions only: to get the channels and laps as well, import it together with the .drk file of the same name.',
  )
  const session: LoggedSession = {
    ...{ driver: null, vehicle: null, venue: null, comment: null },
    ...dateOf('', fixes, notes),
    frame: { kind: 'wgs84' },
    trace: buildTrace(fixGroup(fixes, notes), notes),
    ...{ marks: null, lapColumn: null, lines: null, pits: [] },
  }
  return { ok: true, log: { format: 'AiM RRK', sessions: [session], notes: notes.list() } }
}
