/**
 * A program as a member of leagues: what the relay and `paddock peer` have in common. It holds a copy of each league in
 * its data folder, listens, dials whom it knows, and answers for whichever league somebody opens a wire.
 *
 * Invariants: all or nothing at the start: what a person can put right comes back as one sentence, and nothing is left
 * open then; one program at a time in a folder; without `host` only this machine is listened to.
 */
import { webcrypto } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { openBlobFolder } from '#node/blobs'
import { openIdentity } from '#node/identity'
import type { Log } from '#node/log'
import { type P2pHost, type P2pHostOptions, startP2pHost, systemClock } from '#node/p2p'
import type { FillRandom } from '#shared/id'
import {
  createSignatures,
  type DeviceId,
  type LeagueId,
  type PersonId,
  type SubtleSigning,
} from '#shared/logbook'
import { answerWire, type Invitation, multiaddrToRoute, usableAddresses, type Wire } from '#shared/sync'
import { asEpochMillis } from '#shared/units'
import { type InstanceLock, takeInstanceLock } from './instance-lock.ts'
import { keptLeagues, readKept, withInvitation, writeKept } from './kept.ts'
import { type HeldLeague, type LeagueView, openLeague } from './league.ts'

export interface MemberOptions
  extends Pick<P2pHostOptions, 'host' | 'port' | 'isWebSocketBehindHttp' | 'isRelay' | 'usesMdns'> {
  readonly dataFolder: string
  /** To leagues to join beside those this folder knows. */
  readonly invitations: readonly Invitation[]
  readonly names: { readonly person: string; readonly device: string }
  readonly version: string
  /** Of recordings, of all leagues together. */
  readonly capacityBytes: number
  readonly log: Log
}

export interface Member {
  readonly person: PersonId
  readonly device: DeviceId
  readonly peerId: string
  /** Where others reach it, for invitations. */
  addresses(): readonly string[]
  leagues(): Promise<readonly LeagueView[]>
  league(id: LeagueId): HeldLeague | null
  onChange(listener: () => void): () => void
  /** A WebSocket that came in through an HTTP server. */
  upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void
  stop(): Promise<void>
}

export type MemberStart =
  | { readonly ok: true; readonly member: Member }
  | { readonly ok: false; readonly message: string }

/** Wires whose handshake is not over; each costs a few kilobytes for at most ten seconds. */
const MAX_GREETINGS = 128
/** Half-written blobs of a program that was killed are of no use after this; those on their way are kept apart. */
const STAGED_KEPT_MS = 24 * 3_600_000

const fillRandom: FillRandom = bytes => webcrypto.getRandomValues(bytes)

type Undo = (() => unknown)[]

export const startMember = async (options: MemberOptions): Promise<MemberStart> => {
  const undo: Undo = []
  try {
    const started = await startParts(options, undo)
    if (!started.ok) for (const step of undo.reverse()) await step()
    return started
  } catch (error) {
    for (const step of undo.reverse()) await step()
    throw error
  }
}

const lockedMessage = (folder: string): string =>
  `Another Paddock program is the member of leagues in ${folder}, so nothing was started: stop it, or name another folder with --data.`

const takeLock = (folder: string, undo: Undo): InstanceLock | null => {
  const lock = takeInstanceLock(folder)
  if (lock) undo.push(() => lock.release())
  return lock
}

/** Invitations are kept before they are used: the next start needs none. */
const rememberInvitations = async (options: MemberOptions): Promise<string | null> => {
  for (const invitation of options.invitations) {
    const kept = await readKept(options.dataFolder, invitation.league)
    if (!(await writeKept(options.dataFolder, withInvitation(kept, invitation))))
      return `The league could not be written down in ${options.dataFolder}, so it was not joined: see that this user may write there.`
  }
  return null
}

const listenMessage = (error: unknown, { host, port }: MemberOptions): string => {
  const reason = error instanceof Error ? error.message : String(error)
  return `The league cannot be listened for on ${host} port ${port} (${reason.split('\n')[0]}), so nothing was started: choose another port with --p2p-port.`
}

const startParts = async (options: MemberOptions, undo: Undo): Promise<MemberStart> => {
  const { dataFolder, log } = options
  if (!takeLock(dataFolder, undo)) return { ok: false, message: lockedMessage(dataFolder) }
  const opened = await openIdentity(dataFolder, { fillRandom, now: () => new Date() })
  if (!opened.ok) return opened
  const { identity } = opened
  const problem = await rememberInvitations(options)
  if (problem !== null) return { ok: false, message: problem }

  const now = () => asEpochMillis(systemClock.now())
  const blobs = await openBlobFolder({
    folder: join(dataFolder, 'blobs'),
    now,
    fillRandom,
    capacityBytes: () => options.capacityBytes,
  })
  undo.push(() => blobs.close())
  await blobs.sweep(asEpochMillis(now() - STAGED_KEPT_MS))

  const signatures = createSignatures(webcrypto.subtle as unknown as SubtleSigning)
  const held = new Map<LeagueId, HeldLeague>()
  const ports = { clock: systemClock, signatures, random: fillRandom }
  let greetings = 0
  const onWire = (wire: Wire): void => {
    if (greetings >= MAX_GREETINGS) {
      wire.abort('too many at once')
      return
    }
    greetings++
    answerWire(
      wire,
      [...held.values()].map(({ mesh }) => mesh),
      ports,
    )
      .catch(error => log.error('a connection could not be answered', { error }))
      .finally(() => {
        greetings--
      })
  }

  let host: P2pHost
  try {
    host = await startP2pHost(
      { ...options, certificate: identity.transport, clock: systemClock },
      {
        onWire,
        onFound: addresses => {
          // Anybody on this network can announce anything: what is here, or far away, is not for them to say.
          const near = usableAddresses(addresses, 'lan').filter(
            address => multiaddrToRoute(address) === 'lan',
          )
          for (const league of held.values()) league.tryFound(near)
        },
      },
    )
  } catch (error) {
    return { ok: false, message: listenMessage(error, options) }
  }
  undo.push(() => host.close())

  for (const id of await keptLeagues(dataFolder)) {
    const league = await openLeague({
      dataFolder,
      kept: await readKept(dataFolder, id),
      identity,
      names: options.names,
      version: options.version,
      blobs,
      signatures,
      fillRandom,
      dial: (address, signal) => host.dial(address, signal),
      addresses: host.addresses(),
      otherLeagues: () => [...held.values()].filter(({ league }) => league !== id),
      log,
    })
    if (!league.ok) return league
    held.set(id, league.league)
    undo.push(() => league.league.stop())
  }
  return { ok: true, member: createMember(host, held, identity.signer, undo) }
}

const createMember = (
  host: P2pHost,
  held: ReadonlyMap<LeagueId, HeldLeague>,
  { person, device }: { readonly person: PersonId; readonly device: DeviceId },
  undo: Undo,
): Member => {
  let stopping: Promise<void> | null = null
  const stopAll = async (): Promise<void> => {
    for (const step of undo.reverse()) await step()
  }
  return {
    person,
    device,
    peerId: host.peerId,
    addresses: host.addresses,
    leagues: () => Promise.all([...held.values()].map(league => league.view())),
    league: id => held.get(id) ?? null,
    onChange: listener => {
      const stops = [...held.values()].map(league => league.onChange(listener))
      return () => {
        for (const stop of stops) stop()
      }
    },
    upgrade: host.upgrade,
    stop: () => {
      stopping ??= stopAll()
      return stopping
    },
  }
}
