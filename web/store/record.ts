/**
 * A session as it comes from a recorder or an importer, before it is in the library: what to save, and how it
 * becomes rows and bytes.
 */
import type { BlobDraft, StagedBlob } from '#shared/blob'
import { createId, type DriverId, type FillRandom, type SessionId } from '#shared/id'
import type { BlobRef, Lap, MeasuredLap, Session, SessionOrigin } from '#shared/lap'
import type { Trace } from '#shared/trace'
import type { EpochMillis } from '#shared/units'
import type { SessionRecord } from './derived/derive.ts'
import { filesOf } from './imported.ts'
import type { LapRow } from './rows.ts'

export interface RecordedLap {
  readonly measured: MeasuredLap
  readonly driverId: DriverId
  readonly trace: Trace | null
}

export type RecordedOrigin =
  | Extract<SessionOrigin, { kind: 'sample' }>
  | (Omit<Extract<SessionOrigin, { kind: 'file' }>, 'original'> & {
      /** The untouched file. */
      readonly original: Blob | Uint8Array
    })

export interface RecordedSession
  extends Pick<
    Session,
    'startedAt' | 'utcOffsetMin' | 'trackId' | 'layoutId' | 'carId' | 'notes' | 'privacy'
  > {
  /** Saving the same id twice keeps the first: so a retry after an unclear failure is safe. */
  readonly id: SessionId
  readonly origin: RecordedOrigin
  readonly laps: readonly RecordedLap[]
  readonly between: Trace | null
}

/** How much of a file is read into memory at a time. */
const PIECE_BYTES = 4 * 1024 * 1024

/** How traces are written and read: some 60 kB that the first look at the library does not need. */
export const loadTraceCodec = () => import('#shared/trace')

/** The bytes of a session: its original file, what lies between laps, then each lap. */
export async function* draftsOf(
  { origin, between, laps }: RecordedSession,
  onLap: (done: number) => void,
): AsyncGenerator<BlobDraft> {
  const { encodeTrace } = await loadTraceCodec()
  if (origin.kind === 'file') yield { bytes: piecesOf(origin.original), kind: 'original', own: true }
  if (between) yield { bytes: encodeTrace(between), kind: 'trace', own: true }
  for (const [index, { trace }] of laps.entries()) {
    if (trace) yield { bytes: encodeTrace(trace), kind: 'trace', own: true }
    onLap(index + 1)
  }
}

/** The rows of a session whose bytes were staged in the order of `draftsOf`. */
export const rowsOf = (
  recorded: RecordedSession,
  staged: readonly StagedBlob[],
  fillRandom: FillRandom,
  now: EpochMillis,
): { readonly session: SessionRecord; readonly laps: readonly LapRow[] } => {
  const { origin, between, laps, ...rest } = recorded
  const nextRef = refsInOrder(staged)
  const stored = { deletedAt: null, updatedAt: now }
  const storedOrigin = origin.kind === 'file' ? { ...origin, original: nextRef() } : origin
  const betweenTrace = between && nextRef()
  const lapRows = laps.map(({ measured, driverId, trace }) => ({
    ...measured,
    ...stored,
    id: createId<'lap'>(fillRandom),
    sessionId: rest.id,
    driverId,
    trace: trace && nextRef(),
    privacy: rest.privacy,
    layoutId: rest.layoutId,
    carId: rest.carId,
  }))
  return { session: { ...rest, ...stored, origin: storedOrigin, betweenTrace }, laps: lapRows }
}

/** Hands out the references of staged bytes, in the order in which they were staged. */
export const refsInOrder = (staged: readonly StagedBlob[]): (() => BlobRef) => {
  const refs = staged.map(({ sha256, size }): BlobRef => ({ sha256, size })).values()
  return () => {
    const { value, done } = refs.next()
    if (done) throw new RangeError('fewer blobs were staged than the session has')
    return value
  }
}

/** The references to bytes that a session and its laps hold. */
export const refsOf = (
  session: Pick<Session, 'origin' | 'betweenTrace'>,
  laps: readonly Pick<Lap, 'trace'>[],
): BlobRef[] =>
  [
    session.origin.kind === 'file' ? session.origin.original : null,
    ...filesOf(session).map(file => file.original),
    session.betweenTrace,
    ...laps.map(lap => lap.trace),
  ].filter(ref => ref !== null)

const piecesOf = (file: Blob | Uint8Array): Uint8Array | AsyncIterable<Uint8Array> =>
  file instanceof Uint8Array ? file : readInPieces(file)

export async function* readInPieces(file: Blob): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < file.size; from += PIECE_BYTES) {
    yield new Uint8Array(await file.slice(from, from + PIECE_BYTES).arrayBuffer())
  }
}
