/** Bench rows as a table for people and as JSON for programs. */
import type { Bench, MeasuredRow, Row, Spread } from './harness.ts'

/** One array of rows and nothing else, so that a program can read standard output as it is. */
export const rowsToJson = (rows: readonly MeasuredRow[]): string =>
  JSON.stringify(
    rows.map(({ bench, name, value, unit, against, ratio, target, met }): Row => {
      return { bench, name, value, unit, against, ratio, target, met }
    }),
    null,
    2,
  )

export const rowsToTable = (rows: readonly MeasuredRow[]): string => {
  const lines = rows.map(row => [
    row.bench,
    row.name,
    `${spreadToText(row.ours)} ${row.unit}`,
    row.against,
    row.peer.min === row.peer.max
      ? `${figure(row.peer.median)} ${row.unit}`
      : `${spreadToText(row.peer)} ${row.unit}`,
    `${figure(row.ratio)} ×`,
    row.target === null ? '–' : `≤ ${figure(row.target)} × ${row.met ? 'met' : 'missed'}`,
  ])
  const head = ['bench', 'what', 'ours (min…max)', 'against', 'peer (min…max)', 'ratio', 'target']
  const widths = head.map((word, column) => Math.max(word.length, ...lines.map(line => line[column]!.length)))
  return [head, ...lines]
    .map(line =>
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

export const benchesToText = (benches: readonly Bench[]): string =>
  benches.map(({ name, about }) => `  ${name}  ${about}`).join('\n')

const spreadToText = ({ median, min, max }: Spread): string =>
  `${figure(median)} (${figure(min)}…${figure(max)})`

/** Three significant digits, without the exponents toPrecision would write for large numbers. */
const figure = (n: number): string => (Math.abs(n) >= 100 ? n.toFixed(0) : n.toPrecision(3))
