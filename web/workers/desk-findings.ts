/** What the laps of one session do again and again, measured against the reference. */
import { partRows, whereTimeWent } from '#shared/compare'
import type { LapId } from '#shared/id'
import { isRanked } from '#shared/lap'
import { alignAll } from './desk-aligned.ts'
import type { LapLoader } from './desk-laps.ts'
import type { DeskFindings } from './desk-model.ts'
import type { OpenedDesk } from './desk-view.ts'

/** More laps say the same; these are opened in about half a second. */
const MAX_LAPS = 30

/** Of the session and driver of this lap; null when it is no longer there. */
export const findingsOf = async (
  { library, load }: LapLoader,
  desk: OpenedDesk,
  id: LapId,
): Promise<DeskFindings | null> => {
  const details = await library.lapDetails([id])
  const own = details.ok ? details.value[0] : null
  const session = own && (await library.session(own.session.id))
  if (!own || !session?.ok) return null
  const { referenceLap, reference, view } = desk
  const ids = session.value.laps
    .filter(lap => lap.id !== referenceLap.id && lap.driverId === own.lap.driverId)
    .filter(lap => isRanked(lap) && lap.trace)
    .slice(-MAX_LAPS)
    .map(lap => lap.id)
  const rows = alignAll(desk, (await load(ids)).found).map(({ aligned, input }) =>
    partRows(reference, referenceLap, view.parts, aligned, input),
  )
  return { findings: whereTimeWent(rows), laps: rows.length }
}
