/**
 * Laps at lines somebody tries out, with nothing saved: the recording is read once and kept while they move.
 *
 * Invariant: what is shown is what saving these lines gives. So a session from a file is read from its original,
 * as it will be when it is saved; any other from what the library holds of it.
 */
import type { LoggedSession } from '#shared/formats'
import type { SessionId } from '#shared/id'
import { type Lap, lapTimeMs, type MeasuredLap } from '#shared/lap'
import { gateVersionInForce } from '#shared/track'
import type { Library, SessionDetail } from '#web/store'
import { readKept, sessionOf } from './import-kept.ts'
import { lapsAtLines, lapToListed, matchLaps } from './import-laps.ts'
import type { TellProgress } from './import-progress.ts'
import type { LinesPreview, NewLines, PreviewedLap } from './retime-model.ts'
import { readPieces } from './retime-pieces.ts'
import { keepsTimes } from './retime-reach.ts'
import { type LapsAnew, timeAnew } from './retime-session.ts'

export type TryLines = (lines: NewLines) => LinesPreview

export const openPreview = async (
  library: Library,
  id: SessionId,
  tell: TellProgress,
): Promise<
  | { readonly kind: 'open'; readonly tryLines: TryLines }
  | { readonly kind: 'failed'; readonly reason: string }
> => {
  const found = await library.session(id)
  if (!found.ok) return { kind: 'failed', reason: found.message }
  const detail = found.value
  const { layout, laps: old } = detail
  if (!layout) return { kind: 'failed', reason: NO_LAYOUT }
  if (keepsTimes(detail)) {
    const laps = old.map(lap => lapToPreviewed(lap, lap))
    return { kind: 'open', tryLines: () => ({ laps, keepsTimes: true }) }
  }
  tell('reading', 0)
  const read = await readRecording(library, detail, tell)
  if (read.kind === 'failed') return read
  const { session, timeAt } = read
  const { version } = gateVersionInForce(layout)
  const oldById = new Map(old.map(lap => [lap.id, lap]))
  const tryLines: TryLines = gates => {
    const anew = timeAt(session, old, { gates, layoutId: layout.id, version: version + 1 })
    const laps = anew?.laps.map((lap, i) => {
      const keeps = anew.keeps[i]
      return lapToPreviewed(lap, (keeps && oldById.get(keeps)) || null)
    })
    return { laps: laps ?? null, keepsTimes: false }
  }
  return { kind: 'open', tryLines }
}

type TimeAt = typeof timeAnew

type RecordingRead =
  | { readonly kind: 'read'; readonly session: LoggedSession; readonly timeAt: TimeAt }
  | { readonly kind: 'failed'; readonly reason: string }

const readRecording = async (
  library: Library,
  detail: SessionDetail,
  tell: TellProgress,
): Promise<RecordingRead> => {
  const { session, layout } = detail
  if (session.origin.kind === 'file') {
    const kept = await readKept(library, session.id, tell)
    return kept.kind === 'failed' ? kept : { kind: 'read', session: sessionOf(kept), timeAt: timeFileAnew }
  }
  const read = await readPieces(library, detail, layout!, done => tell('reading', done))
  return read.kind === 'failed' ? read : { kind: 'read', session: read.session, timeAt: timeAnew }
}

/** A file says itself which of its laps count. */
const timeFileAnew: TimeAt = (session, old, lines): LapsAnew | null => {
  const laps = lapsAtLines(session, lines)
  return laps && { laps, keeps: matchLaps(laps, old) }
}

const lapToPreviewed = (lap: MeasuredLap, old: Lap | null): PreviewedLap => ({
  ...lapToListed(lap),
  id: old?.id ?? null,
  beforeMs: old && lapTimeMs(old),
  sectorsMs: lap.sectorsMs,
})

const NO_LAYOUT =
  'This session has no layout yet, so there are no lines to move; set its start line on the import page first.'
