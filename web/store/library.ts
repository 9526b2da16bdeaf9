/**
 * The library of this origin: everything a screen or worker needs to keep and find sessions, in one value.
 *
 * Invariants: nothing here throws for what can go wrong on a user's machine, every promise settles, and what
 * was answered with `ok` after a write is on disk. Several tabs and workers may have the library open at once;
 * live values see each other's changes.
 */
import { createId, type LapId, type SessionId } from '#shared/id'
import type { Lap, Session } from '#shared/lap'
import type { Trace } from '#shared/trace'
import { asEpochMillis, type EpochMillis } from '#shared/units'
import { createDexieBlobStore, type DexieBlobStore } from './blobs.ts'
import { type ConnectionState, openConnection } from './connection.ts'
import { createDamageLog, type DamagedRow } from './damage.ts'
import { createDeeds, type Deed, type DeedWriter } from './deeds/deeds.ts'
import { createGarage, type Garage } from './deeds/garage.ts'
import type { Housekeeping } from './deeds/housekeeping.ts'
import type { Splitting } from './deeds/splitting.ts'
import { createHousekeepingWhenAsked, createSplittingWhenAsked } from './deeds/when-asked.ts'
import { type BestsReader, createBestsReader } from './derived/bests.ts'
import { fail, type Outcome, type StoreFailure, succeed } from './failures.ts'
import { createWebHashing } from './hashing.ts'
import { createImportWriter, type ImportWriter } from './imports.ts'
import { createKeeping, type Keeping } from './keeping.ts'
import { createLapDetailReader, type LapDetail, type LapDetailReader } from './lap-details.ts'
import type { LeagueStore } from './league/index.ts'
import {
  createSessionReader,
  type SessionDetail,
  type SessionFilter,
  type SessionListing,
  type SessionReader,
} from './listing.ts'
import { type Live, liveFromQuery } from './live.ts'
import { createPlaces, type Places } from './places.ts'
import { loadTraceCodec, type RecordedSession } from './record.ts'
import { createRemembered, type Remembered } from './remembered.ts'
import { createRigKeeping, type RigKeeping } from './rig/rig.ts'
import { SCHEMA, type SchemaStep } from './schema.ts'
import { createSessionWriter, type SaveProgress } from './sessions.ts'
import { createSettings, type SettingName, type Settings } from './settings.ts'
import { type TidyReport, tidyUp } from './tidy.ts'
import { askPersistence, type PersistenceAnswer, readUsage, type StorageUsage } from './usage.ts'

export const LIBRARY_NAME = 'paddock'

/** Other tabs close at once when asked; what takes longer is a tab the browser froze. */
const PATIENCE_MS = 8_000

export interface LibraryOptions {
  readonly name?: string
  readonly steps?: readonly SchemaStep[]
  /** Null says that this browser keeps nothing. */
  readonly indexedDB?: IDBFactory | null
  readonly patienceMs?: number
  readonly now?: () => EpochMillis
}

export interface Library
  extends Places,
    Remembered,
    ImportWriter,
    LapDetailReader,
    Housekeeping,
    Splitting,
    Garage,
    BestsReader,
    RigKeeping,
    Keeping {
  readonly name: string
  /** Whether the library is open, and if not, why; a closed one never opens again in this page. */
  readonly state: Live<ConnectionState>
  /** Rows that were found damaged so far, left in place and not shown. */
  readonly damaged: Live<readonly DamagedRow[]>
  readonly blobs: DexieBlobStore

  newSessionId(): SessionId
  /** Traces are encoded on the calling thread: save long sessions from a worker. */
  saveSession(
    recorded: RecordedSession,
    onProgress?: (progress: SaveProgress) => void,
  ): Promise<Outcome<SessionId>>
  /** Can be undone with `restoreSession` until it is purged. */
  deleteSession(id: SessionId): Promise<Outcome<null>>
  restoreSession(id: SessionId): Promise<Outcome<null>>
  deleteSessions(ids: readonly SessionId[]): Promise<Outcome<null>>
  restoreSessions(ids: readonly SessionId[]): Promise<Outcome<null>>
  /** What was done in the last 30 days, newest first; any of it can be undone. */
  listDeeds: DeedWriter['list']
  undoDeed: DeedWriter['undo']
  watchDeeds(): Live<Outcome<readonly Deed[]>>
  /** Any reading of the library as a live value; `query` may await nothing but this library. */
  watch<T>(query: () => Promise<Outcome<T>>): Live<Outcome<T>>

  listSessions(filter?: SessionFilter): Promise<Outcome<readonly SessionListing[]>>
  session(id: SessionId): Promise<Outcome<SessionDetail>>
  bestLaps: SessionReader['bests']
  sessionsFromOriginal: SessionReader['fromOriginal']
  outdatedSessions: SessionReader['outdated']
  sessionsTimedAtOldLines: SessionReader['timedAtOldLines']
  lapTrace(lap: Pick<Lap, 'trace'>): Promise<Outcome<Trace>>
  /** What lies between the laps; null when nothing does. */
  sessionTrace(session: Pick<Session, 'betweenTrace'>): Promise<Outcome<Trace | null>>

  settings(): Promise<Outcome<Settings>>
  setSetting<Name extends SettingName>(name: Name, value: Settings[Name]): Promise<Outcome<null>>

  watchSessions(filter?: SessionFilter): Live<Outcome<readonly SessionListing[]>>
  watchSession(id: SessionId): Live<Outcome<SessionDetail>>
  watchLapDetails(ids: readonly LapId[]): Live<Outcome<readonly (LapDetail | null)[]>>
  watchSettings(): Live<Outcome<Settings>>

  /** Whether there is anything to be done for leagues, without loading what does it. */
  keepsLeagues(): Promise<Outcome<boolean>>

  storageUsage(): Promise<Outcome<StorageUsage>>
  requestPersistence(): Promise<PersistenceAnswer>
  /** Sweeps what interrupted writes left and purges old deletions; at most once in a while. */
  tidy(): Promise<Outcome<TidyReport>>
  checkRows(): Promise<Outcome<readonly DamagedRow[]>>
  /** Loaded when first asked for; belongs in a worker. */
  leagueStore(deviceName: () => string): Promise<LeagueStore>
  close(): void
}

export const openLibrary = async (options: LibraryOptions = {}): Promise<Outcome<Library>> => {
  const { name = LIBRARY_NAME, steps = SCHEMA, patienceMs = PATIENCE_MS, now = systemNow } = options
  const factory = options.indexedDB === undefined ? browserFactory() : options.indexedDB
  const opened = await openConnection({ name, steps, indexedDB: factory ?? undefined, patienceMs })
  if (!opened.ok) return opened
  const connection = opened.value
  const damage = createDamageLog()
  const shared = { connection, damage, fillRandom, now }
  const hashing = createWebHashing(crypto.subtle)
  const blobs = createDexieBlobStore({ ...shared, hashing })
  const writer = createSessionWriter({ ...shared, blobs })
  const reader = createSessionReader(connection, damage)
  const settings = createSettings(connection, damage)
  const deeds = createDeeds(shared)
  const lapDetails = createLapDetailReader(connection, damage)

  const traceOf = async (ref: NonNullable<Lap['trace']>): Promise<Outcome<Trace>> => {
    const bytes = await blobs.read(ref.sha256)
    if (!bytes.ok) return bytes
    const { decodeTrace } = await loadTraceCodec()
    const decoded = decodeTrace(bytes.value)
    return decoded.ok ? succeed(decoded.trace) : fail('damaged')
  }

  const watch = <T>(query: () => Promise<Outcome<T>>): Live<Outcome<T>> =>
    untilClosed(connection.state, liveFromQuery(query))

  return succeed({
    ...createPlaces(shared),
    ...createRemembered(connection),
    ...lapDetails,
    ...createImportWriter({ ...shared, blobs }),
    ...createHousekeepingWhenAsked({ ...shared, deeds }),
    ...createSplittingWhenAsked({ ...shared, deeds }),
    ...createGarage({ ...shared, deeds }),
    ...createBestsReader(connection, damage),
    ...createRigKeeping({ ...shared, blobs }),
    ...createKeeping({ ...shared, blobs, deeds, hashing }),
    name,
    state: connection.state,
    damaged: damage.damaged,
    blobs,

    newSessionId: () => createId<'session'>(fillRandom),
    saveSession: writer.save,
    deleteSession: id => writer.delete([id]),
    restoreSession: id => writer.restore([id]),
    deleteSessions: writer.delete,
    restoreSessions: writer.restore,
    listDeeds: deeds.list,
    undoDeed: deeds.undo,
    watchDeeds: () => watch(deeds.list),
    watch,

    listSessions: reader.list,
    session: reader.detail,
    bestLaps: reader.bests,
    sessionsFromOriginal: reader.fromOriginal,
    outdatedSessions: reader.outdated,
    sessionsTimedAtOldLines: reader.timedAtOldLines,
    lapTrace: async ({ trace }) => (trace ? traceOf(trace) : fail('missing', NO_TRACE)),
    sessionTrace: async ({ betweenTrace }) => (betweenTrace ? traceOf(betweenTrace) : succeed(null)),

    settings: settings.settings,
    setSetting: settings.set,

    watchSessions: filter => watch(() => reader.list(filter)),
    watchSession: id => watch(() => reader.detail(id)),
    watchLapDetails: ids => watch(() => lapDetails.lapDetails(ids)),
    watchSettings: () => watch(settings.settings),

    keepsLeagues: () =>
      connection.run('r', ['leagues'], async () => (await connection.tables.leagues.count()) > 0),

    storageUsage: () => readUsage(blobs, storageManager()),
    requestPersistence: () => askPersistence(storageManager()),
    tidy: () => tidyUp({ connection, blobs, writer, deeds, now }),
    checkRows: async () => (await import('./check/check-rows.ts')).checkRows(connection, damage),
    leagueStore: async deviceName =>
      (await import('./league/index.ts')).createLeagueStore({
        ...{ ...shared, blobs, hashing, deviceName },
        libraryName: name,
        subtle: crypto.subtle,
      }),
    close: connection.close,
  })
}

const NO_TRACE =
  'This lap has a time but no recorded channels, so there is nothing to draw; its time is safe and still counts.'

const systemNow = (): EpochMillis => asEpochMillis(Date.now())

const fillRandom = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => crypto.getRandomValues(bytes)

/** Some browsers throw on the mere mention of storage when it is switched off. */
const browserFactory = (): IDBFactory | null => {
  try {
    return globalThis.indexedDB ?? null
  } catch {
    return null
  }
}

/** Absent on a page that is not a secure context. */
const storageManager = (): StorageManager | undefined => globalThis.navigator?.storage

/** A live value that ends with the failure that closed the library, instead of falling silent. */
const untilClosed = <T>(state: Live<ConnectionState>, live: Live<Outcome<T>>): Live<Outcome<T>> => ({
  subscribe(run) {
    let closedBy: StoreFailure | null = null
    const stopQuery = live.subscribe(value => {
      if (closedBy === null) run(value)
    })
    const stopState = state.subscribe(now => {
      if (now.kind === 'open' || closedBy) return
      closedBy = now.failure
      run(closedBy)
    })
    return () => {
      stopQuery()
      stopState()
    }
  },
})
