/**
 * Stages that vitest runs: one project of vitest.config.ts over some paths.
 *
 * Files of a stage's `pure` folders share one process and its loaded modules: what they test has no state, and a
 * process of its own for each costs a third of the stage. All other files are isolated from each other.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { TOOLS } from '../bootstrap/tasks.mjs'
import { runCommand } from './command.mjs'
import { failuresOf } from './failures.mjs'
import { countVitest, NOTHING, sum } from './report.mjs'

/** @typedef {import('./stages.mjs').StageContext} StageContext */
/** @typedef {import('./stages.mjs').StageOutcome} StageOutcome */

/** @param {string} folder @param {RegExp} pattern */
const hasTests = (folder, pattern) =>
  existsSync(folder) && readdirSync(folder, { recursive: true }).some(name => pattern.test(String(name)))

/**
 * Everything under test/ that the stage `node` runs, as vitest's path filters: a project's own `exclude` wins
 * over the command line's, so what belongs to another stage is left out by naming all the rest.
 * @param {string} root
 */
export const allButInterop = root =>
  readdirSync(join(root, 'test'), { withFileTypes: true })
    .filter(entry => entry.name !== 'interop')
    .map(entry => `test/${entry.name}${entry.isDirectory() ? '/' : ''}`)

/**
 * @typedef {object} VitestStage
 * @property {string} project
 * @property {string} folder
 * @property {RegExp} files
 * @property {(root: string) => string[]} [filters] the paths to run when the user named none
 * @property {readonly string[]} [pure] the folders whose files share a process
 * @property {true} [oneByOne] its files share something there is only one of: vitest's own setting decides
 */

/**
 * What vitest is run with: once for each way of isolating that the paths ask for.
 * @param {readonly string[]} typed paths, then options, of the user
 * @param {{ filters: readonly string[], pure?: readonly string[] }} stage
 * @returns {string[][]}
 */
export const runsOf = (typed, { filters, pure = [] }) => {
  const firstOption = typed.findIndex(argument => argument.startsWith('-'))
  const named = firstOption === -1 ? typed : typed.slice(0, firstOption)
  const options = typed.slice(named.length)
  const paths = named.length > 0 ? named : filters
  if (paths.length === 0) return [options]
  const shared = paths.filter(path => pure.some(folder => path.startsWith(folder)))
  const apart = paths.filter(path => !shared.includes(path))
  return [
    ...(shared.length > 0 ? [['--no-isolate', ...shared, ...options]] : []),
    ...(apart.length > 0 ? [[...apart, ...options]] : []),
  ]
}

/** @param {VitestStage} stage @returns {(context: StageContext) => Promise<StageOutcome>} */
export const vitestStage =
  ({ project, folder, files, filters = () => [], pure = [], oneByOne }) =>
  async ({ root, node, env, args: typed, limitMs, cores, say, onOutput }) => {
    if (!hasTests(join(root, folder), files)) {
      say(`There are no tests in ${folder} that belong to this stage.`)
      return { kind: 'ran', counts: NOTHING, failures: [], hung: false, note: 'no tests' }
    }
    const report = join(root, `.cache/tests-${project}-${process.pid}.json`)
    mkdirSync(join(root, '.cache'), { recursive: true })
    const vitest = [TOOLS.vitest, 'run', '--config', 'vitest.config.ts', '--project', project]
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const workers = oneByOne ? [] : [`--maxWorkers=${cores}`]
    const deadline = performance.now() + limitMs
    let counts = NOTHING
    const failures = []
    let hung = false
    for (const args of runsOf(typed, { filters: filters(root), pure })) {
      const result = await runCommand(node, [...vitest, ...reporters, ...workers, ...args], {
        cwd: root,
        env,
        limitMs: Math.max(deadline - performance.now(), 1),
        capture: onOutput !== undefined,
        ...(onOutput && { onOutput }),
      })
      const json = existsSync(report) ? readFileSync(report, 'utf8') : null
      rmSync(report, { force: true })
      counts = sum(counts, countVitest(json, result.code))
      if (json !== null) failures.push(...failuresOf(json, root))
      hung ||= result.hung
    }
    return { kind: 'ran', counts, failures, hung }
  }
