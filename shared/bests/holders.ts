/**
 * The fastest lap and the fastest sectors of many groups, with who drove them, in what and when.
 *
 * Invariant: sectors are put together only from laps timed at the same lines, and what they add up to is never
 * slower than the fastest of those laps. Entries are those of one layout, in driven order.
 */
import type { CarId, DriverId, SessionId } from '#shared/id'
import type { Surface, World } from '#shared/lap'
import { asMillis, type EpochMillis, type Millis } from '#shared/units'
import type { Entry } from './choose.ts'
import type { BestsGroup, LapTime, SectorBests } from './model.ts'

/** A best time with who drove it, in what and when. */
export interface Holder extends LapTime {
  readonly sessionId: SessionId
  /** When its session started. */
  readonly startedAt: EpochMillis
  readonly driverId: DriverId
  readonly carId: CarId | null
  readonly surface: Surface | null
  readonly world: World | null
}

export interface Theoretical {
  /** The sum of the parts. */
  readonly timeMs: Millis
  /** The fastest of each sector, in driving order. */
  readonly parts: readonly Holder[]
  /** The fastest of the laps the parts were chosen from: what the theoretical time is a gain on. */
  readonly bestMs: Millis
  /** Where those laps were timed, see `SectorBests`. */
  readonly lines: string
  /** How many laps the parts were chosen from. */
  readonly lapCount: number
  /** How many more laps count, but have no sectors or have them at other lines. */
  readonly leftOutCount: number
}

export const fastestOf = (
  entries: readonly Entry[],
  timeOf: (group: BestsGroup) => LapTime | null,
): Holder | null => {
  let held: Entry | null = null
  let best: LapTime | null = null
  for (const entry of entries) {
    const time = timeOf(entry.group)
    if (time === null || (best !== null && time.timeMs >= best.timeMs)) continue
    held = entry
    best = time
  }
  if (held === null || best === null) return null
  const { row, group } = held
  return {
    lapId: best.lapId,
    timeMs: best.timeMs,
    sessionId: row.sessionId,
    startedAt: row.startedAt,
    driverId: group.driverId,
    carId: row.carId,
    surface: group.surface,
    world: row.world,
  }
}

/** At the lines most laps were timed at; of equals, those that came into use last. */
export const theoreticalOf = (entries: readonly Entry[]): Theoretical | null => {
  const sectored = entries.filter(({ group }) => group.sectors !== null)
  let largest: readonly Entry[] = []
  let lapCount = 0
  for (const same of Map.groupBy(sectored, entry => sectorsOf(entry).lines).values()) {
    const count = sumOf(same, entry => sectorsOf(entry).lapCount)
    if (count >= lapCount) [largest, lapCount] = [same, count]
  }
  const [first] = largest
  if (!first) return null
  const { lines, parts: sectors } = sectorsOf(first)
  const parts = sectors.map((_, i) => fastestOf(largest, group => group.sectors!.parts[i]!)!)
  return {
    timeMs: asMillis(parts.reduce((sum, part) => sum + part.timeMs, 0)),
    parts,
    bestMs: asMillis(largest.reduce((ms, entry) => Math.min(ms, sectorsOf(entry).bestMs), Infinity)),
    lines,
    lapCount,
    leftOutCount: sumOf(entries, ({ group }) => group.rankedCount) - lapCount,
  }
}

export const sumOf = <T>(items: readonly T[], numberOf: (item: T) => number): number =>
  items.reduce((sum, item) => sum + numberOf(item), 0)

const sectorsOf = ({ group }: Entry): SectorBests => group.sectors!
