/**
 * The message after a deed: what was done, with Undo; after that what was undone, with Redo, and so on.
 *
 * Undoing is a deed too, so each way leads back. A library that refuses says why, and everything stays as it is.
 */
import type { DeedId } from '#shared/id'
import type { DeedOutcome, Outcome } from '#web/store'
import { areaWords, words } from '#web/words'
import { library } from './library.svelte.ts'
import { toasts } from './toasts.svelte.ts'

const t = areaWords({
  en: { undone: (text: string) => `Undone: ${text}`, redo: 'Redo' },
  de: { undone: (text: string) => `Rückgängig: ${text}`, redo: 'Wiederholen' },
})

/** What to do when more was done since than the deed alone: sessions timed anew, say. It tells its own end. */
export type OtherWayBack = () => Promise<void>

/** `text` is a sentence about what was done: "Deleted 2 sessions." */
export const offerUndo = (text: string, deed: DeedId, otherWay?: OtherWayBack): void => {
  const run = (): void => void takeBack(deed, next => offerRedo(text, next), otherWay)
  toasts.show({ tone: 'plain', text, action: { label: words.now.app.undo, run } })
}

const offerRedo = (text: string, deed: DeedId): void => {
  const run = (): void => void takeBack(deed, next => offerUndo(text, next))
  toasts.show({ tone: 'plain', text: t.now.undone(text), action: { label: t.now.redo, run } })
}

/** Says what was done and offers to take it back, or says why nothing was done; answers what was done. */
export const tellDeed = <Done extends DeedOutcome>(
  outcome: Outcome<Done> | undefined,
  textOf: (done: Done) => string,
): Done | null => {
  if (!outcome) return null
  if (!outcome.ok) {
    toasts.show({ tone: 'problem', text: outcome.message })
    return null
  }
  offerUndo(textOf(outcome.value), outcome.value.deed)
  return outcome.value
}

const takeBack = async (
  deed: DeedId,
  then: (next: DeedId) => void,
  otherWay?: OtherWayBack,
): Promise<void> => {
  const undone = await library.now?.undoDeed(deed)
  if (!undone) return
  if (undone.ok) then(undone.value.deed)
  else if (undone.kind === 'expired' && otherWay) await otherWay()
  else toasts.show({ tone: 'problem', text: undone.message })
}
