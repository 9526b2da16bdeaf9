/** Layouts by id with what they are called, from the list of tracks. */
import type { LayoutId, TrackId } from '#shared/id'
import type { Layout, Track } from '#shared/track'
import type { Metres } from '#shared/units'
import type { TrackWithLayouts } from '#web/store'

export interface PlaceName {
  readonly track: Track
  readonly layout: Layout
}

export interface PlaceNames {
  ofLayout(id: LayoutId): PlaceName | null
  trackName(id: TrackId): string | null
  lengthOf(id: LayoutId): Metres | null
}

export const placeNamesOf = (tracks: readonly TrackWithLayouts[]): PlaceNames => {
  const layouts = new Map<LayoutId, PlaceName>()
  const names = new Map<TrackId, string>()
  for (const { track, layouts: own } of tracks) {
    names.set(track.id, track.name)
    for (const layout of own) layouts.set(layout.id, { track, layout })
  }
  return {
    ofLayout: id => layouts.get(id) ?? null,
    trackName: id => names.get(id) ?? null,
    lengthOf: id => layouts.get(id)?.layout.lengthM ?? null,
  }
}
