/** Torque Pro track logs. */
export { torqueReader } from './reader.ts'
