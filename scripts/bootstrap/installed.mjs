/**
 * Recognises an install that somebody made by hand (`npm ci`), so that it is not made a second time.
 *
 * npm writes `node_modules/.package-lock.json` last, listing what it put there. The install covers the lock file
 * when every package of it that this platform needs is listed, and lies on the disk, in exactly that version.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isForPlatform } from './platform.mjs'

/**
 * @typedef {object} LockEntry one package of a lock file
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 * @property {boolean} [dev]
 * @property {boolean} [link]
 * @property {string} [license]
 * @property {string | string[]} [os]
 * @property {string | string[]} [cpu]
 * @property {string | string[]} [libc]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {Record<string, { optional?: boolean }>} [peerDependenciesMeta]
 */
/** @typedef {Record<string, LockEntry>} LockPackages folder inside the project ('' is the project) to entry */

/** @param {string} root */
export const hiddenLockPath = root => join(root, 'node_modules/.package-lock.json')

/** @param {string} text @returns {LockPackages} */
export const parseLock = text => JSON.parse(text).packages ?? {}

/**
 * The folder a package gets when `name` is looked up from `folder`, walking outwards as Node does.
 * @param {LockPackages} packages
 * @param {string} folder
 * @param {string} name
 * @returns {string | null}
 */
export const resolveInLock = (packages, folder, name) => {
  for (let from = folder; ; ) {
    const candidate = from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`
    if (packages[candidate]) return candidate
    if (from === '') return null
    const outer = from.lastIndexOf('/node_modules/')
    from = outer === -1 ? '' : from.slice(0, outer)
  }
}

/** @param {string} root @param {string} folder @returns {unknown} */
const versionOnDisk = (root, folder) => {
  try {
    return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')).version
  } catch {
    return undefined
  }
}

/** @param {LockEntry | undefined} entry */
const isNative = entry => entry?.os !== undefined || entry?.cpu !== undefined

/**
 * @param {string} root
 * @param {string} lockFile
 * @param {import('./platform.mjs').Platform} platform
 */
export const coversLock = (root, lockFile, platform) => {
  if (!existsSync(hiddenLockPath(root))) return false
  const wanted = parseLock(lockFile)
  const present = parseLock(readFileSync(hiddenLockPath(root), 'utf8'))
  /** @param {string} folder */
  const isThere = folder => {
    const want = wanted[folder]
    const have = present[folder]
    return (
      want !== undefined &&
      have !== undefined &&
      have.version === want.version &&
      have.integrity === want.integrity &&
      versionOnDisk(root, folder) === want.version
    )
  }
  return Object.entries(wanted).every(([folder, entry]) => {
    const isHere = folder === '' || present[folder] !== undefined
    if (!isHere) return entry.optional === true || entry.link === true
    if (folder !== '' && !isThere(folder)) return false
    // Packages bring their native half (and the project its Node) as a choice of optional packages, one for each
    // platform. The one for this platform must be here; npm may still have left out others for reasons of its
    // own, such as an npm that runs on an older Node than they ask for.
    const halves = Object.keys(entry.optionalDependencies ?? {})
      .map(name => resolveInLock(wanted, folder, name))
      .filter(part => part !== null && isNative(wanted[part]) && isForPlatform(wanted[part] ?? {}, platform))
    return halves.length === 0 || halves.some(part => part !== null && isThere(part))
  })
}
