/** What Paddock's HTTP servers have in common. */
export { askPort, type Occupant } from './ask-port.ts'
export { createDrain, type Drain } from './drain.ts'
export * from './hold-port.ts'
export * from './origin.ts'
