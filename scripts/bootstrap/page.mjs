/**
 * Builds the page into `dist/` when what it is made of has changed.
 *
 * Stale means: the hash of the contents of every input differs from the one stored with the build. The stamp is
 * removed before a build and written after it, and holds the hash taken before: an input saved while the build
 * ran makes the result stale, never silently old.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.mjs'
import { run } from './run.mjs'

/** Files and folders that decide what the page becomes. The lock file stands for the tools and the packages. */
export const PAGE_INPUTS = [
  'web',
  'shared',
  'public',
  'index.html',
  'vite.config.ts',
  'svelte.config.js',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
  'scripts/notices.mjs',
]

/** @param {string} root */
const stampPath = root => join(root, 'dist/.paddock-build')

/** @param {string} root @param {string} path @returns {string[]} every file under it, sorted */
const filesUnder = (root, path) => {
  const full = join(root, path)
  if (!existsSync(full)) return []
  if (statSync(full).isFile()) return [path]
  return readdirSync(full, { withFileTypes: true })
    .filter(entry => entry.isFile() || entry.isDirectory())
    .map(entry => entry.name)
    .sort()
    .flatMap(name => filesUnder(root, `${path}/${name}`))
}

/** @param {string} root @param {readonly string[]} [inputs] */
export const hashInputs = (root, inputs = PAGE_INPUTS) => {
  const hash = createHash('sha256')
  for (const path of inputs.flatMap(input => filesUnder(root, input))) {
    const bytes = readFileSync(join(root, path))
    // Path and length go in front, so that no two different trees feed the hash the same bytes.
    hash.update(`${path}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex')
}

/** @param {string} root @param {string} key */
export const isPageFresh = (root, key) =>
  existsSync(join(root, 'dist/index.html')) &&
  existsSync(stampPath(root)) &&
  readFileSync(stampPath(root), 'utf8').trim() === key

/** @typedef {Pick<import('./tasks.mjs').TaskContext, 'root' | 'node' | 'env' | 'say'> & { args?: string[] }} BuildContext */

/**
 * @param {BuildContext} context
 * @param {string[]} args
 * @param {import('node:child_process').StdioOptions} stdio
 */
const runVite = ({ root, node, env }, args, stdio) => {
  rmSync(stampPath(root), { force: true })
  return run(node, ['node_modules/vite/bin/vite.js', 'build', ...args], { cwd: root, env, stdio })
}

/** @param {string} root @param {string} key */
const writeStamp = (root, key) => writeFileSync(stampPath(root), `${key}\n`)

/** @param {BuildContext} context @param {() => Promise<number>} work */
const underLock = ({ root, say }, work) =>
  withLock(
    join(root, '.cache/build.lock'),
    pid => say(`Process ${pid} is building the page; waiting for it to finish.`),
    work,
  )

/** Builds whether or not it is needed. @param {BuildContext} context @returns {Promise<number>} exit code */
export const buildPage = context =>
  underLock(context, async () => {
    const { root, args = [] } = context
    const key = hashInputs(root)
    const code = await runVite(context, args, 'inherit')
    // A build with arguments of the user's (another mode, another folder) is not the page `npm start` serves.
    if (code === 0 && args.length === 0) writeStamp(root, key)
    return code
  })

/** Builds only when needed, saying so on standard error. @param {BuildContext} context @returns {Promise<number>} exit code */
export const buildPageIfStale = async context => {
  const { root, say } = context
  if (isPageFresh(root, hashInputs(root))) return 0
  return underLock(context, async () => {
    const key = hashInputs(root)
    if (isPageFresh(root, key)) return 0
    say('Building the page; this takes a few seconds.')
    const code = await runVite(context, ['--logLevel', 'warn'], ['ignore', 2, 2])
    if (code === 0) {
      writeStamp(root, key)
    } else {
      say(`The page could not be built (code ${code}); your data was not touched, see the lines above.`)
    }
    return code
  })
}
