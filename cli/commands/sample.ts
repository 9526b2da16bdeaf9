/**
 * `paddock sample`: a simulated session, for trying things out without having driven.
 *
 * The same flags give the same bytes on every machine. Laps are cut from the recorded samples by the lines of
 * the circuit, exactly as the app does with anybody's log, not taken from the simulator. The file of --out is
 * one trace (Arrow IPC, see `#shared/trace`), which holds samples only: driver, car, circuit and laps are what
 * --json prints.
 */

import { createCommand } from '#cli/command'
import { choiceSetting, optionalTextSetting, switchSetting, wholeNumberSetting } from '#node/config'
import { writeWholeFile } from '#node/files'
import { createId } from '#shared/id'
import { lapsFromGates, lapTimeMs, type MeasuredLap, withFlaggedLaps } from '#shared/lap'
import { CIRCUIT_NAMES, type SimulatedSession, simulateSession } from '#shared/sim'
import { encodeTrace } from '#shared/trace'
import { formatBytes } from '#shared/units'
import { lapsToLines } from './lap-table.ts'

/** A file of 76 MB on the longest circuit, made within 3 s and 400 MB of memory. */
const MAX_LAPS = 200

interface SampleFile {
  readonly path: string
  readonly bytes: number
}

interface Sample {
  readonly seed: number
  readonly session: SimulatedSession
  readonly laps: readonly MeasuredLap[]
  readonly file: SampleFile | null
}

const lapToJson = (lap: MeasuredLap) => ({
  number: lap.number,
  kind: lap.kind,
  startMs: lap.startMs,
  timeMs: lapTimeMs(lap),
  sectorsMs: lap.sectorsMs,
  ...lap.validity,
})

const sampleToJson = ({ seed, session, laps, file }: Sample): string => {
  const { circuit, driver, car } = session
  const document = {
    origin: { kind: 'sample', seed },
    driver: driver.name,
    car: car.name,
    track: { name: circuit.name, lengthM: Math.round(circuit.lengthM) },
    frame: circuit.frame,
    gates: circuit.gates,
    laps: laps.map(lapToJson),
    file,
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

const sampleToText = ({ seed, session, laps, file }: Sample): string => {
  const { circuit, driver, car } = session
  const lines = [
    `Simulated session (seed ${seed}): ${driver.name}, ${car.name}, ${circuit.name}, ${Math.round(circuit.lengthM)} m`,
    '',
    ...lapsToLines(laps),
    ...(file ? ['', `Wrote ${file.path} (${formatBytes(file.bytes)})`] : []),
  ]
  return `${lines.join('\n')}\n`
}

export const sample = createCommand({
  name: 'sample',
  summary: 'drive a simulated session, print its laps, write its trace',
  about:
    'Drives a simulated session on an invented circuit, cuts it into laps as the app would, and prints them.\nThe same flags always give the same session.',
  settings: {
    laps: wholeNumberSetting({ help: 'how many timed laps', min: 1, max: MAX_LAPS, fallback: 5 }),
    seed: wholeNumberSetting({
      help: 'another number, another drive',
      min: 0,
      max: 2 ** 32 - 1,
      fallback: 1,
    }),
    circuit: choiceSetting({
      placeholder: 'NAME',
      help: `where: ${CIRCUIT_NAMES.join(', ')}`,
      choices: CIRCUIT_NAMES,
      fallback: CIRCUIT_NAMES[0]!,
    }),
    out: optionalTextSetting({
      placeholder: 'FILE',
      what: 'the path of a file',
      help: 'write the trace to this file (Arrow IPC)',
    }),
    json: switchSetting({ help: 'print JSON instead of a table', fallback: false }),
  },
  run: async ({ laps: lapCount, seed, circuit, out, json }, { print, resolvePath }) => {
    const session = simulateSession({ seed, circuit, laps: lapCount })
    const { frame, gates } = session.circuit
    // The laps are printed and forgotten, so their layout needs no identity of its own.
    const layoutId = createId<'layout'>(bytes => bytes)
    const cut = lapsFromGates({ trace: session.trace, frame, gates, layoutId })
    const laps = withFlaggedLaps(cut, session.trace, 'all wheels left the track')

    let file: SampleFile | null = null
    if (out !== null) {
      const path = resolvePath(out)
      const bytes = encodeTrace(session.trace)
      const written = await writeWholeFile(path, bytes)
      if (!written.ok)
        return {
          kind: 'failed',
          message: `${path} was not written (${written.reason}) and what was there before is unchanged: name another place with --out.`,
        }
      file = { path, bytes: bytes.byteLength }
    }
    const result: Sample = { seed, session, laps, file }
    print(json ? sampleToJson(result) : sampleToText(result))
    return { kind: 'done' }
  },
})
