/** When an event was, on the clock of its source. */
import type { SimEvent } from '#shared/sim'

export const startOf = (event: SimEvent): number => {
  if (event.kind === 'samples') return event.timesMs[0] ?? Number.NEGATIVE_INFINITY
  return event.kind === 'gap' ? event.fromMs : event.atMs
}

export const endOf = (event: SimEvent): number => {
  if (event.kind === 'samples') return event.timesMs.at(-1) ?? Number.NEGATIVE_INFINITY
  return event.kind === 'gap' ? event.toMs : event.atMs
}

export const movedBy = (event: SimEvent, byMs: number): SimEvent => {
  if (byMs === 0) return event
  if (event.kind === 'samples') return { ...event, timesMs: event.timesMs.map(timeMs => timeMs + byMs) }
  if (event.kind === 'gap') return { ...event, fromMs: event.fromMs + byMs, toMs: event.toMs + byMs }
  return { ...event, atMs: event.atMs + byMs }
}
