/**
 * One session timed anew at the lines in force of its layout: from its original where it came from a file, else
 * from what the library holds of it.
 *
 * Invariants: the session changes in one step or not at all. Laps keep their ids, drivers and what was said about
 * them; times by official marks stay. The same recording and lines give the same laps, so lines moved back give
 * the old times exactly.
 */
import type { LoggedSession } from '#shared/formats'
import type { LapId, SessionId } from '#shared/id'
import type { Lap, MeasuredLap } from '#shared/lap'
import { gateVersionInForce } from '#shared/track'
import type { Library, SessionDetail } from '#web/store'
import { cutSession } from './cut.ts'
import { readAgain } from './import-kept.ts'
import { type LinesInForce, lapsAtLines, matchLaps } from './import-laps.ts'
import { lockForPlaces, withLock } from './import-locks.ts'
import type { TellProgress } from './import-progress.ts'
import type { RetimeOutcome } from './retime-model.ts'
import { readPieces } from './retime-pieces.ts'
import { keepsTimes } from './retime-reach.ts'
import { withoutFlags, withWhatWasSaid } from './retime-said.ts'

export interface LapsAnew {
  readonly laps: readonly MeasuredLap[]
  /** For each the lap in the library that it is. */
  readonly keeps: readonly (LapId | null)[]
}

export const retime = async (library: Library, id: SessionId, tell: TellProgress): Promise<RetimeOutcome> => {
  const found = await library.session(id)
  if (!found.ok) return { kind: 'failed', reason: found.message }
  if (found.value.session.origin.kind === 'file') {
    const read = await readAgain(library, id, tell)
    return read.kind === 'done' && keepsTimes(found.value) ? { kind: 'official' } : read
  }
  // Two that time the same session at once would each write over what the other read.
  return withLock(lockForPlaces(library.name), () => retimeFromPieces(library, id, tell))
}

const retimeFromPieces = async (
  library: Library,
  id: SessionId,
  tell: TellProgress,
): Promise<RetimeOutcome> => {
  const found = await library.session(id)
  if (!found.ok) return { kind: 'failed', reason: found.message }
  const detail = found.value
  if (!detail.layout) return { kind: 'failed', reason: NO_LINES }
  if (keepsTimes(detail)) return { kind: 'official' }
  tell('reading', 0)
  const read = await readPieces(library, detail, detail.layout, done => tell('reading', done))
  if (read.kind === 'failed') return read
  tell('timing', 0)
  const gates = gateVersionInForce(detail.layout)
  const lines = { gates, layoutId: detail.layout.id, version: gates.version }
  const anew = timeAnew(read.session, detail.laps, lines)
  if (!anew) return { kind: 'failed', reason: NEVER_CROSSED }
  const saved = await save(library, detail, read.session, anew, done => tell('saving', done))
  if (!saved.ok) return { kind: 'failed', reason: saved.message }
  return { kind: 'done', lapsBefore: detail.laps.length, lapsAfter: anew.laps.length }
}

/** Null when the start line is never crossed. */
export const timeAnew = (
  session: LoggedSession,
  old: readonly Lap[],
  lines: LinesInForce,
): LapsAnew | null => {
  const { trace } = session
  const laps = lapsAtLines({ ...session, trace: withoutFlags(trace) }, lines)
  if (!laps) return null
  const keeps = matchLaps(laps, old)
  return { laps: withWhatWasSaid(laps, keeps, old, trace), keeps }
}

const save = (
  library: Library,
  detail: SessionDetail,
  { trace }: LoggedSession,
  { laps, keeps }: LapsAnew,
  onProgress: (done: number) => void,
) => {
  const { lapTraces, between } = cutSession(trace, laps)
  return library.changeSession(
    detail.session.id,
    {
      laps: laps.map((measured, i) => ({ measured, trace: lapTraces[i]!, keeps: keeps[i]! })),
      between,
      driver: detail.drivers[0]?.name ?? null,
      place: null,
      reader: null,
      imported: null,
      utcOffsetMin: detail.session.utcOffsetMin,
    },
    onProgress,
  )
}

const NO_LINES =
  'This session has no layout yet, so there are no lines to time it at; its laps stay as they are.'
const NEVER_CROSSED =
  'This session never crosses the start line where it is now, so it was not timed anew; its laps keep the times they had.'
