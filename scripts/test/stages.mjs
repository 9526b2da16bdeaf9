/**
 * The stages of `npm test`, in order, each with the wall budget it should stay in on two slow cores.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildPageIfStale } from '../bootstrap/page.mjs'
import { TOOLS } from '../bootstrap/tasks.mjs'
import { runCommand } from './command.mjs'
import { countVitest, NOTHING, sum } from './report.mjs'

/**
 * @typedef {object} StageContext
 * @property {string} root
 * @property {string} node
 * @property {NodeJS.ProcessEnv} env
 * @property {string[]} args what the user typed after the stage's name
 * @property {(text: string) => void} say
 * @property {number} budgetS
 */
/** @typedef {{ kind: 'ran', counts: import('./report.mjs').Counts, hung: boolean, note?: string }} StageOutcome */
/** @typedef {{ name: string, budgetS: number } & (StageOutcome & { seconds: number } | { kind: 'not-run', why: string })} StageResult */
/** @typedef {{ name: string, budgetS: number, about: string, needsBrowser?: true, run: (context: StageContext) => Promise<StageOutcome> }} Stage */

const HANG_FACTOR = 3 // a stage this many times over its budget is not slow, it waits for something that never comes
const LANES = 2 // static checks at a time: one per core of the machine the budgets are for

/** Each static check counts as one test. @type {readonly { name: string, args: string[] }[]} */
const STATIC_CHECKS = [
  { name: 'types', args: [TOOLS.tsc, '-p', 'tsconfig.json', ...incremental('all')] },
  {
    name: 'types and accessibility of components',
    args: [TOOLS.svelteCheck, '--tsconfig', './tsconfig.json', '--fail-on-warnings'],
  },
  {
    name: 'types of shared, without DOM and Node',
    args: [TOOLS.tsc, '-p', 'tsconfig.shared.json', ...incremental('shared')],
  },
  { name: 'types of scripts', args: [TOOLS.tsc, '-p', 'scripts/tsconfig.json', ...incremental('scripts')] },
  { name: 'format and lint', args: [TOOLS.biome, 'check', '--error-on-warnings', '.'] },
  { name: 'laws of the house', args: ['scripts/laws.mjs'] },
  { name: 'notices are up to date', args: ['scripts/notices.mjs', '--check'] },
]

/** @param {string} name */
function incremental(name) {
  return ['--incremental', '--tsBuildInfoFile', `.cache/types-${name}.tsbuildinfo`]
}

/** @param {StageContext} context @returns {Promise<StageOutcome>} */
const runStatic = async ({ root, node, env, say, budgetS }) => {
  let counts = NOTHING
  let hung = false
  const deadline = performance.now() + HANG_FACTOR * budgetS * 1000
  const waiting = [...STATIC_CHECKS]
  const lane = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const limitMs = Math.max(deadline - performance.now(), 1)
      const start = performance.now()
      const result = await runCommand(node, check.args, { cwd: root, env, limitMs, capture: true })
      const isGood = result.code === 0 && !result.hung
      const seconds = ((performance.now() - start) / 1000).toFixed(1)
      say(`${isGood ? '✓' : '✗'} ${check.name} (${seconds} s)`)
      if (!isGood) say(result.output.trimEnd())
      counts = sum(counts, { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0 })
      hung ||= result.hung
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return { kind: 'ran', counts, hung }
}

/** @param {string} folder @param {RegExp} pattern */
const hasTests = (folder, pattern) =>
  existsSync(folder) && readdirSync(folder, { recursive: true }).some(name => pattern.test(String(name)))

/**
 * Everything under test/ that the stage `node` runs, as vitest's path filters: a project's own `exclude` wins
 * over the command line's, so what belongs to another stage is left out by naming all the rest.
 * @param {string} root
 */
const allButInterop = root =>
  readdirSync(join(root, 'test'), { withFileTypes: true })
    .filter(entry => entry.name !== 'interop')
    .map(entry => `test/${entry.name}${entry.isDirectory() ? '/' : ''}`)

/**
 * @param {{ project: string, folder: string, files: RegExp, filters?: (root: string) => string[] }} which filters:
 *   the paths to run when the user named none
 * @returns {(context: StageContext) => Promise<StageOutcome>}
 */
const vitestStage =
  ({ project, folder, files, filters = () => [] }) =>
  async ({ root, node, env, args: typed, budgetS, say }) => {
    if (!hasTests(join(root, folder), files)) {
      say(`There are no tests in ${folder} that belong to this stage.`)
      return { kind: 'ran', counts: NOTHING, hung: false, note: 'no tests' }
    }
    const report = join(root, `.cache/tests-${project}-${process.pid}.json`)
    mkdirSync(join(root, '.cache'), { recursive: true })
    const vitest = [TOOLS.vitest, 'run', '--config', 'vitest.config.ts', '--project', project]
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const limitMs = HANG_FACTOR * budgetS * 1000
    const paths = typed.length > 0 ? typed : filters(root)
    const result = await runCommand(node, [...vitest, ...reporters, ...paths], {
      cwd: root,
      env,
      limitMs,
    })
    const json = existsSync(report) ? readFileSync(report, 'utf8') : null
    rmSync(report, { force: true })
    return { kind: 'ran', counts: countVitest(json, result.code), hung: result.hung }
  }

const endToEnd = vitestStage({ project: 'e2e', folder: 'test/e2e', files: /\.e2e\.ts$/ })

/** @type {readonly Stage[]} */
export const STAGES = [
  {
    name: 'static',
    budgetS: 60,
    about: 'format, lint, laws, types, notices',
    run: runStatic,
  },
  {
    name: 'node',
    budgetS: 180,
    about: 'the domain and the programs, on Node',
    run: vitestStage({
      project: 'node',
      folder: 'test',
      files: /\.test\.ts$/,
      filters: allButInterop,
    }),
  },
  {
    name: 'component',
    budgetS: 90,
    about: 'components in a real browser',
    needsBrowser: true,
    run: vitestStage({ project: 'component', folder: 'test', files: /\.browser\.test\.ts$/ }),
  },
  {
    name: 'browser',
    budgetS: 240,
    about: 'the built page in a real browser',
    needsBrowser: true,
    run: async context => {
      const code = await buildPageIfStale(context)
      if (code === 0) return endToEnd(context)
      return {
        kind: 'ran',
        counts: { ...NOTHING, failed: 1 },
        hung: false,
        note: 'the page could not be built',
      }
    },
  },
  {
    name: 'interop',
    budgetS: 60,
    about: "other people's software and files",
    run: vitestStage({
      project: 'node',
      folder: 'test/interop',
      files: /\.test\.ts$/,
      filters: () => ['test/interop/'],
    }),
  },
]
