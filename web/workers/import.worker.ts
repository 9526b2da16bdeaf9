/** The worker behind imports: one file, one session read again, or the lines laps are timed at. Whoever asked ends it. */
import { expose, transfer } from 'comlink'
import { type CsvMapping, type CutLog, READERS } from '#shared/formats'
import type { Gate } from '#shared/geo'
import type { SessionId } from '#shared/id'
import { type Library, openLibrary } from '#web/store'
import { importFile } from './import-file.ts'
import { findContinuations, joinKept } from './import-join.ts'
import { readAgain, tableOf } from './import-kept.ts'
import { type LineDesk, openLine } from './import-line.ts'
import type { ImportProgress, ImportRequest, OpenLineOutcome } from './import-model.ts'
import { createTeller } from './import-progress.ts'
import { retimeApi } from './retime-api.ts'

type Tell = (progress: ImportProgress) => void

const inLibrary = async <T>(name: string, work: (library: Library) => Promise<T>) => {
  const library = await openLibrary({ name })
  if (!library.ok) return { kind: 'failed', reason: library.message } as const
  return work(library.value)
}

let desk: LineDesk | null = null

const api = {
  ...retimeApi,

  importFile: (libraryName: string, request: ImportRequest, tell: Tell) =>
    inLibrary(libraryName, library => importFile(library, request, tell)),

  readAgain: (libraryName: string, id: SessionId, anew: CsvMapping | null, tell: Tell) =>
    inLibrary(libraryName, library => readAgain(library, id, createTeller(tell), { mapping: anew })),

  tableOf: (libraryName: string, id: SessionId) => inLibrary(libraryName, library => tableOf(library, id)),

  openLine: (libraryName: string, id: SessionId, tell: Tell) =>
    inLibrary(libraryName, async (library): Promise<OpenLineOutcome> => {
      const { outcome, desk: opened } = await openLine(library, id, tell)
      desk = opened
      if (outcome.kind === 'failed') return outcome
      const { path, speed } = outcome.opened
      return transfer(outcome, [path.x.buffer, path.y.buffer, path.s.buffer, speed.buffer])
    }),

  lineAt: (gate: Gate) => desk?.lineAt(gate) ?? null,
  saveLine: async (gate: Gate) => (await desk?.save(gate)) ?? null,

  findContinuations: (cuts: readonly CutLog[]) => findContinuations(cuts),
  join: (libraryName: string, first: SessionId, second: SessionId, tell: Tell) =>
    inLibrary(libraryName, library => joinKept(library, first, second, tell)),

  /** The newest version of each reader, by its name. */
  readerVersions: () => READERS.map(({ name, version }) => ({ name, version })),
}

export type ImportWorker = typeof api

expose(api)
