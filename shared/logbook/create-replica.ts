/**
 * One device's copy of one league over a store: takes what others send, writes its own feed, answers what somebody lacks.
 *
 * Invariants: what is stored was verified, continues its feed and is by somebody ever admitted; storing and writing happen
 * one after the other, in the order they were asked for, while signatures of the next batch are checked; nothing is announced before it is stored. What this replica keeps in memory is rebuilt from the
 * store whenever the two may differ: after a failed write, or when another program of this device wrote. What the disk lost is
 * no longer claimed, so peers are asked for it; of its own feed nothing is written before it is back, or a number would be used twice.
 */
import type { EpochMillis } from '#shared/units'
import { digestOf } from './digest.ts'
import { FEED_LIMITS, type SignedEntry, type Tip, type VerifiedEntry } from './entry.ts'
import { whichAreNew } from './feed-index.ts'
import { forkSeqOf, missingOf, spineOf, wholeFeed } from './feed-walk.ts'
import { GOVERNING_KINDS, type Governance, isGoverning } from './governance-model.ts'
import { countedTogether, nextRev } from './governance-verdict.ts'
import type { DeviceId, EntryHash, LeagueId } from './ids.ts'
import { createLosses } from './losses.ts'
import { placeIn } from './place-in.ts'
import { addedOf, refused, signedOf } from './receipts.ts'
import type { DeviceSigner, Draft, Receipt, Replica, Signatures } from './replica.ts'
import { openReplicaMemory, type ReplicaMemory } from './replica-memory.ts'
import type { EntryStore } from './store.ts'
import { believe, type Claim, checkEntry, claimOf, type Refusal, severalAtOnce } from './verify.ts'
import { nextEntry, WriteRefused } from './write-entry.ts'

export interface ReplicaOptions {
  readonly league: LeagueId
  readonly store: EntryStore
  readonly signatures: Signatures
  /** Null for a copy that only listens. */
  readonly signer: DeviceSigner | null
  readonly now: () => EpochMillis
  /** Given what governs, and all entries of feeds that forked. */
  readonly governanceOf: (entries: readonly VerifiedEntry[], league: LeagueId) => Governance
  /** Entries that hold the bests of a leaderboard, for a newcomer's first glimpse. */
  readonly boardHolders?: (board: string, limit: number) => Promise<readonly EntryHash[]>
}

export interface LocalReplica extends Replica {
  /** Another program of this device stored these, or, with none, lost some: they count from now on, and listeners hear of it. */
  notice(hashes: readonly EntryHash[]): Promise<void>
}

/** Times another tab may be first before a write gives up; each loss means that the other one wrote. */
const WRITE_TRIES = 16

const NOTHING: ReadonlySet<EntryHash> = new Set()

interface CheckedBatch {
  /** Of those that are new. */
  readonly claims: readonly Claim[]
  readonly believed: readonly VerifiedEntry[]
  readonly refusals: Refusal[]
}

export const createReplica = (options: ReplicaOptions): LocalReplica => {
  const { league, store, signatures, signer, now, governanceOf, boardHolders } = options
  const listeners = new Set<(added: Receipt['added']) => void>()
  let opening: Promise<ReplicaMemory> | null = null
  let governance: Promise<Governance | null> | null = null
  let digest: Promise<EntryHash> | null = null
  let atStart: readonly Tip[] | null = null
  let last: Promise<unknown> = Promise.resolve()
  /** New entries of batches that wait for their turn. */
  const coming = new Set<EntryHash>()

  /** One after the other: judging an entry and storing it must not be torn apart. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work)
    last = mine.catch(() => {})
    return mine
  }

  const open = async (): Promise<ReplicaMemory> => {
    const opened = await openReplicaMemory(store, league, signer?.device ?? null)
    atStart ??= opened.feeds.tips()
    return opened
  }

  const forget = (): void => {
    opening = null
    governance = null
    digest = null
    coming.clear()
  }

  const memory = (): Promise<ReplicaMemory> => {
    opening ??= open().catch(error => {
      forget()
      throw error
    })
    return opening
  }

  /** What was computed from the store before these came in: only once they are there can it be computed anew. */
  const outdate = ({ feeds, governing }: ReplicaMemory, entries: readonly VerifiedEntry[]): void => {
    if (entries.length > 0) digest = null
    for (const one of entries) if (isGoverning(one.entry.kind)) governing.set(one.hash, one)
    const governs = ({ device, entry }: VerifiedEntry): boolean =>
      isGoverning(entry.kind) || feeds.tipsOf(device).length > 1
    if (entries.some(governs)) governance = null
  }

  const tell = (added: Receipt['added']): void => {
    for (const listener of [...listeners]) listener(added)
  }
  const announce = (entries: readonly VerifiedEntry[]): void => {
    if (entries.length > 0) tell(entries.map(addedOf))
  }

  /** All that can be said of a batch before its turn to be stored comes. */
  const check = async (batch: readonly SignedEntry[]): Promise<CheckedBatch> => {
    const refusals: Refusal[] = []
    const claims: Claim[] = []
    for (const claim of await severalAtOnce(batch, signed => claimOf(signed, league, signatures))) {
      if (claim.ok) claims.push(claim)
      else refusals.push(claim)
    }
    const { feeds } = await memory()
    const named = claims.map(({ claimed }) => claimed)
    const isNew = await whichAreNew(named, feeds, coming, store)
    const fresh = claims.filter((_, i) => isNew[i])
    for (const { claimed } of fresh) coming.add(claimed.hash)
    const believed: VerifiedEntry[] = []
    for (const checked of await severalAtOnce(fresh, claim => believe(claim, league, signatures))) {
      if (checked.ok) believed.push(checked.entry)
      else refusals.push(checked)
    }
    return { claims: fresh, believed, refusals }
  }

  /** What was set aside goes on from what just came back. */
  const rejoin = async (devices: ReadonlySet<DeviceId>): Promise<Receipt['added']> => {
    const all: Receipt['added'][number][] = []
    const { lost, feeds } = await memory()
    const returning = [...devices].filter(device => lost.has(device))
    for (const device of returning) {
      const aside = await store.aside(device)
      if (!aside.some(({ entry: { prev } }) => prev !== null && feeds.isTip(device, prev))) continue
      const checked = await severalAtOnce(aside, signed => checkEntry(signed, league, signatures))
      const believed = checked.flatMap(one => (one.ok ? one.entry : []))
      all.push(...(await take(believed, [])))
    }
    if (returning.length > 0) opening = null
    return all
  }

  const take = async (believed: readonly VerifiedEntry[], refusals: Refusal[]): Promise<Receipt['added']> => {
    const state = await memory()
    const added: VerifiedEntry[] = []
    let judged: VerifiedEntry[] = []
    const flush = async (): Promise<void> => {
      added.push(...(await store.add(judged, 'relaxed')))
      outdate(state, judged)
      judged = []
    }
    try {
      // Another batch may have brought some of these while their signatures were checked, and this one may repeat itself.
      const isNew = await whichAreNew(believed, state.feeds, NOTHING, store)
      const fresh = new Map(believed.filter((_, i) => isNew[i]).map(entry => [entry.hash, entry]))
      for (const entry of fresh.values()) {
        // A fork within one batch is judged by what its parent's feed holds, which therefore has to be there.
        const isFork = entry.entry.prev !== null && !state.feeds.isTip(entry.device, entry.entry.prev)
        if (isFork && judged.length > 0) await flush()
        const verdict = await placeIn(state, entry)
        if (typeof verdict === 'number') {
          state.note(entry, verdict)
          judged.push(entry)
        } else {
          refusals.push({ ok: false, reason: verdict, device: entry.device, seq: entry.entry.seq })
        }
      }
      if (judged.length > 0) await flush()
    } catch (error) {
      forget()
      throw error
    } finally {
      announce(added)
    }
    return added.map(addedOf)
  }

  /** What the new entry is to prevail over; on what admins decide together, whoever said it. */
  const earlier = async ({ kind, id }: Draft, own: DeviceSigner): Promise<readonly VerifiedEntry[]> => {
    const kinds = countedTogether(kind)
    if (!kinds) return store.ofKey(kind, own.person, id)
    return (await store.ofKinds(kinds)).filter(({ entry }) => entry.id === id)
  }

  const mend = (device: DeviceId, bad: ReadonlySet<EntryHash>): Promise<boolean> =>
    inTurn(async () => {
      if (!(await store.mend(device, bad))) return false
      losses.found()
      forget()
      tell([])
      return true
    })
  const heldAtStart = async (): Promise<readonly Tip[]> => (await memory()) && (atStart ?? [])
  const losses = createLosses({ store, signatures, heldAtStart, mend })
  store.onDamage(device => void mend(device, NOTHING).catch(() => {}))

  /** Whether somebody may hold what was lost of the own feed: going on without it might use a number twice. */
  const mustWait = async (own: DeviceSigner): Promise<boolean> => {
    if (losses.areFinal || !(await memory()).lost.has(own.device)) return false
    const known = await computeGovernance()
    return known === null || known.devices.some(({ device }) => device !== own.device)
  }

  const writeNext = async (draft: Draft, own: DeviceSigner): Promise<VerifiedEntry> => {
    for (let tries = 0; tries < WRITE_TRIES; tries++) {
      if (await mustWait(own)) throw new WriteRefused('lost')
      const state = await memory()
      const tip = ownTip(state.feeds.tipsOf(own.device))
      if (!tip && draft.kind !== 'device') throw new WriteRefused('not-introduced')
      const place = tip && (await state.feeds.placeOf(own.device, tip.hash))
      const seq = tip ? tip.seq + 1 : 0
      const at = now()
      const rev = nextRev(await earlier(draft, own))
      const entry = await nextEntry(draft, { seq, prev: tip?.hash ?? null, rev, at }, league, own, signatures)
      const size = (place?.bytes ?? 0) + entry.bytes.length
      if (seq >= FEED_LIMITS.entries || size > FEED_LIMITS.bytes) throw new WriteRefused('full')
      const isFirst = await store.append(entry).catch(error => {
        forget()
        throw error
      })
      if (isFirst) {
        state.note(entry, size)
        outdate(state, [entry])
        announce([entry])
        return entry
      }
      forget()
    }
    throw new WriteRefused('busy')
  }

  const computeGovernance = async (): Promise<Governance | null> => {
    const { feeds, governing } = await memory()
    const forked = await Promise.all(feeds.forked().map(device => wholeFeed(store, device)))
    const entries = new Map([...governing.values(), ...forked.flat()].map(entry => [entry.hash, entry]))
    return entries.has(league as string as EntryHash) ? governanceOf([...entries.values()], league) : null
  }

  return {
    league,

    async receive(batch) {
      const checking = check(batch)
      checking.catch(() => {})
      return inTurn(async () => {
        const { claims, believed, refusals } = await checking
        try {
          const taken = believed.length > 0 ? await take(believed, refusals) : []
          const added = taken.concat(await rejoin(new Set(taken.map(({ device }) => device))))
          return { added, known: batch.length - taken.length - refusals.length, ...refused(refusals) }
        } finally {
          for (const { claimed } of claims) coming.delete(claimed.hash)
        }
      })
    },

    async write(draft) {
      if (!signer) throw new WriteRefused('no-key')
      return inTurn(() => writeNext(draft, signer))
    },

    governance() {
      const mine = governance ?? computeGovernance()
      governance = mine
      mine.catch(() => {
        if (governance === mine) governance = null
      })
      return mine
    },

    digest() {
      const mine =
        digest ?? memory().then(({ claimed, feeds }) => digestOf(claimed.tips(), feeds, signatures))
      digest = mine
      mine.catch(() => {
        if (digest === mine) digest = null
      })
      return mine
    },

    tips: async () => (await memory()).claimed.tips(),

    has: hashes => store.has(hashes),

    async missing(device, known, fromSeq, maxBytes) {
      const { feeds } = await memory()
      const forkSeq = await forkSeqOf(store, device, feeds.tipsOf(device))
      return missingOf(store, device, forkSeq, known, fromSeq, maxBytes)
    },

    async spine(device) {
      return spineOf(store, device, (await memory()).feeds.tipsOf(device))
    },

    async glimpse(board, limit) {
      const governing = await store.ofKinds(GOVERNING_KINDS)
      const holders = board === null || !boardHolders ? [] : await boardHolders(board, limit)
      const entries = await Promise.all(holders.slice(0, limit).map(hash => store.get(hash)))
      return [...governing, ...entries.filter(entry => entry !== null)].map(signedOf)
    },

    noteAlike: losses.noteAlike,

    onAdded(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },

    async notice(hashes) {
      await inTurn(async () => {
        forget()
        const entries = await Promise.all(hashes.map(hash => store.get(hash)))
        if (hashes.length > 0) announce(entries.filter(entry => entry !== null))
        else tell([])
      })
    },
  }
}

/** Where this device goes on: its longest branch, should it ever have forked. */
const ownTip = (tips: readonly Tip[]): Tip | null =>
  tips.reduce<Tip | null>((best, tip) => (best && best.seq >= tip.seq ? best : tip), null)
