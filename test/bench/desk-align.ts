/**
 * Laying laps over one another by position, against promised limits and against numpy doing the same.
 *
 * What is measured is all the desk needs of a lap: metres for every sample, every channel and the delta on a grid
 * of 1 m.
 */
import {
  alignLap,
  axisOf,
  createReference,
  deltaLine,
  type LapToCompare,
  partRows,
  partsOf,
} from '#shared/compare'
import { resample, timeOf as timesOf } from '#shared/trace'
import { drawLaps, toCompare } from './desk-laps.ts'
import { type Comparison, timeOf, type Workload } from './harness.ts'
import { startNumpy } from './numpy.ts'

const ALIGN_LIMIT_MS = 60
/** Of the delta in the middle of the lap: more, and numpy did another job. */
const AGREED_MS = 10

interface Laid {
  readonly middleDeltasMs: readonly number[]
}

const layOnGrid = (laps: readonly LapToCompare[]): Laid => {
  const [own] = laps
  const reference = createReference(own!)
  const middleDeltasMs = laps.map(lap => {
    const aligned = lap === own ? reference : alignLap(reference, own!, lap)
    if (aligned.by !== 'position') throw new Error('a drawn lap was not laid by its position')
    const { metres: grid, deltaMs } = deltaLine(reference, aligned)
    const metres = axisOf(aligned, timesOf(lap.trace, lap.trace.channels[0]!), lap.lap.startMs)
    const channels = lap.trace.channels.slice(2)
    const onGrid = channels.map(({ values, kind }) => resample(metres, values, kind, grid))
    return deltaMs[grid.length >> 1]! + 0 * onGrid.length
  })
  return { middleDeltasMs }
}

const tableOf = (laps: readonly LapToCompare[]) => {
  const [own, other] = laps
  const reference = createReference(own!)
  const parts = partsOf(reference.lengthM, [])
  const aligned = alignLap(reference, own!, other!)
  if (aligned.by === 'nothing') throw new Error(aligned.reason)
  return () => partRows(reference, own!, parts, aligned, other!)
}

const within = (name: string, limitMs: number, work: () => unknown): Comparison => ({
  name,
  unit: 'ms',
  ours: timeOf(work),
  against: `the limit of ${limitMs} ms`,
  peer: limitMs,
  target: 1,
})

export interface AlignBench {
  readonly comparisons: readonly Comparison[]
  close(): Promise<void>
}

export const openAlignBench = async (workload: Workload): Promise<AlignBench> => {
  const isFull = workload === 'full'
  const drawn = drawLaps(10, isFull ? 20_000 : 2000, 100_000)
  const dense = drawn.map(toCompare)
  const session = drawLaps(5, isFull ? 6000 : 600, 100_000).map(toCompare)
  const enormous = drawLaps(2, isFull ? 500_000 : 2000, 300_000).map(toCompare)
  const reference = createReference(enormous[0]!)
  const numpy = await startNumpy(drawn)
  const name = `10 laps of ${drawn[0]!.timeMs.length.toLocaleString('en')} samples, 8 channels, 5 km on a 1 m grid`
  const comparisons: Comparison[] = [within(name, ALIGN_LIMIT_MS, () => layOnGrid(dense))]
  if (numpy.ok) {
    const { middleDeltasMs } = await numpy.align()
    const ours = layOnGrid(dense).middleDeltasMs
    const apart = Math.max(...ours.map((ms, i) => Math.abs(ms - middleDeltasMs[i]!)))
    if (!(apart <= AGREED_MS)) throw new Error(`numpy and Paddock are ${apart} ms apart in the delta`)
    comparisons.push({
      name,
      unit: 'ms',
      ours: timeOf(() => layOnGrid(dense)),
      against: `numpy ${numpy.version}, projection within ±10 m`,
      peer: async () => (await numpy.align()).ms,
      target: 1,
    })
  } else console.error(`There is no row against numpy: ${numpy.reason}.`)
  comparisons.push(
    within('5 laps at 60 Hz on the grid', 20, () => layOnGrid(session)),
    within('one lap of 500,000 samples laid', 100, () => alignLap(reference, enormous[0]!, enormous[1]!)),
    within('table of a lap of 20,000 samples', 20, tableOf(dense)),
  )
  return { comparisons, close: async () => void (numpy.ok && (await numpy.close())) }
}
