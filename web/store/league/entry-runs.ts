/**
 * Entries as rows: a run of up to 64 entries of one device and kind, each following the one before it, is one row. What a browser
 * asks for a row and each of its indexes is what storing a league costs: 2,500 entries a row each took ten times as long.
 *
 * Invariants: the entry at place i of a run has the run's seq plus i; whoever looks for a seq finds it in the runs that begin
 * at most `RUN_ENTRIES` − 1 before it. A run never changes: what comes later begins another one. Runs of one device overlap
 * where its feed forked.
 */
import type { Bytes } from '#shared/blob'
import type { Sha256 } from '#shared/id'
import {
  type DeviceId,
  decodeEntry,
  type EntryHash,
  type LeagueId,
  namedManifest,
  type VerifiedEntry,
} from '#shared/logbook'
import type { EntryRun } from './rows.ts'

/** A catching up brings fifty and more of a device at once; whoever reads one of them reads its whole run. */
export const RUN_ENTRIES = 64
const RUN_BYTES = 128 * 1024
const SIGNATURE_BYTES = 64

/** In their order, which is that of parents before children. */
export const entriesToRuns = (league: LeagueId, entries: readonly VerifiedEntry[]): EntryRun[] =>
  [...Map.groupBy(entries, ({ device }) => device).values()].flatMap(ofDevice =>
    chainsOf(ofDevice).map(chain => runOf(league, chain)),
  )

const chainsOf = (entries: readonly VerifiedEntry[]): VerifiedEntry[][] => {
  const chains: VerifiedEntry[][] = []
  let bytes = 0
  for (const entry of entries) {
    const chain = chains.at(-1)
    bytes += entry.bytes.length
    const last = chain?.at(-1)
    // Of one kind, so that whoever wants what governs a league does not read its sessions.
    const follows = last && entry.entry.prev === last.hash && entry.entry.kind === last.entry.kind
    if (chain && follows && chain.length < RUN_ENTRIES && bytes <= RUN_BYTES) chain.push(entry)
    else {
      chains.push([entry])
      bytes = entry.bytes.length
    }
  }
  return chains
}

const runOf = (league: LeagueId, chain: readonly VerifiedEntry[]): EntryRun => {
  const { device, hash, entry } = chain[0]!
  const bytes = new Uint8Array(
    chain.reduce((sum, { bytes: { length } }) => sum + SIGNATURE_BYTES + length, 0),
  )
  let at = 0
  for (const { signature, bytes: own } of chain) {
    bytes.set(signature, at)
    bytes.set(own, at + SIGNATURE_BYTES)
    at += SIGNATURE_BYTES + own.length
  }
  return {
    league,
    device,
    seq: entry.seq,
    hash,
    hashes: chain.map(one => one.hash),
    sizes: chain.map(one => one.bytes.length),
    bytes,
    kind: entry.kind,
    about: chain.map(({ entry: { kind, person, id } }) => [league, kind, person, id]),
    names: chain.flatMap(one => namedManifest(one.entry)?.sha256 ?? []),
  }
}

/** Entries of a run that name this list of traces. */
export const entriesNaming = (run: EntryRun, sha256: Sha256): EntryHash[] =>
  keptIn(run).flatMap(kept => {
    const entry = keptToEntry(kept)
    return entry && namedManifest(entry.entry)?.sha256 === sha256 ? entry.hash : []
  })

/** An entry where it is kept: reading it is left to whoever wants it. */
export interface Kept {
  readonly run: EntryRun
  readonly place: number
}

export const seqOf = ({ run, place }: Kept): number => run.seq + place
export const hashOf = ({ run, place }: Kept): EntryHash => run.hashes[place]!
export const keptIn = (run: EntryRun): Kept[] => run.hashes.map((_, place) => ({ run, place }))

/** Null for bytes that are no entry any more. */
export const keptToEntry = (kept: Kept): VerifiedEntry | null => {
  const { run, place } = kept
  let at = 0
  for (let before = 0; before < place; before++) at += SIGNATURE_BYTES + run.sizes[before]!
  const signature: Bytes = run.bytes.slice(at, at + SIGNATURE_BYTES)
  const bytes: Bytes = run.bytes.slice(at + SIGNATURE_BYTES, at + SIGNATURE_BYTES + run.sizes[place]!)
  const decoded = decodeEntry(bytes)
  if (!decoded.ok || decoded.entry.seq !== seqOf(kept)) return null
  return { device: run.device, hash: hashOf(kept), bytes, signature, entry: decoded.entry }
}

export const byDeviceSeqHash = (a: VerifiedEntry, b: VerifiedEntry): number =>
  byText(a.device, b.device) || a.entry.seq - b.entry.seq || byText(a.hash, b.hash)

export const bySeqHash = (a: Kept, b: Kept): number => seqOf(a) - seqOf(b) || byText(hashOf(a), hashOf(b))

const byText = (a: DeviceId | EntryHash, b: DeviceId | EntryHash): number => (a < b ? -1 : a > b ? 1 : 0)
