/**
 * The roads of the directory's small drawings: each from the best lap that has a trace, opened when it is first seen,
 * one after the other in a worker, and kept while the page is open.
 *
 * Limits: 240 points of a lap are more than so small a drawing shows; what has no positions has no drawing.
 */
import type { SessionBests } from '#shared/bests'
import type { Lap } from '#shared/lap'
import { type Layout, pathBetween, positionOf } from '#shared/track'
import type { Library } from '#web/store'
import { createTraceReader } from '#web/workers'

export interface Shape {
  readonly x: Float32Array
  readonly y: Float32Array
}

const MOST_POINTS = 240
const TRIED_LAPS = 5

/** By trace and frame: the same lap on the same layout draws the same. */
const known = new Map<string, Shape | null>()

export interface LayoutShapes {
  /** Null when no lap of it says where it was. */
  of(layout: Layout, sessions: readonly SessionBests[]): Promise<Shape | null>
  close(): void
}

export const createLayoutShapes = (library: Library): LayoutShapes => {
  const reader = createTraceReader({ libraryName: library.name })
  let isClosed = false
  return {
    async of(layout, sessions) {
      const lap = await lapToDraw(library, layout, sessions)
      if (!lap?.trace) return null
      const key = `${lap.trace.sha256} ${JSON.stringify(layout.frame)}`
      const shape = known.get(key)
      if (shape !== undefined || isClosed) return shape ?? null
      const opened = await reader.open(lap.trace)
      if (!opened.ok) return null
      const position = positionOf(opened.value.trace, layout.frame)
      const path = position && pathBetween(position, lap.startMs, lap.endMs)
      const drawn = path ? thinned(path) : null
      known.set(key, drawn)
      return drawn
    },
    close() {
      isClosed = true
      reader.close()
    },
  }
}

/** The fastest with a trace; where no lap counts, any of the last session. */
export const lapToDraw = async (
  library: Library,
  layout: Layout,
  sessions: readonly SessionBests[],
): Promise<Lap | null> => {
  const best = await library.bestLaps({ layoutId: layout.id, limit: TRIED_LAPS })
  const traced = best.ok ? best.value.find(lap => lap.trace) : null
  if (traced) return traced
  const last = sessions.reduce<SessionBests | null>(
    (newest, row) => (newest && newest.startedAt >= row.startedAt ? newest : row),
    null,
  )
  const detail = last && (await library.session(last.sessionId))
  if (!detail?.ok) return null
  const { laps } = detail.value
  return laps.find(lap => lap.trace && lap.kind === 'timed') ?? laps.find(lap => lap.trace) ?? null
}

const thinned = ({ x, y }: { readonly x: Float64Array; readonly y: Float64Array }): Shape => {
  const step = Math.max(1, x.length / MOST_POINTS)
  const count = Math.ceil(x.length / step)
  const at = (i: number): number => Math.min(x.length - 1, Math.round(i * step))
  return {
    x: Float32Array.from({ length: count }, (_, i) => x[at(i)]!),
    y: Float32Array.from({ length: count }, (_, i) => y[at(i)]!),
  }
}
