/**
 * One league at work in the tab that leads: its mesh, whom it dials, what it fetches without being asked.
 *
 * Invariant: what came is taken into the library before anything else of it is fetched; on a connection that costs money
 * nothing but entries travels.
 */
import type { Hashing } from '#shared/blob'
import { type DeviceId, invitationProof, isGoverning, type Signatures } from '#shared/logbook'
import {
  type Clock,
  createBlobExchange,
  createMeeting,
  createMesh,
  createRoomKeys,
  type LeagueMesh,
  type MeetingPlace,
  type Neighbours,
  type NeighboursOptions,
  type Wire,
} from '#shared/sync'
import { asEpochMillis, type EpochMillis } from '#shared/units'
import { createPagePacking, type Dialler, type DiallerOptions } from '#web/net'
import type { LeagueKeeper, LeagueStanding } from '#web/workers'
import type { Me } from '../../model.ts'
import type { LeagueNetwork } from '../network.ts'
import type { PageDocuments } from '../rooms/index.ts'

export interface RunParts {
  readonly keeper: LeagueKeeper
  readonly me: Me
  readonly certificate: Uint8Array<ArrayBuffer>
  readonly programVersion: string
  readonly clock: Clock
  readonly signatures: Signatures
  readonly hashing: Hashing
  /** What is edited together; absent where nothing is. */
  readonly documents?: Pick<PageDocuments, 'exchange'>
  readonly random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>
  readonly onChange: () => void
  readonly onFault: (error: unknown) => void
}

/** What only the network can do; null while nothing is shared beyond this device. */
export interface Reach {
  createDialler(options: Pick<DiallerOptions, 'greet' | 'isConnected' | 'onMet'>): Dialler
  createNeighbours(options: Pick<NeighboursOptions, 'own' | 'meeting' | 'connected' | 'greet'>): Neighbours
  /** Where others meet this page. */
  places(): readonly MeetingPlace[]
  onPlaces(listener: () => void): () => void
}

export interface LeagueRun {
  readonly mesh: LeagueMesh
  network(): LeagueNetwork
  /** What the worker keeps of it may have changed. */
  follow(standing: LeagueStanding, addresses: readonly string[], isPaused: boolean, isMetered: boolean): void
  reachBy(reach: Reach): void
  wake(): void
  connectNow(): void
  /** Fetches what is to be here without being asked. */
  fetchWanted(): Promise<void>
  close(): Promise<void>
}

/** Fetched in one go before it is asked anew what is wanted: a session and its laps. */
const WANTED_AT_ONCE = 32
/** When one was last level is worth a minute. */
const LEVEL_KEPT_MS = 60_000
const NOTE_LEVEL_MS = 2_000
const ADDRESSES_KEPT = 16
/** What a change of who may what means for the room and for notes is looked at once for all that comes in this time. */
const GOVERNED_AFTER_MS = 500

const invitationOf = ({ invites, id }: LeagueStanding, { person }: Me) => {
  const invite = invites.at(-1)
  return invite ? { key: invite.key, proof: invitationProof(invite.secret, id, person) } : null
}

export const createLeagueRun = (first: LeagueStanding, parts: RunParts): LeagueRun => {
  const { keeper, me, certificate, clock, onChange, onFault } = parts
  const { id } = first
  let standing = first
  let addresses: readonly string[] = []
  let dialler: Dialler | null = null
  let neighbours: Neighbours | null = null
  let stopPlaces: (() => void) | null = null
  let isMetered = false
  let isPaused = false
  let lastLevelAt = first.lastLevelAt
  let levelKeptAt = 0
  let isFetching = false
  const seenAt: Record<string, EpochMillis> = {}

  const signer = { person: me.person, device: me.device, sign: keeper.sign }
  const exchange = createBlobExchange({ shared: keeper.blobs(id), clock, hashing: parts.hashing })
  const replica = keeper.replica(id)
  const meeting = createMeeting({
    ...{ replica, signer, clock, onFault },
    signatures: parts.signatures,
    random: Math.random,
  })
  const documents = parts.documents?.exchange(id)
  const roomKeys = createRoomKeys({
    governance: replica.governance,
    async kept() {
      const kept = await keeper.league(id)
      return kept.ok ? (kept.value?.rooms ?? []) : []
    },
    keep: async key => void (await keeper.changeLeague(id, { rooms: [key] })),
    sha256: parts.signatures.sha256,
  })
  const mesh = createMesh({
    replica,
    signer,
    certificate,
    invitation: () => invitationOf(standing, me),
    programVersion: parts.programVersion,
    clock,
    signatures: parts.signatures,
    random: parts.random,
    // Paused by being metered, too, so it is not the mesh's alone to pause.
    blobs: { ...exchange, pause: () => exchange.pause(isPaused || isMetered) },
    ...(documents ? { documents } : {}),
    rooms: roomKeys,
    meeting,
    packing: createPagePacking(),
    onFault,
  })

  const now = (): EpochMillis => asEpochMillis(clock.now())

  // Whom this device met when the page was open before.
  void keeper.seen(id).then(seen => {
    for (const { device, at } of seen.ok ? seen.value : []) seenAt[device] ??= at
  }, onFault)

  /** Devices that are connected, once each time they come. */
  let connected: ReadonlySet<string> = new Set()
  const noteMet = (): void => {
    const peers = mesh.peers()
    for (const { device, route } of peers)
      if (!connected.has(device)) void keeper.noteMet(id, { device, route, addresses: [] }).catch(onFault)
    connected = new Set(peers.map(({ device }) => device))
  }

  /** Devices that became level, noted together: in a league of fifty each new lap makes all of them so. */
  const toNote = new Set<DeviceId>()
  let stopNoting: (() => void) | null = null
  let wasLevel: ReadonlySet<DeviceId> = new Set()
  const noteHolders = (): void => {
    const level = mesh.peers().flatMap(({ device, phase }) => (phase === 'level' ? [device] : []))
    for (const device of level) if (!wasLevel.has(device)) toNote.add(device)
    wasLevel = new Set(level)
    if (toNote.size === 0) return
    stopNoting ??= clock.after(NOTE_LEVEL_MS, () => {
      stopNoting = null
      const devices = [...toNote].filter(device => wasLevel.has(device))
      toNote.clear()
      void keeper.noteLevel(id, devices).catch(onFault)
    })
  }

  const noteLevel = (): void => {
    const peers = mesh.peers()
    for (const { device } of peers) seenAt[device] = now()
    if (peers.length === 0 || peers.some(({ phase }) => phase !== 'level')) return
    lastLevelAt = now()
    if (lastLevelAt - levelKeptAt < LEVEL_KEPT_MS) return
    levelKeptAt = lastLevelAt
    void keeper.changeLeague(id, { lastLevelAt })
  }

  let stopLooking: (() => void) | null = null
  const stopNews = keeper.onNews(({ league, added }) => {
    if (league !== id || !added.some(({ kind }) => isGoverning(kind))) return
    stopLooking ??= clock.after(GOVERNED_AFTER_MS, () => {
      stopLooking = null
      void Promise.all([roomKeys.look(), documents?.look()]).catch(onFault)
    })
  })
  const stopListening = mesh.onChange(() => {
    noteLevel()
    noteMet()
    noteHolders()
    dialler?.look()
    neighbours?.look()
    // While entries come in from everybody, looking for what they name would hold them up.
    if (mesh.peers().some(({ phase }) => phase === 'level' || phase === 'sending')) void fetchWanted()
    onChange()
  })

  const fetchWanted = async (): Promise<void> => {
    if (isFetching || isMetered || isPaused) return
    isFetching = true
    try {
      for (let hasMore = true; hasMore; ) {
        const wanted = await keeper.wanted(id, WANTED_AT_ONCE)
        hasMore = false
        if (!wanted.ok) return
        for (const ref of wanted.value) {
          const fetched = await mesh.fetch(ref)
          if (fetched.ok) hasMore = true
        }
        if (hasMore) await keeper.takeIn(id)
      }
    } finally {
      isFetching = false
    }
  }

  const remember = (address: string): void => {
    if (address.includes('/p2p-circuit') || standing.addresses[0] === address) return
    const others = standing.addresses.filter(known => known !== address)
    void keeper.changeLeague(id, { addresses: [address, ...others].slice(0, ADDRESSES_KEPT) })
  }

  return {
    mesh,
    fetchWanted,

    network: () => ({
      league: id,
      peers: mesh.peers(),
      ends: mesh.ends(),
      lastLevelAt,
      seenAt: { ...seenAt },
    }),

    follow(next, nextAddresses, nextPaused, nextMetered) {
      standing = next
      addresses = nextAddresses
      isMetered = nextMetered
      if (isPaused !== (nextPaused || next.paused)) {
        isPaused = nextPaused || next.paused
        mesh.pause(isPaused)
        neighbours?.pause(isPaused)
      }
      exchange.pause(isPaused || isMetered)
      dialler?.setAddresses(isPaused ? [] : addresses)
      if (mesh.peers().length > 0) void fetchWanted()
    },

    reachBy(reach) {
      if (dialler) return
      dialler = reach.createDialler({
        greet: (wire: Wire) => mesh.attach(wire, 'dialler'),
        isConnected: device => mesh.peers().some(peer => peer.device === device),
        onMet: remember,
      })
      dialler.setAddresses(isPaused ? [] : addresses)
      neighbours = reach.createNeighbours({
        own: me.device,
        meeting,
        connected: () => mesh.peers().map(({ device }) => device),
        greet: wire => mesh.attach(wire, 'dialler'),
      })
      neighbours.pause(isPaused)
      const tellPlaces = (): void => meeting.setPlaces(reach.places())
      stopPlaces = reach.onPlaces(tellPlaces)
      tellPlaces()
    },

    wake: () => dialler?.wake(),
    connectNow: () => dialler?.askAndTry(),

    async close() {
      stopNews()
      stopLooking?.()
      stopNoting?.()
      stopListening()
      stopPlaces?.()
      neighbours?.stop()
      dialler?.stop()
      await mesh.close()
    },
  }
}
