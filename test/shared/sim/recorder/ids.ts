/** Ids that say in which order they were drawn. */
import type { RecorderOptions } from '#shared/sim'

export const counter = (drawn = 0): RecorderOptions => {
  let next = drawn
  const draw = (): never => (next++).toString(16).padStart(32, '0') as never
  return { newSessionId: draw, newLapId: draw }
}
