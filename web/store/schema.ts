/**
 * The shape of the library on disk: one step per released version, and the harness that opens a database
 * with them.
 *
 * Rules for a new step: append it, never edit one that was released; write into `upgrade` only what can be
 * derived from old rows, because it runs inside one browser transaction: it is undone as a whole when it
 * throws, the tab is closed or the power fails, and the old data is intact.
 * In `upgrade`, await nothing but the transaction's own tables: any other wait ends the transaction.
 */
import type { Dexie, Transaction } from 'dexie'

export interface SchemaStep {
  /** 1, 2, 3 …; Dexie stores ten times this number as the database's native version. */
  readonly version: number
  /** Dexie's index syntax; only tables that change, null removes a table. */
  readonly stores: Readonly<Record<string, string | null>>
  readonly upgrade?: (tables: Transaction) => Promise<void>
}

/**
 * Indexes whose value may be null, absent or false hold only the rows that have one: `deletedAt` lists what
 * was deleted, and `rankMs` exists on ranked laps that are not deleted, so that bests need no filter.
 */
export const SCHEMA: readonly SchemaStep[] = [
  {
    version: 1,
    stores: {
      sessions:
        'id, startedAt, [trackId+startedAt], [layoutId+startedAt], [carId+startedAt], deletedAt, origin.original.sha256, betweenTrace.sha256',
      laps: 'id, sessionId, [layoutId+rankMs], [layoutId+carId+rankMs], [driverId+layoutId+rankMs], trace.sha256',
      tracks: 'id, [origin+name]',
      layouts: 'id, trackId',
      cars: 'id, [origin+name]',
      drivers: 'id, [origin+name]',
      blobs: 'sha256, [kind+size]',
      chunks: '[store+index]',
      /** Blobs being written: a row appears with the first chunk and goes when the blob is named. */
      staging: 'store, touchedAt',
      settings: 'key',
      meta: 'key',
    },
  },
  {
    // Every row of version 1 is good as it is: what is new on it is absent until somebody says it. Bests are derived
    // after opening (`rederive`), because this step must stay as it is for ever and how they are derived may not.
    version: 2,
    stores: {
      setups: 'id, carId',
      deeds: 'id, at',
      bests: 'sessionId, trackId, layoutId, carId',
    },
  },
  {
    // What a rig recorded has an origin that an older page takes for damage, so it may look and not touch. The index
    // holds only such sessions: each lap that arrives asks for the parts of its recording.
    version: 3,
    stores: {
      sessions:
        'id, startedAt, [trackId+startedAt], [layoutId+startedAt], [carId+startedAt], deletedAt, origin.original.sha256, betweenTrace.sha256, origin.recording',
    },
  },
  {
    // Leagues. Sessions of other devices have an origin that an older page takes for damage, so it may look and not touch.
    // Entries are kept in runs, whose indexes name every entry in them.
    version: 4,
    stores: {
      identity: 'key',
      leagues: 'id',
      entries: '[league+device+seq+hash], [league+kind], *hashes, *about, *names',
      feeds: '[league+device]',
      partials: '[league+sha256], touchedAt',
      documents: '[league+id+row]',
      boards: 'league',
      shares: '[session+league], league',
      blobNames: '[league+sha256+entry], [league+entry]',
      taken: '[league+person+session], here, openedAt',
      seen: '[league+device]',
    },
  },
]

export const versionOf = (steps: readonly SchemaStep[]): number =>
  Math.max(...steps.map(step => step.version))

/** What this page writes. */
export const SCHEMA_VERSION = versionOf(SCHEMA)

/** Tells Dexie every step, so that it can bring any older database up to date. */
export const applySchema = (db: Dexie, steps: readonly SchemaStep[]): void => {
  for (const { version, stores, upgrade } of steps) {
    const described = db.version(version).stores({ ...stores })
    // Dexie waits for what is awaited only in a function declared async.
    if (upgrade) described.upgrade(async tables => upgrade(tables))
  }
}
