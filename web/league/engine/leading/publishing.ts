/**
 * Gives out what is due, in the tab that leads: what the library changed is published to whom it is shared with, a moment
 * after the last change.
 *
 * Invariant: one publishing at a time; what changed meanwhile is looked at once more.
 */
import type { Clock } from '#shared/sync'
import type { LeagueKeeper } from '#web/workers'

export interface PublishingOptions {
  readonly keeper: Pick<LeagueKeeper, 'publishDue'>
  readonly clock: Clock
  /** Calls back whenever sessions changed, by whatever tab. */
  readonly watchSessions: (run: () => void) => () => void
  readonly onFault: (error: unknown) => void
}

export interface Publishing {
  /** Something may be due. */
  look(): void
  stop(): void
}

/** A drive in progress saves a lap every minute or two, an import many sessions a second. */
const SETTLE_MS = 3_000

export const startPublishing = ({ keeper, clock, watchSessions, onFault }: PublishingOptions): Publishing => {
  let stopWaiting: (() => void) | null = null
  let isAtWork = false
  let isDue = false
  let isOver = false

  const publish = async (): Promise<void> => {
    stopWaiting = null
    if (isAtWork) {
      isDue = true
      return
    }
    isAtWork = true
    try {
      // A sentence for a person belongs to what they do; what is due by itself is tried again at the next change.
      await keeper.publishDue()
    } finally {
      isAtWork = false
    }
    if (isDue) look()
  }

  const look = (): void => {
    isDue = false
    stopWaiting?.()
    stopWaiting = isOver ? null : clock.after(SETTLE_MS, () => void publish().catch(onFault))
  }

  const deaf = watchSessions(look)
  look()

  return {
    look,
    stop() {
      isOver = true
      deaf()
      stopWaiting?.()
    },
  }
}
