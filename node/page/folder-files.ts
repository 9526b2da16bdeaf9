/**
 * The list of files a folder holds, as the addresses they are served under.
 *
 * Invariant: a request is looked up in this list and never turned into a path on disk, so what is not a plain
 * file inside the folder cannot be served. Links are not followed and names beginning with a dot are left out.
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** A built page has about a hundred files; more means that some other folder was named by mistake. */
const MAX_FILES = 10_000
const MAX_DEPTH = 8

/** The list may be a second old, so that a flood of wrong addresses does not read the disk at its speed. */
const RESCAN_AFTER_MS = 1_000

const scan = async (folder: string): Promise<Map<string, string>> => {
  const fileByAddress = new Map<string, string>()
  const walk = async (at: string, address: string, depth: number): Promise<void> => {
    for (const entry of await readdir(at, { withFileTypes: true })) {
      if (entry.name.startsWith('.') || fileByAddress.size >= MAX_FILES) continue
      const path = join(at, entry.name)
      if (entry.isFile()) fileByAddress.set(`${address}/${entry.name}`, path)
      else if (entry.isDirectory() && depth < MAX_DEPTH)
        await walk(path, `${address}/${entry.name}`, depth + 1)
    }
  }
  try {
    await walk(folder, '', 0)
  } catch {
    // Not there, not readable, or rebuilt under our hands: what was found is what there is; see RESCAN_AFTER_MS.
  }
  return fileByAddress
}

export interface FolderFiles {
  /** The file served under an address, or null. */
  find(address: string): Promise<string | null>
}

export const createFolderFiles = (folder: string, now: () => number): FolderFiles => {
  let files = new Map<string, string>()
  let scannedAt = Number.NEGATIVE_INFINITY
  let scanning: Promise<void> | null = null

  const rescan = (): Promise<void> => {
    scanning ??= scan(folder).then(found => {
      files = found
      scannedAt = now()
      scanning = null
    })
    return scanning
  }

  return {
    find: async address => {
      const known = files.get(address)
      if (known !== undefined) return known
      if (scanning !== null || now() - scannedAt >= RESCAN_AFTER_MS) await rescan()
      return files.get(address) ?? null
    },
  }
}
