/** Ticking laps: one, all up to one (Shift), all. Ticks stay in the order of the laps. */
import type { LapId } from '#shared/id'

export interface Ticks {
  readonly laps: readonly LapId[]
  /** Where the next range begins: the lap that was ticked or unticked last. */
  readonly anchor: LapId | null
}

export const NO_TICKS: Ticks = { laps: [], anchor: null }

export const ticked = (ticks: Ticks, all: readonly LapId[], lap: LapId, isRange: boolean): Ticks => {
  const has = new Set(ticks.laps)
  const isOn = !has.has(lap)
  const [from, to] = [all.indexOf(ticks.anchor ?? lap), all.indexOf(lap)]
  const meant = isRange && from >= 0 ? all.slice(Math.min(from, to), Math.max(from, to) + 1) : [lap]
  for (const each of meant) {
    if (isRange || isOn) has.add(each)
    else has.delete(each)
  }
  return { laps: all.filter(each => has.has(each)), anchor: lap }
}

/** Without laps that are gone. */
export const stillThere = ({ laps }: Ticks, all: readonly LapId[]): readonly LapId[] =>
  laps.filter(lap => all.includes(lap))
