/**
 * How things stand, for the one line that says so: first what makes the numbers worthless, then what makes them others'.
 *
 * | standing   | when                                                              |
 * |------------|-------------------------------------------------------------------|
 * | lost       | the link is not open, whatever is still on the screen             |
 * | unreadable | the bridge cannot make sense of the game's memory                 |
 * | waiting    | no game is there                                                  |
 * | idle       | a game is there and writes nothing                                |
 * | ended      | what was played again is over                                     |
 * | spectating | the numbers are of another car                                    |
 * | replay, menu, paused | as the game says                                        |
 * | quiet      | the game should write and nothing has come for a while            |
 * | driving    | all is well                                                       |
 */
import type { RigState } from '#shared/api'
import type { Activity } from '#shared/sim'

export type Standing =
  | 'lost'
  | 'unreadable'
  | 'waiting'
  | 'idle'
  | 'ended'
  | 'spectating'
  | 'replay'
  | 'menu'
  | 'paused'
  | 'quiet'
  | 'driving'

export interface Sight {
  readonly isOpen: boolean
  readonly source: RigState['source'] | null
  readonly activity: Activity | null
  readonly isOfOther: boolean
  readonly isStale: boolean
}

export const standingOf = ({ isOpen, source, activity, isOfOther, isStale }: Sight): Standing => {
  if (!isOpen) return 'lost'
  if (source?.kind === 'unreadable') return 'unreadable'
  if (source?.kind === 'searching') return 'waiting'
  if (source?.kind === 'ended') return 'ended'
  if (activity === 'replay') return 'replay'
  if (activity === 'pause') return 'paused'
  if (activity === 'off') return 'menu'
  if (source === null || source.kind === 'idle') return isStale ? 'idle' : 'driving'
  if (isOfOther) return 'spectating'
  return isStale ? 'quiet' : 'driving'
}

/** Whether what is on the screen is of now and of the player's own car. */
export const isOfNow = (standing: Standing): boolean => standing === 'driving' || standing === 'paused'
