/** A session timed anew at the lines of the layout it was moved to, and what became of it in one sentence. */
import type { SessionId } from '#shared/id'
import type { Layout } from '#shared/track'
import { library } from '#web/state'
import type { SessionDetail } from '#web/store'
import { type RetimeOptions, retimeSession } from '#web/workers'
import { t } from '../words/index.ts'

export type TimedAnew =
  | { readonly kind: 'done'; readonly laps: number }
  /** The laps keep the times they had, for the reason said. */
  | { readonly kind: 'untimed'; readonly reason: string }

/** Official times stay wherever a session is. */
export const hasOfficialTimes = ({ imported, laps }: SessionDetail): boolean =>
  imported ? imported.timedBy === 'marks' : laps.some(({ timing }) => timing.by === 'marks')

export const timeAnewAt = async (
  id: SessionId,
  wanted: Pick<Layout, 'id' | 'name'>,
  options: Omit<RetimeOptions, 'libraryName'> = {},
): Promise<TimedAnew> => {
  const outcome = await retimeSession(id, { ...options, libraryName: library.now?.name })
  if (outcome.kind === 'failed') return { kind: 'untimed', reason: outcome.reason }
  if (outcome.kind === 'cancelled') return { kind: 'untimed', reason: t.now.timingStopped }
  const found = await library.now?.session(id)
  if (!found?.ok || outcome.kind === 'official') return { kind: 'done', laps: 0 }
  const { layout, laps } = found.value
  // A log is read again, and one that never crosses these lines goes where it was recognised.
  if (layout && layout.id !== wanted.id) {
    return { kind: 'untimed', reason: t.now.wentBack(wanted.name, layout.name) }
  }
  const isThere = laps.some(({ timing }) => timing.by === 'gates' && timing.layoutId === wanted.id)
  return isThere
    ? { kind: 'done', laps: laps.length }
    : { kind: 'untimed', reason: t.now.noLines(wanted.name) }
}
