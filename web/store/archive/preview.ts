/** What taking an export in would do, said before anything is done; the library may change until then. */
import { asEpochMillis, type EpochMillis } from '#shared/units'
import type { Connection } from '../connection.ts'
import type { Outcome } from '../failures.ts'
import { inParts } from './import.ts'
import { judge } from './merge.ts'
import {
  type ImportPreview,
  type Manifest,
  RECORD_TABLES,
  type RecordTable,
  type StampedTable,
} from './model.ts'
import type { OpenedExport } from './open-export.ts'
import { keyOf } from './records.ts'
import { rowsAt } from './rows-at.ts'
import { refsOfArchived, sessionsOf } from './session-batches.ts'
import { createTally } from './tally.ts'
import { countBlobs } from './whole-blobs.ts'

const ROWS_AT_ONCE = 1000

export const previewImport = (
  connection: Connection,
  opened: OpenedExport,
  now: EpochMillis,
): Promise<Outcome<ImportPreview>> =>
  connection.run('r', [...RECORD_TABLES, 'blobs', 'chunks'], async () => {
    const tally = createTally(opened.refused)
    for (const table of RECORD_TABLES) {
      for (const rows of inParts(opened.rows[table], ROWS_AT_ONCE)) {
        const present = await rowsAt(
          connection.tables[table],
          rows.map(row => keyOf(table, row)),
        )
        for (const [i, row] of rows.entries()) {
          const before = present[i]
          tally.count(
            table,
            isStamped(table) ? judge(table, before, row, now) : before === undefined ? 'add' : 'same',
          )
        }
      }
    }
    tally.settle()
    const { whole } = await countBlobs(connection)
    let [newCount, newBytes, missing] = [0, 0, 0]
    for (const sha256 of new Set(sessionsOf(opened.rows).flatMap(refsOfArchived))) {
      if (whole.has(sha256)) continue
      const found = opened.blobs.get(sha256)
      if (!found) missing++
      else {
        newCount++
        newBytes += found.entry.size
      }
    }
    const { manifest } = opened
    return {
      ...whenAndWhere(manifest),
      tables: tally.counts(),
      newBlobs: { count: newCount, bytes: newBytes },
      missingBlobs: missing,
      isHalf: opened.isHalf,
      promised: manifest && { sessions: rowsOf(manifest, 'sessions'), laps: rowsOf(manifest, 'laps') },
      unknownFiles: opened.unknownFiles,
      damagedRows: manifest ? RECORD_TABLES.reduce((sum, table) => sum + damagedOf(manifest, table), 0) : 0,
    }
  })

const isStamped = (table: RecordTable): table is StampedTable =>
  table !== 'settings' && table !== 'meta' && table !== 'deeds'

/** A manifest says of itself what it likes: only numbers and short texts are shown. */
const whenAndWhere = (manifest: Manifest | null) => {
  const at = Date.parse(String(manifest?.exportedAt))
  return {
    exportedAt: Number.isNaN(at) ? null : asEpochMillis(at),
    origin: textOf(manifest?.origin),
    app: textOf(manifest?.app),
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value.slice(0, 100) : null)
const countOf = (value: unknown): number =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : 0
const rowsOf = (manifest: Manifest, table: RecordTable): number => countOf(manifest.tables?.[table]?.rows)
const damagedOf = (manifest: Manifest, table: RecordTable): number =>
  countOf(manifest.tables?.[table]?.damaged)
