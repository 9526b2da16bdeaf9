/**
 * One recording as several sessions: split at a lap, laps moved out to another car or layout, and joined again.
 *
 * Invariants: no lap is in two sessions, none is lost, no byte is copied or removed; each session names its parts of
 * the recording (`spans`), so that reading the original again gives each its own laps.
 */
import { createId, type DeedId, type FillRandom, type LapId, type SessionId } from '#shared/id'
import { joinSpans, type Session, type Span, splitSpans, takeSpans } from '#shared/lap'
import type { Connection } from '../connection.ts'
import { type DamageLog, readRowsByKey } from '../damage.ts'
import { createDerivedWriter } from '../derived/derive.ts'
import { fail, type Outcome, Refusal } from '../failures.ts'
import { isLapRow, isLayoutRow, isSessionRow } from '../guards.ts'
import { importedOf } from '../imported.ts'
import type { LapRow, SessionRow } from '../rows.ts'
import type { DeedWriter, Doing } from './deeds.ts'
import { nameOf, type SessionEdit } from './housekeeping.ts'

export interface Splitting {
  /** The lap and all after it become a session of their own. */
  splitSession(id: SessionId, at: LapId): Promise<Outcome<SplitOutcome>>
  /** These laps become sessions of their own, in this car and on this layout; one for each session they were in. */
  moveLaps(ids: readonly LapId[], to: Pick<SessionEdit, 'carId' | 'layoutId'>): Promise<Outcome<SplitOutcome>>
  /** Parts of one recording become one session again, as the first of them is called. */
  joinSessions(ids: readonly SessionId[]): Promise<Outcome<SplitOutcome>>
}

export interface SplitOutcome {
  readonly deed: DeedId
  readonly count: number
  /** The sessions that were made, or that everything is in now. */
  readonly sessions: readonly SessionId[]
}

export interface SplittingOptions {
  readonly connection: Connection
  readonly damage: DamageLog
  readonly deeds: DeedWriter
  readonly fillRandom: FillRandom
}

export const createSplitting = (options: SplittingOptions): Splitting => {
  const { connection, damage, deeds, fillRandom } = options
  const { sessions, laps, layouts } = connection.tables
  const { lapsOf } = createDerivedWriter(connection, damage)

  const sessionOf = async (id: SessionId): Promise<SessionRow> => {
    const row: unknown = await sessions.get(id)
    if (!isSessionRow(row)) throw new Refusal(fail(row === undefined ? 'missing' : 'damaged'))
    return row
  }

  /** Moves laps into a new session beside theirs, which keeps the rest. */
  const splitOff = async (
    doing: Doing,
    session: SessionRow,
    moved: readonly LapRow[],
    spans: { readonly left: readonly Span[]; readonly taken: readonly Span[] },
    changes: Partial<SessionRow> = {},
  ): Promise<SessionId> => {
    const id = createId<'session'>(fillRandom)
    await doing.put('sessions', withSpans(session, spans.left))
    await doing.put('sessions', { ...withSpans(session, spans.taken), ...changes, id })
    for (const lap of moved) await doing.put('laps', { ...lap, sessionId: id })
    return id
  }

  return {
    async splitSession(id, at) {
      let made: SessionId[] = []
      const done = await deeds.run('split', async doing => {
        const session = await sessionOf(id)
        const rows = await lapsOf(id)
        const first = rows.find(lap => lap.id === at)
        if (!first) throw new Refusal(fail('missing'))
        const moved = rows.filter(lap => lap.startMs >= first.startMs)
        if (moved.length === rows.length) throw new Refusal(fail('missing', NOTHING_BEFORE))
        const [left, taken] = splitSpans(session.spans, first.startMs)
        made = [await splitOff(doing, session, moved, { left, taken })]
        return { about: await nameOf(connection, session), count: moved.length }
      })
      return withSessions(done, made)
    },

    async moveLaps(ids, { carId, layoutId }) {
      let made: SessionId[] = []
      const done = await deeds.run('move-laps', async doing => {
        made = []
        const rows = [...(await readRowsByKey(laps, ids, isLapRow, damage)).values()]
        if (rows.length === 0) throw new Refusal(fail('missing'))
        const layout: unknown = layoutId && (await layouts.get(layoutId))
        if (layoutId && !isLayoutRow(layout)) throw new Refusal(fail('missing'))
        const changes: Partial<SessionRow> = {
          ...(carId !== undefined && { carId }),
          ...(isLayoutRow(layout) && { layoutId: layout.id, trackId: layout.trackId }),
        }
        let about = ''
        for (const [sessionId, moved] of Map.groupBy(rows, lap => lap.sessionId)) {
          const session = await sessionOf(sessionId)
          about ||= await nameOf(connection, session)
          if (moved.length === (await lapsOf(sessionId)).length) {
            await doing.put('sessions', { ...session, ...changes })
            made.push(sessionId)
          } else made.push(await splitOff(doing, session, moved, takeSpans(session.spans, moved), changes))
        }
        return { about, count: rows.length }
      })
      return withSessions(done, made)
    },

    async joinSessions(ids) {
      let kept: SessionId[] = []
      const done = await deeds.run('join', async doing => {
        const rows = [...(await readRowsByKey(sessions, ids, isSessionRow, damage)).values()]
        rows.sort((a, b) => (a.spans?.[0]?.fromMs ?? 0) - (b.spans?.[0]?.fromMs ?? 0))
        const [first, ...others] = rows
        if (!first || others.length === 0) throw new Refusal(fail('missing', ONE_ALONE))
        if (others.some(row => recordingOf(row) !== recordingOf(first))) {
          throw new Refusal(fail('missing', RECORDED_APART))
        }
        if (others.some(row => !sharesRest(first, row))) throw new Refusal(fail('missing', TIMED_APART))
        const spans = joinSpans(rows.flatMap(row => row.spans ?? []))
        const { spans: _, ...rest } = first
        await doing.put('sessions', spans && rows.every(row => row.spans) ? { ...rest, spans } : rest)
        for (const other of others) {
          for (const lap of await lapsOf(other.id)) await doing.put('laps', { ...lap, sessionId: first.id })
          await doing.remove('sessions', other.id)
          doing.touch(other.id)
        }
        kept = [first.id]
        return { about: await nameOf(connection, first), count: rows.length }
      })
      return withSessions(done, kept)
    },
  }
}

const withSpans = ({ spans: _, ...session }: SessionRow, spans: readonly Span[]): SessionRow => ({
  ...session,
  spans,
})

const withSessions = (
  done: Outcome<Omit<SplitOutcome, 'sessions'>>,
  sessions: readonly SessionId[],
): Outcome<SplitOutcome> => (done.ok ? { ok: true, value: { ...done.value, sessions } } : done)

/** Two sessions with the same text are parts of one recording. */
export const recordingOf = (session: Session): string => {
  const { origin, startedAt } = session
  if (origin.kind === 'file')
    return `${origin.original.sha256} ${importedOf(session)?.part ?? 0} ${startedAt}`
  if (origin.kind === 'rig') return `rig ${origin.recording}`
  return origin.kind === 'sample' ? `sample ${origin.seed} ${startedAt}` : `${origin.kind} ${session.id}`
}

/** What lies between the laps of both parts is there once they are one: in the same trace, or in the original. */
const sharesRest = (one: SessionRow, other: SessionRow): boolean =>
  one.origin.kind === 'file' || one.betweenTrace?.sha256 === other.betweenTrace?.sha256

const NOTHING_BEFORE = 'There is no lap before this one, so there is nothing to split; choose a later lap.'
const ONE_ALONE = 'Joining takes at least two sessions, and nothing was changed; tick another one.'
const RECORDED_APART =
  'These sessions were recorded apart, so they stay as they are; only parts of one recording, or files that follow one another, can be joined.'
const TIMED_APART =
  'These parts were timed at other lines since they were split, so joining them would lose what lies between their laps and they stay as they are; keep them apart, or undo the timing first.'
