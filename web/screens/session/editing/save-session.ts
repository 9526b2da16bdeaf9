/**
 * A draft saved as one deed; where the layout changed, the laps are timed anew after it.
 *
 * Undoing puts every row back as it was. Laps timed anew since are no rows of the deed: then the session is moved back
 * and timed at the lines it had, which gives the times it had.
 */
import type { SessionId } from '#shared/id'
import { DEFAULT_PRIVACY, type Lap } from '#shared/lap'
import type { Layout } from '#shared/track'
import { library, offerUndo, toasts } from '#web/state'
import type { Library, SessionDetail, SessionEdit } from '#web/store'
import type { RetimeOptions } from '#web/workers'
import { t } from '../words/index.ts'
import { draftToEdit, editBack, NEW, type SessionDraft } from './draft.ts'
import { timeAnewAt } from './timing-anew.ts'

export type SaveEnd = { readonly kind: 'saved' } | { readonly kind: 'failed'; readonly reason: string }

export interface SaveRequest {
  readonly detail: SessionDetail
  readonly base: SessionDraft
  readonly draft: SessionDraft
  /** To be timed at; null leaves the laps as they are. */
  readonly timeAt: Layout | null
}

export const saveSession = async (
  { detail, base, draft, timeAt }: SaveRequest,
  options: Omit<RetimeOptions, 'libraryName'>,
): Promise<SaveEnd> => {
  const { now } = library
  if (!now) return { kind: 'saved' }
  const shared = { origin: 'user', privacy: DEFAULT_PRIVACY } as const
  const car = draft.car === NEW ? await now.ensureCar({ ...shared, name: draft.newCar.trim() }) : null
  if (car && !car.ok) return { kind: 'failed', reason: car.message }
  const driver =
    draft.driver === NEW ? await now.ensureDriver({ ...shared, name: draft.newDriver.trim() }) : null
  if (driver && !driver.ok) return { kind: 'failed', reason: driver.message }
  const edit = draftToEdit(base, draft, {
    ...(car && { carId: car.value.id }),
    ...(driver && { driverId: driver.value.id }),
  })
  if (Object.keys(edit).length === 0) return { kind: 'saved' }
  const { id } = detail.session
  const saved = await now.editSessions([id], edit)
  if (!saved.ok) return { kind: 'failed', reason: saved.message }
  if (timeAt) {
    const timed = await timeAnewAt(id, timeAt, options)
    if (timed.kind === 'untimed') toasts.show({ tone: 'problem', text: timed.reason })
  }
  const { layout } = detail
  const otherWay = layout && timeAt ? () => backAndTimedAnew(now, detail, layout, edit) : undefined
  offerUndo(t.now.saved, saved.value.deed, otherWay)
  return { kind: 'saved' }
}

const backAndTimedAnew = async (
  now: Library,
  { session, laps }: SessionDetail,
  layout: Layout,
  edit: SessionEdit,
): Promise<void> => {
  const back = await now.editSessions([session.id], editBack(session, edit))
  if (!back.ok) return void toasts.show({ tone: 'problem', text: back.message })
  if (edit.driverId) await driversBack(now, laps)
  await backAtLines(session.id, layout)
}

const driversBack = async (now: Library, laps: readonly Lap[]): Promise<void> => {
  for (const [driverId, driven] of Map.groupBy(laps, lap => lap.driverId)) {
    await now.editLaps(
      driven.map(lap => lap.id),
      { driverId },
    )
  }
}

/** A session that is on its old layout again gets its old times, and the message says so. */
export const backAtLines = async (id: SessionId, layout: Layout): Promise<void> => {
  const timed = await timeAnewAt(id, layout)
  if (timed.kind === 'untimed') toasts.show({ tone: 'problem', text: timed.reason })
  else toasts.show({ tone: 'plain', text: t.now.undoneAnew })
}
