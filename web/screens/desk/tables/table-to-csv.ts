/**
 * A table as CSV (RFC 4180): a header with units, a point as the decimal sign, lines ended by CR LF, UTF-8 without
 * a byte order mark.
 *
 * Hazard: a spreadsheet runs a cell of text that begins with = + - or @ (also behind a tab or a line break) as a
 * formula. Names come from files of other people, so such a cell gets an apostrophe in front. Numbers stay numbers;
 * what is not known is an empty cell.
 */
export interface CsvTable {
  readonly columns: readonly { readonly title: string; readonly unit: string }[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}

const FORMULA = /^[\s\p{Cc}]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/

const textCell = (text: string): string => {
  const safe = FORMULA.test(text) ? `'${text}` : text
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const cellToCsv = (cell: string | number | null): string => {
  if (cell === null) return ''
  if (typeof cell === 'string') return textCell(cell)
  return Number.isFinite(cell) ? String(cell) : ''
}

export const tableToCsv = ({ columns, rows }: CsvTable): string => {
  const header = columns.map(({ title, unit }) => textCell(unit === '' ? title : `${title} [${unit}]`))
  return [header, ...rows.map(row => row.map(cellToCsv))].map(line => `${line.join(',')}\r\n`).join('')
}
