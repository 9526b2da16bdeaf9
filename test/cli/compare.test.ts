import { describe, expect, test } from 'vitest'
import { temporaryFolder, writeFiles } from '../node/support/folder.ts'
import { hasRealFiles, makeLogs, paddock, paddockHere, realFile } from './logs.ts'

const logs = makeLogs()

interface PartEntry {
  readonly part: string
  readonly timeMs: number
  readonly lossMs: number | null
  readonly phasesMs: { readonly entry: number; readonly middle: number; readonly exit: number } | null
}

interface Entry {
  readonly reference: {
    readonly lap: number
    readonly timeMs: number
    readonly alignedBy: string
    readonly parts: readonly PartEntry[]
  }
  readonly laps: readonly {
    readonly lap: number
    readonly timeMs: number
    readonly alignedBy: string | null
    readonly reason?: string
    readonly deltaEndMs?: number
    readonly parts?: readonly PartEntry[]
  }[]
  readonly sectors: {
    readonly rows: readonly { readonly lap: number; readonly sectorsMs: readonly number[] }[]
  }
  readonly optimal: { readonly timeMs: number; readonly pieces: number } | null
}

const compareJson = async (
  args: readonly string[],
  folder: string,
): Promise<{ end: unknown; entry: Entry }> => {
  const { end, printed } = await paddockHere(['compare', '--json', ...args], folder)
  return { end, entry: JSON.parse(printed) }
}

const folderWithLog = async (): Promise<string> => {
  const folder = temporaryFolder()
  await writeFiles(folder, { 'run.ld': logs.ld, 'RUN.LDX': logs.ldx })
  return folder
}

const sum = (parts: readonly PartEntry[], of: (part: PartEntry) => number): number =>
  parts.reduce((total, part) => total + of(part), 0)

describe('as JSON', () => {
  test('the alignment used, the delta at the line, sectors and corners that add up', async () => {
    const folder = await folderWithLog()
    const { end, entry } = await compareJson(['run.ld'], folder)
    expect(end).toEqual({ kind: 'done' })
    const best = Math.min(...logs.timedMs)
    expect(entry.reference).toMatchObject({ timeMs: best, alignedBy: 'position' })
    expect(sum(entry.reference.parts, part => part.timeMs)).toBe(best)
    expect(entry.laps).toHaveLength(logs.timedMs.length - 1)
    for (const { timeMs, alignedBy, deltaEndMs, parts } of entry.laps) {
      expect(alignedBy).toBe('position')
      expect(deltaEndMs).toBe(timeMs - best)
      expect(sum(parts!, part => part.lossMs!)).toBe(timeMs - best)
      for (const { lossMs, phasesMs } of parts!) {
        if (phasesMs) expect(phasesMs.entry + phasesMs.middle + phasesMs.exit).toBe(lossMs)
      }
    }
    expect(entry.sectors.rows).toHaveLength(logs.timedMs.length)
    expect(entry.optimal!.timeMs).toBeLessThanOrEqual(best)
  })

  test('another reference, only some laps, its own lap left out', async () => {
    const folder = await folderWithLog()
    const all = (await compareJson(['run.ld'], folder)).entry
    const other = all.laps[0]!.lap
    const { entry } = await compareJson(
      ['run.ld', '--laps', `${all.reference.lap},${other}`, '--reference', String(other)],
      folder,
    )
    expect(entry.reference.lap).toBe(other)
    expect(entry.laps.map(({ lap }) => lap)).toEqual([all.reference.lap])
    expect(entry.laps[0]!.deltaEndMs).toBe(-all.laps[0]!.deltaEndMs!)
  })

  test('a lap that cannot be compared has a reason, and the command fails when it was asked for', async () => {
    const folder = temporaryFolder()
    await writeFiles(folder, { 'drive.gpx': logs.gpx })
    const { end, entry } = await compareJson(['drive.gpx', '--laps', '0,1,2', '--reference', '1'], folder)
    const [out, second] = entry.laps
    expect(out).toMatchObject({ lap: 0, alignedBy: null, reason: expect.stringMatching(/^Lap 0 [^\n]+\.$/) })
    expect(second!.alignedBy).toBe('position')
    expect(end).toEqual({
      kind: 'failed',
      message: '1 of 2 laps could not be compared, for the reason printed above.',
    })
  })
})

describe('as text', () => {
  test('laps, sectors, corners with signs and units', async () => {
    const folder = await folderWithLog()
    const { end, printed } = await paddockHere(['compare', 'run.ld'], folder)
    expect(end).toEqual({ kind: 'done' })
    expect(printed).toMatch(/^run\.ld: against lap \d+, \d:\d\d\.\d{3}, \d{4} m\n/)
    expect(printed).toMatch(
      /\nLap +Time +At the line +Compared\n +\d +\d:\d\d\.\d{3} +\+\d\.\d{3} +by position\n/,
    )
    expect(printed).toMatch(/\nPart +From m +To m +Time s +Loss s +Entry +Middle +Exit +In km\/h/)
    expect(printed).toMatch(/\nT1 /)
    expect(printed).not.toMatch(/NaN|undefined|-\d/)
  })
})

describe('asked wrongly', () => {
  test.each([
    [['compare'], /^Name a file\./],
    [['compare', 'run.ld', 'other.ld'], /^Name one file at a time\./],
    [['compare', 'run.ld', '--laps', '1,x'], /^--laps needs lap numbers separated by commas, as in 3,5\./],
    [['compare', 'run.ld', '--laps', '1,77'], /^There is no lap 77 in this session, which has [\d, ]+\./],
    [['compare', 'run.ld', '--reference', '9'], /^There is no lap 9 in this session/],
    [['compare', 'run.ld', '--session', '3'], /^The file holds one session only\./],
  ])('%j', async (args, message) => {
    const { end, printed } = await paddockHere(args, await folderWithLog())
    expect(end).toEqual({ kind: 'wrong', message: expect.stringMatching(message) })
    expect(printed).toBe('')
  })

  test('a file that is not there is one sentence and exit code 1', async () => {
    const { code, stdout, stderr } = await paddock(['compare', 'none.ld'], temporaryFolder())
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^paddock: \S+none\.ld does not exist, so nothing was read[^\n]*\n$/)
  })
})

if (hasRealFiles) {
  test('laps 2 and 3 of a real phone log end 9.056 s apart', async () => {
    const file = realFile('trackaddict/STC_log.csv')
    const { end, entry } = await compareJson([file, '--laps', '2,3', '--reference', '2'], temporaryFolder())
    expect(end).toEqual({ kind: 'done' })
    expect(entry.laps).toMatchObject([{ lap: 3, alignedBy: 'position', deltaEndMs: 9056 }])
  })
} else {
  test('a real log was not compared: it is not beside this project', () => {
    expect(hasRealFiles).toBe(false)
  })
}
