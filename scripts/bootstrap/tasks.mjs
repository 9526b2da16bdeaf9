/**
 * What each npm script does once Node and the packages are there.
 *
 * Tools are started by their file inside their package, never through `node_modules/.bin`: npm 10 does not link
 * everything there, and on Windows the entries are shell scripts.
 */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildPage, buildPageIfStale } from './page.mjs'
import { run } from './run.mjs'

/**
 * @typedef {object} TaskContext
 * @property {string} root the project's folder
 * @property {string} node the Node to run everything with
 * @property {NodeJS.ProcessEnv} env
 * @property {string[]} args what the user typed after the task
 * @property {(text: string) => void} say prints a line for the user on standard error
 */
/** @typedef {{ about: string, run: (context: TaskContext) => Promise<number> }} Task */

export const TOOLS = {
  vite: 'node_modules/vite/bin/vite.js',
  vitest: 'node_modules/vitest/vitest.mjs',
  biome: 'node_modules/@biomejs/biome/bin/biome',
  tsc: 'node_modules/@typescript/native/bin/tsc',
  svelteCheck: 'node_modules/svelte-check/bin/svelte-check',
}

/** Megabytes for young objects: the rig-bridge runs beside a game that wants the memory, and takes 40 MB less so. */
const SMALL_NURSERY = '--max-semi-space-size=2'

/**
 * @param {TaskContext} context
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
const runNode = ({ root, node, env: ownEnv }, args, env = {}) =>
  run(node, args, { cwd: root, env: { ...ownEnv, ...env } })

/** @param {string} folder @param {string} ending @returns {boolean} */
const hasFile = (folder, ending) =>
  existsSync(folder) && readdirSync(folder, { recursive: true }).some(name => String(name).endsWith(ending))

/** @type {Record<string, Task>} */
const TASKS = {
  relay: {
    about: 'build the page if it is stale, then start the relay',
    run: async context => {
      const code = await buildPageIfStale(context)
      return code === 0 ? runNode(context, ['relay/main.ts', ...context.args]) : code
    },
  },
  rig: {
    about: 'build the page if it is stale, then start the rig-bridge beside a simulator',
    run: async context => {
      // What was driven must be kept whether or not a page can be built.
      await buildPageIfStale(context)
      return runNode(context, [SMALL_NURSERY, 'rig-bridge/index.js', ...context.args])
    },
  },
  test: {
    about: 'run every stage of the tests; a stage by name, --list for the names',
    run: context => runNode(context, ['scripts/test.mjs', ...context.args]),
  },
  dev: {
    about: 'serve the page from its sources, reloading on change',
    run: context => runNode(context, [TOOLS.vite, ...context.args]),
  },
  check: {
    about: 'the static checks only: format, laws, types, notices',
    run: context => runNode(context, ['scripts/test.mjs', 'static', ...context.args]),
  },
  bench: {
    about: 'measure speed against named peers',
    run: context => runNode(context, ['test/bench/main.ts', ...context.args]),
  },
  soak: {
    about: 'long random runs, kill tests and deep fuzzing',
    run: async context => {
      if (!hasFile(join(context.root, 'test'), '.soak.ts')) {
        context.say('There are no soak tests (test/**/*.soak.ts), so nothing was run.')
        return 0
      }
      const config = ['--config', 'scripts/test/soak.config.mjs']
      return runNode(context, [TOOLS.vitest, 'run', ...config, ...context.args], { PADDOCK_SOAK: '1' })
    },
  },
  build: {
    about: 'build the page into dist/',
    run: context => buildPage(context),
  },
  format: {
    about: 'format and repair what the linter can repair',
    run: context =>
      runNode(context, [TOOLS.biome, 'check', '--write', ...(context.args.length ? context.args : ['.'])]),
  },
  notices: {
    about: 'write THIRD_PARTY_NOTICES.md again',
    run: context => runNode(context, ['scripts/notices.mjs', ...context.args]),
  },
  paddock: {
    about: 'the command line: inspect, convert, compare logs without a screen',
    run: context => runNode(context, ['cli/main.ts', ...context.args]),
  },
}

/** @param {string} name */
export const taskNamed = name => (Object.hasOwn(TASKS, name) ? TASKS[name] : undefined)

export const taskList = () =>
  Object.entries(TASKS)
    .map(([name, task]) => `  ${name.padEnd(8)} ${task.about}`)
    .join('\n')
