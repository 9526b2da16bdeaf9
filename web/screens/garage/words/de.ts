/** The words of the garage's frame, in German. */
import type { GarageWords } from './en.ts'

export const de: GarageWords = {
  title: 'Garage',
  tabs: { cars: 'Autos', tracks: 'Strecken', setups: 'Setups', drivers: 'Fahrer' },
}
