/**
 * The table of corners and straights: what a lap did in each and what that cost against the reference.
 *
 * Invariant: times are rounded at the ends of parts and of phases and only then subtracted, so the losses of a lap
 * sum to the difference of the lap times, and the phases of a corner to its loss, to the millisecond.
 */
import { asMillis } from '#shared/units'
import { lapInParts } from './lap-in-parts.ts'
import { timeAt } from './lookup.ts'
import type { AlignedLap, LapToCompare, Part, PartLoss, PartRow, Reference } from './model.ts'

/** The rows of the reference itself, or of another lap against it. */
export const partRows = (
  reference: Reference,
  referenceLap: LapToCompare,
  parts: readonly Part[],
  aligned?: AlignedLap,
  lap?: LapToCompare,
): PartRow[] => {
  const own = lapInParts(reference, referenceLap, parts)
  if (!aligned || !lap) return parts.map((part, i) => ({ part, of: own.parts[i]!, loss: null }))
  const other = lapInParts(aligned, lap, parts)
  const lossBetween = (fromM: number, toM: number): number =>
    deltaMs(reference, aligned, toM) - deltaMs(reference, aligned, fromM)
  const ownBetween = (fromM: number, toM: number): number =>
    asMillis(timeAt(reference, toM)) - asMillis(timeAt(reference, fromM))
  return parts.map((part, i) => {
    const phases = phasesOf(part, own.releaseAtM[i]!, own.parts[i]!.throttleAtM)
    const inPhases = (msBetween: (fromM: number, toM: number) => number): PartLoss['phasesMs'] =>
      phases && {
        entry: asMillis(msBetween(part.fromM, phases.middleM)),
        middle: asMillis(msBetween(phases.middleM, phases.exitM)),
        exit: asMillis(msBetween(phases.exitM, part.toM)),
      }
    const loss: PartLoss = {
      lossMs: asMillis(lossBetween(part.fromM, part.toM)),
      phasesMs: inPhases(lossBetween),
      against: own.parts[i]!,
      againstPhasesMs: inPhases(ownBetween),
    }
    return { part, of: other.parts[i]!, loss }
  })
}

/** Whole milliseconds. */
const deltaMs = (reference: AlignedLap, aligned: AlignedLap, atM: number): number =>
  asMillis(timeAt(aligned, atM)) - asMillis(timeAt(reference, atM))

/** Where the middle and the exit of a corner begin: as the reference drove it, so that the road is the same. */
const phasesOf = (
  part: Part,
  releaseAtM: number,
  throttleAtM: number,
): { middleM: number; exitM: number } | null => {
  if (part.kind !== 'corner') return null
  const isInside = (m: number): boolean => m > part.fromM && m < part.toM
  const exitM = isInside(throttleAtM) ? throttleAtM : part.apexM
  return { middleM: Math.min(isInside(releaseAtM) ? releaseAtM : part.apexM, exitM), exitM }
}
