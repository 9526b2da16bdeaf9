/**
 * The same table as `scanTable` reads, read by its description and nothing clever: strings, one character after
 * the other, no pieces. For tests only.
 */
export interface SlowTable {
  readonly rows: number[][]
  readonly badRows: number
  readonly comments: { line: string; row: number }[]
}

export const slowTable = (
  text: string,
  delimiter: ',' | ';' | '\t' | 'whitespace',
  fields: number,
  decimalComma: boolean,
): SlowTable => {
  const rows: number[][] = []
  const comments: SlowTable['comments'] = []
  let badRows = 0
  for (const line of text.split(/[\r\n]/)) {
    const shown = delimiter === 'whitespace' ? line.replace(/^[ \t]+/, '') : line
    if (shown === '') continue
    if (shown.startsWith('#')) {
      comments.push({ line: shown, row: rows.length })
      continue
    }
    const cells = delimiter === 'whitespace' ? spacedCells(shown) : delimitedCells(shown, delimiter)
    if (cells.length < fields) badRows++
    else rows.push(cells.slice(0, fields).map(cell => slowNumber(cell, decimalComma)))
  }
  return { rows, badRows, comments }
}

const delimitedCells = (line: string, delimiter: string): string[] => {
  const cells = ['']
  let isQuoted = false
  for (const [i, c] of [...line].entries()) {
    const begins = cells.at(-1)!.replaceAll(' ', '') === ''
    if (c === '"' && (isQuoted || begins || [...line][i - 1] === '"')) isQuoted = !isQuoted
    if (c === delimiter && !isQuoted) cells.push('')
    else cells[cells.length - 1] += c
  }
  return cells
}

const spacedCells = (line: string): string[] => {
  const cells: string[] = []
  let cell = ''
  let isQuoted = false
  let previous = ''
  for (const c of line) {
    if (c === '"' && (isQuoted || cell === '' || previous === '"')) isQuoted = !isQuoted
    previous = c
    if (isQuoted || (c !== ' ' && c !== '\t')) cell += c
    else if (cell !== '') {
      cells.push(cell)
      cell = ''
    }
  }
  return cell === '' ? cells : [...cells, cell]
}

const slowNumber = (cell: string, decimalComma: boolean): number => {
  let bare = cell.replace(/^[ \t]+|[ \t]+$/g, '')
  if (bare.length >= 2 && bare.startsWith('"') && bare.endsWith('"')) {
    bare = bare.slice(1, -1).replace(/^[ \t]+|[ \t]+$/g, '')
  }
  const [point, other] = decimalComma ? [',', '.'] : ['.', ',']
  if (bare.includes(other) || !/[0-9]/.test(bare)) return Number.NaN
  const english = bare.replace(point, '.')
  if (!/^[-+.0-9eE]+$/.test(english)) return Number.NaN
  const value = Number(english)
  return Number.isFinite(value) ? value : Number.NaN
}
