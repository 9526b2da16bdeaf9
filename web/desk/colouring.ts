/** What the colour of the map says, made from the laps on the desk. */
import { deltaAt, timeAt } from '#shared/compare'
import { resample } from '#shared/trace'
import type { Colouring, OwnedPiece } from '#web/parts/map'
import type { DeskColumn, DeskLapView, DeskView } from '#web/workers'

export const COLOUR_KINDS = ['speed', 'delta', 'owner', 'laps'] as const
export type ColourKind = (typeof COLOUR_KINDS)[number]

/** Long enough that the fastest is not decided by noise, short enough to see a corner's entry and exit. */
const PIECE_M = 40

export const colouringOf = (
  kind: ColourKind,
  view: DeskView,
  drawn: readonly DeskLapView[],
  chosen: DeskLapView | null,
  speed: DeskColumn | null,
): Colouring => {
  if (kind === 'owner' && drawn.length > 1) return { kind, pieces: ownersOf(view, drawn) }
  if (kind === 'speed' && chosen?.path && speed) {
    const values = resample(speed.timeMs, speed.values, speed.kind, chosen.path.timeMs)
    return { kind, lapKey: chosen.id, values }
  }
  if (kind === 'delta' && chosen?.path && chosen.delta) {
    const reference = view.laps.find(lap => lap.id === view.reference)?.aligned
    const own = chosen.aligned
    if (reference && reference.by !== 'nothing' && own.by !== 'nothing') {
      return { kind, lapKey: chosen.id, values: chosen.path.metres.map(m => deltaAt(reference, own, m)) }
    }
  }
  return { kind: 'laps' }
}

const ownersOf = ({ lengthM }: DeskView, drawn: readonly DeskLapView[]): OwnedPiece[] => {
  const pieces = Math.max(1, Math.round(lengthM / PIECE_M))
  return Array.from({ length: pieces }, (_, k) => {
    const [fromM, toM] = [(k * lengthM) / pieces, ((k + 1) * lengthM) / pieces]
    let best: { lapKey: string | null; ms: number } = { lapKey: null, ms: Number.POSITIVE_INFINITY }
    for (const { id, aligned } of drawn) {
      if (aligned.by === 'nothing') continue
      const ms = timeAt(aligned, toM) - timeAt(aligned, fromM)
      if (ms < best.ms) best = { lapKey: id, ms }
      // Equal to the millisecond is nobody's.
      else if (Math.round(ms) === Math.round(best.ms)) best = { lapKey: null, ms: best.ms }
    }
    return { fromM, toM, lapKey: best.lapKey }
  })
}
