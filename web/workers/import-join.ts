/**
 * Two sessions that were one: a logger switched off in the pits, a phone that was restarted.
 *
 * Invariants: the joined session is a new one that keeps both files, so that it can be read again; the two go
 * where deleted sessions are, in the same step, and can be brought back. Every lap keeps its driver.
 */
import { type CutLog, canContinue, joinSessions } from '#shared/formats'
import type { SessionId } from '#shared/id'
import { PRIVACY_LEVELS } from '#shared/lap'
import type { ImportBatch, KeptFile, Library, SessionDetail } from '#web/store'
import { cutSession } from './cut.ts'
import { cutAgain, type KeptReading, layoutsToRecognise, notesOfParts, readKept } from './import-kept.ts'
import { lockForPlaces, withLock } from './import-locks.ts'
import type { ImportProgress, JoinOutcome } from './import-model.ts'
import { createTeller } from './import-progress.ts'

/** Pairs of these where the second may go on where the first ends, each at most once first and once second. */
export const findContinuations = (cuts: readonly CutLog[]): readonly (readonly [number, number])[] => {
  const inOrder = [...cuts.keys()].sort(
    (a, b) => (cuts[a]!.session.startedAt ?? 0) - (cuts[b]!.session.startedAt ?? 0),
  )
  const continued = new Set<number>()
  return inOrder.flatMap((first, at) => {
    const second = inOrder
      .slice(at + 1)
      .find(index => !continued.has(index) && canContinue(cuts[first]!, cuts[index]!))
    if (second === undefined) return []
    continued.add(second)
    return [[first, second] as const]
  })
}

export const joinKept = async (
  library: Library,
  firstId: SessionId,
  secondId: SessionId,
  onProgress: (progress: ImportProgress) => void,
): Promise<JoinOutcome> => {
  const tell = createTeller(onProgress)
  const first = await readKept(library, firstId, (stage, done) => tell(stage, done / 2))
  if (first.kind === 'failed') return first
  const second = await readKept(library, secondId, (stage, done) => tell(stage, 0.5 + done / 2))
  if (second.kind === 'failed') return second
  tell('timing', 0)
  return withLock(lockForPlaces(library.name), async () => {
    const layouts = await layoutsToRecognise(library)
    if (!layouts.ok) return { kind: 'failed', reason: layouts.message }
    const cuts = [cutAgain(first, layouts.value), cutAgain(second, layouts.value)] as const
    if (!canContinue(...cuts)) return { kind: 'failed', reason: NOT_ONE }
    const saved = await library.saveImport(toBatch(library, first, second, joinSessions(...cuts)), done =>
      tell('saving', done),
    )
    return saved.ok ? { kind: 'joined', id: saved.value[0]! } : { kind: 'failed', reason: saved.message }
  })
}

const toBatch = (library: Library, first: KeptReading, second: KeptReading, cut: CutLog): ImportBatch => {
  const [a, b] = [first.detail, second.detail]
  const { lapTraces, between } = cutSession(cut.session.trace, cut.laps)
  const origin = fileOf(a)
  return {
    file: { fileName: origin.fileName, content: origin.original },
    more: [
      ...(a.imported?.files ?? []),
      { role: 'continuation', ...fileOf(b) } as const,
      ...(b.imported?.files ?? []),
    ].map(({ role, part, fileName, original }) => ({ role, part, fileName, content: original })),
    reader: { name: first.reader.name, version: first.reader.version },
    sessions: [
      {
        id: library.newSessionId(),
        startedAt: a.session.startedAt,
        utcOffsetMin: a.session.utcOffsetMin ?? b.session.utcOffsetMin,
        place: cut.place,
        venue: a.track?.name || b.track?.name || null,
        car: a.car?.name ?? b.car?.name ?? null,
        driver: driverOf(a),
        laps: cut.laps.map((measured, i) => ({
          measured,
          trace: lapTraces[i]!,
          driver: driverOf(measured.startMs < b.session.startedAt - a.session.startedAt ? a : b),
        })),
        between,
        notes: [a.session.notes, b.session.notes].filter(notes => notes !== '').join('\n'),
        privacy: stricter(a, b),
        imported: {
          format: cut.format,
          timedBy: cut.timedBy,
          notes: notesOfParts([...first.parts, ...second.parts], cut),
          part: origin.part,
          mapping: first.mapping,
          triedVersion: null,
        },
      },
    ],
    instead: [a.session.id, b.session.id],
  }
}

const fileOf = ({ session, imported }: SessionDetail): Omit<KeptFile, 'role'> => {
  const { origin } = session
  // Both were read from their originals a moment ago.
  if (origin.kind !== 'file') throw new TypeError('a session without an original cannot be joined')
  return { fileName: origin.fileName, original: origin.original, part: imported?.part ?? 0 }
}

const driverOf = ({ drivers }: SessionDetail): string | null => drivers[0]?.name || null

const stricter = (a: SessionDetail, b: SessionDetail) =>
  PRIVACY_LEVELS.find(level => level === a.session.privacy || level === b.session.privacy)!

const NOT_ONE =
  'These two recordings do not follow one another at the same place, so they stay two sessions; nothing was changed.'
