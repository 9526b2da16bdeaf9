/** What a check found, as sentences. */
import { formatBytes } from '#shared/units'
import type { Finding } from '#web/store'
import type { KeepingWords } from './words/en.ts'

export const findingToText = (finding: Finding, isRepaired: boolean, words: KeepingWords): string => {
  const t = words.check.findings
  switch (finding.kind) {
    case 'damaged-rows': {
      const tables = [...new Set(finding.rows.map(({ table }) => table))]
      return t[finding.kind](finding.rows.length, tables.map(name => tableName(name, words)).join(', '))
    }
    case 'wrong-derived':
      return t[finding.kind](finding.sessions.length, isRepaired)
    case 'laps-without-session':
      return t[finding.kind](finding.laps.length, isRepaired)
    case 'sessions-without-laps':
      return t[finding.kind](finding.sessions.length)
    case 'missing-record':
      return t[finding.kind](
        finding.ids.length,
        words.import.tables[finding.table],
        isRepaired && finding.table !== 'layouts',
      )
    case 'missing-bytes':
    case 'damaged-bytes':
      return t[finding.kind](finding.names.length)
    case 'unneeded-bytes':
      return t[finding.kind](finding.count, formatBytes(finding.bytes), finding.removed)
    case 'stray-pieces':
      return t[finding.kind](finding.count, isRepaired)
  }
}

export const isMendable = (finding: Finding): boolean =>
  finding.kind === 'wrong-derived' ||
  finding.kind === 'laps-without-session' ||
  finding.kind === 'unneeded-bytes' ||
  finding.kind === 'stray-pieces' ||
  (finding.kind === 'missing-record' && finding.table !== 'layouts')

/** Tables nobody sees have the name they have in the library. */
const tableName = (name: string, { import: { tables } }: KeepingWords): string =>
  name in tables ? tables[name as keyof typeof tables] : name
