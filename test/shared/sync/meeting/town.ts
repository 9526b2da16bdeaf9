/**
 * A league with a relay and pages, in memory: pages can be dialled only through the relay while both are connected to it, as
 * circuits are, and what they hold then is a direct link that needs the relay no more.
 */
import { createMemoryEntryStore } from '#shared/logbook'
import {
  createMeeting,
  createMemoryLink,
  createNeighbours,
  type MeetingPlace,
  type MemoryLink,
  type Neighbours,
  type Route,
} from '#shared/sync'
import { areAlike, joined } from '../../../chaos/world/gatherings.ts'
import { createWorld, type Member, seedFor, type World } from '../../../chaos/world/member.ts'
import { createChance } from '../../../chaos/world/random.ts'

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
export const peerIdOf = (name: string): string =>
  `12D3KooW${[...seedFor('peer', name), ...seedFor('peer again', name)]
    .slice(0, 44)
    .map(byte => BASE58[byte % BASE58.length])
    .join('')}`

export const circuitOf = (name: string): MeetingPlace => ({
  kind: 'circuit',
  relay: peerIdOf('relay'),
  peer: peerIdOf(name),
})

export interface Resident extends Member {
  readonly neighbours: Neighbours
  readonly dials: MeetingPlace[]
  /** Names of those it has sessions with. */
  friends(): string[]
}

export interface Town {
  readonly world: World
  readonly relay: Resident
  readonly residents: readonly Resident[]
  /** One of those named starts their page, which is connected to the relay. */
  open(name: string): Resident
  /** All of them hold the same entries. */
  areAlike(): Promise<boolean>
  stopRelay(): Promise<void>
}

const fail = (error: unknown): never => {
  throw error
}

/** All named are members already; nobody is connected. */
export const createTown = async (names: readonly string[], seed = 1): Promise<Town> => {
  const world = await createWorld()
  const { clock, signatures } = world
  const random = createChance(seed).next
  const known = new Map<string, Member>()
  for (const name of ['relay', ...names]) {
    const member = await joined(world, name)
    await member.mesh.close()
    known.set(name, member)
  }
  await world.founder.mesh.close()
  const all = world.founder.store.snapshot()

  const residents: Resident[] = []
  const linksOfRelay: MemoryLink[] = []
  let isRelayUp = true

  const isMet = (a: Member, b: Member): boolean =>
    a.mesh.peers().some(({ device }) => device === b.signer.device)

  const linkOf = (a: Member, b: Member, route: Route): MemoryLink =>
    createMemoryLink({ clock, route, delayMs: () => 10, ends: [`end-of-${a.name}`, `end-of-${b.name}`] })

  const moveIn = (name: string): Resident => {
    const { person, signer } = known.get(name)!
    const store = createMemoryEntryStore(all)
    const dials: MeetingPlace[] = []
    let neighbours: Neighbours | null = null
    const member: Member = world.member({
      ...{ name, person, store, run: 1 },
      mesh: replica => {
        const meeting = createMeeting({ replica, signer, signatures, clock, random, onFault: fail })
        neighbours = createNeighbours({
          ...{ own: signer.device, clock, random, meeting },
          connected: () => member.mesh.peers().map(({ device }) => device),
          canDial: ({ kind }) => kind === 'circuit' && isRelayUp && isMet(member, relay),
          async dial(place) {
            dials.push(place)
            const other = residents.find(
              each => place.kind === 'circuit' && place.peer === peerIdOf(each.name),
            )
            if (!other || !isMet(other, relay)) return null
            const { wires } = linkOf(member, other, 'direct')
            void other.mesh.attach(wires[1], 'answerer')
            return wires[0]
          },
          greet: wire => member.mesh.attach(wire, 'dialler'),
        })
        if (name !== 'relay') meeting.setPlaces([circuitOf(name)])
        return { meeting }
      },
    })
    const resident: Resident = {
      ...{ ...member, neighbours: neighbours!, dials },
      friends: () => residents.filter(other => isMet(member, other)).map(other => other.name),
    }
    residents.push(resident)
    member.mesh.onChange(resident.neighbours.look)
    resident.neighbours.look()
    return resident
  }

  const relay = moveIn('relay')
  return {
    ...{ world, relay, residents },
    open(name) {
      const page = moveIn(name)
      const link = linkOf(page, relay, 'lan')
      linksOfRelay.push(link)
      void page.mesh.attach(link.wires[0], 'dialler')
      void relay.mesh.attach(link.wires[1], 'answerer')
      return page
    },
    areAlike: () => areAlike(...residents.filter(each => isRelayUp || each !== relay)),
    async stopRelay() {
      isRelayUp = false
      for (const link of linksOfRelay) link.break()
      relay.neighbours.stop()
      await relay.mesh.close()
    },
  }
}
