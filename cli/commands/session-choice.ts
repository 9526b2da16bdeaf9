/** Which session of a file is meant, for commands that work on one. */
import type { Setting } from '#node/config'
import type { CutLog } from '#shared/formats'

/** A setting that may be left out. */
export const optional = <T>(setting: Setting<T>): Setting<T | null> => ({
  ...setting,
  fallback: null,
  shownFallback: '',
})

/** A sentence when the choice is none. */
export const chooseSession = (sessions: readonly CutLog[], number: number | null): CutLog | string => {
  const count = sessions.length
  if (number === null && count > 1) {
    return `The file holds ${count} sessions: say which with --session 1 to --session ${count}.`
  }
  const chosen = sessions[(number ?? 1) - 1]
  if (chosen) return chosen
  return count === 1 ? 'The file holds one session only.' : `The file holds ${count} sessions.`
}
