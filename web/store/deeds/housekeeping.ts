/**
 * What a person says about sessions and laps after they were driven: names, notes, tags, conditions, who drove, what
 * counts, which car and layout; one or many at once.
 *
 * Invariants: every change is a deed and can be undone. A field that is absent from a change stays; null forgets what
 * was said. A lap marked by hand keeps what its recording said (`overruled`), so that the mark can be taken back.
 */
import type { CarId, DriverId, LapId, LayoutId, SessionId, SetupId, TrackId } from '#shared/id'
import type { Conditions, Privacy, Surface, Validity, World } from '#shared/lap'
import type { Connection } from '../connection.ts'
import { type DamageLog, readRowsByKey } from '../damage.ts'
import { fail, type Outcome, Refusal } from '../failures.ts'
import { isLapRow, isLayoutRow, isSessionRow } from '../guards.ts'
import type { LapRow, SessionRow } from '../rows.ts'
import type { DeedOutcome, DeedWriter } from './deeds.ts'

export interface SessionEdit {
  readonly name?: string | null
  readonly notes?: string
  readonly addTags?: readonly string[]
  readonly removeTags?: readonly string[]
  /** Only what is in it changes. */
  readonly conditions?: { readonly [Field in keyof Conditions]: Conditions[Field] | null }
  readonly world?: World | null
  readonly privacy?: Privacy
  readonly carId?: CarId | null
  /** The track goes with it. Laps timed at other lines stop ranking until the session is timed anew. */
  readonly layoutId?: LayoutId
  /** For a session without a layout. */
  readonly trackId?: TrackId | null
  readonly setupId?: SetupId | null
  /** Of all its laps. */
  readonly driverId?: DriverId
}

/** recorded = back to what the recording said. */
export type Mark =
  | { readonly kind: 'invalid'; readonly reason: string }
  | { readonly kind: 'valid' }
  | { readonly kind: 'recorded' }

export interface LapEdit {
  readonly mark?: Mark
  readonly driverId?: DriverId
  /** Null: as the session's conditions say. */
  readonly surface?: Surface | null
  readonly notes?: string
}

export interface Housekeeping {
  editSessions(ids: readonly SessionId[], edit: SessionEdit): Promise<Outcome<DeedOutcome>>
  editLaps(ids: readonly LapId[], edit: LapEdit): Promise<Outcome<DeedOutcome>>
}

/** Limits of what a person types, far above what anybody needs: they keep a row small. */
export const LIMITS = { name: 200, notes: 20_000, tag: 40, tags: 30, reason: 200 } as const

export interface HousekeepingOptions {
  readonly connection: Connection
  readonly damage: DamageLog
  readonly deeds: DeedWriter
}

export const createHousekeeping = ({ connection, damage, deeds }: HousekeepingOptions): Housekeeping => {
  const { sessions, laps, layouts } = connection.tables

  const trackOf = async (id: LayoutId): Promise<TrackId> => {
    const layout: unknown = await layouts.get(id)
    if (!isLayoutRow(layout)) throw new Refusal(fail(layout === undefined ? 'missing' : 'damaged'))
    return layout.trackId
  }

  return {
    editSessions: (ids, edit) =>
      deeds.run('edit-sessions', async doing => {
        const rows = [...(await readRowsByKey(sessions, ids, isSessionRow, damage)).values()]
        if (rows.length === 0) throw new Refusal(fail('missing'))
        const trackId = edit.layoutId ? await trackOf(edit.layoutId) : edit.trackId
        for (const row of rows) {
          await doing.put('sessions', withEdit(row, { ...edit, ...(trackId !== undefined && { trackId }) }))
          if (edit.driverId === undefined && edit.privacy === undefined) continue
          for (const lap of await laps.where({ sessionId: row.id }).toArray()) {
            if (isLapRow(lap)) await doing.put('laps', withOwner(lap, edit))
          }
        }
        return { about: rows.length === 1 ? await nameOf(connection, rows[0]!) : '', count: rows.length }
      }),

    editLaps: (ids, edit) =>
      deeds.run('edit-laps', async doing => {
        const rows = [...(await readRowsByKey(laps, ids, isLapRow, damage)).values()]
        if (rows.length === 0) throw new Refusal(fail('missing'))
        for (const row of rows) await doing.put('laps', withLapEdit(row, edit))
        return { about: await namesOf(connection, rows), count: rows.length }
      }),
  }
}

const withEdit = (row: SessionRow, edit: SessionEdit): SessionRow => {
  const { name = row.name, world = row.world, setupId = row.setupId } = edit
  const { name: _, tags: __, conditions: ___, world: ____, setupId: _____, ...rest } = row
  const tags = editedTags(row.tags ?? [], edit)
  const conditions = editedConditions(row.conditions ?? {}, edit.conditions ?? {})
  return {
    ...rest,
    notes: (edit.notes ?? row.notes).slice(0, LIMITS.notes),
    privacy: edit.privacy ?? row.privacy,
    carId: edit.carId === undefined ? row.carId : edit.carId,
    layoutId: edit.layoutId ?? row.layoutId,
    trackId: edit.trackId === undefined ? row.trackId : edit.trackId,
    ...(name?.trim() && { name: name.trim().slice(0, LIMITS.name) }),
    ...(tags.length > 0 && { tags }),
    ...(Object.keys(conditions).length > 0 && { conditions }),
    ...(world && { world }),
    ...(setupId && { setupId }),
  }
}

/** A tag is there once, however it is written; the first writing stays. */
const editedTags = (before: readonly string[], { addTags = [], removeTags = [] }: SessionEdit): string[] => {
  const tags = new Map<string, string>()
  for (const tag of [...before, ...addTags]) {
    const text = tag.trim().slice(0, LIMITS.tag)
    const key = text.toLowerCase()
    if (text !== '' && !tags.has(key)) tags.set(key, text)
  }
  for (const tag of removeTags) tags.delete(tag.trim().toLowerCase())
  return [...tags.values()].slice(0, LIMITS.tags)
}

const editedConditions = (before: Conditions, edit: NonNullable<SessionEdit['conditions']>): Conditions =>
  Object.fromEntries(
    Object.entries({ ...before, ...edit }).filter(
      ([, value]) => value !== null && value !== undefined && value !== '',
    ),
  )

const withOwner = (lap: LapRow, { driverId, privacy }: SessionEdit): LapRow => ({
  ...lap,
  driverId: driverId ?? lap.driverId,
  privacy: privacy ?? lap.privacy,
})

const withLapEdit = (row: LapRow, edit: LapEdit): LapRow => {
  const { surface = row.surface, notes = row.notes } = edit
  const { surface: _, notes: __, ...rest } = edit.mark ? marked(row, edit.mark) : row
  return {
    ...rest,
    driverId: edit.driverId ?? row.driverId,
    ...(surface && { surface }),
    ...(notes && { notes: notes.slice(0, LIMITS.notes) }),
  }
}

/** The lap with a person's word in force; the recording's own is kept beside it as long as it differs. */
export const marked = (lap: LapRow, mark: Mark): LapRow => {
  const { overruled, ...rest } = lap
  const recorded = overruled ?? lap.validity
  if (mark.kind === 'recorded') return { ...rest, validity: recorded }
  const validity: Validity =
    mark.kind === 'valid'
      ? { valid: true }
      : { valid: false, reason: mark.reason.trim().slice(0, LIMITS.reason) }
  return { ...rest, validity, overruled: recorded }
}

/** How a session is called in the list of deeds. */
export const nameOf = async ({ tables }: Connection, session: SessionRow): Promise<string> => {
  if (session.name) return session.name
  const track = session.trackId && (await tables.tracks.get(session.trackId))
  return track && typeof track.name === 'string' ? track.name : ''
}

const namesOf = async (connection: Connection, rows: readonly LapRow[]): Promise<string> => {
  const ids = new Set(rows.map(lap => lap.sessionId))
  if (ids.size !== 1) return ''
  const session: unknown = await connection.tables.sessions.get(rows[0]!.sessionId)
  return isSessionRow(session) ? nameOf(connection, session) : ''
}
