/**
 * The token of this page's pairing with a rig-bridge: a note of this browser, never part of an export.
 */
import type { Connection } from '../connection.ts'
import type { Outcome } from '../failures.ts'
import { isNamedRow } from '../guards.ts'

export interface RigTokenKeeping {
  /** Null when this page is paired with no bridge. */
  rigToken(): Promise<Outcome<string | null>>
  setRigToken(token: string | null): Promise<Outcome<null>>
}

const RIG_TOKEN = 'rig-token'

export const createRigTokenKeeping = ({ run, tables: { meta } }: Connection): RigTokenKeeping => ({
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
})
