/**
 * One line of delimited text as cells. For headers and preambles; bodies go through `scanTable`.
 *
 * A quote begins a quoted cell only at the start of a cell; a doubled quote inside is a quote; spaces around a
 * cell do not belong to it. A quoted cell ends with its line at the latest.
 */

export const splitCells = (line: string, delimiter = ','): string[] => {
  const cells: string[] = []
  let at = 0
  for (;;) {
    while (line[at] === ' ') at++
    let cell = ''
    if (line[at] === '"') {
      for (at++; at < line.length; at++) {
        if (line[at] !== '"') cell += line[at]
        else if (line[at + 1] === '"') cell += line[at++]
        else break
      }
      at++
    }
    let end = line.indexOf(delimiter, at)
    if (end < 0) end = line.length
    cells.push((cell + line.slice(at, end)).trim())
    if (end >= line.length) return cells
    at = end + delimiter.length
  }
}
