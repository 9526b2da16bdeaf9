/**
 * Four members of a league, all connected: three honest ones, and Mal, whose program is none of ours. Behind an honest
 * handshake it sends what it likes. Every member has entries, blobs and documents, as programs have.
 */
import type { Sha256 } from '#shared/id'
import type { MemoryEntryStore } from '#shared/logbook'
import {
  type Attached,
  createBlobExchange,
  createDocuments,
  createMeeting,
  createMemoryDocumentStore,
  createMemorySharedBlobs,
  createRoomKeys,
  type EndReason,
  LANES,
  type Lane,
  type MemoryLink,
  type MemorySharedBlobs,
  type OpenDocument,
  openDocument,
  type Wire,
} from '#shared/sync'
import { answer, dial } from '../../../shared/sync/handshake.ts'
import { createSession } from '../../../shared/sync/session.ts'
import { areAlike, joined } from '../../chaos/world/gatherings.ts'
import { connect, createRandomBytes, createWorld, type Member, type World } from '../../chaos/world/member.ts'
import { hashing } from '../sync/made.ts'

const SECOND = 1000
export const PROTOCOL_LANES = ['feeds', 'blobs', 'documents', 'rooms', 'meeting'] as const

export interface Attendee extends Member {
  readonly shared: MemorySharedBlobs
  notes(): Promise<OpenDocument>
}

/** What Mal holds of one connection. */
export interface Hold {
  readonly wire: Wire
  readonly feeds: Lane
  readonly blobs: Lane
  readonly documents: Lane
  readonly rooms: Lane
  readonly meeting: Lane
  readonly victim: Member
  readonly hasEnded: () => boolean
}

export interface Attack {
  readonly does?: (hold: Hold) => Promise<unknown> | unknown
  /** What it answers to what it hears. */
  readonly hears?: (lane: keyof typeof LANES, message: Uint8Array<ArrayBuffer>, hold: Hold) => unknown
}

export interface Four {
  readonly world: World
  readonly sam: Attendee
  readonly kim: Attendee
  readonly lee: Attendee
  readonly honest: readonly Attendee[]
  readonly mal: Member
  readonly malStore: MemoryEntryStore
  /** Names of blobs an entry refers to. */
  readonly referred: Set<Sha256>
  /** Mal dials all three. */
  attack(attack: Attack): Promise<readonly MemoryLink[]>
  reasonsAbout(member: Member, other: Member): EndReason[]
}

const attending = (
  world: World,
  known: Pick<Member, 'name' | 'person' | 'store'>,
  referred: Set<Sha256>,
): Attendee => {
  const { clock } = world
  const shared = createMemorySharedBlobs({ hashing, isReferred: sha256 => referred.has(sha256) })
  const store = createMemoryDocumentStore()
  const opened = new Map<string, Promise<OpenDocument>>()
  const open = (id: string): Promise<OpenDocument> => {
    const document = opened.get(id) ?? openDocument(store, id)
    opened.set(id, document)
    return document
  }
  const member = world.member({
    ...known,
    run: 1,
    mesh: (replica, signer) => ({
      meeting: createMeeting({
        ...{ replica, signer, clock, signatures: world.signatures },
        random: () => 0.5,
        onFault: error => {
          throw error
        },
      }),
      rooms: createRoomKeys({
        governance: replica.governance,
        kept: async () => [],
        keep: async () => {},
        sha256: world.signatures.sha256,
      }),
      blobs: createBlobExchange({ shared, clock, hashing }),
      documents: createDocuments({
        list: async () => [...opened.keys()],
        open,
        mayWrite: () => true,
        clock,
      }),
    }),
  })
  return { ...member, shared, notes: () => open('notes') }
}

const attachBadly = async (
  wire: Wire,
  role: 'dialler' | 'answerer',
  mal: Member,
  victim: Member,
  { clock, signatures }: World,
  { does, hears }: Attack,
): Promise<Attached> => {
  const ports = { clock, signatures, random: createRandomBytes('mal', victim.name, clock.now()) }
  const made = await (role === 'dialler'
    ? dial(wire, mal.mesh.party, ports)
    : answer(wire, [mal.mesh.party], ports))
  if (!made.ok) return { ok: false, reason: made.reason, glance: null }
  const session = createSession(made.pipe, made.peer, clock, () => {})
  const hold: Hold = {
    wire,
    feeds: session.lane(LANES.feeds),
    blobs: session.lane(LANES.blobs),
    documents: session.lane(LANES.documents),
    rooms: session.lane(LANES.rooms),
    meeting: session.lane(LANES.meeting),
    victim,
    hasEnded: () => session.hasEnded,
  }
  for (const lane of PROTOCOL_LANES) hold[lane].receive(message => void hears?.(lane, message, hold))
  session.start()
  void does?.(hold)
  return { ok: true, device: made.peer.device }
}

export const gatherFour = async (): Promise<Four> => {
  const world = await createWorld()
  const { founder } = world
  const newcomers = [await joined(world, 'kim'), await joined(world, 'lee'), await joined(world, 'mal')]
  for (const member of [founder, ...newcomers]) await member.mesh.close()
  await world.clock.pass(SECOND)
  // What each lacks of those who came later comes once they are connected.
  const referred = new Set<Sha256>()
  const [sam, kim, lee] = [founder, newcomers[0]!, newcomers[1]!].map(each =>
    attending(world, each, referred),
  )
  const honest = [sam!, kim!, lee!]
  const old = newcomers[2]!
  const mal = world.member({ name: 'mal', person: old.person, store: old.store, run: 1 })
  for (const [a, b] of [
    [sam!, kim!],
    [kim!, lee!],
    [lee!, sam!],
  ] as const)
    connect(world.clock, a, b)
  if (!(await world.clock.until(() => areAlike(...honest), 10 * SECOND))) throw new Error('not level')
  return {
    world,
    sam: sam!,
    kim: kim!,
    lee: lee!,
    honest,
    mal,
    malStore: old.store,
    referred,
    async attack(attack) {
      const links = honest.map(victim => {
        const { link, attached } = connect(world.clock, mal, victim, {
          attach: (wire, role, member) =>
            member === mal
              ? attachBadly(wire, role, mal, victim, world, attack)
              : member.mesh.attach(wire, role),
        })
        return { link, attached }
      })
      return links.map(({ link }) => link)
    },
    reasonsAbout: (member, other) =>
      member.mesh
        .ends()
        .filter(({ device }) => device === other.signer.device)
        .map(({ reason }) => reason),
  }
}
