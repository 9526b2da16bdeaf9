/** What a person does with laps, and the message that follows: each is one deed that can be undone. */
import type { CarId, LapId, SessionId } from '#shared/id'
import type { Lap } from '#shared/lap'
import type { Layout } from '#shared/track'
import { hrefs, router } from '#web/route'
import { library, offerUndo, tellDeed, toasts } from '#web/state'
import type { LapEdit, Mark, SessionDetail } from '#web/store'
import type { RetimeOptions } from '#web/workers'
import { backAtLines } from '../editing/save-session.ts'
import { hasOfficialTimes, timeAnewAt } from '../editing/timing-anew.ts'
import { t } from '../words/index.ts'

const numbersOf = (laps: readonly Lap[]): number[] => laps.map(lap => lap.number)
const idsOf = (laps: readonly Lap[]): LapId[] => laps.map(lap => lap.id)

/** Answers whether it was done. */
export const editLaps = async (laps: readonly Lap[], edit: LapEdit): Promise<boolean> => {
  const done = await library.now?.editLaps(idsOf(laps), edit)
  const isMark = Object.keys(edit).length === 1 ? edit.mark : undefined
  return tellDeed(done, () => saidAfter(numbersOf(laps), isMark)) !== null
}

export const markLaps = (laps: readonly Lap[], mark: Mark): Promise<boolean> => editLaps(laps, { mark })

const saidAfter = (numbers: readonly number[], mark: Mark | undefined): string => {
  if (mark?.kind === 'invalid') return t.now.marked(numbers)
  if (mark?.kind === 'valid') return t.now.counts(numbers)
  return mark ? t.now.recordedAgain(numbers) : t.now.lapsSaved(numbers)
}

export const splitAt = async (id: SessionId, lap: Lap): Promise<boolean> => {
  const done = await library.now?.splitSession(id, lap.id)
  return tellDeed(done, ({ count }) => t.now.split(count)) !== null
}

/** The session that stays may be another one than that on the screen: then the screen goes there. */
export const joinParts = async (ids: readonly SessionId[]): Promise<void> => {
  const done = await library.now?.joinSessions(ids)
  const joined = tellDeed(done, ({ count }) => t.now.joined(count))
  const kept = joined?.sessions[0]
  if (kept) router.go(hrefs.session(kept), { replace: true })
}

export interface Destination {
  readonly carId?: CarId | null
  readonly layout?: Layout
}

/** The laps become a session of their own, timed at the lines it goes to. */
export const moveLaps = async (
  detail: SessionDetail,
  laps: readonly Lap[],
  { carId, layout }: Destination,
  options: Omit<RetimeOptions, 'libraryName'>,
): Promise<boolean> => {
  const layoutId = layout?.id
  const done = await library.now?.moveLaps(idsOf(laps), {
    ...(carId !== undefined && { carId }),
    ...(layoutId && { layoutId }),
  })
  if (!done) return false
  if (!done.ok) {
    toasts.show({ tone: 'problem', text: done.message })
    return false
  }
  const { deed, sessions } = done.value
  const [made] = sessions
  if (!made) return false
  const before = detail.layout
  const isTimed = layout && layout.id !== before?.id && !hasOfficialTimes(detail)
  if (isTimed) {
    const timed = await timeAnewAt(made, layout, options)
    if (timed.kind === 'untimed') toasts.show({ tone: 'problem', text: timed.reason })
  }
  const otherWay = isTimed && before ? () => moveBack(detail, made, before) : undefined
  const isWhole = laps.length === detail.laps.length
  offerUndo(isWhole ? t.now.movedAll : t.now.moved(laps.length), deed, otherWay)
  return true
}

/** Timed at its old lines first, so that the parts fit one another; then as one, so that its laps are counted as one. */
const moveBack = async (detail: SessionDetail, made: SessionId, layout: Layout): Promise<void> => {
  const { id, carId } = detail.session
  const back = await library.now?.editSessions([made], { carId, layoutId: layout.id })
  if (back && !back.ok) return void toasts.show({ tone: 'problem', text: back.message })
  if (made === id) return backAtLines(made, layout)
  const timed = await timeAnewAt(made, layout)
  if (timed.kind === 'untimed') return void toasts.show({ tone: 'problem', text: timed.reason })
  const joined = await library.now?.joinSessions([id, made])
  if (!joined) return
  if (!joined.ok) return void toasts.show({ tone: 'problem', text: joined.message })
  const [kept = id] = joined.value.sessions
  await backAtLines(kept, layout)
  if (kept !== id) router.go(hrefs.session(kept), { replace: true })
}
