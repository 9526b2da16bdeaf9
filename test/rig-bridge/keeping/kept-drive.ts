/** The drive of the kill test, the same in the process that is killed and in the test that knows the truth. */
import { type DriveEvents, driveEvents } from '../../shared/sim/recorder/drive-events.ts'

/** Few samples: what counts here is the journal, not the laps. */
export const keptDrive = (seed: number, laps: number): DriveEvents =>
  driveEvents({ seed, circuit: 'kestrel-heath', laps, sampleHz: 40, statusHz: 20 })
