/**
 * The tracks of the garage with what was driven there, put together in one pass over the rows of bests: 2,500 sessions
 * on 30 layouts take some milliseconds, and no lap is read.
 */
import { allTimeBests, type Holder, type SessionBests, type Totals, totalsOf } from '#shared/bests'
import type { LayoutId } from '#shared/id'
import { type KnownTrack, knownCarOf, knownTrackByKey, knownTrackNear, knownTrackOf } from '#shared/known'
import type { Layout, Track } from '#shared/track'
import { knownIdOfTrack, type TrackWithLayouts } from '#web/store'
import type { SortKeys } from '../parts/sorting.ts'

export interface LayoutRow {
  readonly layout: Layout
  readonly totals: Totals
  readonly best: Holder | null
  /** Its sessions, in the order they came. */
  readonly bests: readonly SessionBests[]
}

export interface TrackRow {
  readonly track: Track
  /** What the game's and the world's list say of it. */
  readonly known: KnownTrack | null
  /** ISO 3166-1 alpha-2: as a person said, else of the known place. */
  readonly country: string | null
  /** A sample brought it; nobody drove there. */
  readonly isInvented: boolean
  /** The most driven first. */
  readonly layouts: readonly LayoutRow[]
  /** Over all layouts, and what was driven here without one. */
  readonly totals: Totals
}

const knownId = knownIdOfTrack({ knownCarOf, knownTrackOf, knownTrackNear })

export const knownPlaceOf = (track: Pick<Track, 'known' | 'name' | 'aliases'>): KnownTrack | null => {
  const id = knownId(track)
  return id === null ? null : knownTrackByKey(id)
}

/** The library's rows say who made them; what else names a track does not. */
export const isInvented = (track: Track): boolean => 'origin' in track && track.origin === 'sample'

export const trackRowsOf = (
  tracks: readonly TrackWithLayouts[],
  bests: readonly SessionBests[],
): readonly TrackRow[] => {
  const byLayout = Map.groupBy(bests, row => row.layoutId)
  const byTrack = Map.groupBy(bests, row => row.trackId)
  return tracks.map(({ track, layouts }) => {
    const lengths = new Map(layouts.map(layout => [layout.id, layout.lengthM]))
    const lengthOf = (id: LayoutId) => lengths.get(id) ?? null
    const known = knownPlaceOf(track)
    const rows = layouts.map(layout => {
      const own = byLayout.get(layout.id) ?? []
      return { layout, bests: own, totals: totalsOf(own, lengthOf), best: allTimeBests(own).best }
    })
    return {
      track,
      known,
      country: track.country ?? known?.country ?? null,
      isInvented: isInvented(track),
      layouts: rows.sort((a, b) => b.totals.lapCount - a.totals.lapCount),
      totals: totalsOf(byTrack.get(track.id) ?? [], lengthOf),
    }
  })
}

export const TRACK_COLUMNS = ['name', 'country', 'length', 'sessions', 'laps', 'last'] as const
export type TrackColumn = (typeof TRACK_COLUMNS)[number]

export const trackKeys = (countryName: (code: string) => string): SortKeys<TrackColumn, TrackRow> => ({
  name: { first: 'ascending', of: row => row.track.name || null },
  country: { first: 'ascending', of: row => row.country && countryName(row.country) },
  length: { first: 'descending', of: row => row.layouts[0]?.layout.lengthM ?? null },
  sessions: { first: 'descending', of: row => row.totals.sessionCount },
  laps: { first: 'descending', of: row => row.totals.lapCount },
  last: { first: 'descending', of: row => row.totals.lastAt },
})

/** What a track is found by. */
export const textsOf = (
  { track, known, country, layouts }: TrackRow,
  countryName: (code: string) => string,
): readonly (string | null | undefined)[] => [
  track.name,
  ...(track.aliases ?? []),
  known?.name,
  known?.short,
  country,
  country && countryName(country),
  ...layouts.map(({ layout }) => layout.name),
  track.notes,
]
