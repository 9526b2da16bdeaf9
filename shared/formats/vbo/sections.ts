/**
 * A VBO file in its sections: `[name]` alone on a line, then the lines of that section. The order differs from
 * writer to writer, and devices that log live add sections behind the data.
 */
import type { HeadLines } from '../text/index.ts'

export interface Sections {
  readonly firstLine: string
  /** By name in lower case; blank lines are left out. */
  readonly bySection: ReadonlyMap<string, readonly string[]>
}

export interface HeadSections extends Sections {
  /** The byte of the first row of `[data]`. */
  readonly dataFrom: number
  /** The first rows, as far as the head reaches. */
  readonly firstRows: readonly string[]
}

const SECTION = /^\s*\[([^\]]+)\]\s*$/
/** Enough to see how many fields rows have. */
const SHOWN_ROWS = 20

/** Null when there is no `[data]` in the head. */
export const readHead = ({ lines, offsets }: HeadLines): HeadSections | null => {
  const dataAt = lines.findIndex(line => /^\s*\[data\]\s*$/i.test(line))
  if (dataAt < 0) return null
  return {
    ...toSections(lines.slice(0, dataAt)),
    dataFrom: offsets[dataAt + 1]!,
    firstRows: lines
      .slice(dataAt + 1)
      .filter(line => line.trim() !== '')
      .slice(0, SHOWN_ROWS),
  }
}

export const toSections = (lines: readonly string[]): Sections => {
  const bySection = new Map<string, string[]>()
  let current: string[] = []
  for (const line of lines) {
    const name = SECTION.exec(line)?.[1]?.trim().toLowerCase()
    if (name !== undefined) {
      current = bySection.get(name) ?? []
      bySection.set(name, current)
    } else if (line.trim() !== '') current.push(line.trim())
  }
  return { firstLine: lines[0] ?? '', bySection }
}

/** 'Key : value' lines of the comments and 'key value' lines of the session data. */
export const factOf = ({ bySection }: Sections, key: string): string | null => {
  for (const line of bySection.get('session data') ?? []) {
    if (line.toLowerCase().startsWith(`${key} `)) return line.slice(key.length + 1).trim()
  }
  for (const line of bySection.get('comments') ?? []) {
    const [name = '', ...value] = line.split(':')
    if (name.trim().toLowerCase() === key) return value.join(':').trim()
  }
  return null
}
