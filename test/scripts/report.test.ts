import { expect, test } from 'vitest'
import { failuresOf } from '../../scripts/test/failures.mjs'
import { countVitest, reportLines } from '../../scripts/test/report.mjs'
import type { StageResult } from '../../scripts/test/stages.mjs'

const vitestJson = (
  numbers: { passed?: number; failed?: number; skipped?: number },
  unloadedFiles = 0,
): string =>
  JSON.stringify({
    numPassedTests: numbers.passed ?? 0,
    numFailedTests: numbers.failed ?? 0,
    numPendingTests: numbers.skipped ?? 0,
    numTodoTests: 0,
    testResults: [
      { status: 'passed', assertionResults: [{}] },
      ...Array.from({ length: unloadedFiles }, () => ({ status: 'failed', assertionResults: [] })),
    ],
  })

test.each([
  ['all passed', vitestJson({ passed: 5 }), 0, { passed: 5, failed: 0, skipped: 0 }],
  ['some failed', vitestJson({ passed: 5, failed: 2 }), 1, { passed: 5, failed: 2, skipped: 0 }],
  ['some skipped', vitestJson({ passed: 5, skipped: 3 }), 0, { passed: 5, failed: 0, skipped: 3 }],
  ['a file could not be loaded', vitestJson({ passed: 5 }, 2), 1, { passed: 5, failed: 2, skipped: 0 }],
  ['an error outside any test', vitestJson({ passed: 5 }), 1, { passed: 5, failed: 1, skipped: 0 }],
  ['no report at all', null, 137, { passed: 0, failed: 1, skipped: 0 }],
])('%s', (_, json, exitCode, counts) => {
  expect(countVitest(json, exitCode)).toEqual(counts)
})

test('the table says what ran, what was slow, what hung and what was not run', () => {
  const results: StageResult[] = [
    {
      name: 'static',
      budgetS: 60,
      kind: 'ran',
      seconds: 12.34,
      hung: false,
      counts: { passed: 7, failed: 0, skipped: 0 },
      failures: [],
    },
    {
      name: 'node',
      budgetS: 180,
      kind: 'ran',
      seconds: 200,
      hung: false,
      counts: { passed: 400, failed: 1, skipped: 2 },
      failures: ['test/a.test.ts › adds: expected 3 to be 2'],
    },
    {
      name: 'interop',
      budgetS: 60,
      kind: 'ran',
      seconds: 601,
      hung: true,
      counts: { passed: 0, failed: 1, skipped: 0 },
      failures: [],
    },
    { name: 'browser', budgetS: 240, kind: 'not-run', why: 'no browser' },
  ]
  expect(reportLines(results, 312.7)).toEqual([
    '',
    '✗ node: test/a.test.ts › adds: expected 3 to be 2',
    '',
    'stage       time  budget  passed  failed',
    'static    12.3 s    60 s       7       0',
    'node     200.0 s   180 s     400       1  over budget; 2 skipped',
    'interop  601.0 s    60 s       0       1  stopped: no end after 600 s',
    'browser            240 s                  not run: no browser',
    '',
    'in 5 min 12 s',
    '407 passed, 2 failed',
  ])
})

test('what failed is said in a line each, and a file that could not be loaded too', () => {
  const json = JSON.stringify({
    testResults: [
      {
        name: '/home/me/paddock/test/lap.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'a lap has a time' },
          {
            status: 'failed',
            fullName: 'a lap has sectors',
            failureMessages: ['\u001b[31mAssertionError: expected 2 to be 3\u001b[39m\n    at lap.test.ts:4'],
          },
        ],
      },
      {
        name: '/home/me/paddock/test/x.test.ts',
        status: 'failed',
        message: 'no such module',
        assertionResults: [],
      },
    ],
  })
  expect(failuresOf(json, '/home/me/paddock')).toEqual([
    'test/lap.test.ts › a lap has sectors: AssertionError: expected 2 to be 3',
    'test/x.test.ts: no such module',
  ])
})

test('of many failures the first forty are told, and how many more there are', () => {
  const failures = Array.from({ length: 45 }, (_, index) => `test ${index}`)
  const counts = { passed: 0, failed: 45, skipped: 0 }
  const lines = reportLines(
    [{ name: 'node', budgetS: 60, kind: 'ran', seconds: 1, hung: false, counts, failures }],
    1,
  )
  expect(lines.filter(line => line.startsWith('✗'))).toHaveLength(40)
  expect(lines).toContain('… and 5 more')
})
