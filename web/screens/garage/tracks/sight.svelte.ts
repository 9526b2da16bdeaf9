/** How the list of tracks is looked at: kept while the page is open, so that coming back changes nothing. */
import type { Order } from '../parts/sorting.ts'
import type { TrackColumn } from './track-rows.ts'

export const sight = $state({
  order: { by: 'last', direction: 'descending' } as Order<TrackColumn>,
  /** As typed. */
  typed: '',
})
