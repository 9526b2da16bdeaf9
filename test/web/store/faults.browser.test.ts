/** Whatever the browser does to the database, every promise settles, the failure says what it is, and nothing is half written. */

import { describe, expect, onTestFinished, test } from 'vitest'
import { cdp } from 'vitest/browser'
import { openLibrary, SETTING_CHOICES, type UnavailableCause, unavailable } from '#web/store'
import {
  behindItsBack,
  deleteDatabase,
  firstOf,
  openTestLibrary,
  recordedSession,
  saveTestSession,
  uniqueName,
  unwrap,
} from './support.ts'

const RECORD_TABLES = ['sessions', 'laps', 'blobs', 'chunks', 'staging']

const countsIn = (name: string) =>
  Promise.all(RECORD_TABLES.map(table => behindItsBack(name, table, store => store.count())))

/** Replaces a method of the browser's until the test is over. */
const patch = <Target extends object, Name extends keyof Target>(
  target: Target,
  name: Name,
  replace: (original: Target[Name]) => Target[Name],
): void => {
  const original = target[name]
  target[name] = replace(original)
  onTestFinished(() => {
    target[name] = original
  })
}

/** Runs `fault` before anything is written to a table, from then on. */
const onWriteTo = (table: string, fault: (store: IDBObjectStore) => void): void => {
  for (const way of ['add', 'put'] as const) {
    patch(
      IDBObjectStore.prototype,
      way,
      write =>
        function (this: IDBObjectStore, ...args) {
          if (this.name === table) fault(this)
          return write.apply(this, args)
        },
    )
  }
}

test('S3 every write asks for strict durability', async () => {
  const asked: string[] = []
  patch(
    IDBDatabase.prototype,
    'transaction',
    transaction =>
      function (this: IDBDatabase, stores, mode, options) {
        if (mode === 'readwrite') asked.push(options?.durability ?? 'not said')
        return transaction.call(this, stores, mode, options)
      },
  )
  const library = await openTestLibrary()
  const id = await saveTestSession(library)
  await library.deleteSession(id)
  await library.setSetting('theme', SETTING_CHOICES.theme[1])
  expect(asked.length).toBeGreaterThan(5)
  expect(new Set(asked)).toEqual(new Set(['strict']))
})

describe('S1 a save that fails', () => {
  test.for([
    'chunks',
    'laps',
    'sessions',
    'bests',
  ])('because of a full disk at %s leaves nothing', async table => {
    const library = await openTestLibrary()
    const recorded = await recordedSession(library)
    onWriteTo(table, () => {
      throw new DOMException('no room', 'QuotaExceededError')
    })
    expect(await library.saveSession(recorded)).toMatchObject({ ok: false, kind: 'full' })
    expect(await countsIn(library.name)).toEqual([0, 0, 0, 0, 0])
  })

  test.for([
    'chunks',
    'laps',
    'sessions',
    'bests',
  ])('because the browser aborts the transaction at %s leaves nothing and can be repeated', async table => {
    const library = await openTestLibrary()
    const recorded = await recordedSession(library)
    let aborts = 1
    onWriteTo(table, store => {
      if (aborts-- > 0) store.transaction.abort()
    })
    expect(await library.saveSession(recorded)).toMatchObject({ kind: 'unavailable', because: 'broken' })
    expect(await countsIn(library.name)).toEqual([0, 0, 0, 0, 0])
    expect(unwrap(await library.saveSession(recorded))).toBe(recorded.id)
    expect(unwrap(await library.session(recorded.id)).laps).toHaveLength(3)
  })

  test('because the browser’s quota is really used up says so, and what was saved before is there', async () => {
    const bucket = await bucketWithQuota(4 * 1024 * 1024)
    const library = await openTestLibrary({ indexedDB: bucket })
    const before = await saveTestSession(library)
    const origin = { kind: 'file', fileName: 'big.csv', reader: { name: 'csv', version: 1 } } as const
    const file = (bytes: number) => ({ origin: { ...origin, original: new Uint8Array(bytes) } })
    const tooBig = await recordedSession(library, {}, file(12 * 1024 * 1024))
    expect(await library.saveSession(tooBig)).toMatchObject({ ok: false, kind: 'full' })
    expect(unwrap(await library.listSessions()).map(line => line.session.id)).toEqual([before])
    expect(unwrap(await library.session(before)).laps).toHaveLength(3)
    const small = await recordedSession(library, {}, file(1000))
    expect(unwrap(await library.saveSession(small))).toBe(small.id)
  })

  test('because of a bug of ours throws it, and leaves no chunks', async () => {
    const library = await openTestLibrary()
    const recorded = await recordedSession(library)
    const bug = () => {
      throw new TypeError('a bug')
    }
    await expect(library.saveSession(recorded, bug)).rejects.toThrow('a bug')
    expect(await countsIn(library.name)).toEqual([0, 0, 0, 0, 0])
  })
})

describe('S1 opening', () => {
  test('where nothing is kept says so', async () => {
    expect(await openLibrary({ indexedDB: null })).toEqual(unavailable('no-storage'))
  })

  test.for([
    'SecurityError',
    'InvalidStateError',
  ])('that a private window answers with %s says so', async name => {
    const refusing = {
      ...fakeFactory(),
      open: () => {
        throw new DOMException('denied', name)
      },
    }
    expect(await openLibrary({ indexedDB: refusing })).toEqual(unavailable('no-storage'))
  })

  test('that the browser never answers settles', async () => {
    const answer = await openLibrary({ indexedDB: fakeFactory(), patienceMs: 20 })
    expect(answer).toEqual(unavailable('no-answer'))
  })

  test('that fails for any other reason is a failure too', async () => {
    patch(IDBDatabase.prototype, 'createObjectStore', () => () => {
      throw new DOMException('the disk is broken', 'UnknownError')
    })
    expect(await openLibrary({ name: uniqueName() })).toEqual(unavailable('broken'))
  })
})

describe('S1 a library that is open', () => {
  test('knows when somebody deletes it, lets them, and does not start a new one', async () => {
    const library = await openTestLibrary()
    await saveTestSession(library)
    const told = firstOf(library.watchSessions(), outcome => !outcome.ok)
    await deleteDatabase(library.name)
    expect(await told).toEqual(unavailable('deleted'))
    expect(await firstOf(library.state)).toEqual({ kind: 'closed', failure: unavailable('deleted') })
    expect(await library.listSessions()).toEqual(unavailable('deleted'))
    expect(await library.saveSession(await recordedSessionWithoutLibrary())).toEqual(unavailable('deleted'))
    const names = (await indexedDB.databases()).map(each => each.name)
    expect(names).not.toContain(library.name)
  })

  test('knows when the browser clears its data', async () => {
    const library = await openTestLibrary()
    const told = firstOf(library.state, state => state.kind === 'closed')
    await cdp().send('Storage.clearDataForOrigin', { origin: location.origin, storageTypes: 'indexeddb' })
    expect(await told).toMatchObject({ failure: { kind: 'unavailable' } })
    expect(await library.listSessions()).toMatchObject({ ok: false, kind: 'unavailable' })
    expect(await library.setSetting('units', 'metric')).toMatchObject({ ok: false, kind: 'unavailable' })
  })

  const leavePage = () => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
  const comeBack = () => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))

  test('goes on after its page was put aside with the back button', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const lines = library.watchSessions()
    const emptied = firstOf(lines, outcome => outcome.ok && outcome.value.length === 0)
    leavePage()
    comeBack()
    expect(unwrap(await library.listSessions())[0]!.session.id).toBe(id)
    unwrap(await library.deleteSession(id))
    expect(await emptied).toMatchObject({ ok: true })
  })

  test('that was deleted while its page was put aside is not started anew', async () => {
    const library = await openTestLibrary()
    leavePage()
    await deleteDatabase(library.name)
    comeBack()
    expect(await library.listSessions()).toEqual(unavailable('deleted'))
    expect(await library.setSetting('units', 'metric')).toEqual(unavailable('deleted'))
    const names = (await indexedDB.databases()).map(each => each.name)
    expect(names).not.toContain(library.name)
  })

  test('settles what was under way when it is closed', async () => {
    const library = await openTestLibrary()
    const recorded = await recordedSession(library)
    const saving = library.saveSession(recorded)
    library.close()
    const answer = await saving
    if (!answer.ok) expect(answer).toEqual(unavailable('closed'))
    const again = unwrap(await openLibrary({ name: library.name }))
    expect(unwrap(await again.listSessions())).toHaveLength(answer.ok ? 1 : 0)
    again.close()
  })
})

test('every failure is one sentence that ends in what to do', () => {
  const causes: readonly UnavailableCause[] = [
    'no-storage',
    'blocked',
    'no-answer',
    'newer-library',
    'updated-elsewhere',
    'deleted',
    'closed-by-browser',
    'closed',
    'broken',
  ]
  for (const cause of causes) {
    const { message } = unavailable(cause)
    expect(message).toMatch(/^[A-Z][^.!?]*[:;,] [^.!?]*\.$/)
  }
})

/** A corner of the browser's storage with a limit of its own (Chrome's Storage Buckets, not yet in TypeScript). */
const bucketWithQuota = async (quota: number): Promise<IDBFactory> => {
  const { storageBuckets } = navigator as Navigator & {
    storageBuckets: { open(name: string, options: { quota: number }): Promise<{ indexedDB: IDBFactory }> }
  }
  return (await storageBuckets.open(uniqueName().slice(0, 60), { quota })).indexedDB
}

/** A browser whose database never answers. */
const fakeFactory = (): IDBFactory => ({
  open: () => new EventTarget() as IDBOpenDBRequest,
  deleteDatabase: () => new EventTarget() as IDBOpenDBRequest,
  databases: async () => [],
  cmp: (first, second) => indexedDB.cmp(first, second),
})

const recordedSessionWithoutLibrary = async () => {
  const library = await openTestLibrary()
  return recordedSession(library)
}
