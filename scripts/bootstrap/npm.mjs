/**
 * Finds the npm to install with, and a Node to run it that the install will not delete.
 *
 * The npm and Node that called us come first: they are the ones the user chose. `npm run` puts
 * `node_modules/.bin` in front of PATH, so the Node running this file may itself lie in `node_modules`.
 */
import { existsSync, realpathSync } from 'node:fs'
import { basename, delimiter, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { pathName } from './shipped-node.mjs'

/** @param {string} path */
const realPath = path => {
  try {
    return realpathSync(path)
  } catch {
    return resolve(path)
  }
}

/** @param {string} path @param {string} root */
export const isInModules = (path, root) => {
  const folder = realPath(join(root, 'node_modules'))
  const inside = relative(folder, realPath(path))
  return inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside)
}

/** @param {NodeJS.ProcessEnv} env @param {string} root @returns {NodeJS.ProcessEnv} */
export const envWithoutModules = (env, root) => {
  const name = pathName(env)
  const folders = (env[name] ?? '').split(delimiter).filter(folder => folder && !isInModules(folder, root))
  return { ...env, [name]: folders.join(delimiter) }
}

/** @param {string} nodePath where npm lies when it was installed together with this Node */
const npmBeside = nodePath => {
  const folder = dirname(realPath(nodePath))
  return [
    join(folder, '../lib/node_modules/npm/bin/npm-cli.js'),
    join(folder, 'node_modules/npm/bin/npm-cli.js'),
  ].find(path => existsSync(path))
}

/** @param {string[]} folders */
const npmInPath = folders => {
  for (const folder of folders) {
    const linked = realPath(join(folder, 'npm'))
    if (basename(linked) === 'npm-cli.js' && existsSync(linked)) return linked
    const beside = join(folder, 'node_modules/npm/bin/npm-cli.js')
    if (existsSync(beside)) return beside
  }
  return undefined
}

/** npx names its own script; npm's lies beside it. Other package managers name something else altogether. */
const npmThatCalled = (/** @type {string | undefined} */ execPath) => {
  if (!execPath || !/^(npm|npx)-cli\.[cm]?js$/.test(basename(execPath))) return undefined
  const cli = join(dirname(execPath), basename(execPath).replace('npx', 'npm'))
  return existsSync(cli) ? cli : undefined
}

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {string} execPath the Node running now
 * @returns {{ node: string, cli: string } | null}
 */
export const findNpm = (root, env, execPath) => {
  const clean = envWithoutModules(env, root)
  const folders = (clean[pathName(clean)] ?? '').split(delimiter)
  const nodes = [
    env.npm_node_execpath,
    execPath,
    ...folders.map(folder => join(folder, process.platform === 'win32' ? 'node.exe' : 'node')),
  ].filter(path => path !== undefined && existsSync(path) && !isInModules(path, root))
  const node = nodes[0]
  if (!node) return null
  const cli = npmThatCalled(env.npm_execpath) ?? npmBeside(node) ?? npmInPath(folders)
  return cli ? { node, cli } : null
}
