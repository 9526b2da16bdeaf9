/**
 * The recording of a session from what the library holds of it: the traces of its laps and what lies between.
 *
 * Invariant: it is the whole recording, sample for sample, or a sentence: a session with one piece lost or unlike
 * the others is never timed from the rest, because the laps there would be inventions.
 * Limit: when the car went through the pits is not kept, so in and out laps are told by pace and stops alone.
 */
import type { LoggedSession } from '#shared/formats'
import { haveSameChannels, joinTraces, type Trace } from '#shared/trace'
import type { Layout } from '#shared/track'
import type { Library, SessionDetail } from '#web/store'

export type PiecesRead =
  | { readonly kind: 'whole'; readonly session: LoggedSession }
  | { readonly kind: 'failed'; readonly reason: string }

export const readPieces = async (
  library: Library,
  { session, laps }: SessionDetail,
  { frame }: Layout,
  onProgress: (done: number) => void,
): Promise<PiecesRead> => {
  const pieces: Trace[] = []
  const between = await library.sessionTrace(session)
  if (!between.ok) return { kind: 'failed', reason: PIECE_LOST }
  if (between.value) pieces.push(between.value)
  for (const [i, lap] of laps.entries()) {
    const piece = lap.trace && (await library.lapTrace(lap))
    if (!piece?.ok) return { kind: 'failed', reason: PIECE_LOST }
    pieces.push(piece.value)
    onProgress((i + 1) / laps.length)
  }
  const [first, ...others] = pieces
  if (!first) return { kind: 'failed', reason: PIECE_LOST }
  if (!others.every(other => haveSameChannels(first, other))) {
    return { kind: 'failed', reason: PIECES_DIFFER }
  }
  const { startedAt, utcOffsetMin } = session
  return {
    kind: 'whole',
    session: {
      ...{ driver: null, vehicle: null, venue: null, comment: null },
      ...{ marks: null, lapColumn: null, lines: null, pits: [] },
      startedAt,
      utcOffsetMin,
      frame,
      trace: joinTraces(pieces),
    },
  }
}

const PIECE_LOST =
  'A part of the recording of this session is missing or damaged on this device, so it was not timed anew; its laps keep the times they had.'
const PIECES_DIFFER =
  'The laps of this session were recorded with different channels, so they cannot be laid together and timed anew; they keep the times they had.'
