/**
 * Where a file stands in the house and where an import leads.
 *
 * A top is `shared`, `node`, `web` and so on. A folder is one level below it (`shared/geo`), except for screens,
 * each of which is a folder of its own (`web/screens/laps`). Files directly in a top belong to the top itself.
 * A door is the file through which other folders enter: the folder's index.ts; `web/parts` may also have one
 * per part, since its parts have nothing in common but the shelf.
 */

import { isBuiltin } from 'node:module'
import { posix } from 'node:path'

/** @typedef {{ kind: 'file', path: string, relative: boolean } | { kind: 'builtin', name: string } | { kind: 'package', name: string } | { kind: 'other' }} Target */

/** @param {string} path */
export const topOf = path => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '')

/** @param {string} path a file, from the project's root, with forward slashes */
export const folderOf = path => {
  const names = path.split('/').slice(0, -1)
  return names.slice(0, names[0] === 'web' && names[1] === 'screens' ? 3 : 2).join('/')
}

/** @param {string} path */
export const isDoor = path =>
  path === `${folderOf(path)}/index.ts` || /^web\/parts\/[^/]+\/index\.ts$/.test(path)

/** The alias under which another folder imports this one. @param {string} path */
export const aliasOf = path => `#${folderOf(path)}`

/** @param {Record<string, string>} aliases package.json's "imports" @param {string} specifier */
const aliasTarget = (aliases, specifier) => {
  for (const [pattern, target] of Object.entries(aliases)) {
    const [head = '', tail] = pattern.split('*')
    if (tail === undefined && specifier === pattern) return target
    if (tail !== undefined && specifier.startsWith(head) && specifier.endsWith(tail)) {
      return target.replaceAll('*', specifier.slice(head.length, specifier.length - tail.length))
    }
  }
  return null
}

/**
 * @param {string} specifier
 * @param {string} from the importing file
 * @param {Record<string, string>} aliases
 * @returns {Target}
 */
export const targetOf = (specifier, from, aliases) => {
  const plain = specifier.replace(/\?.*$/, '') // Vite's ?worker, ?url, ?raw
  if (plain.startsWith('.')) {
    return { kind: 'file', path: posix.join(posix.dirname(from), plain), relative: true }
  }
  if (plain.startsWith('#')) {
    const target = aliasTarget(aliases, plain)
    return target ? { kind: 'file', path: posix.normalize(target), relative: false } : { kind: 'other' }
  }
  if (plain.startsWith('node:') || isBuiltin(plain)) return { kind: 'builtin', name: plain }
  if (/^[\w-]+:|^\//.test(plain)) return { kind: 'other' } // virtual:…, data:…, an absolute path of Vite's
  return {
    kind: 'package',
    name: plain
      .split('/')
      .slice(0, plain.startsWith('@') ? 2 : 1)
      .join('/'),
  }
}
