/** How the garage's lists are looked at: kept while the page is open, so that coming back changes nothing. */
import type { CarColumn } from './cars/car-rows.ts'
import type { DriverColumn } from './drivers/driver-rows.ts'
import type { Order } from './parts/sorting.ts'
import type { SetupColumn } from './setups/setup-rows.ts'

class ListSight<Column extends string> {
  order = $state.raw() as Order<Column>
  /** As typed. */
  typed = $state('')

  constructor(order: Order<Column>) {
    this.order = order
  }
}

export const visit = {
  cars: new ListSight<CarColumn>({ by: 'last', direction: 'descending' }),
  setups: new ListSight<SetupColumn>({ by: 'added', direction: 'descending' }),
  drivers: new ListSight<DriverColumn>({ by: 'last', direction: 'descending' }),
}
