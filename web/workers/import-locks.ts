/**
 * One at a time, across workers and tabs: a lock goes with the worker that holds it, so a cancelled import
 * leaves none behind.
 */

/** The same file dropped twice at once is read once: the second finds the first in the library. */
export const lockForFile = (libraryName: string, sha256: string): string => `${libraryName} import ${sha256}`

/** Two files of a new circuit must not make two layouts of it: placing and saving go one after the other. */
export const lockForPlaces = (libraryName: string): string => `${libraryName} import places`

export const withLock = <T>(name: string, work: () => Promise<T>): Promise<T> =>
  navigator.locks.request(name, work) as Promise<T>
