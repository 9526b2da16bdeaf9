/** How the library is looked at: kept while the page is open, so that coming back from a session changes nothing. */
import { NEWEST_FIRST, type Order } from './order.ts'

class Visit {
  order = $state.raw<Order>(NEWEST_FIRST)
  /** As typed. */
  filter = $state('')
}

export const visit = new Visit()
