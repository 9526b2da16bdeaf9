/**
 * One file into the library: is it here already, read, timed, saved.
 *
 * Invariants:
 * - Everything the file brings appears at once or not at all, also when the worker is killed half-way.
 * - The same bytes are never imported twice.
 * - Every way it can end is a report or one sentence; nothing is thrown for what is in the file.
 */
import { cutSessions } from '#shared/formats'
import type { Sha256 } from '#shared/id'
import { asEpochMillis } from '#shared/units'
import type { Library, SessionListing } from '#web/store'
import { cutToReport, cutToSession } from './import-cut.ts'
import { layoutsToRecognise, newLayoutId, readAgain } from './import-kept.ts'
import { lockForFile, lockForPlaces, withLock } from './import-locks.ts'
import type { ImportOutcome, ImportProgress, ImportRequest, KnownSession } from './import-model.ts'
import { createTeller, type TellProgress } from './import-progress.ts'
import { fileSource, hashFile } from './import-sources.ts'
import { type ReadTableOrLog, readLogOrTable } from './import-table.ts'

/** The whole file is in memory once to be hashed, and a browser tab gets little more than twice this. */
const MAX_FILE_BYTES = 1024 ** 3

export const importFile = async (
  library: Library,
  request: ImportRequest,
  onProgress: (progress: ImportProgress) => void,
): Promise<ImportOutcome> => {
  const { file } = request
  if (file.size > MAX_FILE_BYTES) return failed(TOO_BIG)
  const tell = createTeller(onProgress)
  tell('checking', 0)
  // What can go wrong here is the file: taken away, unplugged, locked by another program.
  const hash = await hashFile(file, done => tell('checking', done)).catch(() => null)
  if (hash === null) return failed(UNREADABLE)
  return withLock(lockForFile(library.name, hash), () => importHashed(library, request, hash, tell))
}

const importHashed = async (
  library: Library,
  request: ImportRequest,
  hash: Sha256,
  tell: TellProgress,
): Promise<ImportOutcome> => {
  const known = await library.sessionsFromOriginal(hash)
  if (!known.ok) return failed(known.message)
  if (known.value.length > 0) return completeKnown(library, request, known.value, tell)

  tell('reading', 0)
  const read = await readLogOrTable(library, fileSource(request.file), request.mapping, {
    onProgress: done => tell('reading', done),
    companions: request.companions.map(fileSource),
  })
  if (read.kind !== 'log') return read

  tell('timing', 0)
  return withLock(lockForPlaces(library.name), () => keep(library, request, read, tell))
}

/** It is here already; if what goes with it is not, it is read again with that. */
const completeKnown = async (
  library: Library,
  { companions }: ImportRequest,
  known: readonly SessionListing[],
  tell: TellProgress,
): Promise<ImportOutcome> => {
  const readWith = new Set<string>()
  for (const { session } of known) {
    const detail = await library.session(session.id)
    const kept = detail.ok ? (detail.value.imported?.files ?? []) : []
    const missing: File[] = []
    for (const file of companions) {
      const hash = await hashFile(file, () => {}).catch(() => null)
      if (hash !== null && !kept.some(({ original }) => original.sha256 === hash)) missing.push(file)
    }
    if (missing.length === 0) continue
    const again = await readAgain(library, session.id, tell, { companions: missing })
    if (again.kind === 'failed') return again
    for (const file of missing) readWith.add(file.name)
  }
  return { kind: 'already', sessions: known.map(listingToKnown), readWith: [...readWith] }
}

const keep = async (
  library: Library,
  { file, companions }: ImportRequest,
  { log, reader, mapping }: Extract<ReadTableOrLog, { kind: 'log' }>,
  tell: TellProgress,
): Promise<ImportOutcome> => {
  const layouts = await layoutsToRecognise(library)
  if (!layouts.ok) return failed(layouts.message)
  const cuts = cutSessions(log, layouts.value, newLayoutId())
  const fileDate = asEpochMillis(file.lastModified)
  const sessions = cuts.map((cut, part) =>
    cutToSession(cut, log, { id: library.newSessionId(), part, mapping, fileDate }),
  )
  const ids = sessions.map(({ id }) => id)
  tell('saving', 0, ids)
  const saved = await library.saveImport(
    {
      file: { fileName: file.name, content: file },
      more: companions.map(each => ({ role: 'companion', part: 0, fileName: each.name, content: each })),
      reader: { name: reader.name, version: reader.version },
      sessions,
      instead: [],
    },
    done => tell('saving', done, ids),
  )
  if (!saved.ok) return failed(saved.message)
  const layoutIds = cuts.map(({ place }) => (place?.kind === 'new' ? place.layoutId : null))
  const reports = cuts.map((cut, index) => {
    const layoutId = layoutIds[index]!
    return cutToReport(cut, sessions[index]!, layoutId !== null && layoutIds.indexOf(layoutId) === index)
  })
  return { kind: 'done', report: { format: log.format, notes: log.notes, sessions: reports } }
}

const listingToKnown = ({ session, track }: SessionListing): KnownSession => ({
  id: session.id,
  track,
  startedAt: session.startedAt,
  utcOffsetMin: session.utcOffsetMin,
})

const failed = (reason: string): ImportOutcome => ({ kind: 'failed', reason })

const TOO_BIG =
  'This file is larger than 1 GB, more than a browser can hold at once, so nothing of it was imported: export a shorter part of the recording and import that.'

const UNREADABLE =
  'This file can no longer be read (it was moved, or its disk was taken away), so nothing of it was imported: check that it is still there and import it again.'
