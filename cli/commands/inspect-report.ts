/** What `paddock inspect` says about one file, as JSON and as lines for people. */
import type { CutLog } from '#shared/formats'
import { lapTimeMs } from '#shared/lap'
import { formatNumber } from '#shared/units'
import { lapsToLines } from './lap-table.ts'
import type { ReadFile } from './read-log-file.ts'

export const fileToJson = (file: string, read: ReadFile) =>
  read.ok
    ? {
        file,
        format: read.format,
        notes: notesOf(read),
        sessions: read.sessions.map(sessionToJson),
      }
    : { file, error: read.reason }

/** A file that was read with the one it belongs to. */
export const additionToJson = (file: string, mainFile: string) => ({ file, readWith: mainFile })
export const additionToLines = (file: string, mainFile: string): string[] => [
  `${file}: read with ${mainFile}`,
  '',
]

const sessionToJson = ({ session, laps }: CutLog) => ({
  driver: session.driver,
  vehicle: session.vehicle,
  venue: session.venue,
  startedAt: session.startedAt === null ? null : new Date(session.startedAt).toISOString(),
  laps: laps.map(lap => ({
    number: lap.number,
    timeMs: lapTimeMs(lap),
    kind: lap.kind,
    valid: lap.validity.valid,
    sectorsMs: lap.sectorsMs,
  })),
  channels: session.trace.channels.map(({ name, unit, values }) => ({ name, unit, ...rangeOf(values) })),
})

export const fileToLines = (file: string, read: ReadFile): string[] => {
  if (!read.ok) return [file, '', `  ${read.reason}`, '']
  const notes = notesOf(read)
  const isSplit = read.sessions.length > 1
  return [
    `${file}: ${read.format}`,
    '',
    ...read.sessions.flatMap((cut, i) => [...sessionToLines(cut, isSplit ? i + 1 : null), '']),
    ...(notes.length > 0 ? ['Notes', ...notes.map(text => `  ${text}`), ''] : []),
  ]
}

const sessionToLines = ({ session, laps }: CutLog, number: number | null): string[] => {
  const { driver, vehicle, venue, startedAt } = session
  const started =
    startedAt === null ? null : `${new Date(startedAt).toISOString().slice(0, 19).replace('T', ' ')} UTC`
  const said = [driver, vehicle, venue, started].filter(text => text !== null).join(', ')
  const heading = [number === null ? null : `Session ${number}`, said || null].filter(text => text !== null)
  return [
    ...(heading.length > 0 ? [heading.join(': '), ''] : []),
    ...(laps.length > 0 ? lapsToLines(laps) : ['No laps']),
    '',
    ...channelsToLines(session.trace.channels),
  ]
}

const channelsToLines = (channels: CutLog['session']['trace']['channels']): string[] => {
  const head = ['Channel', 'Source', 'Unit', 'Samples', 'Min', 'Max']
  const rows = channels.map(({ name, source, unit, values }) => {
    const { samples, min, max } = rangeOf(values)
    return [name, source, unit, String(samples), shown(min), shown(max)]
  })
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map(row => row[i]!.length)))
  const isText = (column: number): boolean => column < 3
  return [head, ...rows].map(cells =>
    cells
      .map((cell, i) => (isText(i) ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd(),
  )
}

/** Five digits that mean something, more before the point where there are more. */
const shown = (value: number | null): string => {
  if (value === null) return ''
  const before = Math.floor(Math.log10(Math.max(Math.abs(value), 1))) + 1
  return formatNumber(value, Number.isInteger(value) ? 0 : Math.max(0, 5 - before))
}

interface Range {
  /** How many have a value. */
  readonly samples: number
  readonly min: number | null
  readonly max: number | null
}

const rangeOf = (values: ArrayLike<number>): Range => {
  let [samples, min, max] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!
    if (!Number.isFinite(v)) continue
    samples++
    if (v < min) min = v
    if (v > max) max = v
  }
  return samples > 0 ? { samples, min, max } : { samples, min: null, max: null }
}

/** Of the file, then of its sessions; what is true of all sessions is said once. */
const notesOf = ({ notes, sessions }: Extract<ReadFile, { ok: true }>): string[] => {
  const own = sessions.flatMap(cut => cut.notes)
  return [...new Set([...notes, ...own].map(note => note.text))]
}
