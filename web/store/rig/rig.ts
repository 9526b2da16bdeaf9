/**
 * What the library keeps of a rig-bridge: recorded laps, and the token of this page's pairing, which is a note of this
 * browser and never part of an export. How a lap gets in is loaded with the first one.
 */
import type { RigLap } from '#shared/api'
import type { BlobSource } from '#shared/blob'
import type { Outcome } from '../failures.ts'
import { isNamedRow } from '../guards.ts'
import type { KeptRigLap, RigLapOptions } from './keep-lap.ts'

export interface RigKeeping {
  /** 'damaged' when the bytes are not those the lap names: whoever fetched them tries again. */
  keepRigLap(lap: RigLap, bridgeId: string, trace: BlobSource): Promise<Outcome<KeptRigLap>>
  /** Those of the ids that are in the library, deleted ones too. */
  knownRigLaps(ids: readonly string[]): Promise<Outcome<ReadonlySet<string>>>
  /** Null when this page is paired with no bridge. */
  rigToken(): Promise<Outcome<string | null>>
  setRigToken(token: string | null): Promise<Outcome<null>>
}

const RIG_TOKEN = 'rig-token'

export const createRigKeeping = (options: RigLapOptions): RigKeeping => {
  const { run, tables } = options.connection
  const { laps, meta } = tables
  return {
    keepRigLap: async (lap, bridgeId, trace) =>
      (await import('./keep-lap.ts')).keepRigLap(options, lap, bridgeId, trace),

    knownRigLaps: ids =>
      run('r', ['laps'], async () => {
        const known = await laps.where(':id').anyOf(ids).primaryKeys()
        return new Set<string>(known)
      }),

    rigToken: () =>
      run('r', ['meta'], async () => {
        const row: unknown = await meta.get(RIG_TOKEN)
        return isNamedRow(row) && typeof row.value === 'string' ? row.value : null
      }),

    setRigToken: token =>
      run('rw', ['meta'], async () => {
        if (token === null) await meta.delete(RIG_TOKEN)
        else await meta.put({ key: RIG_TOKEN, value: token })
        return null
      }),
  }
}
