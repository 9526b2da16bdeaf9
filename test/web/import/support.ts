/** Imports into a library of the test's own. */
import { expect } from 'vitest'
import type { CsvMapping, CsvSniff } from '#shared/formats'
import { isRanked } from '#shared/lap'
import type { Library, SessionDetail } from '#web/store'
import type { ImportOutcome, ImportReport, Stopped } from '#web/workers'
import { choiceOf, choiceToMapping, withRole } from '../../../web/import/table-choice.ts'
import { importFile } from '../../../web/workers/import-file.ts'
import { unwrap } from '../store/support.ts'

/** On this thread, where a test need not wait for a worker to load. */
export const importInto = (
  library: Library,
  file: File,
  { mapping = null, companions = [] }: { mapping?: CsvMapping | null; companions?: readonly File[] } = {},
): Promise<ImportOutcome> => importFile(library, { file, companions, mapping }, () => {})

export const reportOf = (outcome: ImportOutcome | Stopped): ImportReport => {
  if (outcome.kind === 'done') return outcome.report
  throw new Error(`expected a report: ${JSON.stringify(outcome)}`)
}

/** The one session a file brought, as it is in the library. */
export const importedSession = async (library: Library, file: File): Promise<SessionDetail> => {
  const [session] = reportOf(await importInto(library, file)).sessions
  return unwrap(await library.session(session!.id))
}

/** What somebody would say about `tableFile`. */
export const explained = (table: CsvSniff): CsvMapping => {
  const choice = withRole(choiceOf(table), 'speed', 3)
  const chosen = choiceToMapping(table, { ...choice, units: choice.units.with(3, 'km/h') })
  if (!chosen.ok) throw new Error(`the table lacks ${chosen.lacks}`)
  return chosen.mapping
}

/** A table imported as somebody would: asked, explained, read. */
export const importTable = async (library: Library, file: File): Promise<SessionDetail> => {
  const asked = await importInto(library, file)
  if (asked.kind !== 'unknown-csv') throw new Error(`expected a question, not ${asked.kind}`)
  const outcome = await importInto(library, file, { mapping: explained(asked.table) })
  return unwrap(await library.session(reportOf(outcome).sessions[0]!.id))
}

export const timesOf = ({ laps }: Pick<SessionDetail, 'laps'>): readonly number[] =>
  laps.filter(isRanked).map(({ startMs, endMs }) => endMs - startMs)

export const expectUnchanged = async (library: Library): Promise<void> => {
  expect(unwrap(await library.listSessions())).toEqual([])
  expect(unwrap(await library.listTracks())).toEqual([])
  expect(unwrap(await library.listCars())).toEqual([])
  expect(unwrap(await library.listDrivers())).toEqual([])
}
