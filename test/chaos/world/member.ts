/** Devices of people in a simulated world: a replica over memory, a mesh over it, and links between them. */
import { createHash } from 'node:crypto'
import {
  createLeague,
  createMemoryEntryStore,
  createReplica,
  type DeviceSigner,
  governanceOf,
  invitationKeyOf,
  invitationProof,
  type LeagueId,
  type LocalReplica,
  type MemoryEntryStore,
  type PersonId,
  type PersonKey,
  personKeyOf,
  type Role,
  type Signatures,
  type VerifiedEntry,
} from '#shared/logbook'
import {
  type Attached,
  type Clock,
  createMemoryLink,
  createMesh,
  type LeagueMesh,
  type MemoryLink,
  type MemoryWireOptions,
  type MeshOptions,
  type Wire,
} from '#shared/sync'
import { asEpochMillis } from '#shared/units'
import { createQuickSignatures, quickSigner } from './quick-signatures.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'

export const WORLD_START = Date.UTC(2026, 5, 6, 10)

export const seedFor = (...parts: readonly (string | number)[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash('sha256').update(parts.join('/')).digest())

/** Random-looking bytes that a seed decides. */
export const createRandomBytes = (...seed: readonly (string | number)[]) => {
  let drawn = 0
  return (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
    for (let at = 0; at < bytes.length; at += 32)
      bytes.set(seedFor(...seed, drawn++).subarray(0, bytes.length - at), at)
    return bytes
  }
}

export interface Person {
  readonly name: string
  readonly key: PersonKey
}

export const createPerson = (name: string): Person => ({ name, key: personKeyOf(seedFor('person', name)) })

export interface Member {
  readonly name: string
  readonly person: Person
  readonly signer: DeviceSigner
  readonly store: MemoryEntryStore
  readonly replica: LocalReplica
  readonly mesh: LeagueMesh
  /** Own entry 0, for whoever did not found the league. */
  introduce(): Promise<VerifiedEntry>
  /** Another secret of the league's room, where its members have one; `removed` was removed just before. */
  readonly renewRoom?: (removed: PersonId | null) => Promise<void>
}

export interface World {
  readonly clock: VirtualClock
  readonly signatures: Signatures
  readonly league: LeagueId
  readonly founder: Member
  member(options: MemberOptions): Member
  /** The founder's invitation: what the newcomer's device shows. */
  invite(how: {
    role: Exclude<Role, 'admin'>
    admits: boolean
    until?: number
  }): Promise<Uint8Array<ArrayBuffer>>
}

export interface MemberOptions {
  readonly name: string
  /** Another device of somebody. */
  readonly person?: Person
  readonly inviteSecret?: Uint8Array<ArrayBuffer>
  /** What a crash left on the disk. */
  readonly store?: MemoryEntryStore
  readonly skewMs?: number
  /** How often the program was started. */
  readonly run?: number
  readonly mesh?: (replica: LocalReplica, signer: DeviceSigner, clock: Clock) => Partial<MeshOptions>
  readonly renewRoom?: Member['renewRoom']
}

export const createWorld = async (
  leagueName = 'Tuesday group',
  ofFounder: Pick<MemberOptions, 'mesh' | 'renewRoom'> = {},
): Promise<World> => {
  const clock = createVirtualClock(WORLD_START)
  const signatures = createQuickSignatures()
  const sam = createPerson('Sam')
  const samSigner = quickSigner(sam.key.person, seedFor('device', 'sam'))
  const { league, genesis } = await createLeague(
    {
      use: 'league',
      name: leagueName,
      nonce: seedFor('nonce').slice(0, 16),
      at: asEpochMillis(WORLD_START),
      deviceName: 'sam',
      personName: 'Sam',
      certificate: sam.key.certify(samSigner.device),
    },
    samSigner,
    signatures,
  )

  const member = (options: MemberOptions): Member => {
    const { name, inviteSecret, skewMs = 0, run = 0 } = options
    const person = options.person ?? createPerson(name)
    const signer = quickSigner(person.key.person, seedFor('device', name))
    const certificate = person.key.certify(signer.device)
    const store = options.store ?? createMemoryEntryStore()
    const ownClock = clock.skewed(skewMs)
    const replica = createReplica({
      league,
      store,
      signatures,
      signer,
      now: () => asEpochMillis(ownClock.now()),
      governanceOf,
    })
    const invitation = inviteSecret
      ? {
          key: invitationKeyOf(inviteSecret),
          proof: invitationProof(inviteSecret, league, person.key.person),
        }
      : null
    const mesh = createMesh({
      replica,
      signer,
      certificate,
      invitation: () => invitation,
      programVersion: '0.1.0',
      clock: ownClock,
      signatures,
      random: createRandomBytes('nonces', name, run),
      onFault: error => {
        throw error
      },
      ...options.mesh?.(replica, signer, ownClock),
    })
    return {
      name,
      person,
      signer,
      store,
      replica,
      mesh,
      ...(options.renewRoom && { renewRoom: options.renewRoom }),
      introduce: () =>
        replica.write({
          kind: 'device',
          id: signer.device,
          body: { deviceName: name, personName: person.name, certificate, invite: invitation },
        }),
    }
  }

  const founder = member({ name: 'sam', person: sam, ...ofFounder })
  await founder.replica.receive([genesis])
  let invites = 0
  return {
    clock,
    signatures,
    league,
    founder,
    member,
    invite: async ({ role, admits, until }) => {
      const secret = seedFor('invitation', invites++)
      await founder.replica.write({
        kind: 'invite',
        id: invitationKeyOf(secret),
        body: { role, admits, until: until ?? null, note: '' },
      })
      return secret
    },
  }
}

export interface Connection {
  readonly link: MemoryLink
  /** First is the dialler. */
  readonly attached: Promise<[Attached, Attached]>
}

export const connect = (
  clock: VirtualClock,
  dialler: Member,
  answerer: Member,
  options: Partial<MemoryWireOptions> & {
    readonly wrap?: (wire: Wire, end: 0 | 1) => Wire
    /** How a villain takes its end. */
    readonly attach?: (wire: Wire, role: 'dialler' | 'answerer', member: Member) => Promise<Attached>
  } = {},
): Connection => {
  const { wrap = wire => wire, attach = (wire, role, { mesh }) => mesh.attach(wire, role) } = options
  const link = createMemoryLink({
    clock,
    ends: [`end-of-${dialler.name}`, `end-of-${answerer.name}`],
    ...options,
  })
  return {
    link,
    attached: Promise.all([
      attach(wrap(link.wires[0], 0), 'dialler', dialler),
      attach(wrap(link.wires[1], 1), 'answerer', answerer),
    ]),
  }
}
