/**
 * Exports in the browser's private file system, for browsers that cannot write a file where a person wants it: there
 * until they are saved, and never longer than the page that made them.
 *
 * Invariant: whoever makes one or offers it holds its lock, and a lock goes with its page. So what has no lock is left
 * over and can be removed by anybody.
 */
const FOLDER = 'exports'

export const lockOfPrivateExport = (name: string): string => `paddock private export ${name}`

/** Null when this browser has no private file system. */
export const privateExportFolder = async (): Promise<FileSystemDirectoryHandle | null> => {
  try {
    const root = await navigator.storage.getDirectory()
    return await root.getDirectoryHandle(FOLDER, { create: true })
  } catch {
    return null
  }
}

export const removePrivateExport = async (name: string): Promise<void> => {
  try {
    await (await privateExportFolder())?.removeEntry(name)
  } catch {
    // Gone already, or still read by a download: the next start removes it.
  }
}

/** Removes what was left over by a page that is gone. */
export const removeLeftExports = async (): Promise<void> => {
  if (!globalThis.navigator?.locks || !globalThis.navigator.storage?.getDirectory) return
  const folder = await privateExportFolder()
  if (!folder) return
  const names = await Array.fromAsync(folder.keys())
  for (const name of names) {
    await navigator.locks.request(lockOfPrivateExport(name), { ifAvailable: true }, async lock => {
      if (lock) await removePrivateExport(name)
    })
  }
}
