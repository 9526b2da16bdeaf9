/** A trace file small enough to be damaged thousands of times: half a minute of a lap. */
import { encodeTrace, sliceTrace } from '../../../../shared/trace/index.ts'
import { madeSession } from '../pipeline/made.ts'

export const goldenBytes = (): Uint8Array<ArrayBuffer> =>
  encodeTrace(sliceTrace(madeSession({ laps: 1, gpsHz: 2, rateHz: 5 }).trace, 100_000, 130_000))
