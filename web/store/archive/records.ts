/**
 * Rows as an export has them: without what is derived, and back.
 *
 * Invariant: `fromRecord` answers rows that pass the library's own guards, or null. What this version does not know in
 * a row stays in it.
 */
import { isOfOthers } from '#shared/lap'
import {
  isCarRow,
  isDeedRow,
  isDriverRow,
  isLapRow,
  isLayoutRow,
  isNamedRow,
  isSessionRecord,
  isSetupRow,
  isTrackRow,
} from '../guards.ts'
import { REMEMBERED_TOPICS } from '../remembered.ts'
import { canonicalText } from './canonical.ts'
import type { RecordTable } from './model.ts'

export type Fields = Readonly<Record<string, unknown>>

const GUARDS: Readonly<Record<RecordTable, (row: unknown) => boolean>> = {
  tracks: isTrackRow,
  layouts: isLayoutRow,
  cars: isCarRow,
  drivers: isDriverRow,
  setups: isSetupRow,
  sessions: isSessionRecord,
  laps: isLapRow,
  settings: isNamedRow,
  meta: isNamedRow,
  deeds: isDeedRow,
}

/** Fields that follow from other rows. */
const DERIVED: Partial<Readonly<Record<RecordTable, readonly string[]>>> = {
  sessions: ['summary'],
  laps: ['rankMs', 'layoutId', 'carId', 'deletedAt'],
}
/** What stands in their place until they are derived again. */
const BLANK: Partial<Readonly<Record<RecordTable, Fields>>> = {
  laps: { layoutId: null, carId: null, deletedAt: null },
}

export const keyOf = (table: RecordTable, row: Fields): string =>
  String(table === 'settings' || table === 'meta' ? row.key : row.id)

/**
 * Of the library's own notes only what a person once chose, the rest is about this browser; nothing other people shared,
 * which they may withdraw. (Laps say nothing of that: their session does.)
 */
export const isExported = (table: RecordTable, row: unknown): boolean => {
  if (table === 'meta')
    return isNamedRow(row) && REMEMBERED_TOPICS.some(topic => row.key.startsWith(`${topic}:`))
  if (table === 'sessions') return !isSessionRecord(row) || !isOfOthers(row)
  return !SHARED_TABLES.includes(table) || (row as Fields).origin !== 'shared'
}

const SHARED_TABLES: readonly RecordTable[] = ['tracks', 'layouts', 'cars', 'drivers']

export const isGoodRow = (table: RecordTable, row: unknown): row is Fields => GUARDS[table](row)

export const withoutDerived = (table: RecordTable, row: Fields): Fields => {
  const derived = DERIVED[table]
  if (!derived) return row
  return Object.fromEntries(Object.entries(row).filter(([name]) => !derived.includes(name)))
}

/** A row ready to be put, or null when it is none of this table. */
export const fromRecord = (table: RecordTable, record: unknown): Fields | null => {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return null
  const row = { ...withoutDerived(table, record as Fields), ...BLANK[table] }
  if (!isGoodRow(table, row) || !isExported(table, row) || !hasPossibleTimes(row)) return null
  return canonicalText(row) === null ? null : row
}

/** The end of the year 9999: a later moment has no date that can be written. */
const LAST_MOMENT = 253_402_300_799_999

const hasPossibleTimes = (row: Fields): boolean => {
  const versions = Array.isArray(row.gateVersions) ? (row.gateVersions as Fields[]) : []
  return [row, ...versions].every(fields =>
    ['startedAt', 'updatedAt', 'deletedAt', 'createdAt', 'at'].every(name => {
      const moment = fields[name]
      return typeof moment !== 'number' || (moment >= 0 && moment <= LAST_MOMENT)
    }),
  )
}
