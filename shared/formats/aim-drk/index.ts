/** AiM DRK with its RRK of positions, and the writers our fixtures come from. */
export { aimDrkReader } from './reader.ts'
export { type DrkChannelSpec, type DrkOptions, writeDrk, writeRrk } from './writer.ts'
