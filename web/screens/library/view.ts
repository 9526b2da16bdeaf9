/**
 * How the library is looked at, as an address: every view is a link. What is usual is left out of the address, and
 * what cannot be read in one is passed over.
 */
import { type Chosen, FACETS } from './facets.ts'
import { COLUMNS, type Column, type Direction, NEWEST_FIRST, type Order } from './order.ts'

export interface View {
  readonly order: Order
  /** As typed. */
  readonly typed: string
  readonly chosen: Chosen
}

export const EVERYTHING: View = { order: NEWEST_FIRST, typed: '', chosen: {} }

/** More values of one facet are no choice any more; a longer address is nobody's link. */
const MOST_VALUES = 50
const LONGEST = 200

export const viewToQuery = ({ order, typed, chosen }: View): string => {
  const query = new URLSearchParams()
  if (typed.trim() !== '') query.set('q', typed)
  for (const facet of FACETS) for (const value of chosen[facet] ?? []) query.append(facet, value)
  if (order.by !== NEWEST_FIRST.by || order.direction !== NEWEST_FIRST.direction) {
    query.set('sort', `${order.by}-${order.direction}`)
  }
  return query.toString()
}

export const queryToView = (query: URLSearchParams): View => ({
  order: orderFrom(query.get('sort') ?? ''),
  typed: (query.get('q') ?? '').slice(0, LONGEST),
  chosen: Object.fromEntries(
    FACETS.flatMap(facet => {
      const values = query.getAll(facet).filter(value => value.length <= LONGEST)
      const distinct = [...new Set(values)].slice(0, MOST_VALUES)
      return distinct.length === 0 ? [] : [[facet, distinct]]
    }),
  ),
})

const orderFrom = (text: string): Order => {
  const [by, direction] = text.split('-')
  const isOrder = COLUMNS.includes(by as Column) && (direction === 'ascending' || direction === 'descending')
  return isOrder ? { by: by as Column, direction: direction as Direction } : NEWEST_FIRST
}
