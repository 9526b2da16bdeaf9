import { linkSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { channelOf, decodeTrace } from '#shared/trace'
import { temporaryFolder, writeFiles } from '../node/support/folder.ts'
import { hasRealFiles, makeLogs, paddock, paddockHere, paddockProgram, realFile } from './logs.ts'

const logs = makeLogs()

interface Inspected {
  readonly format: string
  readonly sessions: readonly {
    readonly laps: readonly { readonly number: number; readonly timeMs: number; readonly kind: string }[]
    readonly channels: readonly { readonly name: string; readonly samples: number }[]
  }[]
}

const inspected = async (file: string, folder: string): Promise<Inspected> => {
  const { code, stdout } = await paddock(['inspect', file, '--json'], folder)
  expect(code).toBe(0)
  return JSON.parse(stdout)[0]
}

const timedIn = async (file: string, folder: string): Promise<number[]> =>
  (await inspected(file, folder)).sessions[0]!.laps.filter(lap => lap.kind === 'timed').map(lap => lap.timeMs)

const folderWith = async (files: Record<string, Buffer>): Promise<string> => {
  const folder = temporaryFolder()
  await writeFiles(folder, files)
  return folder
}

describe('the whole session', () => {
  test('as MoTeC LD with its lap list beside, and the same laps', async () => {
    const folder = await folderWith({ 'drive.csv': logs.raceChrono })
    const { code, stdout, stderr } = await paddockProgram(['convert', 'drive.csv', '--to', 'ld'], folder)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout.match(/^Wrote \S+drive\.ldx? \(.+\)$/gm)).toHaveLength(2)
    expect(readdirSync(folder).sort()).toEqual(['drive.csv', 'drive.ld', 'drive.ldx'])
    expect(await timedIn('drive.ld', folder)).toEqual(logs.timedMs)
  })

  test('as CSV, named by --out alone', async () => {
    const folder = await folderWith({ 'run.ld': logs.ld, 'run.ldx': logs.ldx })
    const { code } = await paddock(['convert', '--out=all.CSV', 'run.ld'], folder)
    expect(code).toBe(0)
    const [names, units, ...rows] = readFileSync(join(folder, 'all.CSV'), 'utf8').trimEnd().split('\r\n')
    expect(names).toMatch(/^time,lap,/)
    expect(units).toMatch(/^s,,/)
    const starts = new Map<string, number>()
    for (const row of rows) {
      const [time, lap] = row.split(',')
      if (!starts.has(lap!)) starts.set(lap!, Number(time) * 1000)
    }
    const { sessions } = await inspected('run.ld', folder)
    for (const lap of sessions[0]!.laps) {
      const next = starts.get(String(lap.number + 1))
      if (next !== undefined) expect(next - starts.get(String(lap.number))!).toBeCloseTo(lap.timeMs, 5)
    }
  })

  test('as GPX and as Arrow', async () => {
    const folder = await folderWith({ 'drive.csv': logs.raceChrono })
    for (const format of ['gpx', 'arrow']) {
      expect((await paddock(['convert', 'drive.csv', '--to', format], folder)).code).toBe(0)
      const { format: label, sessions } = await inspected(`drive.${format}`, folder)
      expect(label).toBe(format === 'gpx' ? 'GPX' : 'Paddock trace')
      expect(sessions[0]!.channels.find(channel => channel.name === 'lat')!.samples).toBeGreaterThan(1000)
    }
  })
})

describe('one lap', () => {
  test('has its number in its name and its time from its start', async () => {
    const folder = await folderWith({ 'drive.csv': logs.raceChrono })
    expect((await paddock(['convert', 'drive.csv', '--to=arrow', '--lap', '2'], folder)).code).toBe(0)
    const decoded = decodeTrace(new Uint8Array(readFileSync(join(folder, 'drive-lap-2.arrow'))))
    if (!decoded.ok) throw new Error(decoded.reason)
    const lat = channelOf(decoded.trace, 'lat')!
    const { timeMs } = decoded.trace.groups[lat.group]!
    expect(timeMs[0]).toBeLessThanOrEqual(0)
    expect(timeMs[0]).toBeGreaterThan(-1000)
    expect(timeMs.at(-1)! - logs.timedMs[1]!).toBeGreaterThanOrEqual(0)
    expect(timeMs.at(-1)! - logs.timedMs[1]!).toBeLessThan(1000)
  })

  test('as LD is one timed lap of the same time', async () => {
    const folder = await folderWith({ 'drive.csv': logs.raceChrono })
    expect((await paddock(['convert', 'drive.csv', '--to=ld', '--lap=1'], folder)).code).toBe(0)
    expect(await timedIn('drive-lap-1.ld', folder)).toEqual([logs.timedMs[0]])
  })
})

describe('what is there already', () => {
  test('the input is never written to, under whatever name', async () => {
    const folder = await folderWith({ 'run.ld': logs.ld, 'run.ldx': logs.ldx })
    symlinkSync('run.ld', join(folder, 'link.ld'))
    linkSync(join(folder, 'run.ldx'), join(folder, 'hard.ldx'))
    const attempts = [
      ['--to=ld'],
      ['--to=ld', '--out=./run.ld'],
      ['--to=csv', '--out=link.ld'],
      // Its lap list would fall on that of the input.
      ['--to=ld', '--out=hard.ld'],
      ['--to=ld', '--out=run.log'],
    ]
    for (const args of attempts) {
      const { end, printed } = await paddockHere(['convert', 'run.ld', ...args], folder)
      expect(printed).toBe('')
      expect(end).toEqual({
        kind: 'failed',
        message: expect.stringMatching(
          /^\S+ is the file being converted or belongs to it, so nothing was written: name another place with --out\.$/,
        ),
      })
    }
    expect(readFileSync(join(folder, 'run.ld')).equals(logs.ld)).toBe(true)
    expect(readFileSync(join(folder, 'run.ldx')).equals(logs.ldx)).toBe(true)
    expect(readdirSync(folder).sort()).toEqual(['hard.ldx', 'link.ld', 'run.ld', 'run.ldx'])
  })

  test('is replaced only when it was named', async () => {
    const folder = await folderWith({ 'run.ld': logs.ld, 'run.csv': Buffer.from('mine') })
    const { code, stderr } = await paddock(['convert', 'run.ld', '--to=csv'], folder)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^paddock: \S+run\.csv exists already, so nothing was written: name another place/)
    expect(readFileSync(join(folder, 'run.csv'), 'utf8')).toBe('mine')
    expect((await paddock(['convert', 'run.ld', '--out=run.csv'], folder)).code).toBe(0)
    expect(readFileSync(join(folder, 'run.csv'), 'utf8')).toMatch(/^time,lap,/)
  })

  test('an .ldx is no place for the log', async () => {
    const folder = await folderWith({ 'drive.csv': logs.raceChrono })
    const { code, stderr } = await paddock(['convert', 'drive.csv', '--to=ld', '--out=a.ldx'], folder)
    expect(code).toBe(1)
    expect(stderr).toMatch(
      /^paddock: The log and its lap list would both be \S+a\.ldx, so nothing was written/,
    )
    expect(readdirSync(folder)).toEqual(['drive.csv'])
  })
})

describe('what cannot be done', () => {
  test('is one line, exit code 1 or 2, and nothing is left behind', async () => {
    const folder = await folderWith({ 'run.ld': logs.ld })
    for (const [args, wanted] of [
      [['run.ld', '--to=gpx'], 1],
      [['run.ld', '--to=xls'], 2],
    ] as const) {
      const { code, stdout, stderr } = await paddock(['convert', ...args], folder)
      expect([code, stdout]).toEqual([wanted, ''])
      expect(stderr).toMatch(/^paddock: [^\n]+\n$/)
    }
    expect(readdirSync(folder)).toEqual(['run.ld'])
  })

  test.each([
    [['none.ld', '--to=csv'], /none\.ld does not exist, so nothing was read/],
    [['junk.csv', '--to=csv'], /^[^\n]{20,}\.$/],
    [['run.ld', '--to=gpx'], /^It is not known when this recording was made,/],
    [['run.ld', '--out=none/run.csv'], /run\.csv was not written \(its folder does not exist\) and what/],
  ])('%j', async (args, message) => {
    const folder = await folderWith({ 'run.ld': logs.ld, 'junk.csv': Buffer.alloc(100, 0xff) })
    const { end, printed } = await paddockHere(['convert', ...args], folder)
    expect(end).toEqual({ kind: 'failed', message: expect.stringMatching(message) })
    expect(printed).toBe('')
    expect(readdirSync(folder).sort()).toEqual(['junk.csv', 'run.ld'])
  })
})

describe('asked wrongly', () => {
  test.each([
    [[], /^Name a file\./],
    [['run.ld'], /^Say what to write: --to csv, --to arrow, --to ld, --to gpx\./],
    [['run.ld', '--out=run.xyz'], /^Say what to write:/],
    [['run.ld', 'run.ld', '--to=csv'], /^Name one file at a time\./],
    [['run.ld', '--to=xls'], /^--to must be one of csv, arrow, ld, gpx, not "xls"\./],
    [['run.ld', '--to=csv', '--lap=99'], /^There is no lap 99 in this session, which has 0, 1, 2, 3\./],
    [['run.ld', '--to=csv', '--lap=best'], /^--lap must be a whole number/],
    [['run.ld', '--to=csv', '--session=2'], /^The file holds one session only\./],
    [['run.ld', '--to'], /^--to needs a value:/],
    [['run.ld', '--frm=csv'], /^There is no flag "--frm"\./],
  ])('%j', async (args, message) => {
    const folder = await folderWith({ 'run.ld': logs.ld, 'run.ldx': logs.ldx })
    const { end, printed } = await paddockHere(['convert', ...args], folder)
    expect(end).toEqual({ kind: 'wrong', message: expect.stringMatching(message) })
    expect(printed).toBe('')
    expect(readdirSync(folder).sort()).toEqual(['run.ld', 'run.ldx'])
  })
})

if (hasRealFiles) {
  test('a real log of several rates keeps its lap times from XRK to LD', async () => {
    const folder = temporaryFolder()
    const file = realFile('aim/aim_official_test.xrk')
    expect((await paddock(['convert', file, '--to=ld', '--out=aim.ld'], folder)).code).toBe(0)
    const before = (await timedIn(file, folder)) as readonly number[]
    expect(before.length).toBeGreaterThan(5)
    expect(await timedIn('aim.ld', folder)).toEqual(before)
  })

  test('of a real file with several sessions one has to be chosen', async () => {
    const folder = temporaryFolder()
    const file = realFile('harrys/922016Laps.csv')
    const { code, stderr } = await paddock(['convert', file, '--to=gpx'], folder)
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /^paddock: The file holds \d+ sessions: say which with --session 1 to --session \d+\./,
    )
    expect((await paddock(['convert', file, '--to=gpx', '--session=2'], folder)).code).toBe(0)
    expect(readdirSync(folder)).toEqual(['922016Laps-session-2.gpx'])
  })
} else {
  test('real logs were not converted: they are not beside this project', () => {
    expect(hasRealFiles).toBe(false)
  })
}
