/** Laps laid over one of them with all tables, and what `paddock compare --json` prints of that. */
import {
  type AlignedLap,
  alignLap,
  cornersAlong,
  createReference,
  deltaAt,
  type Finding,
  findCorners,
  type LapToCompare,
  type MiniSectorTable,
  miniSectorTable,
  type NotAligned,
  type Part,
  type PartRow,
  partRows,
  partsOf,
  type Reference,
  type RollingBest,
  rollingBest,
  type SectorTable,
  sectorTable,
  whereTimeWent,
} from '#shared/compare'
import type { CutLog } from '#shared/formats'
import { isRanked, lapTimeMs, type MeasuredLap } from '#shared/lap'

export interface ComparedLap {
  readonly lap: MeasuredLap
  readonly aligned: AlignedLap | NotAligned
  /** Against the reference; empty when it was refused. */
  readonly rows: readonly PartRow[]
}

export interface Comparison {
  readonly referenceLap: MeasuredLap
  readonly reference: Reference
  readonly referenceRows: readonly PartRow[]
  readonly parts: readonly Part[]
  readonly laps: readonly ComparedLap[]
  readonly sectors: SectorTable<MeasuredLap>
  readonly miniSectors: MiniSectorTable<MeasuredLap>
  readonly rolling: RollingBest<MeasuredLap> | null
  readonly findings: readonly Finding[]
}

const MINI_SECTORS = 20

export const compareLaps = (
  { session }: CutLog,
  referenceLap: MeasuredLap,
  laps: readonly MeasuredLap[],
): Comparison => {
  const toCompare = (lap: MeasuredLap): LapToCompare => ({ lap, trace: session.trace, frame: session.frame })
  const own = toCompare(referenceLap)
  const reference = createReference(own)
  const parts = partsOf(reference.lengthM, cornersAlong(reference, findCorners(reference, own)))
  const compared = laps.map((lap): ComparedLap => {
    const aligned = alignLap(reference, own, toCompare(lap))
    const rows = aligned.by === 'nothing' ? [] : partRows(reference, own, parts, aligned, toCompare(lap))
    return { lap, aligned, rows }
  })
  const onRoad = [
    { lap: referenceLap, aligned: reference as AlignedLap },
    ...compared.flatMap(({ lap, aligned }) => (aligned.by === 'nothing' ? [] : [{ lap, aligned }])),
  ]
  return {
    referenceLap,
    reference,
    referenceRows: partRows(reference, own, parts),
    parts,
    laps: compared,
    sectors: sectorTable([referenceLap, ...laps]),
    miniSectors: miniSectorTable(reference, onRoad, MINI_SECTORS),
    rolling: rollingBest(onRoad, reference.lengthM),
    findings: whereTimeWent(
      compared.flatMap(({ lap, rows }) => (isRanked(lap) && rows.length > 0 ? [rows] : [])),
    ),
  }
}

const KMH = 3.6

/** One digit: what instruments resolve. JSON has no NaN, so unknown is null. */
const rounded = (value: number): number | null =>
  Number.isFinite(value) ? Math.round(value * 10) / 10 : null

export const partName = (part: Part): string => {
  if (part.kind === 'corner') return part.corner.name
  if (part.after && part.before) return `${part.after.name}–${part.before.name}`
  if (part.after) return `${part.after.name}–finish`
  return part.before ? `start–${part.before.name}` : `${Math.round(part.fromM)}–${Math.round(part.toM)} m`
}

export const comparisonToJson = (file: string, comparison: Comparison) => {
  const { reference, referenceLap, referenceRows, laps, sectors, miniSectors, rolling, findings } = comparison
  return {
    file,
    reference: {
      lap: referenceLap.number,
      timeMs: lapTimeMs(referenceLap),
      alignedBy: reference.by,
      lengthM: reference.by === 'time' ? null : rounded(reference.lengthM),
      parts: referenceRows.map(partToJson),
    },
    laps: laps.map(({ lap, aligned, rows }) => {
      const head = { lap: lap.number, timeMs: lapTimeMs(lap), valid: lap.validity.valid }
      if (aligned.by === 'nothing') return { ...head, alignedBy: null, reason: aligned.reason }
      return {
        ...head,
        alignedBy: aligned.by,
        deltaEndMs: deltaAt(reference, aligned, reference.lengthM),
        gapsM: aligned.gaps.map(({ fromM, toM }) => [rounded(fromM), rounded(toM)]),
        parts: rows.map(partToJson),
      }
    }),
    sectors: {
      rows: sectors.rows.map(({ lap, sectorsMs }) => ({ lap: lap.number, sectorsMs })),
      theoreticalBestMs: sectors.theoretical?.timeMs ?? null,
    },
    optimal: miniSectors.optimal && { timeMs: miniSectors.optimal.timeMs, pieces: miniSectors.pieces },
    rolling: rolling && {
      timeMs: rolling.timeMs,
      fromM: rounded(rolling.fromM),
      laps: [rolling.first.number, rolling.second.number],
    },
    findings: findings.map(finding => ({
      part: partName(finding.part),
      phase: finding.phase,
      lossMs: finding.lossMs,
      carriedMs: finding.carriedMs,
      lapsAgreeing: finding.lapsAgreeing,
      lapsCounted: finding.lapsCounted,
      brakeByM: rounded(finding.brakeByM),
      throttleByM: rounded(finding.throttleByM),
      minSpeedByKmh: rounded(finding.minSpeedBy * KMH),
      exitSpeedByKmh: rounded(finding.exitSpeedBy * KMH),
    })),
  }
}

const partToJson = ({ part, of, loss }: PartRow) => ({
  part: partName(part),
  kind: part.kind,
  turn: part.kind === 'corner' ? part.corner.turn : null,
  fromM: rounded(part.fromM),
  toM: rounded(part.toM),
  timeMs: of.timeMs,
  lossMs: loss ? loss.lossMs : null,
  phasesMs: loss ? loss.phasesMs : null,
  entryKmh: rounded(of.entrySpeed * KMH),
  minKmh: rounded(of.minSpeed * KMH),
  minAtM: rounded(of.minSpeedAtM),
  exitKmh: rounded(of.exitSpeed * KMH),
  maxKmh: rounded(of.maxSpeed * KMH),
  brakeAtM: rounded(of.brakeAtM),
  throttleAtM: rounded(of.throttleAtM),
})
