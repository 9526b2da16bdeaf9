/** The words of the garage's frame, in English; the type of this table is the contract of every language. */
export const en = {
  title: 'Garage',
  tabs: { cars: 'Cars', tracks: 'Tracks', setups: 'Setups', drivers: 'Drivers' },
}

export type GarageWords = typeof en
