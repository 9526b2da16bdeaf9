/**
 * How far an import is, told often enough to be seen moving and seldom enough to cost nothing: a reader may
 * report thousands of times a second, and every report crosses to the page's thread.
 */
import type { SessionId } from '#shared/id'
import type { ImportProgress, ImportStage } from './import-model.ts'

/** Twenty a second; what is slower than the eye can see needs no more. */
const EVERY_MS = 50

export type TellProgress = (stage: ImportStage, done: number, saving?: readonly SessionId[]) => void

/** A new stage and the end of one are always told. */
export const createTeller = (
  send: (progress: ImportProgress) => void,
  now: () => number = () => performance.now(),
): TellProgress => {
  let last: ImportProgress | null = null
  let toldAt = Number.NEGATIVE_INFINITY
  return (stage, part, saving) => {
    // A reader that counts wrongly may say anything.
    const done = part > 0 ? Math.min(1, part) : 0
    const isEdge = last?.stage !== stage || (done === 1 && last.done !== 1)
    if (!isEdge && (now() - toldAt < EVERY_MS || done <= last!.done)) return
    last = { stage, done, ...(saving ? { saving } : {}) }
    toldAt = now()
    send(last)
  }
}
