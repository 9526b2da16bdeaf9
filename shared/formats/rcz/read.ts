/**
 * RaceChrono's own archive (.rcz): a zip with `session.json`, the lines of the track, and a file for every channel.
 *
 * Invariants: what is inflated is bounded whatever the file says; official lap times of `session.json` are kept as
 * they are; a damaged channel costs that channel and a note. A file may hold several sessions in folders.
 */
import { type Archive, type ArchiveEntry, type ArchiveLimits, openArchive } from '#shared/archive'
import type { LapMark } from '#shared/lap'
import { channelOf, type GroupInput } from '#shared/trace'
import { asEpochMillis } from '#shared/units'
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
import { channelFileOf } from './channel-files.ts'
import { type DeviceColumns, readDevices, toGroup, type Window } from './device-groups.ts'
import { type Json, numberAt, objectAt, parseObject, textAt } from './json.ts'
import { marksOf, type Recorded } from './laps.ts'
import { linesOf } from './lines.ts'

/**
 * Sixty channels of a CAN bus at 150 Hz take 0.1 MB a second, so this is more than an hour of the richest recording
 * seen; an ordinary session takes some MB. Real archives shrink 3 to 9 times, single files of them up to 70.
 */
const LIMITS: Partial<ArchiveLimits> = {
  maxEntries: 20_000,
  maxEntryBytes: 128 << 20,
  maxTotalBytes: 512 << 20,
  maxRatio: 100,
}
/** Laps of a long day take 100 bytes each. */
const MAX_JSON = 4 << 20
const MAX_SESSIONS = 64
const DAY_MS = 86_400_000

export const readRcz = async (source: ByteSource, options: ReadOptions): Promise<ReadOutcome> => {
  const opened = await openArchive(source, LIMITS)
  if (!opened.ok) return refused(opened.problem === 'too-many' ? TOO_MUCH : CUT)
  const { archive: zip } = opened
  const folders = zip.entries
    .filter(({ name }) => fileNameOf(name) === 'session.json')
    .map(({ name }) => folderOf(name))
  if (folders.length === 0) return refused(NO_SESSION)
  const notes = createNotes()
  const sessions: LoggedSession[] = []
  for (const [i, folder] of folders.slice(0, MAX_SESSIONS).entries()) {
    const onProgress = (part: number): void => options.onProgress?.((i + part) / folders.length)
    const session = await readSession(zip, folder, notes, { ...options, onProgress })
    if (session === 'cancelled') return cancelled()
    if (session) sessions.push(session)
  }
  if (sessions.length === 0) {
    const isDamaged = notes.list().some(note => note.kind === 'problem')
    return refused(isDamaged ? DAMAGED : NO_SAMPLES)
  }
  return { ok: true, log: { format: 'RaceChrono archive', sessions, notes: notes.list() } }
}

const readSession = async (
  zip: Archive,
  folder: string,
  notes: Notes,
  options: ReadOptions,
): Promise<LoggedSession | 'cancelled' | null> => {
  const entries = zip.entries.filter(({ name }) => folderOf(name) === folder)
  const files = entries
    .map(entry => channelFileOf(entry, fileNameOf(entry.name)))
    .filter(file => file !== null)
  let done = 0
  const devices = await readDevices(zip, files, notes, () => {
    options.onProgress?.(Math.min(done++ / Math.max(files.length, 1), 1))
    return !options.isCancelled?.()
  })
  if (!devices) return 'cancelled'
  const session = await readJson(zip, entries, 'session.json', notes)
  const track = await readJson(zip, entries, 'trackId.json', notes)
  const window = windowOf(session, devices)
  if (!window) return null
  const originMs = firstIn(devices, window)
  const groups = alignSigns(
    devices.map(device => toGroup(device, window, originMs, notes)),
    notes,
  )
  const trace = buildTrace(groups, notes)
  if (trace.groups.length === 0) return null
  const marks: LapMark[] | null = marksOf(
    session,
    originMs,
    recordedOf(groups),
    edge => edgeKind(trace, edge),
    notes,
  )
  if (!channelOf(trace, 'lat')) notes.add('info', 'The archive holds no positions.')
  const lines = linesOf(track)
  if (track && !lines && numberAt(track, 'id') !== null && !objectAt(track, 'track')) {
    notes.add('info', "The track is one of RaceChrono's own library, whose lines are not in the archive.")
  }
  return {
    driver: null,
    vehicle: null,
    venue: cleanText(textAt(session, 'trackName')) || null,
    comment:
      [textAt(session, 'title'), textAt(session, 'description')]
        .map(text => cleanText(text))
        .filter(Boolean)
        .join(' · ') || null,
    startedAt: asEpochMillis(originMs),
    utcOffsetMin: null,
    frame: { kind: 'wgs84' },
    trace,
    marks,
    lapColumn: null,
    lines,
    pits: [],
  }
}

const readJson = async (
  zip: Archive,
  entries: readonly ArchiveEntry[],
  fileName: string,
  notes: Notes,
): Promise<Json | null> => {
  const entry = entries.find(({ name }) => fileNameOf(name) === fileName)
  if (!entry) return null
  const outcome = entry.size <= MAX_JSON ? await zip.readWhole(entry) : null
  const json = outcome?.ok ? parseObject(outcome.bytes) : null
  if (!json)
    notes.add(
      'problem',
      `The archive's ${fileName} is damaged, so what it says about laps or lines is missing.`,
    )
  return json
}

/**
 * What the session itself says, a day wider; else a week around the middle of the samples. One wild time stamp must
 * not stretch a session over centuries. Null when there are no samples.
 */
const windowOf = (session: Json | null, devices: readonly DeviceColumns[]): Window | null => {
  const first = numberAt(session, 'firstTimestamp')
  const last = numberAt(session, 'latestTimestamp')
  if (first !== null && last !== null && first > 0 && last >= first && last - first < 7 * DAY_MS) {
    const window = { fromMs: first - DAY_MS, toMs: last + DAY_MS }
    if (Number.isFinite(firstIn(devices, window))) return window
  }
  const longest = devices.toSorted((a, b) => b.timeMs.length - a.timeMs.length)[0]
  if (!longest) return null
  const middle = longest.timeMs.toSorted()[longest.timeMs.length >> 1]!
  return Number.isFinite(middle) ? { fromMs: middle - 3.5 * DAY_MS, toMs: middle + 3.5 * DAY_MS } : null
}

const firstIn = (devices: readonly DeviceColumns[], { fromMs, toMs }: Window): number => {
  let first = Number.POSITIVE_INFINITY
  for (const { timeMs } of devices) {
    for (const ms of timeMs) if (ms >= fromMs && ms <= toMs && ms < first) first = ms
  }
  return first
}

const recordedOf = (groups: readonly GroupInput[]): Recorded => {
  let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { timeMs } of groups) {
    fromMs = Math.min(fromMs, timeMs[0] ?? fromMs)
    toMs = Math.max(toMs, timeMs.at(-1) ?? toMs)
  }
  return { fromMs, toMs }
}

const fileNameOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1)
const folderOf = (name: string): string => name.slice(0, name.lastIndexOf('/') + 1)

const CUT =
  'This RaceChrono archive is cut off or damaged (its list of contents at the end is missing), so nothing of it can be read: export it from the app again.'
const TOO_MUCH =
  'This archive claims to hold far more files than any RaceChrono session, so it was not opened: export it from the app again.'
const NO_SESSION =
  'This zip file holds no RaceChrono session (session.json is missing), so there is nothing to import: choose the .rcz the app exported.'
const NO_SAMPLES =
  'This RaceChrono archive holds a session without samples, so there is nothing to import: record or export the session again.'
const DAMAGED =
  'All channels of this RaceChrono archive are damaged, so nothing of it can be read: export it from the app again.'
