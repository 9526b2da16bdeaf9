/**
 * Laps with their recordings, from the library, kept while they are likely to be asked for again.
 *
 * Invariant: a lap that cannot be opened is answered with the sentence why, and never stops the others.
 */

import type { Frame } from '#shared/geo'
import type { LapId } from '#shared/id'
import type { Trace } from '#shared/trace'
import type { LapDetail, Library } from '#web/store'
import type { DeskLapInput } from './desk-view.ts'

export interface LoadedLaps {
  readonly found: readonly DeskLapInput[]
  readonly lost: readonly { readonly id: LapId; readonly reason: string }[]
}

export interface LapLoader {
  readonly library: Library
  load(ids: readonly LapId[]): Promise<LoadedLaps>
}

/** Five desks' worth; a lap of two minutes at 60 Hz with 40 channels has 1.2 MB. */
const MAX_KEPT = 40

export const createLapLoader = (library: Library): LapLoader => {
  /** By the name of their bytes, the one used last at the end. */
  const kept = new Map<string, Trace>()

  const traceOf = async ({ lap }: LapDetail): Promise<Trace | string> => {
    const key = lap.trace?.sha256 ?? ''
    const known = kept.get(key)
    const opened = known ? { ok: true as const, value: known } : await library.lapTrace(lap)
    if (!opened.ok) return opened.message
    kept.delete(key)
    kept.set(key, opened.value)
    for (const oldest of kept.keys()) if (kept.size > MAX_KEPT) kept.delete(oldest)
    return opened.value
  }

  return {
    library,
    async load(ids) {
      const details = await library.lapDetails(ids)
      if (!details.ok) return { found: [], lost: ids.map(id => ({ id, reason: details.message })) }
      const found: DeskLapInput[] = []
      const lost: { id: LapId; reason: string }[] = []
      for (const [i, detail] of details.value.entries()) {
        const id = ids[i]!
        const trace = detail ? await traceOf(detail) : GONE
        if (!detail || typeof trace === 'string') {
          lost.push({ id, reason: typeof trace === 'string' ? trace : GONE })
        } else {
          const { lap, layout } = detail
          found.push({ id, lap, trace, layout, frame: layout?.frame ?? frameOf(trace, detail) })
        }
      }
      return { found, lost }
    },
  }
}

/** Without a layout: degrees where there are any, else metres that mean something within this session only. */
const frameOf = (trace: Trace, { session }: LapDetail): Frame =>
  trace.channels.some(channel => channel.name === 'lat')
    ? { kind: 'wgs84' }
    : { kind: 'flat', space: `session ${session.id}` }

const GONE = 'This lap is no longer in the library on this device; it was deleted, perhaps in another tab.'
