/**
 * Makes sure that `node_modules` is what the lock file says, installing when it is not.
 *
 * Invariants: the stamp `node_modules/.paddock-install` holds the hash of the lock file, the platform and the
 * way we install; it is removed before an install begins and written after it ended well, so half an install
 * never looks fresh. Dates decide nothing: a checkout, a copy or a restored cache has any date.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { coversLock, hiddenLockPath } from './installed.mjs'
import { withLock } from './lock.mjs'
import { envWithoutModules, findNpm, isInModules } from './npm.mjs'
import { currentPlatform } from './platform.mjs'
import { run } from './run.mjs'

/**
 * Everything, whatever NODE_ENV or the user's npm settings leave out: the page is built on this machine. No
 * package may run a script of its own while it is installed; none of ours needs one.
 */
const NPM_ARGS = [
  'ci',
  '--include=dev',
  '--include=optional',
  '--include=peer',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--no-progress',
  '--loglevel=error',
]

/** @typedef {{ ok: true, did: 'nothing' | 'recognised' | 'installed' } | { ok: false, reason: string }} Installed */

/** @param {string} root */
const stampPath = root => join(root, 'node_modules/.paddock-install')

/** @param {Uint8Array} lockFile @param {import('./platform.mjs').Platform} platform */
export const installKey = (lockFile, platform) =>
  createHash('sha256')
    .update(JSON.stringify([platform.os, platform.cpu, platform.libc, NPM_ARGS]))
    .update(lockFile)
    .digest('hex')

/**
 * Fresh: the stamp matches and the packages named by package.json are still there (an `npm ci` typed by hand and
 * interrupted may have removed them and not yet the stamp).
 * @param {string} root @param {string} key
 */
export const isFresh = (root, key) => {
  const path = stampPath(root)
  if (!existsSync(path) || readFileSync(path, 'utf8').trim() !== key) return false
  const { dependencies = {}, devDependencies = {} } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  )
  return Object.keys({ ...dependencies, ...devDependencies }).every(name =>
    existsSync(join(root, 'node_modules', name, 'package.json')),
  )
}

/** @param {string} root @param {string} key */
const writeStamp = (root, key) => {
  const temporary = `${stampPath(root)}.${process.pid}`
  writeFileSync(temporary, `${key}\n`)
  renameSync(temporary, stampPath(root))
}

/**
 * Windows cannot delete a program that runs, but can move it: when this very Node lies in `node_modules`, it
 * steps aside before npm clears the folder. The next install sweeps what was left.
 * @param {string} root
 */
const stepAside = root => {
  if (process.platform !== 'win32') return
  const folder = join(root, '.cache/replaced-node')
  rmSync(folder, { recursive: true, force: true, maxRetries: 1 })
  if (!isInModules(process.execPath, root)) return
  mkdirSync(folder, { recursive: true })
  renameSync(process.execPath, join(folder, `node-${process.pid}.exe`))
}

/** @param {string} root @returns {Promise<{ ok: true } | { ok: false, reason: string }>} */
const runNpm = async root => {
  const npm = findNpm(root, process.env, process.execPath)
  if (!npm) {
    return {
      ok: false,
      reason:
        'Packages are missing and no npm was found to install them; nothing was changed, ' +
        'install Node together with npm and run the same command again.',
    }
  }
  stepAside(root)
  // npm's summary on standard output is not the task's own output, so it is dropped; its errors are shown.
  const code = await run(npm.node, [npm.cli, ...NPM_ARGS], {
    cwd: root,
    env: envWithoutModules(process.env, root),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (code === 0) return { ok: true }
  return {
    ok: false,
    reason:
      `Installing the packages stopped (npm ci ended with code ${code}); your data was not touched, ` +
      'look at the lines above, check the network and run the same command again.',
  }
}

/**
 * @param {string} root
 * @param {{
 *   say: (text: string) => void,
 *   install?: (root: string) => Promise<{ ok: true } | { ok: false, reason: string }>,
 *   platform?: import('./platform.mjs').Platform,
 * }} options
 * @returns {Promise<Installed>}
 */
export const ensureInstalled = async (root, { say, install = runNpm, platform = currentPlatform() }) => {
  const lockFile = readFileSync(join(root, 'package-lock.json'))
  const key = installKey(lockFile, platform)
  if (isFresh(root, key)) return { ok: true, did: 'nothing' }
  /** @param {number} pid */
  const onWait = pid =>
    say(`Process ${pid} is installing the packages of this folder; waiting for it to finish.`)
  return withLock(join(root, '.cache/install.lock'), onWait, async () => {
    if (isFresh(root, key)) return { ok: true, did: 'nothing' }
    if (coversLock(root, lockFile.toString(), platform)) {
      writeStamp(root, key)
      return { ok: true, did: 'recognised' }
    }
    say('Installing the packages named by package-lock.json; this takes half a minute the first time.')
    const start = performance.now()
    rmSync(stampPath(root), { force: true })
    rmSync(hiddenLockPath(root), { force: true })
    const result = await install(root)
    if (!result.ok) return result
    writeStamp(root, key)
    say(`Installed in ${Math.round((performance.now() - start) / 1000)} s.`)
    return { ok: true, did: 'installed' }
  })
}
