/**
 * One replica's sessions with the other devices of its league. The promises are in `mesh-model.ts`.
 *
 * One session per device: of two wires to the same device the better route stays ('here', 'lan', 'paired', 'direct',
 * 'relayed'), of two alike the newer, since the older may be one whose other end is gone. The device with the lower id
 * decides; the other uses both until it hears which one ended as 'replaced', so they cannot each end another. Before a
 * wire of a worse route is turned away, the better one has to give a sign of life. A device that comes back with another
 * run was started anew, and its earlier sessions are gone.
 *
 * Whenever what governs the league grows, everybody connected is judged again: who was removed goes at once, who turns
 * out to be a stranger when the entries that could explain them have had time to come.
 */
import { isGoverning } from '#shared/logbook'
import type { BlobExchange } from './blobs/index.ts'
import { createFeeds, type FeedPeer, type Packing } from './feeds/index.ts'
import { answer, dial } from './handshake.ts'
import type { HandshakeOutcome, Party } from './handshake-model.ts'
import { LANES, type Lane } from './lane.ts'
import type { Attached, EndReason, Mesh, PeerEnd, PeerState } from './mesh-model.ts'
import { createParty, type PartyOptions } from './party.ts'
import { createSession, type Session } from './session.ts'
import type { Route, Wire } from './wire.ts'

export const MESH_LIMITS = {
  /** A page has room for 100 connections; a relay of a large league for these. */
  sessions: 256,
  handshakes: 64,
  /** Of one device, while the other end decides. */
  sessionsPerDevice: 3,
  endsRemembered: 64,
  /** How long a better but silent route has to answer. */
  signOfLifeMs: 5_000,
  /** How long entries may take to come that make a stranger a member. */
  strangerMs: 60_000,
  changesEveryMs: 20,
} as const

/** Handshakes that end so are what relays that know other leagues, and networks that come and go, do all day. */
const EVERYDAY: ReadonlySet<EndReason> = new Set(['closed', 'lost', 'wrong-league', 'not-a-member'])

/** Best first. */
const ROUTES: readonly Route[] = ['here', 'lan', 'paired', 'direct', 'relayed']

export interface MeshOptions extends PartyOptions {
  readonly blobs?: Pick<BlobExchange, 'join' | 'fetch' | 'pause' | 'close'>
  readonly documents?: { join(lane: Lane): void; pause?(isPaused: boolean): void }
  readonly meeting?: { join(lane: Lane, route: Route): void; pause(isPaused: boolean): void; close(): void }
  readonly rooms?: { join(lane: Lane): void }
  /** The platform's own deflate, for entries on their way; without, JavaScript's. */
  readonly packing?: Packing
  /** What went wrong here, not over there: a store that failed, a bug in a protocol. */
  readonly onFault?: (error: unknown) => void
  /** Protocol versions, of older and newer programs in tests. */
  readonly versions?: readonly number[]
}

/** A mesh and what `answerWire` needs of it. */
export interface LeagueMesh extends Mesh {
  readonly party: Party
  /** Takes over what a handshake made. */
  adopt(wire: Wire, outcome: HandshakeOutcome): Promise<Attached>
  /** Requests and handshakes under way: none once all is level. */
  readonly pending: number
}

interface Member {
  readonly session: Session
  readonly route: Route
  readonly since: number
  readonly feed: FeedPeer
}

export const createMesh = (options: MeshOptions): LeagueMesh => {
  const { replica, signer, clock, signatures, blobs, documents, meeting, rooms, onFault = () => {} } = options
  const members = new Set<Member>()
  const ends: PeerEnd[] = []
  /** Of those who did not say who they are, the latest of each kind: a stranger who tries all day is one line. */
  const unproved = new Map<EndReason, PeerEnd>()
  const listeners = new Set<() => void>()
  let handshakes = 0
  let isChangeDue = false
  let isClosed = false
  const ports = {
    clock,
    signatures,
    random: options.random,
    ...(options.versions ? { versions: options.versions } : {}),
  }

  const changed = (): void => {
    if (isChangeDue || isClosed) return
    isChangeDue = true
    clock.after(MESH_LIMITS.changesEveryMs, () => {
      isChangeDue = false
      for (const listener of listeners) listener()
    })
  }

  const party = createParty(options)
  const feeds = createFeeds({
    replica,
    signatures,
    clock,
    ownDevice: signer.device,
    onChange: changed,
    onFault,
    packing: options.packing,
  })

  const noteEnd = (end: PeerEnd): void => {
    ends.push(end)
    if (ends.length > MESH_LIMITS.endsRemembered) ends.shift()
    changed()
  }

  const membersOf = (device: string): Member[] =>
    [...members].filter(({ session }) => session.peer.device === device)

  const judge = async (member: Member): Promise<void> => {
    const { standing } = await party.judge(member.session.peer)
    if (standing === 'removed') return member.session.end('removed')
    if (standing === 'member') return
    const hadTime = clock.now() - member.since >= MESH_LIMITS.strangerMs
    if (hadTime || member.feed.phase === 'level') member.session.end('not-a-member')
  }

  const judgeAll = (): void => {
    for (const member of members) void judge(member).catch(onFault)
  }

  const stopListening = replica.onAdded(added => {
    if (!added.some(({ kind }) => isGoverning(kind))) return
    party.governanceGrew()
    judgeAll()
  })

  const adopting = new Map<string, Promise<unknown>>()
  /** One after the other: two connections made at once would not see each other, and both stay. */
  const inTurnOf = <T>(device: string, work: () => Promise<T>): Promise<T> => {
    const mine = (adopting.get(device) ?? Promise.resolve()).then(work, work)
    adopting.set(device, mine)
    const forget = (): void => {
      if (adopting.get(device) === mine) adopting.delete(device)
    }
    mine.then(forget, forget)
    return mine
  }

  /** Null when the wire is not to be used; else whom it replaces. */
  const rivalsOf = async (route: Route, run: string, device: string): Promise<readonly Member[] | null> => {
    const rank = ROUTES.indexOf(route)
    const isDecider = signer.device < device
    const outdone: Member[] = []
    for (const rival of membersOf(device)) {
      const isSameRun = rival.session.peer.run === run
      if (isSameRun && !isDecider) continue
      const isBetter = isSameRun && ROUTES.indexOf(rival.route) < rank
      if (isBetter && (await rival.session.isAlive(MESH_LIMITS.signOfLifeMs))) return null
      outdone.push(rival)
    }
    const rest = membersOf(device).filter(rival => !outdone.includes(rival))
    const tooMany = Math.max(0, rest.length + 1 - MESH_LIMITS.sessionsPerDevice)
    return [...outdone, ...rest.slice(0, tooMany)]
  }

  const begin = (session: Session, route: Route): void => {
    const member: Member = { session, route, since: clock.now(), feed: feeds.join(session.lane(LANES.feeds)) }
    blobs?.join(session.lane(LANES.blobs))
    documents?.join(session.lane(LANES.documents))
    meeting?.join(session.lane(LANES.meeting), route)
    rooms?.join(session.lane(LANES.rooms))
    members.add(member)
    session.start()
    clock.after(MESH_LIMITS.strangerMs, () => {
      if (members.has(member)) void judge(member).catch(onFault)
    })
    changed()
  }

  const adopt = async (wire: Wire, outcome: HandshakeOutcome): Promise<Attached> => {
    const { route } = wire
    if (!outcome.ok) {
      const { reason, glance, device } = outcome
      if (device) noteEnd({ device, route, at: clock.now(), reason })
      else if (!EVERYDAY.has(reason)) {
        unproved.set(reason, { device: null, route, at: clock.now(), reason })
        changed()
      }
      return { ok: false, reason, glance }
    }
    const { device, run } = outcome.peer
    const onEnded = (reason: EndReason): void => {
      for (const member of members) if (member.session === session) members.delete(member)
      noteEnd({ device, route, at: clock.now(), reason })
    }
    const session = createSession(outcome.pipe, outcome.peer, clock, onEnded, onFault)
    const refuse = (reason: EndReason): Attached => {
      session.end(reason)
      return { ok: false, reason, glance: null }
    }
    return inTurnOf(device, async () => {
      if (isClosed) return refuse('closed')
      if (members.size >= MESH_LIMITS.sessions) return refuse('too-much')
      const rivals = await rivalsOf(route, run, device)
      if (!rivals) return refuse('replaced')
      if (isClosed) return refuse('closed')
      begin(session, route)
      // Only now: a recording that was on its way would be given up as nobody's.
      for (const rival of rivals) rival.session.end('replaced')
      return { ok: true, device }
    })
  }

  const attach = async (wire: Wire, role: 'dialler' | 'answerer'): Promise<Attached> => {
    if (isClosed || handshakes >= MESH_LIMITS.handshakes) {
      wire.abort('too many at once')
      return { ok: false, reason: isClosed ? 'closed' : 'too-much', glance: null }
    }
    handshakes++
    try {
      const outcome = await (role === 'dialler' ? dial(wire, party, ports) : answer(wire, [party], ports))
      return await adopt(wire, outcome)
    } finally {
      handshakes--
    }
  }

  const stateOf = ({ session, route, since, feed }: Member): PeerState => ({
    device: session.peer.device,
    person: session.peer.person,
    route,
    since,
    phase: feed.phase,
    entriesToReceive: feed.entriesToReceive,
    entriesToSend: feed.entriesToSend,
    bytesReceived: session.pipe.bytes.received,
    bytesSent: session.pipe.bytes.sent,
    version: session.peer.programVersion,
  })

  return {
    league: replica.league,
    replica,
    party,
    attach,
    adopt,
    peers: () => {
      const best = new Map<string, Member>()
      for (const member of members) {
        const { device } = member.session.peer
        const rival = best.get(device)
        if (!rival || ROUTES.indexOf(member.route) <= ROUTES.indexOf(rival.route)) best.set(device, member)
      }
      return [...best.values()].map(stateOf)
    },
    ends: () => [...ends, ...unproved.values()].sort((a, b) => a.at - b.at),
    onChange: listener => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    fetch: async (ref, fetchOptions) =>
      blobs ? blobs.fetch(ref, fetchOptions) : { ok: false, kind: 'nobody-has-it' },
    glimpse: async board => {
      for (const { feed } of members) {
        const entries = await feed.look(board)
        if (entries.length > 0) return entries
      }
      return []
    },
    pause: isPaused => {
      feeds.pause(isPaused)
      blobs?.pause(isPaused)
      documents?.pause?.(isPaused)
      meeting?.pause(isPaused)
      changed()
    },
    close: async () => {
      isClosed = true
      stopListening()
      for (const { session } of [...members]) session.end('closed')
      feeds.close()
      meeting?.close()
      await blobs?.close()
    },
    get pending() {
      return feeds.pending + handshakes
    },
  }
}

/** Answers a wire for whichever of these leagues it was opened. */
export const answerWire = async (
  wire: Wire,
  meshes: readonly LeagueMesh[],
  ports: Parameters<typeof answer>[2],
): Promise<Attached> => {
  const outcome = await answer(
    wire,
    meshes.map(({ party }) => party),
    ports,
  )
  const mesh = meshes.find(({ party }) => party === outcome.party)
  if (mesh) return mesh.adopt(wire, outcome)
  return { ok: false, reason: outcome.ok ? 'wrong-league' : outcome.reason, glance: null }
}
