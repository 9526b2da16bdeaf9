/** What the two Windows processes of this check agree on. */
import { createFakePages, type FakeGame } from '#shared/sim'

export const PREFIX = 'paddock_wine_'
/** Packets follow one another by so much of the game's time, whenever they are really written. */
export const STEP_MS = 3

export const createWineGame = (): FakeGame =>
  createFakePages({ game: 'acc', circuit: 'kestrel-heath', seed: 7, laps: 2, firstPacketId: 1 })

/** Packet 1 is of this instant: the car has left its box. */
export const FIRST_MS = 20_000
export const idToMs = (id: number): number => FIRST_MS + (id - 1) * STEP_MS
