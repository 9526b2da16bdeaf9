/**
 * What guests are told: live numbers and times, and nothing of the machine, its laps or who drives.
 */
import type { RigView } from '#rig-bridge/socket'
import type { RigState, RigTiming } from '#shared/api'

const NO_ID = '0'.repeat(32)

const plainSource = (source: RigState['source']): RigState['source'] => {
  if (source.kind === 'searching') return { kind: 'searching', lookedFor: '' }
  return source.kind === 'unreadable' ? { kind: 'idle', game: null } : source
}

const plainTiming = (timing: RigTiming): RigTiming => ({
  ...timing,
  session: timing.session && { ...timing.session, id: NO_ID, driver: '' },
})

export const guestViewOf = (view: RigView): RigView => {
  const plain = new WeakMap<RigTiming, RigTiming>()
  return {
    state: pairing => {
      const { source, recording } = view.state(pairing)
      return {
        source: plainSource(source),
        recording: { kind: recording.kind === 'on' ? 'on' : 'off' },
        waitingLaps: 0,
        freeBytes: null,
      }
    },
    timing: () => {
      const timing = view.timing()
      const known = plain.get(timing)
      if (known !== undefined) return known
      const made = plainTiming(timing)
      plain.set(timing, made)
      return made
    },
  }
}
