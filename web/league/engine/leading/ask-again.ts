/**
 * Asks again while there is no answer: the relay a page comes from may be started, or become a member, while the page
 * stays open, and nobody tells. Ever more seldom, because on static hosting nobody ever will be there.
 */
import type { Clock } from '#shared/sync'

const FIRST_MS = 5_000
const LONGEST_MS = 5 * 60_000

export interface AskAgain {
  /** How the last question ended. */
  answered(isSomebodyThere: boolean): void
  /** Something changed for the better: the waits are short again. */
  hurry(): void
  stop(): void
}

export const createAskAgain = (clock: Clock, ask: () => void): AskAgain => {
  let waitMs = FIRST_MS
  let stopWaiting: (() => void) | null = null

  const stop = (): void => {
    stopWaiting?.()
    stopWaiting = null
  }

  const wait = (): void => {
    stopWaiting = clock.after(waitMs, () => {
      stopWaiting = null
      ask()
    })
    waitMs = Math.min(LONGEST_MS, waitMs * 2)
  }

  return {
    answered(isSomebodyThere) {
      if (isSomebodyThere) {
        stop()
        waitMs = FIRST_MS
        return
      }
      // Asked for another reason meanwhile, which is often while a league is made: the wait under way goes on.
      if (stopWaiting) return
      wait()
    },
    hurry() {
      waitMs = FIRST_MS
      if (!stopWaiting) return
      stop()
      wait()
    },
    stop,
  }
}
