/** What buffers take of this process: with what waits to be collected, which is up to Node, and without. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Of all three victims together: what they hold, and what they take with what waits to be collected, which is up to Node. */
export const MEMORY_BYTES = { held: 64 * 1024 * 1024, taken: 256 * 1024 * 1024 }

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

export const memoryNow = (): number => process.memoryUsage().arrayBuffers

export const heldNow = (): number => {
  collectGarbage()
  return memoryNow()
}
