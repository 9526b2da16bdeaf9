/**
 * Counts what the stages did and puts it into words. The last line is always `N passed, N failed`.
 */

/** @typedef {import('./stages.mjs').StageResult} StageResult */
/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

const FAILURES_SHOWN = 40 // more have one cause, and the table below them must stay in sight

const HANG_FACTOR = 3
const HANG_LEAST_S = 600 // the static checks took 270 s of wall on two cores that twenty others wanted

/**
 * After how many seconds a stage is not slow but waits for something that never comes. What runs beside it, stage
 * or stranger, takes its cores away; a few minutes later is early enough for one that hangs.
 * @param {number} budgetS
 */
export const hangLimitS = budgetS => Math.max(HANG_FACTOR * budgetS, HANG_LEAST_S)

/** @type {Counts} */
export const NOTHING = { passed: 0, failed: 0, skipped: 0 }

/** @param {Counts} a @param {Counts} b @returns {Counts} */
export const sum = (a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
})

/**
 * What vitest's JSON report and exit code say. A file that could not even be loaded has no tests in it, and an
 * error outside any test fails the run without failing a test: each counts as one failure.
 * @param {string | null} json null when vitest left no report
 * @param {number} exitCode
 * @returns {Counts}
 */
export const countVitest = (json, exitCode) => {
  if (json === null) return { ...NOTHING, failed: 1 }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(json)
  const unloaded = testResults.filter(
    (/** @type {{ status: string, assertionResults: unknown[] }} */ file) =>
      file.status === 'failed' && file.assertionResults.length === 0,
  ).length
  const failed = numFailedTests + unloaded
  return {
    passed: numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: numPendingTests + numTodoTests,
  }
}

/** @param {readonly StageResult[]} results @returns {Counts} */
export const totalsOf = results =>
  results.map(result => (result.kind === 'ran' ? result.counts : NOTHING)).reduce(sum, NOTHING)

/** @param {StageResult} result @returns {string[]} the cells of its row */
const rowOf = result => {
  const budget = `${result.budgetS} s`
  if (result.kind === 'not-run') return [result.name, '', budget, '', '', `not run: ${result.why}`]
  const { counts, seconds, hung } = result
  const over = seconds > result.budgetS ? 'over budget' : ''
  const notes = [
    hung ? `stopped: no end after ${hangLimitS(result.budgetS)} s` : over,
    counts.skipped > 0 ? `${counts.skipped} skipped` : '',
    result.note ?? '',
  ]
  const time = `${seconds.toFixed(1)} s`
  return [result.name, time, budget, `${counts.passed}`, `${counts.failed}`, notes.filter(Boolean).join('; ')]
}

/** @param {StageResult} result @returns {string[]} */
const failuresOfStage = result =>
  result.kind === 'ran' ? result.failures.map(failure => `✗ ${result.name}: ${failure}`) : []

/** @param {readonly StageResult[]} results @returns {string[]} */
const failureLines = results => {
  const lines = results.flatMap(failuresOfStage)
  if (lines.length === 0) return []
  const more = lines.length - FAILURES_SHOWN
  return ['', ...lines.slice(0, FAILURES_SHOWN), ...(more > 0 ? [`… and ${more} more`] : [])]
}

/** @param {number} seconds */
const wallTime = seconds => `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`

/** @param {readonly StageResult[]} results @param {number} wallS less than the sum of the stages, side by side */
export const reportLines = (results, wallS) => {
  const rows = [['stage', 'time', 'budget', 'passed', 'failed', ''], ...results.map(rowOf)]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0))) ?? []
  const table = rows.map(row =>
    row
      // The first and the last column are words, the others numbers.
      .map((cell, column) =>
        column === 0 || column === 5 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
  const { passed, failed } = totalsOf(results)
  return [
    ...failureLines(results),
    '',
    ...table,
    '',
    `in ${wallTime(wallS)}`,
    `${passed} passed, ${failed} failed`,
  ]
}
