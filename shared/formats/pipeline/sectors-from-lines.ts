/**
 * Sector times for laps whose official marks bring none, from sector lines that were crossed.
 *
 * A lap gets them only when the start line says the same as the marks at both of its ends, so that the first
 * and last sector measure what they claim to. Lap times stay the official ones, and sectors sum to them.
 */
import { type MeasuredLap, sectorsFromSplits } from '#shared/lap'

/**
 * Loggers mark laps with the same fixes we cross lines with: VBOX, RaceChrono and AiM files agree within 30 ms.
 * More than this and the marks belong to another line (a beacon, a line moved since).
 */
const AGREE_MS = 150

export const withSectorsFromLines = (
  marked: readonly MeasuredLap[],
  crossed: readonly MeasuredLap[],
): MeasuredLap[] => {
  const sectored = crossed.filter(lap => lap.sectorsMs.length > 0)
  return marked.map(lap => {
    if (lap.sectorsMs.length > 0 || lap.kind !== 'timed') return lap
    const same = sectored.find(
      other =>
        Math.abs(other.startMs - lap.startMs) <= AGREE_MS && Math.abs(other.endMs - lap.endMs) <= AGREE_MS,
    )
    if (!same) return lap
    const splits: number[] = []
    let atMs: number = same.startMs
    for (const sectorMs of same.sectorsMs.slice(0, -1)) {
      atMs += sectorMs
      splits.push(atMs)
    }
    const sectorsMs = sectorsFromSplits(lap, splits)
    return sectorsMs ? { ...lap, sectorsMs } : lap
  })
}
