/**
 * Looks at every row of every table once and says which are damaged. It changes nothing: what is damaged stays
 * where it is for an export or a repair.
 */
import type { Table } from 'dexie'
import type { Connection, TableName } from '../connection.ts'
import { type DamagedRow, type DamageLog, readGoodRows } from '../damage.ts'
import type { Outcome } from '../failures.ts'
import {
  isBestsRow,
  isBlobRow,
  isCarRow,
  isDeedRow,
  isDriverRow,
  isLapRow,
  isLayoutRow,
  isNamedRow,
  isSessionRow,
  isSetupRow,
  isStagingRow,
  isTrackRow,
} from '../guards.ts'
import {
  isBlobNameRow,
  isBoardsRow,
  isDocumentRow,
  isEntryRun,
  isFeedRow,
  isIdentityRow,
  isLeagueRow,
  isPartialRow,
  isSeenRow,
  isShareRow,
  isTakenRow,
} from '../league/guards.ts'

/** Chunks are left out: they are the bulk of the library, and their blobs' hashes tell more than their shape. */
export const checkedTables: readonly (readonly [TableName, (row: unknown) => boolean])[] = [
  ['sessions', isSessionRow],
  ['laps', isLapRow],
  ['tracks', isTrackRow],
  ['layouts', isLayoutRow],
  ['cars', isCarRow],
  ['drivers', isDriverRow],
  ['setups', isSetupRow],
  ['deeds', isDeedRow],
  ['bests', isBestsRow],
  ['blobs', isBlobRow],
  ['staging', isStagingRow],
  ['settings', isNamedRow],
  ['meta', isNamedRow],
  ['identity', isIdentityRow],
  ['leagues', isLeagueRow],
  ['entries', isEntryRun],
  ['feeds', isFeedRow],
  ['partials', isPartialRow],
  ['documents', isDocumentRow],
  ['boards', isBoardsRow],
  ['shares', isShareRow],
  ['blobNames', isBlobNameRow],
  ['taken', isTakenRow],
  ['seen', isSeenRow],
]

export const checkRows = (
  connection: Connection,
  damage: DamageLog,
): Promise<Outcome<readonly DamagedRow[]>> =>
  connection.run(
    'r',
    checkedTables.map(([name]) => name),
    async () => {
      const found: DamagedRow[] = []
      const log: DamageLog = {
        ...damage,
        report(table, key) {
          found.push({ table, key: Array.isArray(key) ? key.join('/') : String(key) })
          damage.report(table, key)
        },
      }
      for (const [name, isGood] of checkedTables) {
        const table: Table<unknown, string> = connection.tables[name] as Table<unknown, string>
        await readGoodRows(table, table, (row: unknown): row is unknown => isGood(row), log)
      }
      return found
    },
  )
