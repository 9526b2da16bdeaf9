/** A trace file small enough to be damaged thousands of times. */
import { encodeTrace } from '../../../../shared/trace/index.ts'
import { madeSession } from '../pipeline/made.ts'

export const goldenBytes = (): Uint8Array<ArrayBuffer> =>
  encodeTrace(madeSession({ laps: 1, gpsHz: 0.5, rateHz: 0.5 }).trace)
