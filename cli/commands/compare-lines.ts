/** A comparison as tables of text: laps, sectors, then corners and straights of each lap. */
import { deltaAt, type PartRow } from '#shared/compare'
import { lapTimeMs, type MeasuredLap } from '#shared/lap'
import { asMillis, formatGap, formatLapTime, formatNumber, UNKNOWN } from '#shared/units'
import { type ComparedLap, type Comparison, partName } from './compare-report.ts'
import { lapsToLines } from './lap-table.ts'

const BY = {
  position: 'by position',
  distance: 'by its own distance, scaled to the length of the reference',
  time: 'by time: nothing says where it was',
} as const

export const comparisonToLines = (file: string, comparison: Comparison): string[] => {
  const { reference, referenceLap, referenceRows, laps, sectors, miniSectors, rolling } = comparison
  const length = reference.by === 'time' ? '' : `, ${Math.round(reference.lengthM)} m`
  const hasSectors = sectors.theoretical !== null
  return [
    `${file}: against lap ${referenceLap.number}, ${formatLapTime(lapTimeMs(referenceLap))}${length}`,
    '',
    ...lapsTable(comparison),
    '',
    ...(hasSectors ? ['Sectors', '', ...lapsToLines(sectors.rows.map(({ lap }) => lap)), ''] : []),
    ...bestsOf(miniSectors, rolling),
    `Lap ${referenceLap.number}, the reference`,
    '',
    ...partsTable(referenceRows),
    '',
    ...laps.flatMap(lap => lapLines(lap)),
    ...findingLines(comparison),
  ]
}

const lapsTable = ({ reference, laps }: Comparison): string[] =>
  table(
    ['Lap', 'Time', 'At the line', 'Compared'],
    laps.map(({ lap, aligned }) => [
      String(lap.number),
      formatLapTime(lapTimeMs(lap)),
      aligned.by === 'nothing'
        ? UNKNOWN
        : formatGap(asMillis(deltaAt(reference, aligned, reference.lengthM))),
      aligned.by === 'nothing' ? aligned.reason : BY[aligned.by],
    ]),
    [3],
  )

const bestsOf = (
  { optimal, pieces }: Comparison['miniSectors'],
  rolling: Comparison['rolling'],
): string[] => [
  ...(optimal && optimal.lapsCounted > 1
    ? [`Best of ${pieces} pieces of road together ${formatLapTime(optimal.timeMs)}: a bound, not a goal`]
    : []),
  ...(rolling && rolling.first !== rolling.second
    ? [
        `Fastest lap-long stretch ${formatLapTime(rolling.timeMs)}, from ${Math.round(rolling.fromM)} m of lap ${rolling.first.number}`,
      ]
    : []),
  '',
]

const lapLines = ({ lap, aligned, rows }: ComparedLap): string[] =>
  aligned.by === 'nothing' ? [] : [heading(lap), '', ...partsTable(rows), '']

const heading = (lap: MeasuredLap): string =>
  `Lap ${lap.number}, ${formatLapTime(lapTimeMs(lap))}${lap.validity.valid ? '' : ` (${lap.validity.reason})`}`

const KMH = 3.6
const speed = (v: number): string => formatNumber(v * KMH)
const metres = (m: number): string => formatNumber(m)

const partsTable = (rows: readonly PartRow[]): string[] => {
  const hasLoss = rows.some(({ loss }) => loss !== null)
  const gap = (ms: number | undefined): string => (ms === undefined ? '' : formatGap(asMillis(ms)))
  const head = [
    ...['Part', 'From m', 'To m', 'Time s'],
    ...(hasLoss ? ['Loss s', 'Entry', 'Middle', 'Exit'] : []),
    ...['In km/h', 'Min km/h', 'at m', 'Out km/h', 'Brake m', 'Throttle m'],
  ]
  return table(
    head,
    rows.map(({ part, of, loss }) => [
      partName(part),
      metres(part.fromM),
      metres(part.toM),
      formatNumber(of.timeMs / 1000, 3),
      ...(hasLoss
        ? [
            gap(loss?.lossMs),
            gap(loss?.phasesMs?.entry),
            gap(loss?.phasesMs?.middle),
            gap(loss?.phasesMs?.exit),
          ]
        : []),
      speed(of.entrySpeed),
      speed(of.minSpeed),
      metres(of.minSpeedAtM),
      speed(of.exitSpeed),
      metres(of.brakeAtM),
      metres(of.throttleAtM),
    ]),
    [0],
  )
}

const findingLines = ({ findings }: Comparison): string[] =>
  findings.length === 0
    ? []
    : [
        'Again and again',
        '',
        ...findings.map(
          ({ part, phase, lossMs, lapsAgreeing, lapsCounted }) =>
            `  ${partName(part)}${phase === 'straight' ? '' : `, ${phase}`}: ${formatGap(lossMs)} s in ${lapsAgreeing} of ${lapsCounted} laps`,
        ),
        '',
      ]

/** Columns of text; numbers to the right, those in `left` to the left. */
const table = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  left: readonly number[],
): string[] => {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map(row => row[i]!.length)))
  return [head, ...rows].map(cells =>
    cells
      .map((cell, i) => (left.includes(i) ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd(),
  )
}
