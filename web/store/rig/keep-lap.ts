/**
 * Laps a rig-bridge recorded, into the library: one at a time, as they are driven.
 *
 * Invariants:
 * - A lap is there with its trace, its session and everything they name, on disk, or not at all; once it is there (also
 *   deleted) the same id is never stored again.
 * - Bytes that are not what the lap says they are do not get in.
 * - What a person said of the session (name, notes, tags, car, layout, driver, conditions) is never written over.
 */
import type { RigLap } from '#shared/api'
import type { BlobSource } from '#shared/blob'
import { createId, type DriverId, type FillRandom, type LapId, type SessionId } from '#shared/id'
import { type BlobRef, DEFAULT_PRIVACY, type MeasuredLap, type SimFacts } from '#shared/lap'
import type { EpochMillis } from '#shared/units'
import { type DexieBlobStore, NAMING_TABLES } from '../blobs.ts'
import type { Connection, TableName } from '../connection.ts'
import { type DamageLog, readGoodRows } from '../damage.ts'
import { createDerivedWriter, DERIVED_TABLES, type SessionRecord } from '../derived/derive.ts'
import { fail, type Outcome } from '../failures.ts'
import { isSessionRecord } from '../guards.ts'
import type { LapRow } from '../rows.ts'
import { loadKnown } from '../same-thing.ts'
import { surfaceOfFacts, withTold } from './conditions.ts'
import { createRigPlaces, type RigPlaces } from './place.ts'
import { homeOf } from './recording.ts'

export interface KeptRigLap {
  readonly sessionId: SessionId
  /** False when the library had it already. */
  readonly isNew: boolean
}

export interface RigLapOptions {
  readonly connection: Connection
  readonly blobs: DexieBlobStore
  readonly damage: DamageLog
  readonly fillRandom: FillRandom
  readonly now: () => EpochMillis
}

const TABLES: readonly TableName[] = [...DERIVED_TABLES, 'tracks', 'cars', 'drivers', ...NAMING_TABLES]

const createLapWriter = (options: RigLapOptions) => {
  const { connection, damage, fillRandom, now } = options
  const { sessions } = connection.tables
  const derived = createDerivedWriter(connection, damage)

  const newSession = async (
    lap: RigLap,
    bridgeId: string,
    places: RigPlaces,
    spans: SessionRecord['spans'],
  ): Promise<SessionRecord> => {
    const { session } = lap
    const recording = session.id as SessionId
    const isTaken = (await sessions.get(recording)) !== undefined
    return {
      id: isTaken ? createId<'session'>(fillRandom) : recording,
      startedAt: session.startedAt as EpochMillis,
      utcOffsetMin: session.utcOffsetMin,
      trackId: null,
      layoutId: null,
      carId: await places.carOf(session),
      origin: { kind: 'rig', bridgeId, game: session.game, sessionKind: session.kind, recording },
      betweenTrace: null,
      notes: '',
      privacy: DEFAULT_PRIVACY,
      world: 'sim',
      ...(spans && { spans }),
      deletedAt: null,
      updatedAt: now(),
    }
  }

  /** Where it is, as far as nobody said otherwise. */
  const placed = async (record: SessionRecord, lap: RigLap, places: RigPlaces): Promise<SessionRecord> => {
    if (record.layoutId !== null) return record
    const { trackId, layout } = await places.placeOf(lap)
    if (record.trackId !== null && record.trackId !== trackId) return record
    return { ...record, trackId, layoutId: layout?.id ?? null }
  }

  const write = async (
    lap: RigLap,
    bridgeId: string,
    trace: BlobRef | null,
    places: RigPlaces,
  ): Promise<SessionId> => {
    const parts = await readGoodRows(
      sessions.where({ 'origin.recording': lap.session.id }),
      sessions,
      (row): row is Awaited<ReturnType<typeof sessions.get>> & SessionRecord => isSessionRecord(row),
      damage,
    )
    const home = homeOf(lap, parts)
    if (home.kind === 'new' && home.cut) {
      await derived.put({ ...home.cut, updatedAt: now() }, await derived.lapsOf(home.cut.id))
    }
    const record = home.kind === 'there' ? home.session : await newSession(lap, bridgeId, places, home.spans)
    const before = await derived.lapsOf(record.id)
    const facts = lap.facts as SimFacts
    const driverId = lastDriver(before) ?? (await places.driverOf(lap.session))
    const { conditions: stored, ...rest } = await placed(record, lap, places)
    const row: LapRow = {
      ...(lap.measured as unknown as MeasuredLap),
      id: lap.id as LapId,
      sessionId: record.id,
      driverId,
      trace,
      privacy: record.privacy,
      layoutId: rest.layoutId,
      carId: rest.carId,
      sim: facts,
      deletedAt: record.deletedAt,
      updatedAt: now(),
    }
    const conditions = withTold(stored, before, [...before, row])
    const surface = surfaceOfFacts(facts)
    const added = surface === null || surface === conditions?.surface ? row : { ...row, surface }
    const isMoved = rest.layoutId !== record.layoutId
    const all = [...before, added]
    const next = { ...rest, ...(conditions && { conditions }), updatedAt: now() }
    await derived.put(next, all, isMoved ? all : [added])
    return record.id
  }

  return write
}

export const keepRigLap = (
  options: RigLapOptions,
  lap: RigLap,
  bridgeId: string,
  bytes: BlobSource,
): Promise<Outcome<KeptRigLap>> => {
  const { connection, blobs } = options
  const write = createLapWriter(options)
  return connection.hold(async () => {
    const places = createRigPlaces(options, await loadKnown())
    const drafts = lap.traceBytes === 0 ? [] : [{ bytes, kind: 'trace', own: true } as const]
    const staged = await blobs.stage(drafts)
    if (!staged.ok) return staged
    const [trace] = staged.value
    if (trace && (trace.sha256 !== lap.traceSha256 || trace.size !== lap.traceBytes)) {
      await blobs.drop(staged.value)
      return fail('damaged', NOT_ITS_TRACE)
    }
    const written = await connection.run('rw', TABLES, async (): Promise<KeptRigLap> => {
      const there = await connection.tables.laps.get(lap.id as LapId)
      if (there !== undefined) {
        await blobs.dropInTransaction(staged.value)
        return { sessionId: there.sessionId, isNew: false }
      }
      await blobs.nameInTransaction(staged.value)
      const ref = trace ? { sha256: trace.sha256, size: trace.size } : null
      return { sessionId: await write(lap, bridgeId, ref, places), isNew: true }
    })
    if (!written.ok) await blobs.drop(staged.value)
    return written
  })
}

/** A recording has one driver, so whom a person named for its laps drives the next one too. */
const lastDriver = (laps: readonly LapRow[]): DriverId | null =>
  laps.toSorted((a, b) => a.startMs - b.startMs).at(-1)?.driverId ?? null

const NOT_ITS_TRACE =
  'The telemetry of a lap did not arrive as it was recorded, so the lap was not stored; it is safe in the rig-bridge and is fetched again.'
