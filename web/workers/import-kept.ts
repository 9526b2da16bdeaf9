/**
 * Sessions whose original is kept: reading it again, with a better reader or other lines.
 *
 * Invariant: what a person decided stays. A session that was put on a layout is timed at the lines of that
 * layout, wherever a fresh reading would put it; only official marks of the file come before them. A session
 * joined from several files is read from all of them.
 */
import {
  type CsvMapping,
  type CsvSniff,
  type CutLog,
  cutSessions,
  type ImportNote,
  joinSessions,
  type Log,
  type LoggedSession,
  type ReaderName,
} from '#shared/formats'
import { createId, type LayoutId, type SessionId } from '#shared/id'
import { gateVersionInForce, type KnownLayout } from '#shared/track'
import type { Imported, KeptFile, Library, Outcome, SessionDetail } from '#web/store'
import { cutSession } from './cut.ts'
import { notesOf } from './import-cut.ts'
import { lapsAtLines, matchLaps } from './import-laps.ts'
import { lockForPlaces, withLock } from './import-locks.ts'
import { isCsvMapping } from './import-mapping.ts'
import type { AgainOutcome } from './import-model.ts'
import type { TellProgress } from './import-progress.ts'
import { fileSource, storedSource } from './import-sources.ts'
import { readLogOrTable, sniffTable } from './import-table.ts'

export interface KeptReading {
  readonly detail: SessionDetail
  /** One log for each file the session was recorded in, with only the recording that belongs to it. */
  readonly parts: readonly [Log, ...Log[]]
  readonly reader: ReaderName
  readonly mapping: CsvMapping | null
  /** Files that belong to it from now on. */
  readonly added: readonly File[]
}

type Failed = { readonly kind: 'failed'; readonly reason: string }

export type ReadKept = ({ readonly kind: 'read' } & KeptReading) | Failed

export interface Anew {
  /** What the columns of its table are, said anew. */
  readonly mapping?: CsvMapping | null
  /** Files that came later and belong to it. */
  readonly companions?: readonly File[]
}

export const readKept = async (
  library: Library,
  id: SessionId,
  tell: TellProgress,
  anew: Anew = {},
): Promise<ReadKept> => {
  const found = await library.session(id)
  if (!found.ok) return { kind: 'failed', reason: found.message }
  const { origin } = found.value.session
  if (origin.kind !== 'file') return { kind: 'failed', reason: NO_ORIGINAL }
  const { files = [], part = 0, mapping = null } = found.value.imported ?? {}
  const companions = [
    ...(anew.companions ?? []).map(fileSource),
    ...files
      .filter(file => file.role === 'companion')
      .map(file => storedSource(library, file.fileName, file.original)),
  ]
  const continued = files.filter(file => file.role === 'continuation')

  const readPart = async (file: Omit<KeptFile, 'role'>, told: unknown, index: number) => {
    const source = storedSource(library, file.fileName, file.original)
    const onProgress = (done: number): void => tell('reading', (index + done) / (1 + continued.length))
    const read = await readLogOrTable(library, source, told, { onProgress, companions })
    if (read.kind !== 'log') return { kind: 'failed', reason: read.reason } as const
    const session = read.log.sessions[file.part]
    if (!session) return { kind: 'failed', reason: PART_GONE } as const
    return { ...read, log: { ...read.log, sessions: [session] } }
  }

  tell('reading', 0)
  const first = await readPart({ ...origin, part }, anew.mapping ?? mapping, 0)
  if (first.kind === 'failed') return first
  const more: Log[] = []
  for (const [index, file] of continued.entries()) {
    // A table of the same kind: what is remembered of its header counts.
    const read = await readPart(file, null, index + 1)
    if (read.kind === 'failed') return read
    more.push(read.log)
  }
  const { log, reader } = first
  const { companions: added = [] } = anew
  return { kind: 'read', detail: found.value, parts: [log, ...more], reader, mapping: first.mapping, added }
}

export const readAgain = async (
  library: Library,
  id: SessionId,
  tell: TellProgress,
  anew: Anew = {},
): Promise<AgainOutcome> => {
  const kept = await readKept(library, id, tell, anew)
  if (kept.kind === 'failed') return kept
  tell('timing', 0)
  return withLock(lockForPlaces(library.name), async () => {
    const layouts = await layoutsToRecognise(library)
    if (!layouts.ok) return { kind: 'failed', reason: layouts.message }
    return saveCut(library, kept, cutAgain(kept, layouts.value), done => tell('saving', done))
  })
}

/** The table a session was read from, with what its columns are now; null when it came from no table. */
export const tableOf = async (library: Library, id: SessionId): Promise<CsvSniff | null> => {
  const found = await library.session(id)
  if (!found.ok || !found.value.imported) return null
  const { origin } = found.value.session
  const { mapping } = found.value.imported
  if (origin.kind !== 'file' || !isCsvMapping(mapping)) return null
  // What cannot be read any more is said by reading it again.
  const table = await sniffTable(storedSource(library, origin.fileName, origin.original)).catch(() => null)
  return table && { ...table, suggestion: mapping }
}

/** Every part cut, and joined to one session. */
export const cutParts = (
  { parts }: Pick<KeptReading, 'parts'>,
  known: readonly KnownLayout[],
  layoutId: LayoutId,
): CutLog => parts.map(log => cutSessions(log, known, layoutId)[0]!).reduce(joinSessions)

/** The recording as one, however many files it is in. */
export const sessionOf = (kept: Pick<KeptReading, 'parts'>): LoggedSession =>
  kept.parts.length === 1 ? kept.parts[0].sessions[0]! : cutParts(kept, [], newLayoutId()).session

/** As it would be cut today, but at the lines of its own layout. */
export const cutAgain = (kept: KeptReading, known: readonly KnownLayout[]): CutLog => {
  const cut = cutParts(kept, known, newLayoutId())
  const own = known.find(({ layout }) => layout.id === kept.detail.layout?.id)
  if (!own || cut.timedBy === 'marks') return cut
  const gates = gateVersionInForce(own.layout)
  const laps = lapsAtLines(cut.session, { gates, layoutId: own.layout.id, version: gates.version })
  if (!laps) return cut
  return { ...cut, laps, timedBy: 'known-layout', place: { kind: 'known', ...own } }
}

/** Puts a session's new laps in the place of its old ones. */
export const saveCut = async (
  library: Library,
  { detail, parts, reader, mapping, added }: KeptReading,
  cut: CutLog,
  onProgress: (done: number) => void,
): Promise<AgainOutcome> => {
  const { session, laps, place, timedBy, format } = cut
  const { lapTraces, between } = cutSession(session.trace, laps)
  const keeps = matchLaps(laps, detail.laps)
  const imported: Omit<Imported, 'files'> = {
    format,
    timedBy,
    notes: notesOfParts(parts, cut),
    part: detail.imported?.part ?? 0,
    mapping,
    triedVersion: null,
  }
  const saved = await library.changeSession(
    detail.session.id,
    {
      laps: laps.map((measured, i) => ({ measured, trace: lapTraces[i]!, keeps: keeps[i]! })),
      between,
      driver: session.driver,
      place,
      reader: { name: reader.name, version: reader.version },
      imported,
      ...(session.startedAt === null ? {} : { startedAt: session.startedAt }),
      utcOffsetMin: session.utcOffsetMin,
      more: added.map(file => ({ role: 'companion', part: 0, fileName: file.name, content: file })),
    },
    onProgress,
  )
  if (!saved.ok) return { kind: 'failed', reason: saved.message }
  return { kind: 'done', lapsBefore: detail.laps.length, lapsAfter: laps.length }
}

/** What is said about each file, then about the session. */
export const notesOfParts = (parts: readonly Log[], cut: CutLog): readonly ImportNote[] => {
  const all = [...parts.flatMap(log => log.notes), ...notesOf(cut)]
  return all.filter((note, i) => all.findIndex(other => other.text === note.text) === i)
}

/** As notes say them: a track nobody named is called that. */
export const layoutsToRecognise = async (library: Library): Promise<Outcome<readonly KnownLayout[]>> => {
  const known = await library.knownLayouts()
  if (!known.ok) return known
  return { ok: true, value: known.value.map(each => ({ ...each, trackName: each.trackName || UNNAMED })) }
}

const UNNAMED = 'a track without a name'

export const newLayoutId = (): LayoutId => createId<'layout'>(bytes => crypto.getRandomValues(bytes))

const NO_ORIGINAL =
  'This session did not come from a file, so there is no original to read again; it stays as it is.'
const PART_GONE =
  'Read again, the original no longer holds this recording, so the session stays as it was; please report it with the file.'
