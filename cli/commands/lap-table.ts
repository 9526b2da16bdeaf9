/** Laps as lines of text: one row each, times right-aligned, then the best lap and the best of each sector. */
import { bestLap, isRanked, lapTimeMs, type MeasuredLap, theoreticalBest } from '#shared/lap'
import { formatLapTime } from '#shared/units'

const lapToCells = (lap: MeasuredLap): string[] => {
  // Half a lap has a duration, but no lap time.
  const time = lap.kind === 'timed' ? formatLapTime(lapTimeMs(lap)) : ''
  const remark = lap.validity.valid ? '' : lap.validity.reason
  return [String(lap.number), lap.kind, time, ...lap.sectorsMs.map(formatLapTime), remark]
}

export const lapsToLines = (laps: readonly MeasuredLap[]): string[] => {
  const sectorCount = Math.max(0, ...laps.map(lap => lap.sectorsMs.length))
  const head = ['Lap', 'Kind', 'Time', ...Array.from({ length: sectorCount }, (_, i) => `S${i + 1}`), '']
  const rows = laps.map(lap => {
    const cells = lapToCells(lap)
    const remark = cells.pop() ?? ''
    return [...cells, ...Array<string>(head.length - 1 - cells.length).fill(''), remark]
  })
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map(row => row[column]!.length)))
  const toLine = (cells: string[]): string =>
    cells
      .map((cell, column) =>
        column === 1 || column === cells.length - 1
          ? cell.padEnd(widths[column]!)
          : cell.padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd()

  const ranked = laps.filter(isRanked)
  const best = bestLap(ranked)
  const ideal = theoreticalBest(ranked)
  return [
    toLine(head),
    ...rows.map(toLine),
    ...(best ? ['', `Best lap ${formatLapTime(lapTimeMs(best))} (lap ${best.number})`] : []),
    ...(ideal ? [`Best sectors together ${formatLapTime(ideal.timeMs)}`] : []),
  ]
}
