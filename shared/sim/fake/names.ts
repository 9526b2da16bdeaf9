/** What a pretended game calls its car, track and driver, in the words of the game's own pages. */
import { CARS, type CarName, CIRCUITS, type CircuitName } from '../simulator/index.ts'

const idOf = (label: string): string => label.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')

export const fakeCarId = (name: CarName): string => idOf(CARS[name].label)
/** AC1 writes ids in lower case, ACC some of them with a capital. */
export const fakeTrackId = (name: CircuitName): string => idOf(CIRCUITS[name].label)
export const fakeTrackName = (name: CircuitName): string => CIRCUITS[name].label.replaceAll(' ', '_')

export const DEFAULT_PLAYER = 'Mira Holt'

export const firstNameOf = (name: string): string => name.split(' ')[0] ?? ''
export const lastNameOf = (name: string): string => name.split(' ').slice(1).join(' ')

/** Entry ids: the player's is not the first, nor equal to its place in the list. */
export const PLAYER_ID = 11
export const idOfOther = (index: number): number => 21 + index
/** Where in the list of cars the player is. */
export const PLAYER_PLACE = 1
