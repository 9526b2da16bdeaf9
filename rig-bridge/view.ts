/** What pages are told of the source and of what becomes of it, within the sizes of the contract. */
import type { RigView } from '#rig-bridge/socket'
import type { RigState, RigTiming } from '#shared/api'
import type { LiveTiming, SimSource, SourceState } from '#shared/sim'

const MAX_LOOKED_FOR = 400
const MAX_MESSAGE = 1000

const sourceToWords = (state: SourceState): RigState['source'] => {
  if (state.kind === 'searching')
    return { kind: 'searching', lookedFor: state.lookedFor.slice(0, MAX_LOOKED_FOR) }
  if (state.kind === 'unreadable') return { kind: 'unreadable', message: state.message.slice(0, MAX_MESSAGE) }
  // Whole numbers, or a page would be told twice a second that 332.9 are now 333.1.
  if (state.kind === 'reading') return { ...state, samplesPerS: Math.round(state.samplesPerS) }
  return state
}

/** In steps, for the same reason. */
const FREE_STEP = 64 * 1024 * 1024

interface Kept {
  recording(): RigState['recording']
  timing(): LiveTiming
  readonly laps: { waiting(pairing: string): number }
  freeBytes(): number | null
}

export const createView = (source: SimSource, keeping: Kept): RigView => ({
  state: pairing => {
    const recording = keeping.recording()
    const free = keeping.freeBytes()
    return {
      source: sourceToWords(source.state()),
      recording:
        recording.kind === 'failed'
          ? { kind: 'failed', message: recording.message.slice(0, MAX_MESSAGE) }
          : recording,
      waitingLaps: keeping.laps.waiting(pairing),
      freeBytes: free === null ? null : Math.floor(free / FREE_STEP) * FREE_STEP,
    }
  },
  // The same shape by its own contract; its lists are read only, which a schema cannot say.
  timing: () => keeping.timing() as RigTiming,
})
