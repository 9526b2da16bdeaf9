/**
 * Stages that vitest runs: one project of vitest.config.ts over some paths.
 *
 * Files of a stage that `sharesProcess` share one process and its loaded modules: what they test has no state, and a
 * process of its own for each costs as much as the tests themselves. All other files are isolated from each other.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { TOOLS } from '../bootstrap/tasks.mjs'
import { runCommand } from './command.mjs'
import { failuresOf } from './failures.mjs'
import { countVitest, NOTHING } from './report.mjs'

/** @typedef {import('./stages.mjs').StageContext} StageContext */
/** @typedef {import('./stages.mjs').StageOutcome} StageOutcome */

/** @param {string} folder @param {RegExp} pattern */
const hasTests = (folder, pattern) =>
  existsSync(folder) && readdirSync(folder, { recursive: true }).some(name => pattern.test(String(name)))

/** What has no state and needs no machine: the stage `logic`. */
const LOGIC = ['shared', 'web']

export const logicFilters = () => LOGIC.map(name => `test/${name}/`)

/**
 * Everything under test/ that the stage `node` runs, as vitest's path filters: a project's own `exclude` wins
 * over the command line's, so what belongs to another stage is left out by naming all the rest.
 * @param {string} root
 */
export const allButOtherStages = root =>
  readdirSync(join(root, 'test'), { withFileTypes: true })
    .filter(entry => ![...LOGIC, 'interop'].includes(entry.name))
    .map(entry => `test/${entry.name}${entry.isDirectory() ? '/' : ''}`)

/**
 * @typedef {object} VitestStage
 * @property {string} project
 * @property {string} folder
 * @property {RegExp} files
 * @property {(root: string) => string[]} [filters] the paths to run when the user named none
 * @property {true} [sharesProcess]
 * @property {true} [waitsMuch] its files wait for programs and clocks half of their time: one more of them at once
 * @property {true} [oneByOne] its files share something there is only one of: vitest's own setting decides
 */

/**
 * What vitest is told beside its project.
 * @param {readonly string[]} typed paths, then options, of the user
 * @param {readonly string[]} filters
 */
export const pathsOf = (typed, filters) =>
  typed.length === 0 || typed[0]?.startsWith('-') ? [...filters, ...typed] : [...typed]

/** @param {VitestStage} stage @returns {(context: StageContext) => Promise<StageOutcome>} */
export const vitestStage =
  ({ project, folder, files, filters = () => [], sharesProcess, waitsMuch, oneByOne }) =>
  async ({ name, root, node, env, args: typed, limitMs, cores, say, onOutput }) => {
    if (!hasTests(join(root, folder), files)) {
      say(`There are no tests in ${folder} that belong to this stage.`)
      return { kind: 'ran', counts: NOTHING, failures: [], hung: false, note: 'no tests' }
    }
    const report = join(root, `.cache/tests-${name}-${process.pid}.json`)
    mkdirSync(join(root, '.cache'), { recursive: true })
    const args = [
      ...[TOOLS.vitest, 'run', '--config', 'vitest.config.ts', '--project', project],
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
      ...(oneByOne ? [] : [`--maxWorkers=${waitsMuch ? cores + 1 : cores}`]),
      ...(sharesProcess ? ['--no-isolate'] : []),
      ...pathsOf(typed, filters(root)),
    ]
    const { code, hung } = await runCommand(node, args, {
      cwd: root,
      env,
      limitMs,
      capture: onOutput !== undefined,
      ...(onOutput && { onOutput }),
    })
    const json = existsSync(report) ? readFileSync(report, 'utf8') : null
    rmSync(report, { force: true })
    const failures = json === null ? [] : failuresOf(json, root)
    return { kind: 'ran', counts: countVitest(json, code), failures, hung }
  }
