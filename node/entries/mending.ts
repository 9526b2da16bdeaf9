/**
 * What an SQLite file lost of feeds: noticed when rows are read, put right feed by feed.
 *
 * Invariant: mending is one transaction; what stood on a lost entry is in `aside` before it leaves `entries`. Whoever is
 * told of damage is told later than the answer in which it showed, and of a feed once until it was mended.
 */
import type Database from 'better-sqlite3'
import {
  type DeviceId,
  type EntryHash,
  type EntryStore,
  endsOf,
  lostEnds,
  sortOut,
  type Tip,
  type VerifiedEntry,
} from '#shared/logbook'
import { type EntryRow, rowToEntry, rowToTip, type TipRow, toBlob, toHex } from './rows.ts'

export interface Mending extends Pick<EntryStore, 'onDamage'> {
  /** Those of these rows that are entries still. */
  readable(rows: readonly EntryRow[]): VerifiedEntry[]
  /** Inside the transaction that puts it. */
  isBack(hash: Buffer): void
  mend(device: DeviceId, bad: ReadonlySet<EntryHash>): boolean
  /** What is here, or known to be lost, is passed over. */
  noteLost(tip: Tip): void
  lost(): readonly Tip[]
  aside(device: DeviceId): readonly VerifiedEntry[]
}

export const createMending = (database: Database.Database): Mending => {
  const listeners = new Set<(device: DeviceId) => void>()
  const told = new Set<DeviceId>()

  const feed = database.prepare<[Buffer], EntryRow>(
    'SELECT hash, device, seq, bytes, signature FROM entries WHERE device = ? ORDER BY seq, hash',
  )
  const tipsOf = database.prepare<[Buffer], TipRow>('SELECT hash, device, seq FROM tips WHERE device = ?')
  const lostOf = database.prepare<[Buffer], TipRow>('SELECT hash, device, seq FROM lost WHERE device = ?')
  const allLost = database.prepare<[], TipRow>(
    'SELECT hash, device, seq FROM lost ORDER BY device, seq, hash',
  )
  const asideOf = database.prepare<[Buffer], EntryRow>(
    'SELECT hash, device, seq, bytes, signature FROM aside WHERE device = ? ORDER BY seq, hash',
  )
  const setAside = database.prepare(
    'INSERT OR REPLACE INTO aside (hash, device, seq, bytes, signature) VALUES (?, ?, ?, ?, ?)',
  )
  const remove = database.prepare('DELETE FROM entries WHERE hash = ?')
  const removeTips = database.prepare('DELETE FROM tips WHERE device = ?')
  const insertTip = database.prepare('INSERT INTO tips (hash, device, seq) VALUES (?, ?, ?)')
  const insertLost = database.prepare('INSERT OR REPLACE INTO lost (hash, device, seq) VALUES (?, ?, ?)')
  const notLost = database.prepare('DELETE FROM lost WHERE hash = ?')
  const notAside = database.prepare('DELETE FROM aside WHERE hash = ?')
  const count = database.prepare('INSERT OR REPLACE INTO feeds (device, entries, bytes) VALUES (?, ?, ?)')

  const isHere = database.prepare<[Buffer], 1>('SELECT 1 FROM entries WHERE hash = ?').pluck()

  const note = (device: DeviceId): void => {
    if (told.has(device)) return
    told.add(device)
    setImmediate(() => {
      for (const listener of [...listeners]) listener(device)
    })
  }

  const readable = (rows: readonly EntryRow[]): VerifiedEntry[] =>
    rows.flatMap(row => {
      const entry = rowToEntry(row)
      if (!entry) note(toHex(row.device))
      return entry ?? []
    })

  const mend = database.transaction((device: DeviceId, bad: ReadonlySet<EntryHash>): boolean => {
    const blob = toBlob(device)
    const rows = feed.all(blob)
    const sorted = sortOut(readable(rows).filter(({ hash }) => !bad.has(hash)))
    const tips = tipsOf.all(blob)
    const lost = lostEnds([...lostOf.all(blob), ...tips].map(rowToTip), sorted)
    const here = new Set(sorted.whole.map(({ hash }) => hash))
    if (rows.length === here.size && tips.every(({ hash }) => here.has(toHex(hash)))) return false
    for (const { hash, entry, bytes, signature } of sorted.apart)
      setAside.run(toBlob(hash), blob, entry.seq, bytes, signature)
    for (const { hash } of rows) if (!here.has(toHex(hash))) remove.run(hash)
    removeTips.run(blob)
    for (const tip of endsOf(sorted.whole)) insertTip.run(toBlob(tip.hash), blob, tip.seq)
    for (const tip of lost) insertLost.run(toBlob(tip.hash), blob, tip.seq)
    const bytes = sorted.whole.reduce((sum, entry) => sum + entry.bytes.length, 0)
    count.run(blob, sorted.whole.length, bytes)
    return true
  })

  return {
    readable,
    isBack(hash) {
      notLost.run(hash)
      notAside.run(hash)
    },
    mend(device, bad) {
      const isLess = mend.immediate(device, bad)
      told.delete(device)
      return isLess
    },
    noteLost({ device, seq, hash }) {
      if (isHere.get(toBlob(hash)) !== 1) insertLost.run(toBlob(hash), toBlob(device), seq)
    },
    lost: () => allLost.all().map(rowToTip),
    aside: device => asideOf.all(toBlob(device)).flatMap(row => rowToEntry(row) ?? []),
    onDamage(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
