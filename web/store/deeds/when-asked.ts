/**
 * Deeds that are loaded when the first of them is asked for: splitting, and what a person says of sessions and laps, are no
 * part of the first load. Not for live queries, which may await nothing but the database.
 */
import type { Housekeeping, HousekeepingOptions } from './housekeeping.ts'
import type { Splitting, SplittingOptions } from './splitting.ts'

export const createHousekeepingWhenAsked = (options: HousekeepingOptions): Housekeeping => {
  const open = async () => (await import('./housekeeping.ts')).createHousekeeping(options)
  return {
    editSessions: async (ids, edit) => (await open()).editSessions(ids, edit),
    editLaps: async (ids, edit) => (await open()).editLaps(ids, edit),
  }
}

export const createSplittingWhenAsked = (options: SplittingOptions): Splitting => {
  const open = async () => (await import('./splitting.ts')).createSplitting(options)
  return {
    splitSession: async (id, at) => (await open()).splitSession(id, at),
    moveLaps: async (ids, to) => (await open()).moveLaps(ids, to),
    joinSessions: async ids => (await open()).joinSessions(ids),
  }
}
