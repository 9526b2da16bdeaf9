/** C4: fifty members all connected to one another; half a minute of work, so no part of every test run. */
import { expect, test } from 'vitest'
import { areAlike } from '../../chaos/world/gatherings.ts'
import { connect, createWorld, type Member, type World } from '../../chaos/world/member.ts'

const SECOND = 1000

/** Everybody connected to everybody. */
const fullMesh = async (world: World, size: number): Promise<{ members: Member[]; sent: () => number }> => {
  const inviteSecret = await world.invite({ role: 'driver', admits: true })
  const members = [world.founder]
  for (let n = 1; n < size; n++) {
    const member = world.member({ name: `driver ${n}`, inviteSecret })
    await world.founder.replica.receive([await member.introduce()])
    members.push(member)
  }
  const everything = [...world.founder.store.snapshot()].sort(
    (a, b) =>
      Number(b.device === world.founder.signer.device) - Number(a.device === world.founder.signer.device),
  )
  for (const member of members.slice(1)) await member.replica.receive(everything)
  const links = members.flatMap((a, index) =>
    members.slice(index + 1).map(b => connect(world.clock, a, b, { delayMs: () => 5 }).link),
  )
  await world.clock.pass(10 * SECOND)
  for (const { mesh } of members)
    expect(mesh.peers().filter(({ phase }) => phase === 'level')).toHaveLength(size - 1)
  return {
    members,
    sent: () => links.reduce((sum, { sentBytes }) => sum + sentBytes[0] + sentBytes[1], 0),
  }
}

test('C4: one new session reaches a full mesh of fifty within a second, for less than 300 kB in all', async () => {
  const world = await createWorld()
  const { members, sent } = await fullMesh(world, 50)
  const before = sent()
  await members[7]!.replica.write({
    kind: 'hologram',
    id: '00'.repeat(16),
    body: { text: 'x'.repeat(780) },
  })
  expect(await world.clock.until(() => areAlike(...members), SECOND)).toBe(true)
  // A minute later digests are compared once more; that is part of what the entry costs.
  await world.clock.pass(70 * SECOND)
  expect(sent() - before).toBeLessThan(300_000)
}, 60_000)
