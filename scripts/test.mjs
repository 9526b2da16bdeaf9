/**
 * `npm test`: runs the stages, each within a wall budget, and says what passed, what failed and what could not
 * be run.
 *
 * Every stage runs whatever the others did, two of them side by side. Exit code 0: all passed; 1: something
 * failed; 2: no such stage; 3: nothing failed, but a stage was not run for want of a browser. Being over budget is
 * told and decides nothing; a stage that takes many times its budget is taken to hang and fails.
 *
 * `npm test -- node` runs one stage, `npm test -- node test/shared` only the tests whose path contains that,
 * `npm test -- --list` names the stages.
 */
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium } from './chromium.mjs'
import { createJournal, inLanes } from './test/lanes.mjs'
import { hangLimitS, reportLines, totalsOf } from './test/report.mjs'
import { STAGES } from './test/stages.mjs'

const ROOT = resolve(fileURLToPath(import.meta.url), '../..')

/** @typedef {import('./test/stages.mjs').StageResult} StageResult */

/** Time zone, language and sorting are the same on every machine, so that a failing test fails everywhere. */
const FIXED = { TZ: 'UTC', LC_ALL: 'C.UTF-8', LANG: 'C.UTF-8' }

const LANES = 2 // stages at a time: each keeps one core busy and waits for the disk or a browser now and then

/** @param {string} text */
const say = text => process.stdout.write(`${text}\n`)

/** @param {string[]} argv */
const parseArguments = argv => {
  const firstOther = argv.findIndex(arg => !isStage(arg))
  const count = firstOther === -1 ? argv.length : firstOther
  return { names: argv.slice(0, count), rest: argv.slice(count) }
}

/** @param {string} name */
const isStage = name => STAGES.some(stage => stage.name === name)

const list = () => {
  for (const { name, budgetS, about } of STAGES)
    say(`${name.padEnd(10)} ${String(budgetS).padStart(4)} s  ${about}`)
}

/** @param {string[]} names @param {string[]} rest @returns {Promise<StageResult[]>} */
const runStages = async (names, rest) => {
  const chosen = STAGES.filter(stage => names.length === 0 || names.includes(stage.name))
  const browser = chosen.some(stage => stage.needsBrowser) ? await findChromium({ root: ROOT, say }) : null
  const env = { ...process.env, ...FIXED, ...(browser?.ok ? { CHROMIUM: browser.path } : {}) }
  const lanes = Math.min(chosen.length, LANES)
  const all = availableParallelism()
  const share = Math.max(Math.floor(all / lanes), 1)
  const journal = createJournal(process.stdout)
  return inLanes(chosen, lanes, async (stage, isLast) => {
    const { name, budgetS } = stage
    if (stage.needsBrowser && browser && !browser.ok) {
      return { name, budgetS, kind: /** @type {const} */ ('not-run'), why: browser.reason }
    }
    const heading = `\n── ${name} (budget ${budgetS} s)\n`
    const page = lanes > 1 ? journal.begin(name, heading) : null
    if (!page) process.stdout.write(heading)
    const start = performance.now()
    const outcome = await stage.run({
      name,
      root: ROOT,
      node: process.execPath,
      env,
      args: rest,
      say: page ? text => page.add(`${text}\n`) : say,
      onOutput: page?.add,
      limitMs: hangLimitS(budgetS) * 1000,
      // Most of its time the last one is alone.
      cores: isLast ? all : share,
    })
    page?.end()
    return { name, budgetS, seconds: (performance.now() - start) / 1000, ...outcome }
  })
}

const { names, rest } = parseArguments(process.argv.slice(2))
if (rest[0] === '--list') {
  list()
} else if (names.length === 0 && rest.length > 0) {
  say(`There is no stage "${rest[0]}"; the stages are:`)
  list()
  process.exitCode = 2
} else {
  const start = performance.now()
  const results = await runStages(names, rest)
  for (const line of reportLines(results, (performance.now() - start) / 1000)) say(line)
  const { failed } = totalsOf(results)
  const notRun = results.some(result => result.kind === 'not-run')
  process.exitCode = failed > 0 ? 1 : notRun ? 3 : 0
}
