/**
 * One open connection to the library's database.
 *
 * States: opening ─▶ open ─▶ closed (with the failure that says why). A closed connection stays closed: opening
 * again on its own, as Dexie does, would silently start an empty library after somebody deleted the old one.
 *
 * Invariants:
 * - Every write is asked for with strict durability: a browser may otherwise say "done" before the disk has
 *   the data (Chrome ≥ 121, Firefox and Safari all do).
 * - Every promise settles: opening has a time limit, and a failure in a transaction is a value.
 * - When another tab wants to upgrade, what is being saved is finished first, then the connection closes.
 * - A library of a newer version is opened as it is and never written to: every write is refused with the reason.
 */
import Dexie, { type Table } from 'dexie'
import type { StoreId } from '#shared/blob'
import type {
  CarId,
  DeedId,
  DriverId,
  LapId,
  LayoutId,
  SessionId,
  SetupId,
  Sha256,
  TrackId,
} from '#shared/id'
import type { DeviceId, EntryHash, LeagueId, PersonId } from '#shared/logbook'
import {
  failureFromError,
  failureFromOpenError,
  type Outcome,
  type StoreFailure,
  succeed,
  unavailable,
} from './failures.ts'
import type {
  BlobNameRow,
  BoardsRow,
  DocumentRow,
  EntryRun,
  FeedRow,
  IdentityRow,
  LeagueRow,
  PartialRow,
  SeenRow,
  ShareRow,
  TakenRow,
} from './league/rows.ts'
import { type Cell, createCell } from './live.ts'
import { watchOpening } from './opening.ts'
import type {
  BestsRow,
  BlobRow,
  CarRow,
  ChunkRow,
  DeedRow,
  DriverRow,
  LapRow,
  LayoutRow,
  NamedRow,
  SessionRow,
  SetupRow,
  StagingRow,
  TrackRow,
} from './rows.ts'
import { applySchema, type SchemaStep } from './schema.ts'

export interface Tables {
  readonly sessions: Table<SessionRow, SessionId>
  readonly laps: Table<LapRow, LapId>
  readonly tracks: Table<TrackRow, TrackId>
  readonly layouts: Table<LayoutRow, LayoutId>
  readonly cars: Table<CarRow, CarId>
  readonly drivers: Table<DriverRow, DriverId>
  readonly setups: Table<SetupRow, SetupId>
  readonly deeds: Table<DeedRow, DeedId>
  readonly bests: Table<BestsRow, SessionId>
  readonly blobs: Table<BlobRow, Sha256>
  readonly chunks: Table<ChunkRow, [StoreId, number]>
  readonly staging: Table<StagingRow, StoreId>
  readonly settings: Table<NamedRow, string>
  readonly meta: Table<NamedRow, string>
  readonly identity: Table<IdentityRow, 'me'>
  readonly leagues: Table<LeagueRow, LeagueId>
  readonly entries: Table<EntryRun, [LeagueId, DeviceId, number, EntryHash]>
  readonly feeds: Table<FeedRow, [LeagueId, DeviceId]>
  readonly partials: Table<PartialRow, [LeagueId, Sha256]>
  readonly documents: Table<DocumentRow, [LeagueId, string, number]>
  readonly boards: Table<BoardsRow, LeagueId>
  readonly shares: Table<ShareRow, [SessionId, LeagueId]>
  readonly blobNames: Table<BlobNameRow, [LeagueId, Sha256, EntryHash]>
  readonly taken: Table<TakenRow, [LeagueId, PersonId, string]>
  readonly seen: Table<SeenRow, [LeagueId, DeviceId]>
}

export type TableName = keyof Tables

export type ConnectionState =
  /** `readOnly` says why nothing may be written: a newer Paddock wrote this library. */
  | { readonly kind: 'open'; readonly readOnly: StoreFailure | null }
  | { readonly kind: 'closed'; readonly failure: StoreFailure }

export interface Connection {
  readonly tables: Tables
  readonly state: Cell<ConnectionState>
  /** One transaction: everything `work` does, or nothing. `work` may await nothing but these tables. */
  run<T>(mode: 'r' | 'rw', tables: readonly TableName[], work: () => Promise<T>): Promise<Outcome<T>>
  /** Keeps the connection open for work of several transactions, even when another tab asks to upgrade. */
  hold<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>>
  close(): void
}

export interface ConnectionOptions {
  readonly name: string
  readonly steps: readonly SchemaStep[]
  readonly indexedDB: IDBFactory | undefined
  /** How long to wait for another tab, or a browser that does not answer, before saying so. */
  readonly patienceMs: number
}

// On a page of localhost, which is where Paddock lives, Dexie would record a stack trace for every operation.
Dexie.debug = false

export const openConnection = async (options: ConnectionOptions): Promise<Outcome<Connection>> => {
  const { name, steps, indexedDB, patienceMs } = options
  if (!indexedDB) return unavailable('no-storage')
  const opening = watchOpening(indexedDB)
  const db = new Dexie(name, {
    indexedDB: opening.factory,
    IDBKeyRange,
    autoOpen: false,
    chromeTransactionDurability: 'strict',
    // Dexie's cache shows a write to live queries before it is on disk.
    cache: 'disabled',
  })
  applySchema(db, steps)
  const open = openOf(db, opening.lost)
  const connection = createConnection(db, open)
  const impatient = new Promise<StoreFailure>(resolve => {
    const timer = setTimeout(() => resolve(opening.abandon()), patienceMs)
    opening.answered.then(() => clearTimeout(timer))
  })
  const failure = await Promise.race([open(), impatient])
  if (!failure) return succeed(connection)
  db.close()
  const isNewer = failure.kind === 'unavailable' && failure.because === 'newer-library'
  return isNewer ? openAsItIs(options, indexedDB, failure) : failure
}

const openOf =
  (db: Dexie, lost: () => StoreFailure | null = () => null) =>
  (): Promise<StoreFailure | null> =>
    Promise.resolve(db.open()).then(
      () => null,
      error => lost() ?? failureFromOpenError(error),
    )

/** Without a version the browser gives what is there. Answers `newer` when that lacks a table this page reads. */
const openAsItIs = async (
  { name, steps }: ConnectionOptions,
  indexedDB: IDBFactory,
  newer: StoreFailure,
): Promise<Outcome<Connection>> => {
  const db = new Dexie(name, { indexedDB, IDBKeyRange, autoOpen: false, cache: 'disabled' })
  const open = openOf(db)
  const failure = await open()
  if (failure) return failure
  const wanted = steps.flatMap(step => Object.keys(step.stores))
  if (wanted.every(table => db.tables.some(each => each.name === table))) {
    return succeed(createConnection(db, open, newer))
  }
  db.close()
  return newer
}

const createConnection = (
  db: Dexie,
  open: () => Promise<StoreFailure | null>,
  readOnly: StoreFailure | null = null,
): Connection => {
  const state = createCell<ConnectionState>({ kind: 'open', readOnly })
  let holds = 0
  let closing: StoreFailure | null = null

  const closeNow = (failure: StoreFailure): void => {
    if (state.get().kind === 'closed') return
    state.set({ kind: 'closed', failure })
    db.close()
  }

  const closeWhenIdle = (failure: StoreFailure): void => {
    closing ??= failure
    if (holds === 0) closeNow(closing)
  }

  // Answering false keeps Dexie's own handlers, which close at once and write to the console, from running.
  db.on('blocked', () => false)
  db.on('versionchange', event => {
    if (event.newVersion === null) closeNow(unavailable('deleted'))
    else closeWhenIdle(unavailable('updated-elsewhere'))
    return false
  })
  db.on('ready', () => {
    db.backendDB().addEventListener('close', () => closeNow(unavailable('closed-by-browser')))
  })

  const closedBy = (): StoreFailure | null => {
    const now = state.get()
    return now.kind === 'closed' ? now.failure : null
  }

  /** A page that was put aside with the back button comes back without its connection. */
  const reopen = async (): Promise<StoreFailure | null> => {
    const failure = await open()
    if (failure) closeNow(failure)
    return failure
  }

  return {
    tables: tablesOf(db),
    state,

    async run(mode, tables, work) {
      const before = closedBy() ?? (db.isOpen() ? null : await reopen())
      if (before) return before
      if (mode === 'rw' && readOnly) return readOnly
      try {
        // Dexie keeps a transaction alive across `await` only in a function declared async.
        return succeed(await db.transaction(mode, tables, async () => work()))
      } catch (error) {
        const failure = failureFromError(error)
        if (!failure) throw error
        return failure.kind === 'unavailable' ? (closedBy() ?? failure) : failure
      }
    },

    async hold(work) {
      const refused = closedBy() ?? closing ?? readOnly
      if (refused) return refused
      holds++
      try {
        return await work()
      } finally {
        holds--
        if (closing) closeWhenIdle(closing)
      }
    },

    close: () => closeNow(unavailable('closed')),
  }
}

const tablesOf = (db: Dexie): Tables => ({
  sessions: db.table('sessions'),
  laps: db.table('laps'),
  tracks: db.table('tracks'),
  layouts: db.table('layouts'),
  cars: db.table('cars'),
  drivers: db.table('drivers'),
  setups: db.table('setups'),
  deeds: db.table('deeds'),
  bests: db.table('bests'),
  blobs: db.table('blobs'),
  chunks: db.table('chunks'),
  staging: db.table('staging'),
  settings: db.table('settings'),
  meta: db.table('meta'),
  identity: db.table('identity'),
  leagues: db.table('leagues'),
  entries: db.table('entries'),
  feeds: db.table('feeds'),
  partials: db.table('partials'),
  documents: db.table('documents'),
  boards: db.table('boards'),
  shares: db.table('shares'),
  blobNames: db.table('blobNames'),
  taken: db.table('taken'),
  seen: db.table('seen'),
})
