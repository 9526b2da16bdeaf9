/** The bridge's pulse. */
export { type Loop, type LoopCounts, type LoopParts, startLoop } from './loop.ts'
export type { Keeper, Recording } from './ports.ts'
