/**
 * The top of a RaceChrono CSV export: `Key,value` lines, then one row of names (versions 1 and 2) or three rows
 * of names, units and sources (version 3).
 *
 * The row of names is found by what stands in it; notes may contain anything and take any number of lines.
 */
import { cleanText } from '../common/index.ts'
import { type HeadLines, splitCells } from '../text/index.ts'
import { type ColumnName, namesOfVersion2, namesOfVersion3, type Version } from './columns.ts'

export interface Preamble {
  readonly version: Version
  /** Of the app: 'Pro v9.1.3'. */
  readonly title: string | null
  readonly track: string | null
  readonly driver: string | null
  readonly note: string | null
  /** Start of the session, UTC to the minute: the day in epoch milliseconds and the minutes of the day. */
  readonly created: { readonly dayMs: number; readonly minutes: number } | null
  readonly columns: readonly ColumnName[]
  readonly bodyFrom: number
}

export const FIRST_LINE = 'This file is created using RaceChrono'

/** Null when there is no row of names that has a time. */
export const readPreamble = ({ lines, offsets }: HeadLines): Preamble | null => {
  const facts = new Map<string, string[]>()
  for (const [i, line] of lines.entries()) {
    const cells = splitCells(line)
    const version = i === 0 ? null : versionOf(cells)
    if (version === null) {
      if (!facts.has(cells[0]!)) facts.set(cells[0]!, cells.slice(1))
      continue
    }
    const text = (key: string): string | null => cleanText(facts.get(key)?.join(', ') ?? '') || null
    const [day = '', clock = ''] = facts.get('Created') ?? []
    const shared = {
      version,
      title: text('Session title'),
      track: text('Track name'),
      driver: text('Driver name'),
      note: text('Note'),
      created: toCreated(day, clock),
    }
    if (version !== 3)
      return { ...shared, columns: namesOfVersion2(cells, version), bodyFrom: offsets[i + 1]! }
    // Other programs that write this format leave out the rows of units and sources.
    const units = hasNumber(lines[i + 1]) ? [] : splitCells(lines[i + 1] ?? '')
    const sources = units.length === 0 || hasNumber(lines[i + 2]) ? [] : splitCells(lines[i + 2] ?? '')
    const rows = 1 + Math.sign(units.length) + Math.sign(sources.length)
    return {
      ...shared,
      columns: namesOfVersion3(cells, units, sources),
      bodyFrom: offsets[Math.min(i + rows, offsets.length - 1)]!,
    }
  }
  return null
}

const versionOf = (cells: readonly string[]): Version | null => {
  if (cells.length < 3) return null
  if (cells[0] === 'timestamp') return 3
  if (cells[0] === 'Time (s)') return 2
  return cells[0] === 'Lap #' && cells.includes('Timestamp (s)') ? 1 : null
}

/** A row of values begins with a time. */
const hasNumber = (line: string | undefined): boolean => /^\s*"?[\d.]+"?\s*,/.test(line ?? '')

/** 'DD/MM/YYYY' and 'HH:MM'. */
const toCreated = (day: string, clock: string): Preamble['created'] => {
  const date = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(day)
  const time = /^(\d{1,2}):(\d{2})/.exec(clock)
  if (!date || !time) return null
  const dayMs = Date.UTC(Number(date[3]), Number(date[2]) - 1, Number(date[1]))
  return { dayMs, minutes: Number(time[1]) * 60 + Number(time[2]) }
}
