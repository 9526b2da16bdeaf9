import { describe, expect, test } from 'vitest'
import { temporaryFolder, writeFiles } from '../node/support/folder.ts'
import { hasRealFiles, makeLogs, paddock, paddockHere, paddockProgram, realFile, realLapsMs } from './logs.ts'

const logs = makeLogs()

interface Lap {
  readonly number: number
  readonly timeMs: number
  readonly kind: string
  readonly valid: boolean
  readonly sectorsMs: readonly number[]
}

interface Channel {
  readonly name: string
  readonly unit: string
  readonly samples: number
  readonly min: number | null
  readonly max: number | null
}

interface Entry {
  readonly file: string
  readonly error?: string
  readonly format: string
  readonly notes: readonly string[]
  readonly sessions: readonly {
    readonly driver: string | null
    readonly startedAt: string | null
    readonly laps: readonly Lap[]
    readonly channels: readonly Channel[]
  }[]
}

const inspectJson = async (
  args: readonly string[],
  folder: string,
): Promise<{ code: number | null; entries: readonly Entry[]; stderr: string }> => {
  const { code, stdout, stderr } = await paddock(['inspect', '--json', ...args], folder)
  return { code, entries: JSON.parse(stdout), stderr }
}

const timedOf = (laps: readonly Lap[]): number[] =>
  laps.filter(lap => lap.kind === 'timed').map(lap => lap.timeMs)

describe('as JSON', () => {
  test('says for every file what is in it', async () => {
    const folder = temporaryFolder()
    await writeFiles(folder, { 'run.ld': logs.ld, 'RUN.LDX': logs.ldx, 'drive.csv': logs.raceChrono })
    const { code, entries, stderr } = await inspectJson(['run.ld', 'drive.csv'], folder)
    expect([code, stderr]).toEqual([0, ''])
    expect(entries.map(entry => [entry.file, entry.format])).toEqual([
      ['run.ld', 'MoTeC LD'],
      ['drive.csv', 'RaceChrono CSV v3'],
    ])
    for (const entry of entries) {
      expect(Object.keys(entry)).toEqual(['file', 'format', 'notes', 'sessions'])
      const [session, ...others] = entry.sessions
      expect(others).toEqual([])
      expect(Object.keys(session!)).toEqual(['driver', 'vehicle', 'venue', 'startedAt', 'laps', 'channels'])
      expect(session!.driver).toBe(logs.simulated.driver.name)
      expect(timedOf(session!.laps)).toEqual(logs.timedMs)
      for (const lap of session!.laps) {
        expect(Object.keys(lap)).toEqual(['number', 'timeMs', 'kind', 'valid', 'sectorsMs'])
        if (lap.sectorsMs.length > 0) expect(lap.sectorsMs.reduce((a, b) => a + b)).toBe(lap.timeMs)
      }
      for (const channel of session!.channels) {
        expect(Object.keys(channel)).toEqual(['name', 'unit', 'samples', 'min', 'max'])
      }
      const lat = session!.channels.find(channel => channel.name === 'lat')!
      expect(lat.unit).toBe('deg')
      expect(lat.samples).toBeGreaterThan(1000)
      expect(lat.max! - lat.min!).toBeLessThan(0.1)
      expect(entry.notes.every(note => /^[A-Z0-9].*[.:]/.test(note))).toBe(true)
    }
    expect(entries[0]!.sessions[0]!.startedAt).toBeNull()
    expect(entries[1]!.sessions[0]!.startedAt).toMatch(/^2026-05-03T13:59:\d\d\.\d{3}Z$/)
  })

  test('a GPX file has laps from where it was driven', async () => {
    const folder = temporaryFolder()
    await writeFiles(folder, { 'drive.gpx': logs.gpx })
    const { code, entries } = await inspectJson(['drive.gpx'], folder)
    expect(code).toBe(0)
    expect(entries[0]!.sessions[0]!.laps.length).toBeGreaterThan(1)
  })

  test('a file that cannot be read has an error, the others are shown, and the exit code is 1', async () => {
    const folder = temporaryFolder()
    await writeFiles(folder, {
      'photo.csv': Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70, 0]),
      'empty.ld': '',
      'cut.ld': logs.ld.subarray(0, 300),
      'good.ld': logs.ld,
    })
    const files = ['photo.csv', 'none.xrk', 'empty.ld', 'cut.ld', '.', 'good.ld']
    const { code, entries, stderr } = await inspectJson(files, folder)
    expect(code).toBe(1)
    expect(stderr).toBe(
      'paddock: 5 of 6 files could not be read, for the reasons printed above; the others were.\n',
    )
    expect(entries.map(entry => entry.file)).toEqual(files)
    for (const entry of entries.slice(0, 5)) {
      expect(Object.keys(entry)).toEqual(['file', 'error'])
      expect(entry.error).toMatch(/^[^\n]{20,}\.$/)
    }
    expect(timedOf(entries[5]!.sessions[0]!.laps)).toEqual(logs.timedMs)
  })
})

test('as a program it says the same as within this one', async () => {
  const folder = temporaryFolder()
  await writeFiles(folder, { 'run.ld': logs.ld, 'run.ldx': logs.ldx })
  for (const args of [
    ['inspect', 'run.ld'],
    ['inspect', 'none.ld', 'run.ld', '--json'],
    ['inspect', '--jsn'],
  ]) {
    // The path in a reason is where the user is.
    expect(await paddockProgram(args, folder)).toEqual(await paddock(args, folder))
  }
})

describe('files of one log named side by side', () => {
  test('the one that belongs to the other is no failure', async () => {
    const folder = temporaryFolder()
    await writeFiles(folder, { 'run.ld': logs.ld, 'run.ldx': logs.ldx })
    const { code, entries, stderr } = await inspectJson(['run.ld', 'run.ldx'], folder)
    expect([code, stderr]).toEqual([0, ''])
    expect(entries[1]).toEqual({ file: 'run.ldx', readWith: 'run.ld' })
    expect(timedOf(entries[0]!.sessions[0]!.laps)).toEqual(logs.timedMs)
    const { stdout } = await paddock(['inspect', './run.ldx', 'run.ld'], folder)
    expect(stdout).toMatch(/^\.\/run\.ldx: read with run\.ld\n\nrun\.ld: MoTeC LD\n/)
  })

  test('alone, or beside another log, it still is one', async () => {
    const folder = temporaryFolder()
    await writeFiles(folder, { 'run.ld': logs.ld, 'run.ldx': logs.ldx, 'other.ld': logs.ld })
    const { code, stdout } = await paddock(['inspect', 'run.ldx', 'other.ld'], folder)
    expect(code).toBe(1)
    expect(stdout).toMatch(/^run\.ldx\n\n {2}[^\n]{20,}\.\n/)
  })
})

describe('as text', () => {
  test('laps like those of a sample, channels with unit and range, notes as sentences', async () => {
    const folder = temporaryFolder()
    await writeFiles(folder, { 'run.ld': logs.ld })
    const { code, stdout, stderr } = await paddock(['inspect', 'run.ld'], folder)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^run\.ld: MoTeC LD\n\n/)
    expect(stdout).toMatch(/\nLap {2}Kind +Time +S1 +S2 +S3\n/)
    expect(stdout).toMatch(/\nBest lap \d:\d\d\.\d{3} \(lap \d\)\n/)
    expect(stdout).toMatch(/\nChannel +Source +Unit +Samples +Min +Max\n/)
    expect(stdout).toMatch(/\nrpm +\S+ +rpm +\d+ +\d+ +\d+\n/)
    expect(stdout).toMatch(/\nNotes\n {2}The logger's clock said 03\/05\/2026 at 13:59:58 /)
  })

  test('a reason stands where the laps would', async () => {
    const { code, stdout, stderr } = await paddock(['inspect', 'none.ld'], temporaryFolder())
    expect(code).toBe(1)
    expect(stdout).toMatch(/^none\.ld\n\n {2}\S+none\.ld does not exist, so nothing was read: [^\n]+\n/)
    expect(stderr).toBe('paddock: none.ld could not be read, for the reason printed above.\n')
  })
})

describe('asked wrongly', () => {
  test('one line, exit code 2', async () => {
    const { code, stdout, stderr } = await paddock(['inspect'], temporaryFolder())
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toBe('paddock: Name a file. All flags: npm run paddock -- inspect --help\n')
  })

  test.each([
    [['inspect', '--json'], /^Name a file\./],
    [['inspect', '--jsn', 'a.ld'], /^There is no flag "--jsn"\. Did you mean --json\?/],
    [['inspect', '-j', 'a.ld'], /^"-j" was not expected here\./],
    [['inspect', ''], /^"" is not the path of a file\./],
    [['inspect', 'a\0b'], /is not the path of a file\./],
  ])('%j', async (args, message) => {
    const { end, printed } = await paddockHere(args, temporaryFolder())
    expect(end).toEqual({ kind: 'wrong', message: expect.stringMatching(message) })
    expect(printed).toBe('')
  })

  test('help names the files; a name that begins with a dash can be given after --', async () => {
    const folder = temporaryFolder()
    await writeFiles(folder, { '-run.ld': logs.ld })
    expect((await paddockHere(['inspect', '--help'], folder)).printed).toMatch(
      /^Usage: npm run paddock -- inspect FILE\.\.\. \[flags\]\n/,
    )
    expect((await paddockHere(['inspect', '--version'], folder)).printed).toBe('1.2.3\n')
    expect((await paddockHere(['inspect', '--', '-run.ld'], folder)).end).toEqual({ kind: 'done' })
  })
})

const REAL_FILES = [
  'aim/aim_official_test.xrk',
  'motec/Sample1.ld',
  'racechrono/session_20260713_185859.rcz',
  'racechrono/session_20260713_185859_v1.csv',
  'racechrono/session_20251231_111318_tianma_lap9_v3.csv',
  'trackaddict/Log-20220531-085930 Goodwood Motorcircuit - 2.57.527.csv',
]

if (hasRealFiles) {
  test('real logs have the lap times known from elsewhere', async () => {
    const { code, entries } = await inspectJson(REAL_FILES.map(realFile), temporaryFolder())
    expect(code).toBe(0)
    for (const [i, name] of REAL_FILES.entries()) {
      const times = entries[i]!.sessions[0]!.laps.map(lap => lap.timeMs)
      const want = realLapsMs(name)
      expect(want.length, name).toBeGreaterThan(0)
      // The file may have a piece of a lap more at either end.
      const from = times.findIndex(ms => Math.abs(ms - want[0]!) <= 1)
      for (const [k, ms] of want.entries()) {
        expect(Math.abs((times[from + k] ?? 0) - ms), `${name} lap ${k}: ${times}`).toBeLessThanOrEqual(1)
      }
    }
  })
} else {
  test('real logs were not checked: they are not beside this project', () => {
    expect(hasRealFiles).toBe(false)
  })
}
