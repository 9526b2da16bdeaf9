/**
 * Replicas of this library's leagues, one each per program, and what they tell one another: tabs and workers of one browser
 * each have their own over the same disk.
 *
 * Invariant: whoever stores entries, or finds that some are lost, says so on a channel of this library; the others then count anew. Where there is
 * no channel a replica finds out when its own write meets a tip that moved.
 */
import {
  createReplica,
  type DeviceSigner,
  type EntryHash,
  type EntryStore,
  type Governance,
  governanceOf,
  isEntryHash,
  isLeagueId,
  type LeagueId,
  type Lineage,
  type LocalReplica,
  lineageOf,
  type Receipt,
  type Signatures,
  type VerifiedEntry,
} from '#shared/logbook'
import type { EpochMillis } from '#shared/units'
import type { Connection } from '../connection.ts'
import type { DamageLog } from '../damage.ts'
import type { Outcome } from '../failures.ts'
import { createDexieEntryStore } from './entries.ts'

export interface OpenReplica {
  readonly replica: LocalReplica
  readonly store: EntryStore
}

export interface Replicas {
  open(league: LeagueId): Promise<OpenReplica>
  /** What follows what in the feeds that one of these replicas computed this of. */
  lineageOf(governance: Governance): Lineage
  /** After the person of this device changed, or a league was left. */
  forget(league?: LeagueId): void
  onAdded(listener: (league: LeagueId, added: Receipt['added']) => void): () => void
  /** Called with what this program stored, as it is: nobody has to read it back. What other programs store is not among it. */
  onStored(listener: (league: LeagueId, entries: readonly VerifiedEntry[]) => void): () => void
  close(): void
}

export interface ReplicasOptions {
  readonly connection: Connection
  readonly damage: DamageLog
  readonly signatures: Signatures
  readonly signer: () => Promise<Outcome<DeviceSigner>>
  readonly now: () => EpochMillis
  readonly boardHolders: (league: LeagueId, board: string, limit: number) => Promise<readonly EntryHash[]>
  /** Names the channel. */
  readonly libraryName: string
}

export const createReplicas = (options: ReplicasOptions): Replicas => {
  const { connection, damage, signatures, signer, now, boardHolders, libraryName } = options
  const opened = new Map<LeagueId, Promise<OpenReplica>>()
  const listeners = new Set<(league: LeagueId, added: Receipt['added']) => void>()
  const channel =
    typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`${libraryName} entries`)
  const stored = new Set<(league: LeagueId, entries: readonly VerifiedEntry[]) => void>()
  /** Both need the same entries, and reading them may have to wait for a batch that is being written. */
  const lineages = new WeakMap<Governance, Lineage>()
  /** Said by others: not to be said again. */
  const heard = new Set<EntryHash>()
  const heardOfLoss = new Set<LeagueId>()

  channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const said = data as { readonly league?: unknown; readonly hashes?: unknown } | null
    if (!isLeagueId(said?.league) || !Array.isArray(said.hashes)) return
    const hashes = said.hashes.filter(isEntryHash)
    void hear(said.league, hashes)
  })

  const hear = async (league: LeagueId, hashes: readonly EntryHash[]): Promise<void> => {
    const open = await opened.get(league)?.catch(() => null)
    if (!open) return
    if (hashes.length === 0) heardOfLoss.add(league)
    for (const hash of hashes) heard.add(hash)
    await open.replica.notice(hashes).catch(() => {})
    if (hashes.length === 0) heardOfLoss.delete(league)
    for (const hash of hashes) heard.delete(hash)
  }

  const openOne = async (league: LeagueId): Promise<OpenReplica> => {
    const mine = await signer()
    const kept = createDexieEntryStore(connection, damage, league)
    const tell = (entries: readonly VerifiedEntry[]): void => {
      for (const listener of stored) listener(league, entries)
    }
    const store: EntryStore = {
      ...kept,
      async add(entries, durability) {
        const added = await kept.add(entries, durability)
        tell(added)
        return added
      },
      async append(entry) {
        const isKept = await kept.append(entry)
        if (isKept) tell([entry])
        return isKept
      },
    }
    const replica = createReplica({
      league,
      store,
      signatures,
      signer: mine.ok ? mine.value : null,
      now,
      governanceOf: (entries, id) => {
        const governance = governanceOf(entries, id)
        lineages.set(governance, lineageOf(entries))
        return governance
      },
      boardHolders: (board, limit) => boardHolders(league, board, limit),
    })
    replica.onAdded(added => {
      const news = added.map(({ hash }) => hash).filter(hash => !heard.has(hash))
      const isLoss = added.length === 0 && !heardOfLoss.has(league)
      if (news.length > 0 || isLoss) channel?.postMessage({ league, hashes: news })
      for (const listener of listeners) listener(league, added)
    })
    return { replica, store }
  }

  return {
    open(league) {
      const known = opened.get(league)
      if (known) return known
      const opening = openOne(league)
      opened.set(league, opening)
      opening.catch(() => opened.delete(league))
      return opening
    },
    lineageOf(governance) {
      const lineage = lineages.get(governance)
      if (!lineage) throw new RangeError('no replica of these computed this governance')
      return lineage
    },
    forget(league) {
      if (league) opened.delete(league)
      else opened.clear()
    },
    onAdded(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    onStored(listener) {
      stored.add(listener)
      return () => void stored.delete(listener)
    },
    close: () => channel?.close(),
  }
}
