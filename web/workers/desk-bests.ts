/**
 * The best lap that could be put together: from sectors, from mini-sectors, from any place to the same place.
 *
 * Limits: of everybody's laps on a layout the fastest are taken; a slower lap seldom holds a fastest piece.
 */
import { miniSectorTable, rollingBest, sectorTable } from '#shared/compare'
import type { LapId } from '#shared/id'
import { bestLap, isRanked, type Lap, lapTimeMs } from '#shared/lap'
import { alignAll } from './desk-aligned.ts'
import type { LapLoader } from './desk-laps.ts'
import type { BestScope, DeskBests } from './desk-model.ts'
import type { OpenedDesk } from './desk-view.ts'

/** Opened and laid along in about a second. */
const MAX_LAPS = 40
/** Fewer where positions are sparse: the engine says how many it used. */
const PIECES = 40

/** `id` names the session and driver that are meant; null when they are no longer there. */
export const bestsOf = async (
  loader: LapLoader,
  desk: OpenedDesk,
  scope: BestScope,
  id: LapId,
): Promise<DeskBests | null> => {
  const ids = await lapsIn(loader, desk, scope, id)
  if (!ids) return null
  const laps = alignAll(desk, (await loader.load(ids)).found)
  const { optimal, pieces, asked } = miniSectorTable(desk.reference, laps, PIECES)
  const best = bestLap(laps.map(({ lap }) => lap))
  return {
    bestMs: best && lapTimeMs(best),
    theoretical: sectorTable(laps.map(({ lap }) => lap)).theoretical,
    optimal,
    pieces,
    asked,
    rolling: scope === 'session' ? rollingBest(laps, desk.reference.lengthM) : null,
  }
}

const lapsIn = async (
  { library }: LapLoader,
  desk: OpenedDesk,
  scope: BestScope,
  id: LapId,
): Promise<LapId[] | null> => {
  if (scope === 'desk') return [...desk.laps.keys()]
  const details = await library.lapDetails([id])
  const own = details.ok ? details.value[0] : null
  if (!own) return null
  if (scope === 'session') {
    const session = await library.session(own.session.id)
    return session.ok ? idsOf(session.value.laps.filter(isRanked)) : null
  }
  if (!own.layout) return [id]
  const driver = scope === 'driver' ? { driverId: own.lap.driverId } : {}
  const bests = await library.bestLaps({ layoutId: own.layout.id, ...driver, limit: MAX_LAPS })
  return bests.ok ? idsOf(bests.value) : null
}

const idsOf = (laps: readonly Lap[]): LapId[] =>
  laps
    .filter(lap => lap.trace)
    .slice(0, MAX_LAPS)
    .map(lap => lap.id)
