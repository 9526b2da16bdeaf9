/** Devices of one league meet over wires in memory and come to hold the same entries; strangers learn nothing. */
import { describe, expect, test } from 'vitest'
import type { Lane } from '#shared/sync'
import { connect, createWorld, type Member, type World } from '../../chaos/world/member.ts'

const SECONDS = 1000

const note = (member: Member, text: string) =>
  member.replica.write({
    kind: 'league-settings',
    id: '',
    body: { name: text, about: '', addresses: [] },
  })

const digestsOf = (...members: readonly Member[]): Promise<string[]> =>
  Promise.all(members.map(({ replica }) => replica.digest()))

const areEqual = async (...members: readonly Member[]): Promise<boolean> =>
  new Set(await digestsOf(...members)).size === 1

const allLevel = (...members: readonly Member[]): boolean =>
  members.every(({ mesh }) => mesh.peers().every(({ phase }) => phase === 'level') && mesh.pending === 0)

/** A newcomer by an invitation that admits, level with the founder. */
const joined = async (world: World, name: string): Promise<Member> => {
  const secret = await world.invite({ role: 'driver', admits: true })
  const newcomer = world.member({ name, inviteSecret: secret })
  const { attached } = connect(world.clock, newcomer, world.founder)
  await world.clock.until(async () => (await newcomer.replica.governance()) !== null, 10 * SECONDS)
  expect((await attached).map(({ ok }) => ok)).toEqual([true, true])
  await newcomer.introduce()
  expect(await world.clock.until(() => areEqual(newcomer, world.founder), 10 * SECONDS)).toBe(true)
  return newcomer
}

describe('a mesh', () => {
  test('lets a newcomer in by an invitation, and both hold the same', async () => {
    const world = await createWorld()
    const kim = await joined(world, 'kim')
    const governance = await world.founder.replica.governance()
    expect(governance?.members.map(({ name, role }) => [name, role])).toEqual([
      ['Sam', 'admin'],
      ['kim', 'driver'],
    ])
    expect(await world.clock.until(() => allLevel(kim, world.founder), 10 * SECONDS)).toBe(true)
    expect(world.founder.mesh.peers().map(({ device, phase }) => [device, phase])).toEqual([
      [kim.signer.device, 'level'],
    ])
  })

  test('carries what is written to everybody connected, over others too', async () => {
    const world = await createWorld()
    const kim = await joined(world, 'kim')
    const lee = await joined(world, 'lee')
    const pat = await joined(world, 'pat')
    connect(world.clock, pat, kim)
    await world.clock.until(() => kim.mesh.peers().length === 2, 10 * SECONDS)
    await note(world.founder, 'Wednesday group')
    const isEqual = await world.clock.until(() => areEqual(world.founder, kim, lee, pat), SECONDS)
    expect(isEqual).toBe(true)
  })
})

describe('two connections between two devices', () => {
  test.each([0, 1, 3, 40])('become one session, also when they are made %i ms apart', async apart => {
    const world = await createWorld()
    const kim = await joined(world, 'kim')
    await kim.mesh.close()
    let live = 0
    const counting = {
      rooms: {
        join(lane: Lane) {
          live++
          lane.onEnd(() => live--)
        },
        look: async () => {},
      },
    }
    const again = world.member({
      name: 'kim',
      person: kim.person,
      store: kim.store,
      run: 2,
      mesh: () => counting,
    })
    connect(world.clock, again, world.founder)
    if (apart > 0) await world.clock.pass(apart)
    connect(world.clock, again, world.founder)
    await world.clock.pass(20 * SECONDS)
    expect(live).toBe(1)
    expect(allLevel(again, world.founder)).toBe(true)
  })
})
