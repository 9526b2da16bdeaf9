/** Log files of a simulated drive, and the command line: within this process, or as one of its own. */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CommandEnd } from '#cli/command'
import { lapTimeMs } from '#shared/lap'
import { runPaddock } from '../../cli/paddock.ts'
import { exportSession } from '../../shared/formats/export/index.ts'
import { writeRaceChrono } from '../../shared/formats/racechrono-csv/writer.ts'
import { runProgram } from '../node/support/program.ts'
import { bytesOf, type Made, makeSession, STARTED_AT } from '../shared/formats/export/made.ts'

export interface Logs extends Made {
  /** Lap times in milliseconds, of whole laps. */
  readonly timedMs: readonly number[]
  readonly ld: Buffer
  readonly ldx: Buffer
  readonly gpx: Buffer
  readonly raceChrono: Buffer
}

export const makeLogs = (): Logs => {
  const made = makeSession(11, 2)
  const { session, simulated } = made
  const { ld, ldx } = bytesOf(exportSession(session, 'ld'))
  const { gpx } = bytesOf(exportSession(session, 'gpx'))
  const timed = session.laps.filter(lap => lap.kind === 'timed')
  const raceChrono = writeRaceChrono({
    trace: session.trace,
    startedAt: STARTED_AT,
    crossingsMs: [...new Set(timed.flatMap(lap => [lap.startMs, lap.endMs]))],
    track: simulated.circuit.name,
    driver: simulated.driver.name,
  })
  return {
    ...made,
    timedMs: timed.map(lapTimeMs),
    ld: Buffer.from(ld!),
    ldx: Buffer.from(ldx!),
    gpx: Buffer.from(gpx!),
    raceChrono: Buffer.from(raceChrono),
  }
}

/** The command line within this process, which is ten times as quick. */
export const paddockHere = async (
  args: readonly string[],
  folder: string,
): Promise<{ end: CommandEnd; printed: string }> => {
  let printed = ''
  const end = await runPaddock(args, {
    print: text => {
      printed += text
    },
    resolvePath: path => resolve(folder, path),
    version: '1.2.3',
  })
  return { end, printed }
}

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** What `cli/main.ts` makes of a command's end. */
const CODES: Readonly<Record<CommandEnd['kind'], number>> = { done: 0, failed: 1, wrong: 2 }

/** As a person would see it, within this process. */
export const paddock = async (args: readonly string[], folder: string): Promise<Ended> => {
  const { end, printed } = await paddockHere(args, folder)
  return {
    code: CODES[end.kind],
    stdout: printed,
    stderr: end.kind === 'done' ? '' : `paddock: ${end.message}\n`,
  }
}

/** The same as a process of its own, where that is the point. */
export const paddockProgram = (args: readonly string[], cwd: string): Promise<Ended> =>
  runProgram('cli/main.ts', args, { cwd })

const REAL = fileURLToPath(new URL('../../../shared/data/telemetry/', import.meta.url))
export const realFile = (name: string): string => `${REAL}${name}`
export const hasRealFiles = existsSync(REAL)

interface Oracle {
  readonly laps?: readonly { readonly duration_s: number | null }[]
  readonly lap_times_from_beacons_s?: readonly number[]
}

/** Lap times computed from a real file without this code, in milliseconds and in order. */
export const realLapsMs = (name: string): number[] => {
  const { files }: { files: Record<string, Oracle> } = JSON.parse(readFileSync(`${REAL}ORACLES.json`, 'utf8'))
  const { laps, lap_times_from_beacons_s: beacons } = files[name]!
  // A lap that was never finished has no duration.
  const seconds = laps?.flatMap(lap => lap.duration_s ?? []) ?? beacons ?? []
  return seconds.map(one => Math.round(one * 1000))
}
