/**
 * Which session a lap of a recording goes to: a recording may have been split, joined, moved and deleted while it went
 * on.
 *
 * | of the sessions of this recording, the one whose part the lap is in | the lap                                   |
 * |----------------------------------------------------------------------|-------------------------------------------|
 * | is there                                                             | joins it                                  |
 * | was deleted after the lap was driven                                 | joins it, and comes back with it          |
 * | was deleted before                                                   | begins a session of its own from here on  |
 * | none                                                                 | begins one                                |
 *
 * Invariant: the parts of a recording do not overlap, so that they can be joined again whatever was restored.
 */
import type { RigLap } from '#shared/api'
import { isWithin, lapTimeMs, type Span, splitSpans } from '#shared/lap'
import type { SessionRecord } from '../derived/derive.ts'

export type LapHome =
  | { readonly kind: 'there'; readonly session: SessionRecord }
  /** `cut` is the deleted session without what comes from here on. */
  | { readonly kind: 'new'; readonly spans: readonly Span[] | undefined; readonly cut: SessionRecord | null }

export const homeOf = (
  lap: Pick<RigLap, 'startedAt'> & { readonly measured: Pick<RigLap['measured'], 'startMs' | 'endMs'> },
  parts: readonly SessionRecord[],
): LapHome => {
  const measured = lap.measured as Parameters<typeof lapTimeMs>[0]
  const around = parts.filter(({ spans }) => isWithin(spans, measured))
  const living = around.find(({ deletedAt }) => deletedAt === null)
  if (living) return { kind: 'there', session: living }
  const endedAt = lap.startedAt + lapTimeMs(measured)
  const gone = around.find(({ deletedAt }) => deletedAt !== null && endedAt <= deletedAt)
  if (gone) return { kind: 'there', session: gone }
  const [deleted] = around
  if (!deleted) {
    const spans = parts.length === 0 ? undefined : splitSpans(undefined, measured.startMs)[1]
    return { kind: 'new', spans, cut: null }
  }
  const [before, after] = splitSpans(deleted.spans, measured.startMs)
  return { kind: 'new', spans: after, cut: { ...deleted, spans: before } }
}
