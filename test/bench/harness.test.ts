/** The harness counts right and speaks its two languages. No test here looks at how fast anything is. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parseArguments } from './arguments.ts'
import { BENCHES } from './benches.ts'
import { type Bench, type Comparison, compare, MIN_ROUNDS, runBench, spreadOf, timeOf } from './harness.ts'
import { rowsToJson, rowsToTable } from './report.ts'

const fromList = (samples: readonly number[]) => {
  let next = 0
  return () => samples[next++ % samples.length]!
}
const comparison = (change: Partial<Comparison>): Comparison => ({
  name: 'pack',
  unit: 'ms',
  ours: fromList([6]),
  against: 'a copy',
  peer: fromList([4]),
  target: null,
  ...change,
})
const measured = (change: Partial<Comparison>) => compare('box', comparison(change), 'tiny')

describe('compare', () => {
  test('gives medians, their ratio and the spread', async () => {
    expect(
      await measured({ ours: fromList([9, 1, 2, 90, 3]), peer: fromList([2, 1, 4, 3, 50]), target: 1 }),
    ).toEqual({
      bench: 'box',
      name: 'pack',
      value: 3,
      unit: 'ms',
      against: 'a copy',
      ratio: 1,
      target: 1,
      met: true,
      ours: { median: 3, min: 1, max: 90 },
      peer: { median: 3, min: 1, max: 50 },
    })
  })

  test.each([
    [null, null],
    [1.4, false],
    [1.5, true],
    [1.6, true],
  ])('a ratio of 1.5 against a target of %s: met is %s', async (target, met) => {
    expect(await measured({ target })).toMatchObject({ ratio: 1.5, target, met })
  })

  test('takes a limit instead of a peer', async () => {
    expect(await measured({ peer: 12 })).toMatchObject({ ratio: 0.5, peer: { median: 12, min: 12, max: 12 } })
  })

  test('takes samples alternately, at least five of each', async () => {
    const order: string[] = []
    const sampleOf = (who: string) => () => {
      order.push(who)
      return 1
    }
    await measured({ ours: sampleOf('A'), peer: sampleOf('B') })
    expect(order).toEqual(Array.from({ length: 2 * MIN_ROUNDS }, (_, i) => (i % 2 === 0 ? 'A' : 'B')))
  })

  test('waits for samples taken elsewhere, as in a browser', async () => {
    expect(await measured({ ours: async () => 8, peer: async () => 2 })).toMatchObject({ value: 8, ratio: 4 })
  })
})

test('the median of an even number of samples lies between the two in the middle', () => {
  expect(spreadOf([4, 1, 2, 10])).toEqual({ median: 3, min: 1, max: 10 })
})

test('timeOf calls the work as often as asked and waits for promises', async () => {
  let calls = 0
  const milliseconds = await timeOf(async () => {
    await Promise.resolve()
    calls++
  }, 7)()
  expect(calls).toBe(7)
  expect(milliseconds).toBeGreaterThanOrEqual(0)
})

test('a bench is torn down even when a comparison fails', async () => {
  let isTornDown = false
  const bench: Bench = {
    name: 'broken',
    about: '',
    setUp: () => ({
      comparisons: [comparison({ ours: () => Promise.reject(new Error('no browser')) })],
      tearDown: () => {
        isTornDown = true
      },
    }),
  }
  await expect(runBench(bench, 'tiny')).rejects.toThrow('no browser')
  expect(isTornDown).toBe(true)
})

describe('the report', () => {
  test('as JSON has exactly the promised fields', async () => {
    expect(JSON.parse(rowsToJson([await measured({ target: 2 })]))).toEqual([
      {
        bench: 'box',
        name: 'pack',
        value: 6,
        unit: 'ms',
        against: 'a copy',
        ratio: 1.5,
        target: 2,
        met: true,
      },
    ])
  })

  test('as a table shows spread, ratio and target', async () => {
    const table = rowsToTable([
      await measured({ ours: fromList([5, 6, 700, 6, 6]), target: 1 }),
      await measured({ peer: 60 }),
    ])
    expect(table.split('\n').map(line => line.split(/ {2,}/))).toEqual([
      ['bench', 'what', 'ours (min…max)', 'against', 'peer (min…max)', 'ratio', 'target'],
      ['box', 'pack', '6.00 (5.00…700) ms', 'a copy', '4.00 ms', '1.50 ×', '≤ 1.00 × missed'],
      ['box', 'pack', '6.00 (6.00…6.00) ms', 'a copy', '60.0 ms', '0.100 ×', '–'],
    ])
  })
})

describe('the command line', () => {
  const run = (...words: string[]) =>
    spawnSync(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url)), ...words], {
      encoding: 'utf8',
    })

  test('with --json prints one array of rows and nothing else', () => {
    const { status, stdout } = run('trace', '--json', '--tiny')
    expect(status).toBe(0)
    const rows: unknown = JSON.parse(stdout)
    expect(rows).toEqual(
      Array.from({ length: 5 }, () => ({
        bench: 'trace',
        name: expect.any(String),
        value: expect.any(Number),
        unit: 'ms',
        against: expect.any(String),
        ratio: expect.any(Number),
        target: expect.toSatisfy(target => target === null || typeof target === 'number'),
        met: expect.toSatisfy(met => met === null || typeof met === 'boolean'),
      })),
    )
  })

  test('answers an unknown bench with one line that lists the names, and code 2', () => {
    const { status, stdout, stderr } = run('warp', '--json')
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^There is no bench "warp"; choose from: .*trace.*\.\n$/)
  })

  test('runs everything when nothing is named', () => {
    expect(parseArguments([], BENCHES)).toEqual({
      ok: true,
      benches: BENCHES,
      isJson: false,
      workload: 'full',
    })
  })

  test('names an unknown option', () => {
    expect(parseArguments(['--jsn'], BENCHES)).toEqual({
      ok: false,
      problem: 'Unknown option --jsn; there are --json and --tiny.',
    })
  })
})

test('bench names are unique', () => {
  expect(new Set(BENCHES.map(({ name }) => name)).size).toBe(BENCHES.length)
})
