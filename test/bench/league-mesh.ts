/**
 * What one device's doings cost everybody connected: a new session, and mischief.
 *
 * The mesh is whole, its wires are in memory and time is virtual, so that bytes are exact and the same each time. How soon
 * a new session is everywhere is taken from real connections: its author's and those of fifty others over libp2p TCP.
 */
import * as Y from 'yjs'
import { createTransportCertificate } from '#node/identity'
import { silentLog } from '#node/log'
import { type P2pHost, startP2pHost, systemClock } from '#node/p2p'
import {
  createMemoryEntryStore,
  createReplica,
  type Draft,
  governanceOf,
  type LocalReplica,
  personKeyOf,
  readBody,
  type VerifiedEntry,
} from '#shared/logbook'
import {
  answerWire,
  type Clock,
  createDocuments,
  createMemoryDocumentStore,
  createMemoryLink,
  createMesh,
  LANES,
  type LeagueMesh,
  type MemoryLink,
  openDocument,
  type Wire,
} from '#shared/sync'
import { asEpochMillis } from '#shared/units'
import { encodeDocumentMessage } from '../../shared/sync/documents/messages.ts'
import { frameMessage } from '../../shared/sync/framing.ts'
import { createRandomBytes } from '../chaos/world/member.ts'
import { createQuickSignatures, quickSigner } from '../chaos/world/quick-signatures.ts'
import { createVirtualClock, type VirtualClock } from '../chaos/world/virtual-clock.ts'
import { seasonOf } from '../shared/boards/season.ts'
import { type Scribe, START, seedOf } from '../shared/logbook/scribe.ts'
import type { Comparison, Workload } from './harness.ts'

const NEWS_LIMIT_KB = 300
const NEWS_LIMIT_MS = 1_000
const MISCHIEF_LIMIT_KB = 4
const PEERS: Readonly<Record<Workload, number>> = { full: 50, tiny: 5 }
const SECOND = 1_000
/** Digests are compared once more a minute after anything happened: that is part of the cost. */
const AFTERWARDS = 70 * SECOND
const NOTES = 'notes'
const NOTES_BYTES = 200_000

interface Peer {
  readonly replica: LocalReplica
  readonly mesh: LeagueMesh
}

interface Crowd {
  readonly scribes: readonly Scribe[]
  readonly entries: readonly VerifiedEntry[]
  /** What a driver has yet to say. */
  readonly next: Draft
}

const crowdOf = (size: number): Crowd => {
  const season = seasonOf({ seed: 11, drivers: size, sessions: 1, laps: 20, isSigning: true })
  const [session] = season.drivers.at(-1)!.said.slice(-1)
  const read = readBody(session!.entry)
  if (read.what !== 'known') throw new Error('a session nobody can read')
  return {
    scribes: season.drivers,
    entries: season.entries,
    next: { kind: 'session', id: 'ab'.repeat(16), body: read.body },
  }
}

const signatures = createQuickSignatures()

const peerOf = (
  { name, league }: Scribe,
  { entries }: Crowd,
  clock: Clock,
  documents?: { join(lane: never): void },
): Peer => {
  const key = personKeyOf(seedOf(name, 'person'))
  const signer = quickSigner(key.person, seedOf(name, 'device', 0))
  const replica = createReplica({
    league,
    store: createMemoryEntryStore(entries),
    signatures,
    signer,
    now: () => asEpochMillis(clock.now()),
    governanceOf,
  })
  const mesh = createMesh({
    replica,
    signer,
    certificate: key.certify(signer.device),
    invitation: () => null,
    programVersion: '0.1.0',
    clock,
    signatures,
    random: createRandomBytes('nonces', name),
    onFault: error => {
      throw error
    },
    ...(documents ? { documents } : {}),
  })
  return { replica, mesh }
}

const areLevel = async (peers: readonly Peer[]): Promise<boolean> => {
  const digests = await Promise.all(peers.map(({ replica }) => replica.digest()))
  return new Set(digests).size === 1
}

interface MemoryMesh {
  readonly clock: VirtualClock
  readonly peers: readonly Peer[]
  readonly links: readonly MemoryLink[]
  /** First peer's ends. */
  readonly firstWires: readonly Wire[]
  /** Both ways, of all links. */
  sent(): number
}

/** Everybody connected to everybody; each with the same page of notes where `hasNotes`. */
const memoryMesh = async (crowd: Crowd, hasNotes: boolean): Promise<MemoryMesh> => {
  const clock = createVirtualClock(START + 400 * 24 * 3_600 * SECOND)
  const written = new Y.Doc()
  written.getText('text').insert(0, 'Tyres. '.repeat(NOTES_BYTES / 7))
  const notes = new Uint8Array(Y.encodeStateAsUpdate(written))
  const documentsOf = () => {
    const store = createMemoryDocumentStore()
    const ready = store.append(NOTES, notes).then(() => openDocument(store, NOTES))
    return createDocuments({
      list: async () => [NOTES],
      open: async id => (id === NOTES ? ready : null),
      mayWrite: () => true,
      clock,
    })
  }
  const peers = crowd.scribes.map(scribe =>
    peerOf(scribe, crowd, clock, hasNotes ? documentsOf() : undefined),
  )
  const links: MemoryLink[] = []
  const firstWires: Wire[] = []
  for (const [a, one] of peers.entries()) {
    for (const [b, other] of peers.entries()) {
      if (b <= a) continue
      const link = createMemoryLink({ clock, ends: [`${a}-${b}`, `${b}-${a}`], delayMs: () => 5 })
      links.push(link)
      if (a === 0) firstWires.push(link.wires[0])
      void one.mesh.attach(link.wires[0], 'dialler')
      void other.mesh.attach(link.wires[1], 'answerer')
    }
  }
  await clock.pass(AFTERWARDS)
  const isWhole = peers.every(({ mesh }) => mesh.peers().length === peers.length - 1)
  if (!isWhole) throw new Error('not everybody is connected to everybody')
  const sent = (): number => links.reduce((sum, { sentBytes }) => sum + sentBytes[0] + sentBytes[1], 0)
  return { clock, peers, links, firstWires, sent }
}

const closeAll = (peers: readonly Peer[]): Promise<unknown> =>
  Promise.all(peers.map(({ mesh }) => mesh.close()))

/** Signs of life are counted too: some 30 bytes a link in this time. */
const newsKb = async (crowd: Crowd): Promise<number> => {
  const mesh = await memoryMesh(crowd, false)
  const before = mesh.sent()
  await mesh.peers[0]!.replica.write(crowd.next)
  if (!(await mesh.clock.until(() => areLevel(mesh.peers), SECOND)))
    throw new Error('not level within a second')
  await mesh.clock.pass(AFTERWARDS)
  const bytes = mesh.sent() - before
  await closeAll(mesh.peers)
  return bytes / 1_000
}

/** Eleven bytes of Yjs that stand on something nobody has: a naive peer answers with all its notes, each time. */
const ORPHAN = ((): Uint8Array<ArrayBuffer> => {
  const doc = new Y.Doc()
  doc.clientID = 1
  const text = doc.getText('text')
  text.insert(0, 'a')
  const known = Y.encodeStateVector(doc)
  text.insert(1, 'bb')
  return new Uint8Array(Y.encodeStateAsUpdate(doc, known))
})()

/** What everybody else sends in all, to the one and to one another, for each of them the one did it to. */
const mischiefKb = async (crowd: Crowd): Promise<number> => {
  const mesh = await memoryMesh(crowd, true)
  const before = mesh.sent()
  const message = frameMessage(
    LANES.documents,
    encodeDocumentMessage({ type: 'update', id: NOTES, total: ORPHAN.length, offset: 0, bytes: ORPHAN }),
  )
  for (const wire of mesh.firstWires) await wire.send(message)
  await mesh.clock.pass(AFTERWARDS)
  const bytes = mesh.sent() - before - message.length * mesh.firstWires.length
  await closeAll(mesh.peers)
  if (bytes <= 0) throw new Error('the mischief was not even noticed')
  return bytes / mesh.firstWires.length / 1_000
}

interface Star {
  readonly peers: readonly Peer[]
  say(n: number): Promise<number>
  close(): Promise<void>
}

/** A stream each; one connection carries as many as a host allows. */
const PEERS_A_HOST = 25

const startHost = async (onWire: (wire: Wire) => void): Promise<P2pHost> =>
  startP2pHost(
    {
      host: '127.0.0.1',
      port: 0,
      certificate: await createTransportCertificate(new Date()),
      isWebSocketBehindHttp: false,
      isRelay: false,
      usesMdns: false,
      clock: systemClock,
      log: silentLog,
    },
    { onWire, onFound: () => {} },
  )

const openStar = async (crowd: Crowd): Promise<Star> => {
  const [author, ...others] = crowd.scribes.map(scribe => peerOf(scribe, crowd, systemClock))
  const random = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes)
  const ports = { clock: systemClock, signatures, random }
  const own = await startHost(wire => void answerWire(wire, [author!.mesh], ports))
  const hosts: P2pHost[] = [own]
  const address = own.addresses().find(one => !one.includes('/udp/'))!
  for (const [n, { mesh }] of others.entries()) {
    if (n % PEERS_A_HOST === 0) hosts.push(await startHost(() => {}))
    const dialled = await hosts.at(-1)!.dial(address, AbortSignal.timeout(10_000))
    if (!dialled.ok) throw new Error(dialled.reason)
    const attached = await mesh.attach(dialled.wire, 'dialler')
    if (!attached.ok) throw new Error(attached.reason)
  }
  return {
    peers: [author!, ...others],
    say: async n => {
      const everywhere = Promise.withResolvers<void>()
      let left = others.length
      const stops = others.map(({ replica }) =>
        replica.onAdded(() => {
          if (--left === 0) everywhere.resolve()
        }),
      )
      const started = performance.now()
      await author!.replica.write({ ...crowd.next, id: n.toString(16).padStart(32, '0') })
      await everywhere.promise
      for (const stop of stops) stop()
      return performance.now() - started
    },
    close: async () => {
      await closeAll([author!, ...others])
      for (const host of hosts) await host.close()
    },
  }
}

export interface LeagueMeshFigures {
  readonly comparisons: readonly Comparison[]
  close(): Promise<void>
}

export const openLeagueMesh = (workload: Workload): LeagueMeshFigures => {
  const size = PEERS[workload]
  const crowd = crowdOf(size)
  let star: Promise<Star> | null = null
  let said = 0
  return {
    comparisons: [
      {
        name: `a session of 20 laps: bytes everybody sends in a whole mesh of ${size}`,
        unit: 'kB',
        ours: () => newsKb(crowd),
        against: 'the limit of 300 kB',
        peer: NEWS_LIMIT_KB,
        target: 1,
        rounds: 1,
      },
      {
        name: `a session of 20 laps: written to stored by all ${size} connected over libp2p TCP`,
        unit: 'ms',
        ours: async () => {
          star ??= openStar(crowdOf(size + 1))
          return (await star).say(said++)
        },
        against: 'the limit of 1 s',
        peer: NEWS_LIMIT_MS,
        target: 1,
        rounds: 5,
      },
      {
        name: `a member's ${ORPHAN.length} bytes of mischief: bytes each of the others sends because of it`,
        unit: 'kB',
        ours: () => mischiefKb(crowd),
        against: 'the limit of 4 kB',
        peer: MISCHIEF_LIMIT_KB,
        target: 1,
        rounds: 1,
      },
    ],
    close: async () => {
      if (star) await (await star).close()
    },
  }
}
