/**
 * `paddock compare`: laps of one log file laid over one of them, place by place.
 *
 * Laps that cannot be compared are listed with the reason; when they were asked for by number the command ends as
 * failed. Without --laps all valid timed laps are taken, without --reference the fastest of them.
 */
import type { CommandEnd } from '#cli/command'
import { listSetting, switchSetting, wholeNumberSetting } from '#node/config'
import type { CutLog } from '#shared/formats'
import { bestLap, isRanked, type MeasuredLap } from '#shared/lap'
import { comparisonToLines } from './compare-lines.ts'
import { compareLaps, comparisonToJson } from './compare-report.ts'
import { createFileCommand } from './file-command.ts'
import { readLogFile } from './read-log-file.ts'
import { chooseSession, optional } from './session-choice.ts'

const MAX_NUMBER = 1_000_000

export const compare = createFileCommand({
  name: 'compare',
  words: 'FILE',
  summary: 'lay laps of a log file over one another: delta, sectors, corners',
  about:
    'Reads a log file of any format Paddock knows and compares laps with a reference lap at the same places of the road.\nPositive times are lost, negative ones won. Nothing is changed.',
  settings: {
    laps: listSetting({
      placeholder: 'NUMBERS',
      what: 'lap numbers separated by commas',
      help: 'which laps; all valid timed ones unless given',
    }),
    reference: optional(
      wholeNumberSetting({
        help: 'the lap the others are measured against; the fastest valid one unless given',
        min: 0,
        max: MAX_NUMBER,
        fallback: 0,
      }),
    ),
    session: optional(
      wholeNumberSetting({ help: 'which session of the file, from 1', min: 1, max: MAX_NUMBER, fallback: 1 }),
    ),
    json: switchSetting({ help: 'print JSON instead of tables', fallback: false }),
  },
  run: async (files, settings, { print, resolvePath }) => {
    const [file, second] = files
    if (file === undefined || second !== undefined) return wrong('Name one file at a time.')
    const numbers = settings.laps.map(word => (/^\d{1,7}$/.test(word) ? Number(word) : Number.NaN))
    if (numbers.some(Number.isNaN)) return wrong('--laps needs lap numbers separated by commas, as in 3,5.')

    const read = await readLogFile(resolvePath(file))
    if (!read.ok) return failed(read.reason)
    const cut = chooseSession(read.sessions, settings.session)
    if (typeof cut === 'string') return wrong(cut)
    const chosen = chooseLaps(cut, numbers, settings.reference)
    if (typeof chosen === 'string') return wrong(chosen)
    if (!chosen)
      return failed('No valid timed lap was found in this session, so there is nothing to compare.')

    const comparison = compareLaps(cut, chosen.reference, chosen.laps)
    if (settings.json) print(`${JSON.stringify(comparisonToJson(file, comparison), null, 2)}\n`)
    else print(`${comparisonToLines(file, comparison).join('\n')}\n`)
    const refused = comparison.laps.filter(({ aligned }) => aligned.by === 'nothing').length
    if (refused === 0 || (numbers.length === 0 && refused < comparison.laps.length)) return { kind: 'done' }
    return failed(
      `${refused} of ${comparison.laps.length} laps could not be compared, for the ${refused === 1 ? 'reason' : 'reasons'} printed above.`,
    )
  },
})

const wrong = (message: string): CommandEnd => ({ kind: 'wrong', message })
const failed = (message: string): CommandEnd => ({ kind: 'failed', message })

interface Chosen {
  readonly reference: MeasuredLap
  /** Without the reference, in the order of the file. */
  readonly laps: readonly MeasuredLap[]
}

/** A sentence when the choice is none, null when there is nothing to choose from. */
const chooseLaps = (
  { laps }: CutLog,
  numbers: readonly number[],
  referenceNumber: number | null,
): Chosen | string | null => {
  const named = [...numbers, ...(referenceNumber === null ? [] : [referenceNumber])]
  const missing = named.find(number => !laps.some(lap => lap.number === number))
  if (missing !== undefined) {
    return laps.length === 0
      ? 'No laps were found in this session.'
      : `There is no lap ${missing} in this session, which has ${laps.map(lap => lap.number).join(', ')}.`
  }
  const compared =
    numbers.length > 0 ? laps.filter(lap => numbers.includes(lap.number)) : laps.filter(isRanked)
  const reference =
    referenceNumber === null
      ? (bestLap(compared) ?? compared[0])
      : laps.find(lap => lap.number === referenceNumber)
  if (!reference || compared.length === 0) return null
  return { reference, laps: compared.filter(lap => lap !== reference) }
}
