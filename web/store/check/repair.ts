/**
 * Mends what a check found.
 *
 * Invariants: records are mended by one deed; nothing that is there is overwritten. Before bytes are removed the
 * library is looked over again in the same transaction, because somebody may have begun to need them.
 */
import Dexie from 'dexie'
import type { DeedId, SessionId, Sha256 } from '#shared/id'
import type { Session } from '#shared/lap'
import { asEpochMillis, type EpochMillis } from '#shared/units'
import { DERIVED_TABLES } from '../derived/derive.ts'
import { deriveMany } from '../derived/derive-many.ts'
import { summaryOf } from '../derived/summary.ts'
import { type Outcome, succeed } from '../failures.ts'
import { isLayoutRow } from '../guards.ts'
import type { KeepingOptions } from '../keeping.ts'
import type { CarRow, DriverRow, LapRow, SessionRow, TrackRow } from '../rows.ts'
import { UNDO_MS } from '../tidy.ts'
import { ALL_TABLES, type LookedOver, lookOver } from './look-over.ts'
import type { RepairNames } from './model.ts'

const SESSIONS_AT_ONCE = 50

const DEFAULT_NAMES: RepairNames = {
  session: 'Recovered laps',
  tracks: 'Unknown track',
  cars: 'Unknown car',
  drivers: 'Unknown driver',
}

/** Answers how it can be undone, or null when there was nothing to do. */
export const mendRecords = async (
  { connection, deeds, now }: KeepingOptions,
  { homeless, missing }: LookedOver,
  names: RepairNames = DEFAULT_NAMES,
): Promise<Outcome<DeedId | null>> => {
  const count = homeless.size + missing.tracks.size + missing.cars.size + missing.drivers.size
  if (count === 0) return succeed(null)
  const { tables } = connection
  const done = await deeds.run('repair', async doing => {
    const updatedAt = now()
    const stored = { privacy: 'device', deletedAt: null, updatedAt, origin: 'user' } as const
    for (const [id, laps] of homeless) {
      if ((await tables.sessions.get(id)) !== undefined) continue
      const layoutId = laps.find(lap => lap.layoutId !== null)?.layoutId ?? null
      const layout: unknown = layoutId && (await tables.layouts.get(layoutId))
      const trackId = isLayoutRow(layout) ? layout.trackId : null
      await doing.put('sessions', recovered(id, laps, { layoutId, trackId, name: names.session }, updatedAt))
    }
    for (const id of missing.tracks) {
      if ((await tables.tracks.get(id as TrackRow['id'])) !== undefined) continue
      await doing.put('tracks', {
        ...stored,
        id: id as TrackRow['id'],
        name: names.tracks,
        country: null,
        known: null,
      })
    }
    for (const id of missing.cars) {
      if ((await tables.cars.get(id as CarRow['id'])) !== undefined) continue
      await doing.put('cars', { ...stored, id: id as CarRow['id'], name: names.cars, known: null })
    }
    for (const id of missing.drivers) {
      if ((await tables.drivers.get(id as DriverRow['id'])) !== undefined) continue
      await doing.put('drivers', { ...stored, id: id as DriverRow['id'], name: names.drivers })
    }
    return { about: '', count }
  })
  return done.ok ? succeed(done.value.deed) : done
}

/** A session as far as its laps tell of it. When it was driven is lost; they were written soon after. */
const recovered = (
  id: SessionId,
  laps: readonly LapRow[],
  place: Pick<Session, 'layoutId' | 'trackId'> & { readonly name: string },
  updatedAt: EpochMillis,
): SessionRow => ({
  ...place,
  id,
  startedAt: asEpochMillis(Math.min(...laps.map(lap => lap.updatedAt))),
  utcOffsetMin: null,
  carId: laps.find(lap => lap.carId !== null)?.carId ?? null,
  origin: { kind: 'recovered' },
  betweenTrace: null,
  notes: '',
  privacy: laps[0]?.privacy ?? 'device',
  deletedAt: null,
  updatedAt,
  summary: summaryOf(laps),
})

export const mendDerived = async (
  { connection, damage }: KeepingOptions,
  ids: readonly SessionId[],
): Promise<Outcome<null>> => {
  for (let from = 0; from < ids.length; from += SESSIONS_AT_ONCE) {
    const some = ids.slice(from, from + SESSIONS_AT_ONCE)
    const written = await connection.run('rw', DERIVED_TABLES, async () => {
      await deriveMany(connection, damage, some)
    })
    if (!written.ok) return written
  }
  return succeed(null)
}

/** Bytes nothing has needed for as long as anything can be undone, and pieces without a name. */
export const removeUnneeded = async (
  { connection, damage, blobs, now }: KeepingOptions,
  found: LookedOver,
): Promise<Outcome<Set<Sha256>>> => {
  const before = now() - UNDO_MS
  const old = found.unneeded.filter(({ createdAt }) => createdAt < before).map(({ sha256 }) => sha256)
  if (old.length + found.stray.length === 0) return succeed(new Set())
  return connection.run('rw', ALL_TABLES, async () => {
    const again = await lookOver(connection, damage)
    const still = new Set(again.unneeded.map(({ sha256 }) => sha256))
    const removed = old.filter(sha256 => still.has(sha256))
    await blobs.removeInTransaction(removed)
    const { chunks } = connection.tables
    const known = new Set(found.stray)
    for (const store of again.stray) {
      if (known.has(store))
        await chunks.where(':id').between([store, Dexie.minKey], [store, Dexie.maxKey]).delete()
    }
    return new Set(removed)
  })
}
