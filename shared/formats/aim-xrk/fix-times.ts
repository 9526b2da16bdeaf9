/**
 * Putting positions back in time when the logger stamped them wrongly.
 *
 * Some firmware spoils the upper half of the stamp or jumps by 65533 ms; the satellites' own time does not. A
 * stamp that disagrees with the satellites is replaced by their time plus the last difference that was good. When
 * it is the satellites that jump (a receiver finding the date) while the stamps go on evenly, the stamps are
 * believed and the difference is taken anew.
 */

export const WEEK_MS = 604_800_000

/** Receivers answer within tenths of a second; no clock drifts by a second between two fixes. */
const APART_MS = 1000
/** An even step: up to a few missed fixes of a receiver at 1 Hz. */
const EVEN_STEP_MS = 3000
/** The first stamp that agrees with so many after it is good. */
const WITNESSES = 3

/** `gpsMs` is NaN where the receiver does not know the time; stamps are then left as they are. */
export const repairTimes = (
  tcMs: Float64Array,
  gpsMs: Float64Array,
): { timeMs: Float64Array<ArrayBuffer>; repaired: number } => {
  const timeMs = Float64Array.from(tcMs)
  const first = firstGood(tcMs, gpsMs)
  if (first < 0) return { timeMs, repaired: 0 }
  let repaired = 0
  let difference = tcMs[first]! - gpsMs[first]!
  const repairAt = (i: number): void => {
    timeMs[i] = gpsMs[i]! + difference
    repaired++
  }
  const isGood = (i: number): boolean => Math.abs(tcMs[i]! - gpsMs[i]! - difference) <= APART_MS
  for (let i = 0; i < first; i++) if (!Number.isNaN(gpsMs[i]!) && !isGood(i)) repairAt(i)

  let previous = first
  for (let i = first + 1; i < tcMs.length; i++) {
    if (Number.isNaN(gpsMs[i]!)) continue
    const stampStep = tcMs[i]! - tcMs[previous]!
    const satelliteStep = gpsMs[i]! - gpsMs[previous]!
    previous = i
    if (!isGood(i) && isEven(stampStep) && !isEven(satelliteStep)) difference = tcMs[i]! - gpsMs[i]!
    // Taken anew at every good stamp, because two clocks drift apart in a day.
    if (isGood(i)) difference = tcMs[i]! - gpsMs[i]!
    else repairAt(i)
  }
  return { timeMs, repaired }
}

const isEven = (stepMs: number): boolean => stepMs > 0 && stepMs <= EVEN_STEP_MS

const firstGood = (tcMs: Float64Array, gpsMs: Float64Array): number => {
  let onlyKnown = -1
  for (let i = 0; i < tcMs.length; i++) {
    if (Number.isNaN(gpsMs[i]!)) continue
    if (onlyKnown < 0) onlyKnown = i
    let agreeing = 0
    for (let k = i + 1; k < Math.min(i + 20, tcMs.length) && agreeing < WITNESSES; k++) {
      const drift = tcMs[k]! - tcMs[i]! - (gpsMs[k]! - gpsMs[i]!)
      if (Math.abs(drift) <= APART_MS) agreeing++
    }
    if (agreeing === WITNESSES) return i
  }
  return onlyKnown
}
