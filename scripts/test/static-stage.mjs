/**
 * The stage `static`: what can be said of the sources without running them. Each check counts as one test.
 */
import { TOOLS } from '../bootstrap/tasks.mjs'
import { runCommand } from './command.mjs'
import { inLanes } from './lanes.mjs'
import { NOTHING, sum } from './report.mjs'

/** @param {string} name */
const incremental = name => ['--incremental', '--tsBuildInfoFile', `.cache/types-${name}.tsbuildinfo`]

/** @type {readonly { name: string, args: string[] }[]} */
const CHECKS = [
  {
    // Checks every file of tsconfig.json, with or without components in it: tsc would do the same work again.
    name: 'types, and accessibility of components',
    // What components are made into lies in .svelte-check/, and the native compiler checks it all.
    args: [TOOLS.svelteCheck, '--tsconfig', './tsconfig.json', '--fail-on-warnings', '--tsgo'],
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

/** @param {import('./stages.mjs').StageContext} context @returns {Promise<import('./stages.mjs').StageOutcome>} */
export const runStatic = async ({ root, node, env, say, limitMs, cores }) => {
  const deadline = performance.now() + limitMs
  const outcomes = await inLanes(CHECKS, cores, async check => {
    const start = performance.now()
    if (start >= deadline) {
      say(`✗ ${check.name} (not started: the stage had no time left)`)
      return { name: check.name, isGood: false, hung: true }
    }
    const options = { cwd: root, env, limitMs: deadline - start, capture: true }
    const result = await runCommand(node, check.args, options)
    const isGood = result.code === 0 && !result.hung
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    say(`${isGood ? '✓' : '✗'} ${check.name} (${seconds} s)`)
    if (!isGood) say(result.output.trimEnd())
    return { name: check.name, isGood, hung: result.hung }
  })
  const counts = outcomes
    .map(({ isGood }) => ({ passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0 }))
    .reduce(sum, NOTHING)
  const failures = outcomes.filter(({ isGood }) => !isGood).map(({ name }) => name)
  return { kind: 'ran', counts, failures, hung: outcomes.some(({ hung }) => hung) }
}
