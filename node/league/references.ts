/**
 * Which blobs the entries of one league refer to: the trace manifest of every session that counts, and what the
 * manifests that are here list.
 *
 * Invariants: only the revision that speaks is heard, and only where its author may say it; a blob nobody refers to any
 * more because its author took the session back is `withdrawn`, and its bytes are to be dropped. One that merely does not
 * count (its author was cut off) is not offered, and kept.
 */
import type { Sha256 } from '#shared/id'
import {
  type ChunkedRef,
  type EntryHash,
  type EntryStore,
  type Judgeable,
  judgeOf,
  lineageOf,
  type PersonId,
  type Replica,
  readBody,
  type TraceManifest,
  type VerifiedEntry,
  winnerOf,
} from '#shared/logbook'

interface Revision extends Judgeable {
  readonly entry: Judgeable['entry'] & { readonly rev: number }
  readonly traces: ChunkedRef | null
  readonly isWithdrawn: boolean
}

export interface References {
  isReferred(sha256: Sha256): boolean
  /** Whose entries refer to it. */
  namersOf(sha256: Sha256): readonly PersonId[]
  /** Manifests the league refers to, newest session first. */
  manifests(): readonly ChunkedRef[]
  /** Of a manifest whose bytes are here. */
  noteManifest(of: Sha256, manifest: TraceManifest): void
  listed(manifest: Sha256): readonly ChunkedRef[] | null
  /** Named by a session that was taken back, and by nothing else. */
  withdrawn(): readonly Sha256[]
  /** Reads entries that came since. */
  grow(hashes: readonly EntryHash[]): Promise<void>
  /** Judges all of them again; to be called after entries came. */
  judge(): Promise<void>
}

interface Named {
  readonly ref: ChunkedRef
  readonly by: PersonId
}

type Referred = Map<Sha256, readonly PersonId[]>

const NOBODY: readonly PersonId[] = []

const addNamers = (all: Referred, sha256: Sha256, by: readonly PersonId[]): void => {
  const known = all.get(sha256) ?? NOBODY
  const more = by.filter(person => !known.includes(person))
  if (more.length > 0) all.set(sha256, [...known, ...more])
}

const namedBy = ({ entry, traces }: Revision): Named[] => (traces ? [{ ref: traces, by: entry.person }] : [])

const keyOf = ({ person, id }: VerifiedEntry['entry']): string => `${person}/${id}`

const toRevision = (verified: VerifiedEntry): Revision => {
  const { device, hash, entry } = verified
  const read = readBody(entry)
  return {
    device,
    hash,
    // Bodies are a hundred times what is needed of them.
    entry: {
      kind: entry.kind,
      person: entry.person,
      id: entry.id,
      seq: entry.seq,
      rev: entry.rev,
      body: null,
    },
    traces: read.what === 'known' && read.kind === 'session' ? read.body.traces : null,
    isWithdrawn: read.what === 'withdrawn',
  }
}

const refsOf = ({ laps, between }: TraceManifest): ChunkedRef[] =>
  [...laps, between].filter(ref => ref !== null)

export const openReferences = async (store: EntryStore, replica: Replica): Promise<References> => {
  const revisionsByKey = new Map<string, Map<EntryHash, Revision>>()
  const listedByManifest = new Map<Sha256, readonly ChunkedRef[]>()
  let spoken: readonly ChunkedRef[] = []
  let referred: Referred = new Map()
  let takenBack: readonly Sha256[] = []

  const take = (verified: VerifiedEntry): void => {
    if (verified.entry.kind !== 'session') return
    const key = keyOf(verified.entry)
    const revisions = revisionsByKey.get(key) ?? new Map<EntryHash, Revision>()
    revisionsByKey.set(key, revisions)
    revisions.set(verified.hash, toRevision(verified))
  }
  for (const entry of await store.ofKinds(['session'])) take(entry)

  /** All entries of the feeds that have several ends: whether one is before another cannot be seen by its number there. */
  const forkedFeeds = async (): Promise<readonly VerifiedEntry[]> => {
    const ends = new Map<string, number>()
    const tips = await replica.tips()
    for (const { device } of tips) ends.set(device, (ends.get(device) ?? 0) + 1)
    const forked = tips.filter(({ device }) => ends.get(device)! > 1)
    const feeds = await Promise.all(
      [...new Set(forked.map(({ device }) => device))].map(device =>
        store.feed(device, -1, Number.MAX_SAFE_INTEGER),
      ),
    )
    return feeds.flat()
  }

  const expand = (named: readonly Named[]): Referred => {
    const all: Referred = new Map()
    for (const { ref, by } of named) {
      addNamers(all, ref.sha256, [by])
      for (const { sha256 } of listedByManifest.get(ref.sha256) ?? []) addNamers(all, sha256, [by])
    }
    return all
  }

  const judge = async (): Promise<void> => {
    const governance = await replica.governance()
    if (!governance) return
    const verdictOf = judgeOf(governance, lineageOf(await forkedFeeds()))
    const speaking: Named[] = []
    const silenced: Named[] = []
    for (const revisions of revisionsByKey.values()) {
      const counting = [...revisions.values()].filter(revision => verdictOf(revision) === 'counts')
      const winner = winnerOf(counting)
      if (winner) speaking.push(...namedBy(winner))
      if (winner?.isWithdrawn) silenced.push(...[...revisions.values()].flatMap(namedBy))
    }
    spoken = speaking.map(({ ref }) => ref).reverse()
    referred = expand(speaking)
    takenBack = [...expand(silenced).keys()].filter(sha256 => !referred.has(sha256))
  }
  await judge()

  return {
    isReferred: sha256 => referred.has(sha256),
    namersOf: sha256 => referred.get(sha256) ?? NOBODY,
    manifests: () => spoken,
    noteManifest: (of, manifest) => {
      const refs = refsOf(manifest)
      listedByManifest.set(of, refs)
      for (const { sha256 } of refs) addNamers(referred, sha256, referred.get(of) ?? NOBODY)
    },
    listed: manifest => listedByManifest.get(manifest) ?? null,
    withdrawn: () => takenBack,
    grow: async hashes => {
      for (const hash of hashes) {
        const entry = await store.get(hash)
        if (entry) take(entry)
      }
    },
    judge,
  }
}
