/**
 * The browser's database factory as Dexie sees it, with three things Dexie would do prevented:
 *
 * - opening a database of a newer version (it asks for "whatever version is there", and could even add indexes
 *   to what it finds): such a library is refused untouched;
 * - creating the database anew when it reopens one that was deleted meanwhile;
 * - retrying after an error while its own half-made upgrade is still waiting to be committed.
 *
 * It also notices when the browser does not answer, and closes a connection that comes after nobody waits.
 */
import { NEWER_LIBRARY, type StoreFailure, unavailable } from './failures.ts'

export interface Opening {
  readonly factory: IDBFactory
  /** Resolves when the browser has said anything but "blocked". */
  readonly answered: Promise<void>
  /** Stops waiting: whatever comes later is closed or undone. Says what we were waiting for. */
  abandon(): StoreFailure
  /** Why a database that was open once cannot be opened again, if that is known. */
  lost(): StoreFailure | null
}

export const watchOpening = (factory: IDBFactory): Opening => {
  let wasBlocked = false
  let abandoned = false
  let established = false
  let lost: StoreFailure | null = null
  let upgrading: IDBTransaction | null = null
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>()

  /** Undoes the upgrade; the request then fails, and Dexie hears that. */
  const refuseUpgrade = (event: Event): void => {
    event.stopImmediatePropagation()
    upgrading?.abort()
  }

  const open = (name: string, version?: number): IDBOpenDBRequest => {
    if (version === undefined) throw new DOMException('the library is newer than this page', NEWER_LIBRARY)
    abortIfPending(upgrading)
    const request = factory.open(name, version)
    // Added before Dexie's own handlers, so these run first and can keep the event from them.
    request.addEventListener('blocked', () => {
      wasBlocked = true
    })
    request.addEventListener('upgradeneeded', event => {
      answer()
      upgrading = request.transaction
      if (established) lost = unavailable('deleted')
      if (established || abandoned) refuseUpgrade(event)
    })
    request.addEventListener('success', event => {
      answer()
      upgrading = null
      established = true
      if (!abandoned) return
      event.stopImmediatePropagation()
      request.result.close()
    })
    request.addEventListener('error', () => answer())
    return request
  }

  return {
    answered,
    lost: () => lost,
    abandon() {
      abandoned = true
      return unavailable(wasBlocked ? 'blocked' : 'no-answer')
    },
    factory: {
      open,
      cmp: (first: unknown, second: unknown) => factory.cmp(first, second),
      databases: () => factory.databases(),
      deleteDatabase: (name: string) => factory.deleteDatabase(name),
    },
  }
}

const abortIfPending = (transaction: IDBTransaction | null): void => {
  try {
    transaction?.abort()
  } catch {
    // It has ended already, which is as good.
  }
}
