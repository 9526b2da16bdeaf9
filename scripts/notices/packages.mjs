/**
 * Which packages reach users, and the licence texts they carry.
 *
 * They are the tree of package.json's "dependencies", what the build tools add to the page, and the Node that
 * comes along. Limits: licences are read from the installed packages; a package made for one platform only is
 * installed on that platform only, so of those the lock file's word is taken and no text is shown anywhere.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { resolveInLock } from '../bootstrap/installed.mjs'
import { SHIPPED_NODES } from '../bootstrap/shipped-node.mjs'

/** @typedef {import('../bootstrap/installed.mjs').LockPackages} LockPackages */
/** @typedef {{ name: string, version: string, licence: string, author: string, text: number | null }} NoticePackage text: index into texts */
/** @typedef {{ packages: NoticePackage[], texts: string[], nodes: { name: string, version: string }[] }} Notices */

/** Development packages whose code the build puts into the page or its service worker. */
const BUILT_IN = [
  'vite', // loads the parts of the page
  'vite-plugin-pwa',
  'workbox-core',
  'workbox-precaching',
  'workbox-routing',
  'workbox-strategies',
  'workbox-window',
]

/** The packages of SHIPPED_NODES. */
const NODE_PACKAGES = Object.values(SHIPPED_NODES).map(path => path.split('/')[1] ?? '')

/** @param {string} folder */
const nameOf = folder => folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length)

/** @param {string} a @param {string} b */
const inOrder = (a, b) => (a < b ? -1 : a > b ? 1 : 0)

/** @param {LockPackages} packages @returns {string[]} folders, sorted by the package's name */
export const reachingUsers = packages => {
  /** @type {Set<string>} */
  const found = new Set()
  /** @param {string} name */
  const fromRoot = name => resolveInLock(packages, '', name)
  const queue = Object.keys(packages['']?.dependencies ?? {}).map(fromRoot)
  for (const folder of queue) {
    const entry = folder === null ? undefined : packages[folder]
    if (folder === null || !entry || found.has(folder)) continue
    found.add(folder)
    const optionalPeers = entry.peerDependenciesMeta ?? {}
    const peers = Object.keys(entry.peerDependencies ?? {}).filter(name => !optionalPeers[name]?.optional)
    for (const name of [...Object.keys({ ...entry.dependencies, ...entry.optionalDependencies }), ...peers]) {
      queue.push(resolveInLock(packages, folder, name))
    }
  }
  // What a build tool needs to run is not in the page, only the tool's own part is.
  for (const folder of BUILT_IN.map(fromRoot)) if (folder !== null) found.add(folder)
  return [...found].sort((a, b) => inOrder(nameOf(a), nameOf(b)) || inOrder(a, b))
}

/**
 * A licence text with the line ends and spaces of no particular machine. Vite's goes on for 4000 lines about the
 * software inside the build tool, which does not reach the page; that part is left out.
 * @param {string} text
 */
const tidy = text =>
  text
    .replaceAll('\r\n', '\n')
    .replace(/^#+ Licenses of bundled dependencies$[\s\S]*/m, '')
    .replace(/[ \t]+$/gm, '')
    .trim()

/** @param {string} folder where the package lies on the disk @returns {string} '' when it carries none */
const licenceTextIn = folder => {
  if (!existsSync(folder)) return ''
  return readdirSync(folder)
    .filter(name => /^(?:licen[cs]e|copying|notice)(?:[.-](?!spdx|json|js|ts).*)?$/i.test(name))
    .sort()
    .map(name => tidy(readFileSync(join(folder, name), 'utf8')))
    .join('\n\n')
}

/** @param {string} folder @returns {string} the author's name as the package states it, without addresses */
const authorIn = folder => {
  const path = join(folder, 'package.json')
  if (!existsSync(path)) return ''
  const { author } = JSON.parse(readFileSync(path, 'utf8'))
  const name = typeof author === 'string' ? author : (author?.name ?? '')
  return name.replace(/\s*[<(].*$/, '')
}

/** @param {string} folder */
const licenceNameIn = folder => {
  const path = join(folder, 'package.json')
  const { license } = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { license: '' }
  return typeof license === 'string' ? license : (license?.type ?? '')
}

/** @param {import('../bootstrap/installed.mjs').LockEntry} entry */
const isForOnePlatform = entry =>
  entry.os !== undefined || entry.cpu !== undefined || entry.libc !== undefined

/** @param {string} text */
const guessedName = text =>
  /^\s*(?:the )?mit licen[cs]e/i.test(text) || /Permission is hereby granted, free of charge/.test(text)
    ? 'MIT'
    : 'see its text'

/** @param {string} root @param {LockPackages} lock @returns {Notices} */
export const readNotices = (root, lock) => {
  /** @type {string[]} */
  const texts = []
  const packages = reachingUsers(lock).map(folder => {
    const entry = lock[folder] ?? {}
    const disk = join(root, folder)
    const isHere = !isForOnePlatform(entry)
    const text = isHere ? licenceTextIn(disk) : ''
    if (text && !texts.includes(text)) texts.push(text)
    return {
      name: nameOf(folder),
      version: entry.version ?? '',
      licence: entry.license || (isHere && licenceNameIn(disk)) || guessedName(text),
      author: isHere ? authorIn(disk) : '',
      text: text ? texts.indexOf(text) : null,
    }
  })
  const nodes = NODE_PACKAGES.flatMap(name => {
    const version = lock[`node_modules/${name}`]?.version
    return version === undefined ? [] : [{ name, version }]
  })
  return { packages, texts, nodes }
}
