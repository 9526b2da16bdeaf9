/** The socket between a page and the rig-bridge of its machine. */
export * from './chunk.ts'
export * from './laps.ts'
export * from './live.ts'
export * from './messages.ts'
export * from './status.ts'
