/** Members who are already in, and what goes over the wires between them. */
import type { MemoryWireOptions, Wire } from '#shared/sync'
import { decodeFeedMessage } from '../../../shared/sync/feeds/messages.ts'
import { createUnframer } from '../../../shared/sync/framing.ts'
import { type Connection, connect, type Member, type World } from './member.ts'

const SECOND = 1000

/** A newcomer by an invitation that admits, level with the founder and still connected. */
export const joined = async (world: World, name: string): Promise<Member> => {
  const inviteSecret = await world.invite({ role: 'driver', admits: true })
  const newcomer = world.member({ name, inviteSecret })
  connect(world.clock, newcomer, world.founder)
  await world.clock.until(async () => (await newcomer.replica.governance()) !== null, 10 * SECOND)
  await newcomer.introduce()
  if (!(await world.clock.until(() => areAlike(newcomer, world.founder), 10 * SECOND)))
    throw new Error(`${name} did not become level`)
  return newcomer
}

/** The program started anew, with what it had stored. */
export const restarted = async (world: World, member: Member, run: number): Promise<Member> => {
  await member.mesh.close()
  return world.member({ name: member.name, person: member.person, store: member.store, run })
}

export const areAlike = async (...members: readonly Member[]): Promise<boolean> => {
  const digests = await Promise.all(members.map(({ replica }) => replica.digest()))
  return new Set(digests).size === 1 && members.every(({ mesh }) => mesh.pending === 0)
}

export interface Traffic {
  /** Bytes of each lane, both ways, frames included. */
  readonly bytes: Map<number, number>
  /** Messages of the feeds by type, both ways. */
  readonly feedMessages: Record<string, number>
}

export const connectCounting = (
  world: World,
  dialler: Member,
  answerer: Member,
  options: Partial<MemoryWireOptions> = {},
): Connection & { readonly traffic: Traffic } => {
  const traffic: Traffic = { bytes: new Map(), feedMessages: {} }
  const counting = (wire: Wire): Wire => {
    const unframer = createUnframer()
    return {
      ...wire,
      send: bytes => {
        unframer.push(bytes, ({ lane, body }) => {
          traffic.bytes.set(lane, (traffic.bytes.get(lane) ?? 0) + bytes.length)
          const type = lane === 1 ? decodeFeedMessage(body)?.type : undefined
          if (type) traffic.feedMessages[type] = (traffic.feedMessages[type] ?? 0) + 1
        })
        return wire.send(bytes)
      },
    }
  }
  return { ...connect(world.clock, dialler, answerer, { ...options, wrap: counting }), traffic }
}
