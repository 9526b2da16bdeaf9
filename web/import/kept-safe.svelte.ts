/**
 * Whether the browser promised to keep what was imported. Asked once, after the first import: then there is
 * something to keep, and browsers that ask the person ask at a moment that explains itself.
 */
import { library } from '#web/state'
import type { PersistenceAnswer } from '#web/store'

const ASKED = 'paddock.persistence-asked'

class KeptSafe {
  /** Null until there was something to ask for. */
  answer = $state<PersistenceAnswer | null>(null)

  async afterImport(): Promise<void> {
    await library.measure()
    if (this.answer !== null) return
    if (library.usage?.persisted) this.answer = 'granted'
    else if (wasAsked()) this.answer = 'refused'
    else await this.ask()
  }

  async ask(): Promise<void> {
    this.answer = (await library.now?.requestPersistence()) ?? null
    rememberAsked()
    await library.measure()
  }
}

/** Where storage is refused nothing is imported either, so it does not matter that this is forgotten. */
const wasAsked = (): boolean => {
  try {
    return localStorage.getItem(ASKED) !== null
  } catch {
    return false
  }
}

const rememberAsked = (): void => {
  try {
    localStorage.setItem(ASKED, 'yes')
  } catch {
    // As above.
  }
}

export const keptSafe = new KeptSafe()
