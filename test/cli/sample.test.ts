import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CIRCUIT_NAMES, simulateSession } from '#shared/sim'
import { channelOf, decodeTrace } from '#shared/trace'
import { parseLapTime } from '#shared/units'
import { runPaddock } from '../../cli/paddock.ts'
import { temporaryFolder } from '../node/support/folder.ts'

const paddock = async (argv: string[], folder = '/nowhere') => {
  let printed = ''
  const end = await runPaddock(argv, {
    print: text => {
      printed += text
    },
    resolvePath: path => join(folder, path),
    version: '1.2.3',
  })
  return { end, printed }
}

const printedJson = async (argv: string[], folder?: string) =>
  JSON.parse((await paddock([...argv, '--json'], folder)).printed)

describe('paddock sample', () => {
  test('prints an out lap, the timed laps that were asked for, and an in lap', async () => {
    const { end, printed } = await paddock(['sample', '--laps', '3', '--seed', '7'])
    expect(end).toEqual({ kind: 'done' })
    const rows = printed.split('\n').filter(line => /^ +\d+ {2}/.test(line))
    expect(rows.map(row => row.trim().split(/\s+/)[1])).toEqual(['out', 'timed', 'timed', 'timed', 'in'])
    expect(printed).toMatch(/^Simulated session \(seed 7\): /)
    expect(printed).toMatch(/\nBest lap \d:\d\d\.\d{3} \(lap [123]\)\n/)
  })

  test('prints times whose sectors sum to the lap', async () => {
    const { printed } = await paddock(['sample'])
    const timed = printed.split('\n').filter(line => line.includes('  timed  '))
    expect(timed).toHaveLength(5)
    for (const line of timed) {
      // A lap that does not count has its reason behind the sectors.
      const [, , time, ...rest] = line.trim().split(/\s+/)
      const sectors = rest.slice(0, 3)
      const total = sectors.reduce((sum, sector) => sum + parseLapTime(sector)!, 0)
      expect(total).toBe(parseLapTime(time!))
    }
  })

  test.each(
    CIRCUIT_NAMES,
  )('finds on %s the laps that were driven, within what a GPS can tell', async circuit => {
    const { laps } = await printedJson(['sample', '--laps', '3', '--circuit', circuit])
    const { truth } = simulateSession({ seed: 1, circuit, laps: 3 })
    expect(laps.map((lap: { kind: string }) => lap.kind)).toEqual(truth.laps.map(lap => lap.kind))
    for (const [i, lap] of laps.entries()) {
      const driven = truth.laps[i]!
      if (lap.kind === 'timed')
        expect(Math.abs(lap.timeMs - (driven.endMs - driven.startMs))).toBeLessThan(100)
    }
  })

  test('the same flags give the same bytes, another seed others', async () => {
    const folder = temporaryFolder()
    const bytesOf = async (seed: string, out: string) => {
      expect((await paddock(['sample', '--laps=1', `--seed=${seed}`, `--out=${out}`], folder)).end).toEqual({
        kind: 'done',
      })
      return readFileSync(join(folder, out))
    }
    const [one, again, other] = [await bytesOf('1', 'a'), await bytesOf('1', 'b'), await bytesOf('2', 'c')]
    expect(one.equals(again)).toBe(true)
    expect(one.equals(other)).toBe(false)
  })

  test('writes a trace that reads back, and says how large it is', async () => {
    const folder = temporaryFolder()
    const document = await printedJson(['sample', '--laps=1', '--out=lap.arrow'], folder)
    const bytes = readFileSync(join(folder, 'lap.arrow'))
    expect(document.file).toEqual({ path: join(folder, 'lap.arrow'), bytes: bytes.length })
    const decoded = decodeTrace(new Uint8Array(bytes))
    if (!decoded.ok) throw new Error(decoded.reason)
    expect(decoded.trace).toEqual(simulateSession({ seed: 1, circuit: CIRCUIT_NAMES[0]!, laps: 1 }).trace)
    expect(channelOf(decoded.trace, 'speed')).not.toBeNull()
    expect(readdirSync(folder)).toEqual(['lap.arrow'])
  })

  test('as JSON it says what was driven where by whom', async () => {
    const document = await printedJson(['sample', '--laps=1', '--seed=3'])
    expect(document).toMatchObject({
      origin: { kind: 'sample', seed: 3 },
      driver: expect.any(String),
      car: expect.any(String),
      track: { name: expect.any(String), lengthM: expect.any(Number) },
      frame: { kind: 'wgs84' },
      gates: { version: 1 },
      file: null,
    })
    for (const lap of document.laps)
      if (lap.kind === 'timed')
        expect(lap.sectorsMs.reduce((a: number, b: number) => a + b, 0)).toBe(lap.timeMs)
  })

  test('a place that cannot be written is a failure in one sentence, and prints no laps', async () => {
    const { end, printed } = await paddock(['sample', '--laps=1', '--out=none/lap.arrow'], temporaryFolder())
    expect(printed).toBe('')
    expect(end).toEqual({
      kind: 'failed',
      message: expect.stringMatching(
        /lap\.arrow was not written \(its folder does not exist\) and what was there before is unchanged: name another place with --out\.$/,
      ),
    })
  })
})

describe('asked wrongly', () => {
  test.each([
    [[], /^Name a command\. All commands: npm run paddock -- --help$/],
    [['sampel'], /^There is no command "sampel"\. Did you mean sample\?/],
    [['--laps', '5'], /^There is no command "--laps"\./],
    [['sample', '--lap', '5'], /^There is no flag "--lap"\. Did you mean --laps\?/],
    [['sample', '--laps'], /^--laps needs a value: --laps NUMBER\./],
    [['sample', '--laps', '0'], /^--laps must be a whole number from 1 to 200, not "0"\./],
    [['sample', '--laps', '1e9'], /^--laps must be a whole number/],
    [['sample', '--seed', '-1'], /^--seed must be a whole number from 0 to 4294967295, not "-1"\./],
    [['sample', '--seed', 'lucky'], /^--seed must be a whole number/],
    [
      ['sample', '--circuit', 'spa'],
      /^--circuit must be one of kestrel-heath, valdoro, stormark, not "spa"\./,
    ],
    [['sample', '--out', ''], /^--out must be the path of a file, not ""\./],
    [['sample', 'lap.arrow'], /^"lap\.arrow" was not expected here\./],
    [['sample', '--no-out'], /^There is no flag "--no-out"/],
  ])('%j', async (argv, message) => {
    expect(await paddock(argv)).toEqual({
      end: { kind: 'wrong', message: expect.stringMatching(message) },
      printed: '',
    })
  })
})

describe('help', () => {
  test('lists the commands', async () => {
    for (const flag of ['--help', '-h']) {
      const { end, printed } = await paddock([flag])
      expect(end).toEqual({ kind: 'done' })
      expect(printed).toMatch(/^Usage: npm run paddock -- <command> \[flags\]\n[\s\S]* {2}sample /)
    }
  })

  test('of a command lists its flags', async () => {
    const { end, printed } = await paddock(['sample', '--help'])
    expect(end).toEqual({ kind: 'done' })
    for (const flag of ['--laps', '--seed', '--circuit', '--out', '--json']) expect(printed).toContain(flag)
    expect(printed).not.toContain('PADDOCK_')
  })

  test('the version is one line', async () => {
    for (const argv of [['--version'], ['sample', '--version']])
      expect((await paddock(argv)).printed).toBe('1.2.3\n')
  })
})
