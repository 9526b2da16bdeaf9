/**
 * When the last backup was made, and whether it is time for one.
 *
 * Invariant: a backup counts from the moment its rows were read, so that what changed while it was written is newer
 * than it. A clock that was wrong then makes the reminder come early, never stay away.
 */
import { asEpochMillis, type EpochMillis } from '#shared/units'
import type { Connection } from './connection.ts'
import type { Outcome } from './failures.ts'
import { isNamedRow, isSessionRecord } from './guards.ts'
import { DEFAULT_SETTINGS, type Settings } from './settings.ts'

export interface Backup {
  readonly at: EpochMillis
  readonly bytes: number
  readonly sessions: number
}

export interface BackupStanding {
  readonly last: Backup | null
  /** Sessions that were added or changed since, samples aside. */
  readonly newer: number
  readonly isDue: boolean
}

export interface BackupKeeping {
  /** After the file was written to its end. */
  noteBackup(backup: Backup): Promise<Outcome<null>>
  backupStanding(): Promise<Outcome<BackupStanding>>
}

const LAST_BACKUP = 'last-backup'
const DAY_MS = 86_400_000
const AFTER_MS: Readonly<Record<Settings['backupReminder'], number>> = {
  off: Number.POSITIVE_INFINITY,
  weekly: 7 * DAY_MS,
  monthly: 30 * DAY_MS,
}

interface BackupOptions {
  readonly connection: Connection
  readonly now: () => EpochMillis
}

export const createBackups = ({ connection: { run, tables }, now }: BackupOptions): BackupKeeping => ({
  noteBackup: backup =>
    run('rw', ['meta'], async () => {
      await tables.meta.put({ key: LAST_BACKUP, value: backup })
      return null
    }),

  backupStanding: () =>
    run('r', ['meta', 'settings', 'sessions'], async () => {
      const last = backupOf(await tables.meta.get(LAST_BACKUP))
      const chosen: unknown = await tables.settings.get('backupReminder')
      const after = isNamedRow(chosen) && AFTER_MS[chosen.value as keyof typeof AFTER_MS]
      const present = now()
      const isAhead = last !== null && last.at > present + DAY_MS
      const since = last && !isAhead ? last.at : Number.NEGATIVE_INFINITY
      let newer = 0
      let first: number = present
      await tables.sessions.each((row: unknown) => {
        if (!isSessionRecord(row) || row.deletedAt !== null || row.origin.kind === 'sample') return
        first = Math.min(first, row.updatedAt)
        if (row.updatedAt > since) newer++
      })
      const age = isAhead ? Number.MAX_VALUE : present - (last?.at ?? first)
      const isDue = newer > 0 && age > (after || AFTER_MS[DEFAULT_SETTINGS.backupReminder])
      return { last, newer, isDue }
    }),
})

const backupOf = (row: unknown): Backup | null => {
  if (!isNamedRow(row) || typeof row.value !== 'object' || row.value === null) return null
  const { at, bytes, sessions } = row.value as Partial<Backup>
  if (![at, bytes, sessions].every(each => Number.isSafeInteger(each))) return null
  return { at: asEpochMillis(at!), bytes: bytes!, sessions: sessions! }
}
