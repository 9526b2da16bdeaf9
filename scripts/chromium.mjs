/**
 * Finds the browser for the tests and for anything else that needs one (screenshots, measurements).
 *
 * In this order: the one named by the CHROMIUM variable; the one that comes from npm (Linux x64), unpacked once
 * into `.cache/`; an installed Chromium, Chrome or Edge. A browser counts only if it starts.
 *
 * `node scripts/chromium.mjs` prints the path.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundledChromiums } from './chromium/bundled.mjs'

const ROOT = resolve(fileURLToPath(import.meta.url), '../..')

/** @typedef {{ ok: true, path: string, from: 'CHROMIUM' | 'bundled' | 'installed' } | { ok: false, reason: string }} FoundChromium */

/** Commands an installed browser may have on Linux, the plainest first. */
const COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
]

const MAC_APPS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]

const WINDOWS_APPS = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe']

/** @param {NodeJS.ProcessEnv} env @returns {string[]} where browsers are usually installed */
const usualPlaces = env => {
  if (process.platform === 'darwin') return MAC_APPS
  if (process.platform === 'win32') {
    const bases = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
    return bases.flatMap(base => (base ? WINDOWS_APPS.map(app => join(base, app)) : []))
  }
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean)
  return COMMANDS.flatMap(command => folders.map(folder => join(folder, command)))
}

/**
 * Whether the browser starts. On Windows `--version` opens a window instead of answering, so there a file has
 * to do.
 * @param {string} path
 */
const starts = path =>
  existsSync(path) &&
  (process.platform === 'win32' ||
    spawnSync(path, ['--version'], { timeout: 30_000, stdio: 'ignore' }).status === 0)

/**
 * @param {{ root?: string, env?: NodeJS.ProcessEnv, say?: (text: string) => void }} [options]
 * @returns {Promise<FoundChromium>}
 */
export const findChromium = async ({ root = ROOT, env = process.env, say = () => {} } = {}) => {
  if (env.CHROMIUM) {
    if (starts(env.CHROMIUM)) return { ok: true, path: env.CHROMIUM, from: 'CHROMIUM' }
    return { ok: false, reason: `CHROMIUM names ${env.CHROMIUM}, which is missing or does not start` }
  }
  const ours = await bundledChromiums(root, say)
  const bundled = ours.find(starts)
  if (bundled) return { ok: true, path: bundled, from: 'bundled' }
  const installed = usualPlaces(env).find(starts)
  if (installed) return { ok: true, path: installed, from: 'installed' }
  return {
    ok: false,
    reason: ours.length
      ? 'the Chromium from npm does not start here and no Chrome, Edge or Chromium is installed'
      : 'no Chrome, Edge or Chromium is installed; set CHROMIUM to the path of one',
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const found = await findChromium({ say: text => process.stderr.write(`${text}\n`) })
  process.stdout.write(found.ok ? `${found.path}\n` : '')
  if (!found.ok) {
    process.stderr.write(`No browser: ${found.reason}.\n`)
    process.exitCode = 1
  }
}
