/** Sentences a person reads: what happened, what it means for the laps, what to do. */
import { reasonOf } from './files.ts'

export const notKept = (error: unknown): string =>
  `What you drive now is not kept, because the journal cannot be written (${reasonOf(error)}); make room or mend that, and recording goes on by itself.`

export const lapsWait = (error: unknown, laps: number): string =>
  `${laps === 1 ? 'A finished lap waits' : `${laps} finished laps wait`} in memory, because the disk does not take them (${reasonOf(error)}); make room before you close the bridge.`

export const letGo = (): string =>
  'A finished lap could not be put on the shelf and is only in the journal, if there; the log says why, and restarting the bridge tries it again.'

export const recorderFailed = (): string =>
  'The recorder met something it does not understand; what you drive stays in the journal, so restart the bridge and send its log to whoever can mend it.'

export const inUse = (folder: string): string =>
  `Another rig-bridge keeps its laps in ${folder}, so this one was not started: use that one, or name another folder with --data.`

export const notOpened = (folder: string, error: unknown): string =>
  `The laps in ${folder} cannot be read (${reasonOf(error)}), so nothing was started and nothing was changed: mend that, or name another folder with --data.`
