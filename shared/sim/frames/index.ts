/** What a simulator says at one instant, the same for every game, and how it is kept in a file. */
export {
  bytesToEvents,
  EVENT_KINDS,
  eventsToBytes,
  MAX_ROWS,
  type ReadEvents,
  recordToEvent,
} from './codec.ts'
export * from './fields.ts'
export * from './model.ts'
export * from './records.ts'
