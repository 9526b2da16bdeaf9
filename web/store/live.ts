/**
 * Values that change, without a framework: `subscribe(run)` calls back with every value and answers how to
 * stop, which is all a Svelte store needs.
 */
import { liveQuery } from 'dexie'

export interface Live<T> {
  subscribe(run: (value: T) => void): () => void
}

export interface Cell<T> extends Live<T> {
  get(): T
  set(value: T): void
}

/** A value held in memory; a subscriber gets the present one at once. */
export const createCell = <T>(initial: T): Cell<T> => {
  let current = initial
  const runs = new Set<(value: T) => void>()
  return {
    get: () => current,
    set(value) {
      current = value
      for (const run of [...runs]) run(value)
    },
    subscribe(run) {
      const own = (value: T): void => run(value)
      runs.add(own)
      own(current)
      return () => runs.delete(own)
    },
  }
}

/**
 * Runs a query again whenever something it read has changed, in this page, a worker or another tab. The first
 * value comes after the first read. The query may await nothing but the database.
 */
export const liveFromQuery = <T>(query: () => Promise<T>): Live<T> => ({
  subscribe(run) {
    // Dexie notices what is read after an `await` only in a function declared async.
    const subscription = liveQuery(async () => query()).subscribe({ next: run, error: reportError })
    return () => subscription.unsubscribe()
  },
})
