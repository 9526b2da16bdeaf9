/**
 * One league as a program holds it: entries on disk, sessions with whoever is reached, the blobs that entries refer to.
 *
 * Invariants: our own first entry is written before anybody is greeted, so that an invitation can be honoured at the first
 * meeting; stopping ends sessions first, then what writes, then the files.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type BlobFolder, createSharedBlobs, isOfLeague, nodeHashing, openPartials } from '#node/blobs'
import { openEntryStore } from '#node/entries'
import type { ProgramIdentity } from '#node/identity'
import type { Log } from '#node/log'
import { type Dialled, systemClock } from '#node/p2p'
import type { FillRandom, Sha256 } from '#shared/id'
import {
  createReplica,
  type EntryStore,
  type Governance,
  governanceOf,
  invitationKeyOf,
  invitationProof,
  type LeagueId,
  type PersonId,
  type Replica,
  type Signatures,
  WriteRefused,
} from '#shared/logbook'
import {
  createBlobExchange,
  createMesh,
  createRoomKeys,
  type InvitationProof,
  type LeagueMesh,
  type PeerState,
} from '#shared/sync'
import { asEpochMillis } from '#shared/units'
import { createDialler } from './dialler.ts'
import { type HeldDocuments, openHeldDocuments } from './documents.ts'
import { startHolder } from './holder.ts'
import { type KeptLeague, leagueFolder, withMet, writeKept } from './kept.ts'
import { createProgramMeeting } from './neighbours.ts'
import { nodePacking } from './packing.ts'
import { openReferences } from './references.ts'

export interface LeagueParts {
  readonly dataFolder: string
  readonly kept: KeptLeague
  readonly identity: ProgramIdentity
  readonly names: { readonly person: string; readonly device: string }
  readonly version: string
  readonly blobs: BlobFolder
  readonly signatures: Signatures
  readonly fillRandom: FillRandom
  readonly dial: (address: string, signal: AbortSignal) => Promise<Dialled>
  /** Where this program listens. */
  readonly addresses: readonly string[]
  /** Of this program, whose recordings lie in the same folder. */
  readonly otherLeagues: () => readonly Pick<HeldLeague, 'league' | 'namersOf'>[]
  readonly log: Log
}

export interface LeagueView {
  readonly league: LeagueId
  /** Null until somebody told us. */
  readonly governance: Governance | null
  readonly isMember: boolean
  readonly entries: number
  readonly bytes: number
  readonly peers: readonly PeerState[]
  /** Blobs the league refers to that are not here. */
  readonly missingBlobs: number
}

export interface HeldLeague {
  readonly league: LeagueId
  readonly mesh: LeagueMesh
  readonly replica: Replica
  /** What is edited together; null for what is no name. */
  readonly document: HeldDocuments['open']
  /** Whose entries refer to it. */
  namersOf(sha256: Sha256): readonly PersonId[]
  view(): Promise<LeagueView>
  /** Somebody of whatever league may be at these. */
  tryFound(addresses: readonly string[]): void
  onChange(listener: () => void): () => void
  stop(): Promise<void>
}

export type OpenedLeague =
  | { readonly ok: true; readonly league: HeldLeague }
  | { readonly ok: false; readonly message: string }

/** A league of 2,500 sessions is judged in some 50 ms; entries come in batches. */
const JUDGE_AFTER_MS = 200

const invitationOf = ({ kept, identity }: LeagueParts): InvitationProof | null =>
  kept.invite && {
    key: invitationKeyOf(kept.invite),
    proof: invitationProof(kept.invite, kept.league, identity.signer.person),
  }

/**
 * The first entry of our feed says who we are and by whose invitation; written once. One the disk lost is waited for: false
 * as long as somebody may have it.
 */
const introduce = async (parts: LeagueParts, store: EntryStore, replica: Replica): Promise<boolean> => {
  const { signer, certificate } = parts.identity
  if ((await store.tips()).some(({ device }) => device === signer.device)) return true
  const { person: personName, device: deviceName } = parts.names
  const body = { deviceName, personName, certificate, invite: invitationOf(parts) }
  try {
    await replica.write({ kind: 'device', id: signer.device, body })
    return true
  } catch (error) {
    if (error instanceof WriteRefused && error.reason === 'lost') return false
    throw error
  }
}

export const openLeague = async (parts: LeagueParts): Promise<OpenedLeague> => {
  const { dataFolder, identity, signatures, blobs, log } = parts
  const { league } = parts.kept
  const { signer, certificate } = identity
  const folder = leagueFolder(dataFolder, league)
  await mkdir(folder, { recursive: true })
  const opened = openEntryStore(join(folder, 'entries.sqlite'))
  if (!opened.ok) return opened
  const { store } = opened
  if (parts.kept.own) store.noteLost({ device: signer.device, ...parts.kept.own })

  const replica = createReplica({
    league,
    store,
    signatures,
    signer,
    now: () => asEpochMillis(systemClock.now()),
    governanceOf,
  })
  const documents = openHeldDocuments(folder, replica, trouble =>
    log.warn('changes of notes could not be kept', { league, trouble }),
  )
  if (!documents.ok) {
    await store.close()
    return documents
  }
  let isIntroduced = await introduce(parts, store, replica)
  const references = await openReferences(store, replica)
  const partials = await openPartials(blobs, league)
  const naming = {
    folder: blobs,
    league,
    me: signer.person,
    namersIn: (of: LeagueId, sha256: Sha256): readonly PersonId[] =>
      of === league
        ? references.namersOf(sha256)
        : (parts
            .otherLeagues()
            .find(other => other.league === of)
            ?.namersOf(sha256) ?? []),
  }
  let growing: Promise<void> = Promise.resolve()
  let judging: PromiseWithResolvers<void> | null = null
  const settled = async (): Promise<void> => {
    await judging?.promise
    await growing
  }
  const shared = createSharedBlobs({ ...naming, folder: blobs, partials, settled })
  let { kept } = parts
  let writing: Promise<unknown> = Promise.resolve()
  const keep = (change: Partial<KeptLeague>): Promise<unknown> => {
    kept = { ...kept, ...change }
    writing = writing
      .then(() => writeKept(dataFolder, kept))
      .catch(error => log.warn('what is remembered of a league could not be kept', { league, error }))
    return writing
  }
  const roomKeys = createRoomKeys({
    governance: replica.governance,
    kept: async () => kept.rooms,
    keep: async key => void (await keep({ rooms: [...kept.rooms, key] })),
    sha256: signatures.sha256,
  })
  const onFault = (error: unknown): void =>
    log.error('something failed while a league was synchronised', { league, error })
  const { meeting, start: startNeighbours } = createProgramMeeting({ ...parts, replica, signer, onFault })
  const mesh = createMesh({
    replica,
    signer,
    certificate,
    invitation: () => invitationOf(parts),
    programVersion: parts.version,
    clock: systemClock,
    signatures,
    random: parts.fillRandom,
    blobs: createBlobExchange({ shared, clock: systemClock, hashing: nodeHashing }),
    documents: documents.exchange,
    rooms: roomKeys,
    meeting,
    packing: nodePacking,
    onFault,
  })
  const holder = startHolder({
    folder: blobs,
    references,
    mesh,
    clock: systemClock,
    log,
    isHere: sha256 => blobs.index.get(sha256) !== null && isOfLeague(naming, sha256),
    mayDrop: sha256 => parts.otherLeagues().every(other => other.namersOf(sha256).length === 0),
  })

  const noteOwn = async (): Promise<void> => {
    const own = (await store.tips()).findLast(({ device }) => device === signer.device)
    if (!own || own.seq <= (kept.own?.seq ?? -1)) return
    await keep({ own: { seq: own.seq, hash: own.hash } })
  }
  await noteOwn()

  const dialler = createDialler({
    clock: systemClock,
    random: Math.random,
    dial: parts.dial,
    greet: wire => mesh.attach(wire, 'dialler'),
    isConnected: device => mesh.peers().some(peer => peer.device === device),
    onMet: address => {
      void keep(withMet(kept, address))
    },
  })
  dialler.add([...kept.met, ...kept.addresses])

  const tryGoverned = async (): Promise<void> => {
    dialler.add((await replica.governance())?.addresses ?? [])
  }
  let stopJudging: (() => void) | null = null
  const judge = (): void => {
    stopJudging = null
    const { resolve } = judging ?? Promise.withResolvers<void>()
    judging = null
    growing = growing
      .then(() =>
        Promise.all([references.judge(), tryGoverned(), roomKeys.look(), documents.exchange.look()]),
      )
      .then(() => holder.look())
      .catch(error => log.error('what a league refers to could not be worked out', { league, error }))
    resolve()
  }
  const stopHearing = replica.onAdded(added => {
    const sessions = added.filter(({ kind }) => kind === 'session').map(({ hash }) => hash)
    growing = growing.then(() => references.grow(sessions))
    if (added.some(({ device }) => device === signer.device)) growing = growing.then(noteOwn)
    judging ??= Promise.withResolvers()
    stopJudging ??= systemClock.after(JUDGE_AFTER_MS, judge)
  })
  let peerCount = 0
  const stopWatching = mesh.onChange(() => {
    dialler.look()
    const peers = mesh.peers()
    const { length } = peers
    if (!isIntroduced && peers.some(({ phase }) => phase === 'level'))
      growing = growing.then(async () => {
        isIntroduced ||= await introduce(parts, store, replica)
      })
    if (length > peerCount) holder.look()
    peerCount = length
  })
  const stopNeighbours = startNeighbours(mesh)
  void tryGoverned()
  holder.look()

  const value: HeldLeague = {
    league,
    mesh,
    replica,
    document: documents.open,
    namersOf: references.namersOf,
    tryFound: dialler.addFound,
    onChange: listener => {
      const stops = [mesh.onChange(listener), replica.onAdded(listener)]
      return () => {
        for (const stop of stops) stop()
      }
    },
    view: async () => {
      const [governance, usage] = await Promise.all([replica.governance(), store.usage()])
      return {
        league,
        governance,
        isMember:
          governance?.members.some(member => member.person === signer.person && !member.removed) ?? false,
        entries: usage.reduce((sum, feed) => sum + feed.entries, 0),
        bytes: usage.reduce((sum, feed) => sum + feed.bytes, 0),
        peers: mesh.peers(),
        missingBlobs: holder.missing(),
      }
    },
    stop: async () => {
      dialler.stop()
      stopNeighbours()
      stopWatching()
      await mesh.close()
      await holder.close()
      await partials.close()
      stopHearing()
      stopJudging?.()
      judging?.resolve()
      await growing
      await writing
      await documents.close()
      await store.close()
    },
  }
  return { ok: true, league: value }
}
