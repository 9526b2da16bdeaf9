/**
 * One league's entries in an SQLite file.
 *
 * Write-ahead log: readers never wait, and a program killed at any moment leaves what was committed. What is asked to be
 * strict is on the disk when it is answered (`synchronous = FULL`, one flush a batch); the rest survives the program's
 * end, and after a power cut may be missing from the end on, never from the middle. Others hold it too by then.
 *
 * Two programs may open one file; who writes waits for the other. An entry whose bytes the disk damaged is left out of every
 * answer until its feed is mended.
 */
import Database from 'better-sqlite3'
import type { EntryStore, Tip, VerifiedEntry } from '#shared/logbook'
import { createMending } from './mending.ts'
import {
  CREATE_LOSS_TABLES,
  CREATE_TABLES,
  ENTRIES_VERSION,
  type EntryRow,
  rowToTip,
  type TipRow,
  toBlob,
  toHex,
} from './rows.ts'

export interface EntryFile extends EntryStore {
  /** Known from elsewhere to have been here: a file that was moved away does not know what it lost. */
  noteLost(tip: Tip): void
}

export type OpenedEntries =
  | { readonly ok: true; readonly store: EntryFile }
  | { readonly ok: false; readonly message: string }

/** A batch of another program takes a few milliseconds; a disk that sleeps takes seconds to wake. */
const WAIT_FOR_LOCK_MS = 10_000

export const openEntryStore = (path: string): OpenedEntries => {
  try {
    const database = new Database(path, { timeout: WAIT_FOR_LOCK_MS })
    try {
      database.pragma('journal_mode = WAL')
      const create = database.transaction(() => {
        const version = database.pragma('user_version', { simple: true }) as number
        if (version === 0) database.exec(CREATE_TABLES)
        if (version <= ENTRIES_VERSION) database.exec(CREATE_LOSS_TABLES)
        return version
      })
      if (create.immediate() > ENTRIES_VERSION) {
        database.close()
        return {
          ok: false,
          message: `${path} was written by a newer Paddock, so it was left as it is: update this Paddock, or name another folder with --data.`,
        }
      }
      return { ok: true, store: createStore(database) }
    } catch (error) {
      database.close()
      throw error
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return {
      ok: false,
      message: `The league's file ${path} cannot be used (${reason}), so nothing was changed in it: see that this user may write there, or move it away, and the entries are fetched again from the other members.`,
    }
  }
}

const COLUMNS = 'hash, device, seq, bytes, signature'
const IN_ORDER = 'ORDER BY device, seq, hash'

const createStore = (database: Database.Database): EntryFile => {
  const rows = <P extends unknown[]>(sql: string) => database.prepare<P, EntryRow>(sql)
  const insert = database.prepare(
    'INSERT INTO entries (hash, device, seq, prev, kind, person, id, bytes, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const insertTip = database.prepare('INSERT INTO tips (hash, device, seq) VALUES (?, ?, ?)')
  const deleteTip = database.prepare('DELETE FROM tips WHERE hash = ?')
  const count = database.prepare(
    'INSERT INTO feeds (device, entries, bytes) VALUES (?, 1, ?) ON CONFLICT (device) DO UPDATE SET entries = entries + 1, bytes = bytes + excluded.bytes',
  )
  const has = database.prepare<[Buffer], 1>('SELECT 1 FROM entries WHERE hash = ?').pluck()
  const sibling = database
    .prepare<[Buffer, number, Buffer | null], 1>(
      'SELECT 1 FROM entries WHERE device = ? AND seq = ? AND prev IS ?',
    )
    .pluck()
  const byHash = rows<[Buffer]>(`SELECT ${COLUMNS} FROM entries WHERE hash = ?`)
  const atSeq = rows<[Buffer, number]>(
    `SELECT ${COLUMNS} FROM entries WHERE device = ? AND seq = ? ORDER BY hash`,
  )
  // All siblings of the last one within the limit come with it.
  const inFeed = rows<[Buffer, number, Buffer, number, number]>(
    `SELECT ${COLUMNS} FROM entries WHERE device = ? AND seq > ? AND seq <=
      (SELECT max(seq) FROM (SELECT seq FROM entries WHERE device = ? AND seq > ? ORDER BY seq LIMIT ?))
      ORDER BY seq, hash`,
  )
  const ofKind = rows<[string]>(
    `SELECT ${COLUMNS} FROM entries WHERE kind IN (SELECT value FROM json_each(?)) ${IN_ORDER}`,
  )
  const ofKey = rows<[string, Buffer, string]>(
    `SELECT ${COLUMNS} FROM entries WHERE kind = ? AND person = ? AND id = ? ORDER BY seq, hash`,
  )
  const after = rows<[Buffer, number, Buffer, number]>(
    `SELECT ${COLUMNS} FROM entries WHERE (device, seq, hash) > (?, ?, ?) ${IN_ORDER} LIMIT ?`,
  )
  const tips = database.prepare<[], TipRow>('SELECT hash, device, seq FROM tips ORDER BY device, seq, hash')
  const feeds = database.prepare<[], { device: Buffer; entries: number; bytes: number }>(
    'SELECT device, entries, bytes FROM feeds ORDER BY device',
  )

  const mending = createMending(database)
  const { readable } = mending

  const put = (entry: VerifiedEntry): boolean => {
    const hash = toBlob(entry.hash)
    if (has.get(hash) === 1) return false
    const { seq, prev, kind, person, id } = entry.entry
    const parent = prev === null ? null : toBlob(prev)
    if (parent && has.get(parent) !== 1)
      throw new Error(`entry ${seq} of ${entry.device} came before its parent`)
    const device = toBlob(entry.device)
    insert.run(hash, device, seq, parent, kind, toBlob(person), id, entry.bytes, entry.signature)
    if (parent) deleteTip.run(parent)
    insertTip.run(hash, device, seq)
    count.run(device, entry.bytes.length)
    mending.isBack(hash)
    return true
  }
  const putAll = database.transaction((entries: readonly VerifiedEntry[]) => entries.filter(put))
  const putNext = database.transaction((entry: VerifiedEntry): boolean => {
    const { seq, prev } = entry.entry
    // Its parent was lost: the writer reads anew where it stands.
    if (prev !== null && has.get(toBlob(prev)) !== 1) return false
    const isTaken = sibling.get(toBlob(entry.device), seq, prev === null ? null : toBlob(prev)) === 1
    return !isTaken && put(entry)
  })
  const write = <T>(durability: 'strict' | 'relaxed', run: () => T): T => {
    database.pragma(`synchronous = ${durability === 'strict' ? 'FULL' : 'NORMAL'}`)
    return run()
  }

  /** What is handed out is a copy: what came may have been a view. */
  const owned = (entry: VerifiedEntry): VerifiedEntry => ({
    ...entry,
    bytes: new Uint8Array(entry.bytes),
    signature: new Uint8Array(entry.signature),
  })

  async function* all(batch = 256): AsyncGenerator<readonly VerifiedEntry[]> {
    let place: [Buffer, number, Buffer] = [Buffer.alloc(0), -1, Buffer.alloc(0)]
    for (;;) {
      const rows = after.all(...place, batch)
      const last = rows.at(-1)
      if (!last) return
      const found = readable(rows)
      if (found.length > 0) yield found
      place = [last.device, last.seq, last.hash]
    }
  }

  return {
    add: async (entries, durability = 'relaxed') =>
      write(durability, () => putAll.immediate(entries)).map(owned),
    append: async entry => write('strict', () => putNext.immediate(entry)),
    get: async hash => {
      const row = byHash.get(toBlob(hash))
      return row ? (readable([row])[0] ?? null) : null
    },
    has: async hashes => hashes.map(hash => has.get(toBlob(hash)) === 1),
    tips: async () => tips.all().map(rowToTip),
    at: async (device, seq) => readable(atSeq.all(toBlob(device), seq)),
    feed: async (device, afterSeq, limit) => {
      const blob = toBlob(device)
      return readable(inFeed.all(blob, afterSeq, blob, afterSeq, limit))
    },
    ofKinds: async kinds => readable(ofKind.all(JSON.stringify(kinds))),
    ofKey: async (kind, person, id) => readable(ofKey.all(kind, toBlob(person), id)),
    all,
    mend: async (device, bad) => write('strict', () => mending.mend(device, bad)),
    lost: async () => mending.lost(),
    aside: async device => mending.aside(device),
    onDamage: mending.onDamage,
    noteLost: mending.noteLost,
    usage: async () => feeds.all().map(({ device, ...sums }) => ({ device: toHex(device), ...sums })),
    close: async () => {
      database.close()
    },
  }
}
