/** Paddock's own trace files. */
export { paddockReader } from './reader.ts'
