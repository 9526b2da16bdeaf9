/**
 * `paddock convert`: a log file as CSV, Arrow, MoTeC LD or GPX, whole or one lap of it.
 *
 * Invariants: the file that is read, and what belongs to it, is never written to, under whatever name; without
 * --out nothing that exists is replaced. Files are written whole or not at all; a .ldx stands beside its .ld.
 */
import { stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { CommandEnd } from '#cli/command'
import { choiceSetting, optionalTextSetting, wholeNumberSetting } from '#node/config'
import { companionPaths } from '#node/file-source'
import { writeWholeFile } from '#node/files'
import {
  type CutLog,
  EXPORT_FORMATS,
  type ExportedFile,
  type ExportFormat,
  exportSession,
  lapToExport,
  type SessionToExport,
} from '#shared/formats'
import { formatBytes } from '#shared/units'
import { createFileCommand } from './file-command.ts'
import { readLogFile } from './read-log-file.ts'
import { chooseSession, optional } from './session-choice.ts'

const MAX_NUMBER = 1_000_000

export const convert = createFileCommand({
  name: 'convert',
  words: 'FILE',
  summary: 'write a log file as CSV, Arrow, MoTeC LD or GPX',
  about:
    'Reads a log file of any format Paddock knows and writes it in another, whole or one lap of it.\nWithout --out the new file is put into the current folder and replaces nothing.',
  settings: {
    to: optional(
      choiceSetting({
        help: 'the new format; may be left out when --out ends in it',
        choices: EXPORT_FORMATS,
        fallback: 'csv',
      }),
    ),
    lap: optional(
      wholeNumberSetting({
        help: 'only this lap, timed from its start',
        min: 0,
        max: MAX_NUMBER,
        fallback: 0,
      }),
    ),
    session: optional(
      wholeNumberSetting({ help: 'which session of the file, from 1', min: 1, max: MAX_NUMBER, fallback: 1 }),
    ),
    out: optionalTextSetting({
      placeholder: 'FILE',
      what: 'the path of a file',
      help: 'where to write; what is there is replaced',
    }),
  },
  run: async (files, { to, lap, session: sessionNumber, out }, { print, resolvePath }) => {
    const [file, second] = files
    if (file === undefined || second !== undefined) return wrong('Name one file at a time.')
    const format = to ?? formatOf(out)
    if (format === null) return wrong(`Say what to write: --to ${EXPORT_FORMATS.join(', --to ')}.`)

    const path = resolvePath(file)
    const read = await readLogFile(path)
    if (!read.ok) return failed(read.reason)
    const cut = chooseSession(read.sessions, sessionNumber)
    if (typeof cut === 'string') return wrong(cut)
    const session = chooseLap(cut, lap)
    if (typeof session === 'string') return wrong(session)
    const exported = exportSession(session, format)
    if (!exported.ok) return failed(exported.reason)

    const suffix = `${sessionNumber === null ? '' : `-session-${sessionNumber}`}${lap === null ? '' : `-lap-${lap}`}`
    const target = resolvePath(out ?? `${basename(path, extname(path))}${suffix}.${format}`)
    const places = exported.files.map(one => ({ one, path: placeBeside(target, one, format) }))
    const inTheWay = await findInTheWay(
      places.map(place => place.path),
      [path, ...(await companionPaths(path))],
      out === null,
    )
    if (inTheWay !== null) return failed(inTheWay)
    for (const place of places) {
      const end = await write(place.path, place.one, print)
      if (end) return end
    }
    return { kind: 'done' }
  },
})

const wrong = (message: string): CommandEnd => ({ kind: 'wrong', message })
const failed = (message: string): CommandEnd => ({ kind: 'failed', message })

const formatOf = (out: string | null): ExportFormat | null => {
  const ending = out === null ? '' : extname(out).slice(1).toLowerCase()
  return EXPORT_FORMATS.find(format => format === ending) ?? null
}

const chooseLap = ({ session, laps }: CutLog, number: number | null): SessionToExport | string => {
  const whole = { ...session, laps }
  if (number === null) return whole
  const lap = laps.find(one => one.number === number)
  if (lap) return lapToExport(whole, lap)
  return laps.length === 0
    ? 'No laps were found in this session, so it can only be converted whole.'
    : `There is no lap ${number} in this session, which has ${laps.map(one => one.number).join(', ')}.`
}

/** The file asked for, or another of the same name with an ending of its own. */
const placeBeside = (target: string, { ending }: ExportedFile, format: ExportFormat): string =>
  ending === format ? target : `${target.slice(0, target.length - extname(target).length)}.${ending}`

/** What must not be written to, as a sentence. */
const findInTheWay = async (
  targets: readonly string[],
  inputs: readonly string[],
  mustBeNew: boolean,
): Promise<string | null> => {
  const identities = await Promise.all(inputs.map(identityOf))
  const seen = new Set<string>()
  for (const target of targets) {
    const identity = await identityOf(target)
    if (identity !== null && identities.includes(identity)) {
      return `${target} is the file being converted or belongs to it, so nothing was written: name another place with --out.`
    }
    if (identity !== null && mustBeNew) {
      return `${target} exists already, so nothing was written: name another place with --out, or this one to replace it.`
    }
    if (seen.has(target)) {
      return `The log and its lap list would both be ${target}, so nothing was written: give --out the ending .ld.`
    }
    seen.add(target)
  }
  return null
}

/** The file behind a path, whatever links lead there; null when there is none. */
const identityOf = async (path: string): Promise<string | null> => {
  try {
    const { dev, ino } = await stat(path, { bigint: true })
    return `${dev}:${ino}`
  } catch {
    return null
  }
}

/** Null when it was written. */
const write = async (
  path: string,
  { pieces }: ExportedFile,
  print: (text: string) => void,
): Promise<CommandEnd | null> => {
  let length = 0
  const written = await writeWholeFile(
    path,
    countingBytes(pieces, added => (length += added)),
  )
  if (!written.ok) {
    return failed(
      `${path} was not written (${written.reason}) and what was there before is unchanged: name another place with --out.`,
    )
  }
  print(`Wrote ${path} (${formatBytes(length)})\n`)
  return null
}

/** The same pieces, one after the other as they are made: a session as text takes several times its memory. */
const countingBytes = function* (
  pieces: Iterable<Uint8Array>,
  onLength: (added: number) => void,
): Iterable<Uint8Array> {
  for (const piece of pieces) {
    onLength(piece.length)
    yield piece
  }
}
