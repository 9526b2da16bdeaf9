/** What can be done on the session screen by a key or from the palette. */
import type { Action } from '#web/state'
import { words } from '#web/words'
import { t } from './words/index.ts'

export interface SessionDeeds {
  readonly choose: (step: 1 | -1) => void
  readonly edit: () => void
  readonly tick: () => void
  readonly untick: () => void
  readonly mark: () => void
  readonly count: () => void
  readonly editLaps: () => void
  readonly share: () => void
}

export const sessionActions = (deeds: SessionDeeds): readonly Action[] => {
  const { keys } = t.now
  const on = (id: string, key: string, label: string, run: () => void): Action => ({
    id,
    key,
    label,
    scope: 'screen',
    run: () => run(),
  })
  return [
    on('previous-lap', '[', words.now.keys.previousLap, () => deeds.choose(-1)),
    on('next-lap', ']', words.now.keys.nextLap, () => deeds.choose(1)),
    on('edit-session', 'e', keys.edit, deeds.edit),
    { ...on('tick-lap', 'x', keys.tick, deeds.tick), note: keys.tickNote },
    on('untick-laps', 'Escape', keys.untick, deeds.untick),
    on('mark-laps', 'm', keys.invalid, deeds.mark),
    on('count-laps', 'v', keys.valid, deeds.count),
    on('edit-laps', 'n', keys.editLaps, deeds.editLaps),
    on('share-session', 's', keys.share, deeds.share),
  ]
}
