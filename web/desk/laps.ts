/** Which of the laps is the reference, and how each is shown. */
import type { LapId } from '#shared/id'
import { isRanked, lapTimeMs } from '#shared/lap'
import type { LinkedLap } from '#web/route'
import type { LapDetail } from '#web/store'
import type { DeskLap } from './model.ts'
import { namesOf } from './names.ts'

/** The one asked for, else the fastest that counts, else the fastest timed, else the first. */
export const referenceOf = (details: readonly LapDetail[], wanted: LapId | null): LapId | null => {
  const chosen = details.find(({ lap }) => lap.id === wanted)
  if (chosen) return chosen.lap.id
  const timed = details.filter(({ lap }) => lap.kind === 'timed')
  const ranked = timed.filter(({ lap }) => isRanked(lap))
  const [fastest] = (ranked.length > 0 ? ranked : timed).toSorted(
    (a, b) => lapTimeMs(a.lap) - lapTimeMs(b.lap),
  )
  return (fastest ?? details[0])?.lap.id ?? null
}

/** The reference first, then in the order they came; laps that are not in the library are left out. */
export const toDeskLaps = (
  details: readonly LapDetail[],
  linked: readonly LinkedLap[],
  referenceId: LapId | null,
  dayOf: (lap: LapDetail) => string,
): DeskLap[] => {
  const names = namesOf(details, dayOf)
  const laps = linked.flatMap(({ id, slot, isHidden }): DeskLap[] => {
    const at = details.findIndex(({ lap }) => lap.id === id)
    const detail = details[at]
    if (!detail) return []
    const isReference = id === referenceId
    const colour = isReference ? '--reference' : `--lap-${slot + 1}`
    return [{ ...detail, id, name: names[at]!, colour, isReference, isHidden }]
  })
  return laps.toSorted((a, b) => Number(b.isReference) - Number(a.isReference))
}
