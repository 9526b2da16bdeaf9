/** A session as it was read and timed: what of it is kept, and what the report says about it. */
import type { CutLog, ImportNote, Log } from '#shared/formats'
import type { SessionId } from '#shared/id'
import { bestLap, DEFAULT_PRIVACY, isRanked, lapTimeMs } from '#shared/lap'
import type { EpochMillis } from '#shared/units'
import type { SessionToImport } from '#web/store'
import { cutSession } from './cut.ts'
import type { SessionReport } from './import-model.ts'

export interface KeptAs {
  readonly id: SessionId
  /** Which of the recordings in the file this is, from 0. */
  readonly part: number
  readonly mapping: unknown
  /** When the file itself is from, for one that does not say when it was driven. */
  readonly fileDate: EpochMillis
}

/** What the report says: about the session, and when its date is only that of the file, that too. */
export const notesOf = ({ session, notes }: CutLog): readonly ImportNote[] =>
  session.startedAt === null ? [...notes, { kind: 'guessed', text: DATE_OF_FILE }] : notes

const DATE_OF_FILE =
  'The file does not say when it was driven, so the session has the date of the file itself, which may be when it was copied.'

/** Names as people type them: spaces around them, or nothing at all, are no name. */
const nameOrNull = (name: string | null): string | null => name?.trim() || null

export const cutToSession = (cut: CutLog, log: Pick<Log, 'notes'>, kept: KeptAs): SessionToImport => {
  const { session, laps, place, timedBy, format } = cut
  const { lapTraces, between } = cutSession(session.trace, laps)
  return {
    id: kept.id,
    startedAt: session.startedAt ?? kept.fileDate,
    utcOffsetMin: session.utcOffsetMin,
    place: place?.kind === 'new' ? { ...place, name: nameOrNull(place.name) } : place,
    venue: nameOrNull(session.venue),
    car: nameOrNull(session.vehicle),
    driver: nameOrNull(session.driver),
    laps: laps.map((measured, index) => ({ measured, trace: lapTraces[index]! })),
    between,
    notes: session.comment?.trim() ?? '',
    privacy: DEFAULT_PRIVACY,
    imported: {
      format,
      timedBy,
      notes: [...log.notes, ...notesOf(cut)],
      part: kept.part,
      mapping: kept.mapping,
      triedVersion: null,
    },
  }
}

/** Without its samples, so that it can be kept by the page: only when the recording ends is left of them. */
const endsOf = (cut: CutLog): CutLog => {
  const ends = cut.session.trace.groups.map(({ timeMs }) => timeMs.at(-1) ?? 0)
  const trace = { groups: [{ timeMs: Float64Array.of(Math.max(0, ...ends)) }], channels: [] }
  return { ...cut, session: { ...cut.session, trace, marks: null, lapColumn: null, pits: [] }, laps: [] }
}

/** `isNewPlace`: the first at a place nobody had before. */
export const cutToReport = (cut: CutLog, session: SessionToImport, isNewPlace: boolean): SessionReport => {
  const { place, laps, timedBy } = cut
  const best = bestLap(laps)
  return {
    id: session.id,
    startedAt: session.startedAt,
    utcOffsetMin: session.utcOffsetMin,
    track: place?.kind === 'known' ? place.trackName : session.venue,
    isNewPlace,
    car: session.car,
    driver: session.driver,
    lapCount: laps.length,
    rankedCount: laps.filter(isRanked).length,
    bestMs: best && lapTimeMs(best),
    timedBy,
    hasRoad: cut.session.trace.channels.some(({ name }) => name === 'lat' || name === 'x'),
    ends: endsOf(cut),
    notes: notesOf(cut),
  }
}
