/**
 * Which parts of a recording are one session: a recording can be split into several sessions and joined again.
 *
 * Invariants: spans are half open, in order and apart; those of all sessions of one recording cover it without
 * overlap. A lap belongs to the span that holds its middle, so that laps cut anew at a line moved by a few metres
 * stay where they were.
 */
import { asMillis } from '#shared/units'
import type { MeasuredLap, Session, Span } from './model.ts'

type Spans = readonly Span[] | undefined
type Stretch = Pick<MeasuredLap, 'startMs' | 'endMs'>

const DAY_MS = 86_400_000

/** Longer than any recording, to both sides of its beginning. */
const WHOLE: Span = { fromMs: asMillis(-DAY_MS), toMs: asMillis(1000 * DAY_MS) }

export const isWithin = (spans: Spans, { startMs, endMs }: Stretch): boolean => {
  const middle = (startMs + endMs) / 2
  return spans === undefined || spans.some(({ fromMs, toMs }) => fromMs <= middle && middle < toMs)
}

/** The spans cut at a moment: what lies before it, and the rest. */
export const splitSpans = (spans: Spans, atMs: number): readonly [readonly Span[], readonly Span[]] => {
  const at = asMillis(Math.round(atMs))
  const all = spans ?? [WHOLE]
  const before = all.map(span => ({ ...span, toMs: asMillis(Math.min(span.toMs, at)) }))
  const after = all.map(span => ({ ...span, fromMs: asMillis(Math.max(span.fromMs, at)) }))
  return [before.filter(isSome), after.filter(isSome)]
}

/** What is left of the spans without these stretches, and the stretches themselves. */
export const takeSpans = (
  spans: Spans,
  stretches: readonly Stretch[],
): { readonly left: readonly Span[]; readonly taken: readonly Span[] } => {
  let left: readonly Span[] = spans ?? [WHOLE]
  const taken: Span[] = []
  for (const { startMs, endMs } of stretches) {
    const [before, rest] = splitSpans(left, startMs)
    const [inside, after] = splitSpans(rest, endMs)
    taken.push(...inside)
    left = [...before, ...after]
  }
  return { left: joinSpans(left) ?? [], taken: joinSpans(taken) ?? [] }
}

/** The spans in order, those that touch as one; undefined when they are the whole recording. */
export const joinSpans = (spans: readonly Span[]): readonly Span[] | undefined => {
  const joined: Span[] = []
  for (const span of spans.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = joined.at(-1)
    if (last && span.fromMs <= last.toMs) {
      joined[joined.length - 1] = { ...last, toMs: asMillis(Math.max(last.toMs, span.toMs)) }
    } else joined.push(span)
  }
  const isWhole = joined.length === 1 && joined[0]!.fromMs === WHOLE.fromMs && joined[0]!.toMs === WHOLE.toMs
  return isWhole ? undefined : joined
}

/** When a session began: a part of a recording begins later than the recording. */
export const sessionStart = ({ startedAt, spans }: Pick<Session, 'startedAt' | 'spans'>): number =>
  startedAt + Math.max(0, spans?.[0]?.fromMs ?? 0)

const isSome = ({ fromMs, toMs }: Span): boolean => fromMs < toMs
