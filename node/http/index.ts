/** What Paddock's HTTP servers have in common. */
export { answerJson, refuse, refuseUpgrade } from './answer.ts'
export { askPort, type Occupant } from './ask-port.ts'
export { createDrain, type Drain } from './drain.ts'
export * from './hold-port.ts'
export * from './origin.ts'
