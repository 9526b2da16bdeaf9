/** C4: what a sync costs in messages and bytes is pinned; a cut at any byte loses nothing. */
import { describe, expect, test } from 'vitest'
import { createMemoryEntryStore } from '#shared/logbook'
import { areAlike, connectCounting, joined, restarted } from '../../chaos/world/gatherings.ts'
import { connect, createWorld, type Member } from '../../chaos/world/member.ts'

const SECOND = 1000

const noteNamed = (member: Member, name: string) =>
  member.replica.write({ kind: 'league-settings', id: '', body: { name, about: '', addresses: [] } })

/** Statements of about 900 bytes, as session entries are. */
const writeMany = async (member: Member, count: number): Promise<void> => {
  for (let n = 0; n < count; n++)
    await member.replica.write({
      kind: 'hologram',
      id: n.toString(16).padStart(32, '0'),
      body: { text: 'x'.repeat(700) },
    })
}

const isLevel = (...members: readonly Member[]) => areAlike(...members)

describe('C4: a sync', () => {
  test('costs two digests when nothing is new', async () => {
    const world = await createWorld()
    const kim = await restarted(world, await joined(world, 'kim'), 1)
    await world.clock.pass(SECOND)
    const { traffic } = connectCounting(world, kim, world.founder)
    await world.clock.pass(5 * SECOND)
    expect(kim.mesh.peers().map(({ phase }) => phase)).toEqual(['level'])
    expect(traffic.feedMessages).toEqual({ digest: 2 })
    expect(traffic.bytes.get(1)).toBe(70)
    expect(traffic.bytes.get(0)).toBeLessThan(1000)
  })

  test('asks once for all a newcomer lacks, and is sent little more than the entries', async () => {
    const world = await createWorld()
    await writeMany(world.founder, 500)
    const inviteSecret = await world.invite({ role: 'driver', admits: true })
    const kim = world.member({ name: 'kim', inviteSecret })
    const { traffic } = connectCounting(world, kim, world.founder)
    expect(await world.clock.until(() => isLevel(kim, world.founder), 20 * SECOND)).toBe(true)
    await world.clock.pass(SECOND)
    const { entries, ack, ...others } = traffic.feedMessages
    expect(others).toEqual({ digest: 2, tips: 2, want: 1, done: 1 })
    expect(entries).toBe(ack)
    expect(entries).toBeLessThanOrEqual(9)
    const held = world.founder.store.snapshot().reduce((sum, entry) => sum + entry.bytes.length, 0)
    expect(traffic.bytes.get(1)! / 502).toBeLessThan(held / 502 + 80)
  })

  test('of many devices compares buckets, and tells only those that differ', async () => {
    const world = await createWorld()
    const inviteSecret = await world.invite({ role: 'driver', admits: true })
    for (let n = 0; n < 140; n++) {
      const member = world.member({ name: `device ${n}`, inviteSecret })
      const entry = await member.introduce()
      await world.founder.replica.receive([entry])
    }
    const kim = await restarted(world, await joined(world, 'kim'), 1)
    await noteNamed(world.founder, 'Wednesday group')
    const { traffic } = connectCounting(world, kim, world.founder)
    expect(await world.clock.until(() => isLevel(kim, world.founder), 20 * SECOND)).toBe(true)
    await world.clock.pass(SECOND)
    expect(traffic.feedMessages).toMatchObject({ digest: 2, buckets: 2, differ: 2, tips: 2, want: 1 })
    expect(traffic.bytes.get(1)).toBeLessThan(3000)
  })

  test('goes on after a cut at any byte', async () => {
    const world = await createWorld()
    await writeMany(world.founder, 60)
    const kim = await joined(world, 'kim')
    await kim.mesh.close()
    const whole = kim.store.snapshot()
    const own = whole.filter(({ device }) => device === kim.signer.device)
    const kept = createMemoryEntryStore([...whole.slice(0, 3), ...own])
    const { link } = connect(world.clock, world.member({ name: 'kim', store: kept, run: 1 }), world.founder)
    await world.clock.pass(10 * SECOND)
    const total = link.sentBytes[0] + link.sentBytes[1]
    for (let cut = 1; cut < total; cut += Math.ceil(total / 60)) {
      const store = createMemoryEntryStore([...whole.slice(0, 3), ...own])
      const half = world.member({ name: 'kim', store, run: cut + 2 })
      connect(world.clock, half, world.founder, { breakAfterBytes: cut })
      await world.clock.pass(SECOND)
      connect(world.clock, half, world.founder)
      const isWhole = await world.clock.until(() => isLevel(half, world.founder), 30 * SECOND)
      expect(isWhole, `after a cut at byte ${cut} of ${total}`).toBe(true)
      await half.mesh.close()
    }
  })
})
