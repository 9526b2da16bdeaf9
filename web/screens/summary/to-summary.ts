/** What is printed about a session, from what the library and the desk's worker know. */
import type { PartRow } from '#shared/compare'
import { type Lap, lapTimeMs, theoreticalBest } from '#shared/lap'
import type { SessionDetail } from '#web/store'
import type { DeskBests, DeskView } from '#web/workers'
import type { SummaryCorner, SummaryData, SummaryMap } from './summary-data.ts'

export interface SummarySource {
  readonly detail: SessionDetail
  readonly track: string
  readonly when: string
  /** The best lap laid on its own road; null without a lap that counts. */
  readonly view: DeskView | null
  readonly bests: DeskBests | null
}

export const toSummary = ({ detail, track, when, view, bests }: SummarySource): SummaryData => ({
  track,
  layout: detail.layout?.name ?? null,
  lengthM: detail.layout?.lengthM ?? view?.lengthM ?? null,
  when,
  car: detail.car?.name ?? null,
  drivers: detail.drivers.map(({ name }) => name).filter(name => name !== ''),
  conditions: null,
  laps: detail.laps.map(toLap),
  theoreticalMs: theoreticalBest(detail.laps)?.timeMs ?? null,
  optimal: bests?.optimal ? { timeMs: bests.optimal.timeMs, pieces: bests.pieces } : null,
  map: view && mapOf(view),
  corners: (view?.laps[0]?.rows ?? []).flatMap(toCorner),
})

const toLap = (lap: Lap): SummaryData['laps'][number] => ({
  number: lap.number,
  kind: lap.kind,
  timeMs: lapTimeMs(lap),
  invalidReason: lap.validity.valid ? null : lap.validity.reason,
  sectorsMs: lap.sectorsMs,
})

const toCorner = ({ part, of }: PartRow): SummaryCorner[] => {
  if (part.kind !== 'corner') return []
  const { entrySpeed, minSpeed, exitSpeed, timeMs } = of
  return [{ name: part.corner.name, entrySpeed, minSpeed, exitSpeed, timeMs }]
}

const mapOf = ({ laps, corners }: DeskView): SummaryMap | null => {
  const path = laps[0]?.path
  if (!path) return null
  const { metres, x, y } = path
  const indexOf = (atM: number): number => {
    const i = metres.findIndex(m => m >= atM)
    return i < 0 ? metres.length - 1 : i
  }
  return {
    x,
    y,
    corners: corners.map(({ corner: { name }, apexM }) => {
      const i = indexOf(apexM)
      return { name, x: x[i]!, y: y[i]! }
    }),
  }
}
