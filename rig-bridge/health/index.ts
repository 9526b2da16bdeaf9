/** The page that says, link by link, whether live data gets from the game to the screen, and what to do if not. */
export type { GuestFacts, HealthFacts, HealthReport, HealthRow, Level, PairingFacts } from './facts.ts'
export { createHealthHandler, type HealthHandler, type HealthParts } from './handler.ts'
