/**
 * Room for recordings of other people: how much they take, and which leave when it is more than a person allows.
 *
 * Invariants: never anything of my own; never what this person wrote something on, nor what was opened last; never what
 * nobody else in its league has any more. Of the rest the longest unopened leave first. Leaderboards stay as they are:
 * times are in the entries. What was let go is written down, so that it can be said.
 */
import type { LeagueId } from '#shared/logbook'
import type { EpochMillis } from '#shared/units'
import type { Connection } from '../connection.ts'
import type { SessionRecord } from '../derived/derive.ts'
import { type Outcome, succeed } from '../failures.ts'
import { isLapRow, isNamedRow, isSessionRecord } from '../guards.ts'
import { refsOf } from '../record.ts'
import type { LapRow } from '../rows.ts'
import { DEFAULT_SETTINGS, SETTING_CHOICES } from '../settings.ts'
import type { CountingKeeping } from './counting.ts'
import { isTakenRow } from './guards.ts'
import type { TakenRow } from './rows.ts'

export interface LetGo {
  readonly at: EpochMillis
  readonly sessions: number
  readonly bytes: number
}

export interface OthersUse {
  readonly sessions: number
  readonly bytes: number
  /** The last time some had to leave. */
  readonly letGo: LetGo | null
}

export interface OthersKeeping {
  othersUse(): Promise<Outcome<OthersUse>>
  /** Down to what the settings allow, or to so many bytes. Answers what had to leave; null when all may stay. */
  letOthersGo(allowed?: number): Promise<Outcome<LetGo | null>>
}

export interface OthersOptions {
  readonly connection: Connection
  readonly counting: CountingKeeping
  /** A session and what only it needs. */
  readonly remove: (row: TakenRow) => Promise<Outcome<null>>
  readonly now: () => EpochMillis
}

const GB = 1e9
const LET_GO = 'others-let-go'
const SETTING = 'roomForOthers'

interface Sized {
  readonly row: TakenRow
  readonly bytes: number
  /** This person wrote on it: it is worked with. */
  readonly isPinned: boolean
}

const isPinned = (session: SessionRecord, laps: readonly LapRow[]): boolean =>
  session.notes !== '' || (session.tags ?? []).length > 0 || laps.some(({ notes = '' }) => notes !== '')

export const createOthers = ({ connection, counting, remove, now }: OthersOptions): OthersKeeping => {
  const { taken, laps, sessions, settings, meta } = connection.tables

  /** The last opened first. */
  const all = (): Promise<Outcome<readonly Sized[]>> =>
    connection.run('r', ['taken', 'laps', 'sessions'], async () => {
      const rows = (await taken.orderBy('openedAt').reverse().toArray()).filter(isTakenRow)
      const sized: Sized[] = []
      for (const row of rows) {
        if (row.own) continue
        const record: unknown = await sessions.get(row.here)
        if (!isSessionRecord(record)) continue
        const ofIt = (await laps.where({ sessionId: row.here }).toArray()).filter(isLapRow)
        const bytes = refsOf(record, ofIt).reduce((sum, { size }) => sum + size, 0)
        sized.push({ row, bytes, isPinned: isPinned(record, ofIt) })
      }
      return sized
    })

  const allowedBytes = (): Promise<Outcome<number>> =>
    connection.run('r', ['settings'], async () => {
      const row: unknown = await settings.get(SETTING)
      const chosen = isNamedRow(row) ? SETTING_CHOICES[SETTING].find(choice => choice === row.value) : null
      return Number(chosen ?? DEFAULT_SETTINGS[SETTING]) * GB
    })

  /** A member of its league with a device that may speak has it, and can give it again: its driver at the least. */
  const isElsewhere = async ({ league, person }: TakenRow): Promise<boolean> => {
    const devices = (await counting.of(league as LeagueId))?.governance.devices ?? []
    return devices.some(device => device.person === person && !device.revoked)
  }

  const lastLetGo = (): Promise<Outcome<LetGo | null>> =>
    connection.run('r', ['meta'], async () => {
      const row: unknown = await meta.get(LET_GO)
      return isNamedRow(row) && isLetGo(row.value) ? row.value : null
    })

  return {
    async othersUse() {
      const [sized, letGo] = [await all(), await lastLetGo()]
      if (!sized.ok) return sized
      if (!letGo.ok) return letGo
      const bytes = sized.value.reduce((sum, one) => sum + one.bytes, 0)
      return succeed({ sessions: sized.value.length, bytes, letGo: letGo.value })
    },

    async letOthersGo(bytes) {
      const [sized, allowed] = [await all(), bytes === undefined ? await allowedBytes() : succeed(bytes)]
      if (!sized.ok) return sized
      if (!allowed.ok) return allowed
      let left = sized.value.reduce((sum, one) => sum + one.bytes, 0)
      const gone = { sessions: 0, bytes: 0 }
      for (const { row, bytes, isPinned } of sized.value.slice(1).reverse()) {
        if (left <= allowed.value) break
        if (bytes === 0 || isPinned || !(await isElsewhere(row))) continue
        const done = await remove(row)
        if (!done.ok) return done
        left -= bytes
        gone.sessions++
        gone.bytes += bytes
      }
      if (gone.sessions === 0) return succeed(null)
      const said: LetGo = { ...gone, at: now() }
      return connection.run('rw', ['meta'], async () => {
        await meta.put({ key: LET_GO, value: said })
        return said
      })
    },
  }
}

const isLetGo = (value: unknown): value is LetGo =>
  typeof value === 'object' &&
  value !== null &&
  ['at', 'sessions', 'bytes'].every(name => Number.isSafeInteger(Reflect.get(value, name)))
