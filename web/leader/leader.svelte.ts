/**
 * Whether this tab leads, for the whole page. A page put aside with the back button takes no part: it could neither
 * answer nor work.
 */
import { createId } from '#shared/id'
import { LIBRARY_NAME } from '#web/store'
import { createLeadership, type LeaderWork } from './leadership.ts'
import { openTabChannel, pageClock, tabLocks } from './ports.ts'

const NAME = `${LIBRARY_NAME} leader`

const together = () => {
  const locks = tabLocks()
  const channel = openTabChannel(NAME)
  return locks && channel ? { locks, channel } : null
}

export const leadership = createLeadership({
  id: createId<'tab'>(bytes => crypto.getRandomValues(bytes)),
  lockName: NAME,
  together: together(),
  clock: pageClock,
  isWatchful: () => document.visibilityState === 'visible',
})

class Leader {
  isLeader = $state(false)

  /** Takes part until it is stopped: while this page has the library open. */
  takePart(): () => void {
    let stop: (() => void) | null = leadership.start()
    const deaf = leadership.watch(({ kind }) => {
      this.isLeader = kind === 'leading'
    })
    const leave = (): void => {
      stop?.()
      stop = null
    }
    const comeBack = ({ persisted }: PageTransitionEvent): void => {
      if (persisted) stop ??= leadership.start()
    }
    addEventListener('pagehide', leave)
    addEventListener('pageshow', comeBack)
    return () => {
      removeEventListener('pagehide', leave)
      removeEventListener('pageshow', comeBack)
      leave()
      deaf()
    }
  }

  /** What one tab does for all: started when this tab leads, stopped by its signal when it no longer does. */
  whileLeading(work: LeaderWork): () => void {
    return leadership.whileLeading(work)
  }
}

export const leader = new Leader()
