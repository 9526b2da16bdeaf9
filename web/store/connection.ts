/**
 * One open connection to the library's database.
 *
 * States: opening ─▶ open ─▶ closed (with the failure that says why). A closed connection never opens again:
 * Dexie's own reopening would silently start an empty library after somebody deleted it.
 *
 * Invariants:
 * - Every write is asked for with strict durability: a browser may otherwise say "done" before the disk has
 *   the data (Chrome ≥ 121, Firefox and Safari all do).
 * - Every promise settles: opening has a time limit, and a failure in a transaction is a value.
 * - A database of a newer version is never opened: Dexie 4 would open it and could even add indexes to it.
 * - When another tab wants to upgrade, what is being saved is finished first, then the connection closes.
 */
import Dexie, { type Table } from 'dexie'
import type { StoreId } from '#shared/blob'
import type { CarId, DriverId, LapId, LayoutId, SessionId, Sha256, TrackId } from '#shared/id'
import {
  failureFromError,
  failureFromOpenError,
  NEWER_LIBRARY,
  type Outcome,
  type StoreFailure,
  succeed,
  unavailable,
} from './failures.ts'
import { type Cell, createCell } from './live.ts'
import type {
  BlobRow,
  CarRow,
  ChunkRow,
  DriverRow,
  LapRow,
  LayoutRow,
  NamedRow,
  SessionRow,
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
  readonly blobs: Table<BlobRow, Sha256>
  readonly chunks: Table<ChunkRow, [StoreId, number]>
  readonly staging: Table<StagingRow, StoreId>
  readonly settings: Table<NamedRow, string>
  readonly meta: Table<NamedRow, string>
}

export type TableName = keyof Tables

export type ConnectionState =
  | { readonly kind: 'open' }
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
  const connection = createConnection(db)
  const impatient = new Promise<StoreFailure>(resolve => {
    const timer = setTimeout(() => resolve(opening.abandon()), patienceMs)
    opening.answered.then(() => clearTimeout(timer))
  })
  const opened = db.open().then(
    () => succeed(connection),
    (error: unknown) => failureFromOpenError(error),
  )
  const outcome = await Promise.race([opened, impatient])
  if (!outcome.ok) db.close()
  return outcome
}

/**
 * The browser's factory, watched: refuses to open "whatever version is there" (what Dexie does on meeting a
 * newer one), and closes a connection that arrives after nobody waits for it any more.
 */
const watchOpening = (factory: IDBFactory) => {
  let abandoned = false
  let wasBlocked = false
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>()

  const open = (name: string, version?: number): IDBOpenDBRequest => {
    if (version === undefined) throw new DOMException('the library is newer than this page', NEWER_LIBRARY)
    const request = factory.open(name, version)
    // Added before Dexie's own handlers, so these run first and can keep the event from them.
    const onAnswer = (giveUp: () => void) => (event: Event) => {
      answer()
      if (!abandoned) return
      event.stopImmediatePropagation()
      giveUp()
    }
    request.addEventListener('blocked', () => {
      wasBlocked = true
    })
    request.addEventListener(
      'upgradeneeded',
      onAnswer(() => request.transaction?.abort()),
    )
    request.addEventListener(
      'success',
      onAnswer(() => request.result.close()),
    )
    request.addEventListener(
      'error',
      onAnswer(() => {}),
    )
    return request
  }

  return {
    answered,
    factory: {
      open,
      cmp: (first: unknown, second: unknown) => factory.cmp(first, second),
      databases: () => factory.databases(),
      deleteDatabase: (name: string) => factory.deleteDatabase(name),
    } satisfies IDBFactory,
    abandon(): StoreFailure {
      abandoned = true
      return unavailable(wasBlocked ? 'blocked' : 'no-answer')
    },
  }
}

const createConnection = (db: Dexie): Connection => {
  const state = createCell<ConnectionState>({ kind: 'open' })
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

  return {
    tables: tablesOf(db),
    state,

    async run(mode, tables, work) {
      const before = closedBy()
      if (before) return before
      try {
        return succeed(await db.transaction(mode, tables, work))
      } catch (error) {
        const failure = failureFromError(error)
        if (!failure) throw error
        return failure.kind === 'unavailable' ? (closedBy() ?? failure) : failure
      }
    },

    async hold(work) {
      const refused = closedBy() ?? closing
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
  blobs: db.table('blobs'),
  chunks: db.table('chunks'),
  staging: db.table('staging'),
  settings: db.table('settings'),
  meta: db.table('meta'),
})
