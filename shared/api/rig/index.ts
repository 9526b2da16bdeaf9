/** The socket between a page and the rig-bridge of its machine. */
export * from './laps.ts'
export * from './live.ts'
export * from './messages.ts'
