/**
 * Moving the start/finish line of a session: its road, the line across it, and the laps timed there, from the
 * original read once.
 *
 * Invariants: looking at a line changes nothing; saving one adds a gate version (or the first layout, when there
 * was none) and times this session at it. Laps with official marks keep their times. Lines are in the metres of
 * the road that is answered.
 */
import type { CutLog, NewGates } from '#shared/formats'
import { type Gate, gateToDegrees, gateToMetres, lengthOf } from '#shared/geo'
import type { SessionId } from '#shared/id'
import { bestLap, type MeasuredLap } from '#shared/lap'
import { gateVersionInForce, type Layout, type Position, pathBetween, positionOf } from '#shared/track'
import { asMetres, type Metres } from '#shared/units'
import type { Library } from '#web/store'
import { type KeptReading, newLayoutId, readKept, saveCut, sessionOf } from './import-kept.ts'
import { lapsAtLines, lapToListed } from './import-laps.ts'
import type {
  ImportProgress,
  OpenedLine,
  OpenLineOutcome,
  SaveLineOutcome,
  TimedLine,
} from './import-model.ts'
import { drivenPath, thinPath } from './import-path.ts'
import { createTeller } from './import-progress.ts'

export interface LineDesk {
  readonly opened: OpenedLine
  lineAt(gate: Gate): TimedLine
  save(gate: Gate): Promise<SaveLineOutcome>
}

export const openLine = async (
  library: Library,
  id: SessionId,
  onProgress: (progress: ImportProgress) => void,
): Promise<{ readonly outcome: OpenLineOutcome; readonly desk: LineDesk | null }> => {
  const kept = await readKept(library, id, createTeller(onProgress))
  if (kept.kind === 'failed') return { outcome: kept, desk: null }
  const desk = createDesk(library, kept)
  if (!desk) return { outcome: { kind: 'failed', reason: NO_POSITION }, desk: null }
  return { outcome: { kind: 'open', opened: desk.opened }, desk }
}

const createDesk = (library: Library, kept: KeptReading): LineDesk | null => {
  const { detail } = kept
  const session = sessionOf(kept)
  const { layout } = detail
  const position = positionOf(session.trace, session.frame)
  const road = position && drivenPath(position, session.trace, detail.laps)
  if (!position || !road) return null
  const { projection } = position
  const layoutId = layout?.id ?? newLayoutId()
  const keepsTimes = detail.imported?.timedBy === 'marks'

  /** Sector lines, and the finish of a course from A to B, stay where they are. */
  const gatesWith = (startFinish: Gate, origin: string): NewGates => {
    const inForce = layout && gateVersionInForce(layout)
    return {
      startFinish: projection ? gateToDegrees(startFinish, projection) : startFinish,
      finish: inForce?.finish ?? null,
      sectors: inForce?.sectors ?? [],
      origin,
    }
  }

  const lineAt = (gate: Gate): TimedLine => ({
    gate,
    laps:
      lapsAtLines(session, { gates: gatesWith(gate, ''), layoutId, version: 1 })?.map(lapToListed) ?? null,
  })

  const lineInForce = (): TimedLine | null => {
    if (!layout) return null
    const { startFinish } = gateVersionInForce(layout)
    return lineAt(projection ? gateToMetres(startFinish, projection) : startFinish)
  }

  /** The session on its new layout, or on the old one with its new lines. */
  const cutAt = (gates: NewGates, moved: Layout | null, laps: readonly MeasuredLap[]): CutLog => ({
    format: kept.parts[0].format,
    session,
    laps,
    timedBy: 'known-layout',
    place: moved
      ? { kind: 'known', trackName: detail.track?.name ?? '', layout: moved }
      : {
          kind: 'new',
          layoutId,
          name: session.venue,
          frame: session.frame,
          gates,
          lengthM: lengthOfBest(position, laps),
        },
    notes: [],
  })

  const save = async (gate: Gate): Promise<SaveLineOutcome> => {
    const gates = gatesWith(gate, layout ? MOVED : DRAWN)
    const moved = layout ? await library.moveGates(layout.id, gates) : null
    if (moved && !moved.ok) return { kind: 'failed', reason: moved.message }
    const version = moved ? gateVersionInForce(moved.value).version : 1
    const laps = keepsTimes ? null : lapsAtLines(session, { gates, layoutId, version })
    if (laps) {
      const saved = await saveCut(library, kept, cutAt(gates, moved?.value ?? null, laps), () => {})
      if (saved.kind === 'failed') return saved
    }
    const others = await library.sessionsTimedAtOldLines(layoutId)
    return { kind: 'saved', others: others.ok ? others.value : [] }
  }

  const { line: path, speed } = thinPath(road)
  return { opened: { path, speed, line: lineInForce(), keepsTimes }, lineAt, save }
}

const lengthOfBest = (position: Position, laps: readonly MeasuredLap[]): Metres | null => {
  const best = bestLap(laps)
  const path = best && pathBetween(position, best.startMs, best.endMs)
  return path ? asMetres(lengthOf(path)) : null
}

const MOVED = 'Moved by hand'
const DRAWN = 'Drawn by hand'
const NO_POSITION =
  'This recording has no positions, so there is no road to put a line on; its laps stay as they are.'
