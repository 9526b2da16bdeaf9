/**
 * The lines of the reference's layout while they are moved: seen on the map, kept by the pane.
 *
 * Invariant: everything is in the metres of the road that was there when the editing began; saving lines gives the
 * desk another road, and what is edited must not jump.
 */
import type { LatLon, Polyline } from '#shared/geo'
import type { SessionId } from '#shared/id'
import type { Layout } from '#shared/track'
import type { Desk } from '#web/desk'
import type { GateKey, GateSet } from '#web/parts/map'

interface Held {
  readonly road: Polyline
  readonly origin: LatLon | null
  readonly layout: Layout
  /** Those on the desk, that of the reference first. */
  readonly sessions: readonly SessionId[]
}

export class LineEditing {
  held = $state.raw<Held | null>(null)
  set = $state.raw<GateSet | null>(null)
  selected = $state<GateKey>('start')

  /** Null says that there is nothing to edit: no road, or no layout yet. */
  static canEdit({ view, laps }: Desk): boolean {
    return Boolean(view?.gates && view.road && laps.find(lap => lap.isReference)?.layout)
  }

  start({ view, laps }: Desk): void {
    const layout = laps.find(lap => lap.isReference)?.layout
    if (!view?.gates || !view.road || !layout) return
    const here = laps.filter(lap => lap.layout?.id === layout.id).map(lap => lap.session.id)
    this.held = { road: view.road, origin: view.origin, layout, sessions: [...new Set(here)] }
    this.set = view.gates
    this.selected = 'start'
  }

  stop(): void {
    this.held = null
    this.set = null
  }
}
