/**
 * Everything an export says in records, read in one transaction and held as text: a row written meanwhile is in it
 * with all that belongs to it, or not at all.
 *
 * Memory: some 600 bytes a lap.
 */
import Dexie, { type Table } from 'dexie'
import type { SessionId, Sha256 } from '#shared/id'
import type { BlobRef } from '#shared/lap'
import type { Connection } from '../connection.ts'
import type { DamageLog } from '../damage.ts'
import { filesOf } from '../imported.ts'
import type { BlobRow, CarRow, LapRow, SessionRow } from '../rows.ts'
import { RECORD_TABLES, type RecordTable } from './model.ts'
import { type Fields, isExported, isGoodRow, withoutDerived } from './records.ts'
import { rowsAt } from './rows-at.ts'
import { countBlobs } from './whole-blobs.ts'

export interface TableText {
  readonly rows: number
  readonly damaged: number
  /** Lines of JSON, in pieces. */
  readonly good: readonly Uint8Array[]
  readonly bad: readonly Uint8Array[]
}

export interface ReadRows {
  readonly tables: Readonly<Record<RecordTable, TableText>>
  /** What rows refer to, the newest session's first, each with the names its file had. */
  readonly refs: ReadonlyMap<Sha256, WantedBytes>
  readonly blobs: ReadonlyMap<Sha256, BlobRow>
  readonly whole: ReadonlySet<Sha256>
}

export interface WantedBytes {
  readonly kind: 'trace' | 'original' | 'picture'
  readonly fileName: string | null
}

const ROWS_AT_ONCE = 1000

export const readAllRows = async (connection: Connection, damage: DamageLog): Promise<ReadRows> => {
  const refs = createRefs()
  const leftOut = new Set<string>()
  const tables = {} as Record<RecordTable, TableText>
  for (const name of RECORD_TABLES)
    tables[name] = await readTable(connection, damage, name, leftOut, refs.note)
  const { rows, whole } = await countBlobs(connection)
  return { tables, refs: refs.inOrder(), blobs: rows, whole }
}

const readTable = async (
  connection: Connection,
  damage: DamageLog,
  name: RecordTable,
  leftOut: Set<string>,
  onGood: (table: RecordTable, row: Fields) => void,
): Promise<TableText> => {
  const table = connection.tables[name] as unknown as Table<unknown, string>
  const encoder = new TextEncoder()
  const [good, bad]: [Uint8Array[], Uint8Array[]] = [[], []]
  let [rows, damaged] = [0, 0]
  for (let after: unknown = Dexie.minKey; ; ) {
    const page = table.where(':id').above(after).limit(ROWS_AT_ONCE)
    const keys: unknown[] = await page.primaryKeys()
    const [goodLines, badLines]: [string[], string[]] = [[], []]
    const found = await rowsAt(table, keys)
    for (const [i, key] of keys.entries()) {
      const row = found[i]
      if (isGoodRow(name, row)) {
        if (!isExported(name, row)) {
          if (name === 'sessions') leftOut.add(String(row.id))
          continue
        }
        if (name === 'laps' && leftOut.has(String(row.sessionId))) continue
        rows++
        goodLines.push(`${JSON.stringify(withoutDerived(name, row))}\n`)
        onGood(name, row)
      } else {
        damaged++
        damage.report(name, key)
        badLines.push(`${damagedText(key, row)}\n`)
      }
    }
    if (goodLines.length > 0) good.push(encoder.encode(goodLines.join('')))
    if (badLines.length > 0) bad.push(encoder.encode(badLines.join('')))
    if (keys.length < ROWS_AT_ONCE) return { rows, damaged, good, bad }
    after = keys.at(-1)
  }
}

/** As much of it as can be said in text. */
const damagedText = (key: unknown, row: unknown): string => {
  try {
    return JSON.stringify({ key, row: row ?? null }, (_, value: unknown) =>
      typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))
        ? `${value}`
        : value,
    )
  } catch {
    return JSON.stringify({ key: String(key), row: String(row) })
  }
}

const createRefs = () => {
  const startedAt = new Map<SessionId, number>()
  const ofSession = new Map<SessionId, [Sha256, WantedBytes][]>()
  const others: [Sha256, WantedBytes][] = []

  const want = (id: SessionId, ref: BlobRef | null, kind: WantedBytes['kind'], fileName: string | null) => {
    if (!ref) return
    const list = ofSession.get(id) ?? []
    ofSession.set(id, list)
    list.push([ref.sha256, { kind, fileName }])
  }

  return {
    note(table: RecordTable, row: Fields): void {
      if (table === 'cars') {
        const { picture } = row as unknown as CarRow
        if (picture) others.push([picture.sha256, { kind: 'picture', fileName: null }])
      }
      if (table === 'laps') {
        const lap = row as unknown as LapRow
        want(lap.sessionId, lap.trace, 'trace', null)
      }
      if (table === 'sessions') {
        const session = row as unknown as SessionRow
        startedAt.set(session.id, session.startedAt)
        const { origin } = session
        if (origin.kind === 'file') want(session.id, origin.original, 'original', origin.fileName)
        for (const file of filesOf(session)) want(session.id, file.original, 'original', file.fileName)
        want(session.id, session.betweenTrace, 'trace', null)
      }
    },

    inOrder(): Map<Sha256, WantedBytes> {
      const ids = [...ofSession.keys()].sort((a, b) => (startedAt.get(b) ?? 0) - (startedAt.get(a) ?? 0))
      const all = new Map<Sha256, WantedBytes>()
      for (const [sha256, wanted] of [...others, ...ids.flatMap(id => ofSession.get(id)!)]) {
        if (!all.has(sha256)) all.set(sha256, wanted)
      }
      return all
    },
  }
}
