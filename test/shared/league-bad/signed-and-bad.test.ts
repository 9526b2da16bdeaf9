/**
 * C5, C6, C8: what is truly signed by a member and still bad: forked feeds, clocks, a revoked device that writes on, admins
 * who remove one another, many connections of one device, and small messages that ask for much. Nobody breaks a rule that
 * ends a session, and still the honest hold and show the same.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMemoryEntryStore, FEED_LIMITS, judgeOf, lineageOf } from '#shared/logbook'
import { areAlike } from '../../chaos/world/gatherings.ts'
import { connect, type Member, type MemberOptions } from '../../chaos/world/member.ts'
import { type Four, gatherFour, PROTOCOL_LANES } from './four.ts'

const SECOND = 1000
const YEAR = 365 * 86_400 * SECOND

const write = (member: Member, id: number) =>
  member.replica.write({ kind: 'hologram', id: id.toString(16).padStart(32, '0'), body: {} })

const tipsOf = async (member: Member, { signer }: Member) =>
  (await member.replica.tips()).filter(({ device }) => device === signer.device)

const shownTo = async ({ replica }: Member): Promise<string> => JSON.stringify(await replica.governance())

/** Mal's program again, honest this time but for what its disk or clock says. */
const malAgain = ({ world, mal }: Four, options: Partial<MemberOptions>): Member =>
  world.member({ name: 'mal', person: mal.person, ...options })

const areLevel = async ({ world, honest }: Four): Promise<void> => {
  expect(await world.clock.until(() => areAlike(...honest), 60 * SECOND)).toBe(true)
  const shown = await Promise.all(honest.map(shownTo))
  expect(new Set(shown).size).toBe(1)
}

describe('C5: a member that', () => {
  test('writes its feed twelve times over fills eight branches, is shown as forked, and stops nobody', async () => {
    const four = await gatherFour()
    const { world, honest, kim, malStore } = four
    const before = malStore.snapshot()
    for (let branch = 0; branch < FEED_LIMITS.branches + 4; branch++) {
      const fork = malAgain(four, { store: createMemoryEntryStore(before), run: 2 + branch })
      await write(fork, branch)
      connect(world.clock, fork, honest[branch % honest.length]!)
      await world.clock.pass(2 * SECOND)
      await fork.mesh.close()
    }
    await write(kim, 1)
    await areLevel(four)
    for (const each of honest) {
      expect(await tipsOf(each, four.mal)).toHaveLength(FEED_LIMITS.branches)
      expect(await tipsOf(each, kim)).toHaveLength(1)
      const { notices } = (await each.replica.governance())!
      expect(notices.map(({ kind }) => kind)).toContain('fork')
    }
  })

  test.each([
    ['a hundred years ahead', 100 * YEAR],
    ['fifty years behind', -50 * YEAR],
  ])('C8: has a clock %s is taken as it is, and moves nobody’s words', async (_, skewMs) => {
    const four = await gatherFour()
    const { world, sam, kim, honest } = four
    const settings = (name: string) => ({
      kind: 'league-settings',
      id: '',
      body: { name, about: '', addresses: [] },
    })
    await sam.replica.write(settings('Ours'))
    const off = malAgain(four, { store: four.malStore, run: 2, skewMs })
    await off.replica.write(settings('Mine'))
    connect(world.clock, off, kim)
    await world.clock.pass(3 * SECOND)
    await areLevel(four)
    for (const each of honest) {
      expect((await each.replica.governance())!.name).toBe('Ours')
      expect(four.reasonsAbout(each, off)).toEqual([])
      expect((await tipsOf(each, off))[0]?.seq).toBe((await tipsOf(off, off))[0]!.seq)
    }
  })

  test('was revoked and writes on is kept out, and what it says later through others does not count', async () => {
    const four = await gatherFour()
    const { world, sam, kim, honest } = four
    const laptop = world.member({ name: 'kims laptop', person: kim.person })
    connect(world.clock, laptop, sam)
    await world.clock.until(async () => (await laptop.replica.governance()) !== null, 10 * SECOND)
    await laptop.introduce()
    await write(laptop, 1)
    await world.clock.pass(3 * SECOND)
    await laptop.mesh.close()
    await areLevel(four)

    // Stolen: it writes what it dates before the revocation.
    const thief = world.member({
      name: 'kims laptop',
      person: kim.person,
      store: laptop.store,
      run: 1,
      skewMs: -YEAR,
    })
    const forged = await write(thief, 2)
    const [last] = await tipsOf(kim, laptop)
    const { device } = laptop.signer
    await kim.replica.write({
      kind: 'revoke',
      id: device,
      body: {
        what: 'device',
        device,
        last: last!,
        certificate: kim.person.key.certifyRevocation(device, last!),
      },
    })
    await areLevel(four)
    for (const each of honest) connect(world.clock, thief, each)
    await world.clock.pass(5 * SECOND)
    for (const each of honest) {
      expect(four.reasonsAbout(each, thief).at(-1)).toBe('removed')
      expect(each.mesh.peers().map(({ device }) => device)).not.toContain(device)
    }

    // A friend passes it on.
    await sam.replica.receive([forged])
    await areLevel(four)
    for (const each of honest) {
      const verdictOf = judgeOf((await each.replica.governance())!, lineageOf(each.store.snapshot()))
      const held = each.store.snapshot().filter(({ device }) => device === laptop.signer.device)
      const counting = held.filter(entry => verdictOf(entry) === 'counts').map(({ entry }) => entry.seq)
      expect(Math.max(...counting)).toBe(last!.seq)
    }
  })

  test('is an admin and removes who made it one, who removes it: the same for all, and the elder stays', async () => {
    const four = await gatherFour()
    const { world, sam, kim, lee } = four
    const { person } = kim.person.key
    await sam.replica.write({ kind: 'member', id: person, body: { name: 'Kim', role: 'admin', until: [] } })
    await areLevel(four)
    const remove = (of: Member, last: Awaited<ReturnType<typeof tipsOf>>) => ({
      kind: 'revoke',
      id: of.person.key.person,
      body: { what: 'person', person: of.person.key.person, last, reason: 'Enough.' },
    })
    const [samsLast, kimsLast] = [await tipsOf(kim, sam), await tipsOf(sam, kim)]
    await Promise.all([kim.replica.write(remove(sam, samsLast)), sam.replica.write(remove(kim, kimsLast))])
    await world.clock.pass(10 * SECOND)
    expect(await world.clock.until(() => areAlike(sam, lee), 60 * SECOND)).toBe(true)
    for (const each of [sam, lee]) {
      const { members } = (await each.replica.governance())!
      const byName = new Map(members.map(({ person: id, removed }) => [id, removed !== null]))
      expect(byName.get(sam.person.key.person)).toBe(false)
      expect(byName.get(person)).toBe(true)
      expect(each.mesh.peers().map(({ device }) => device)).not.toContain(kim.signer.device)
    }
    expect(await shownTo(sam)).toBe(await shownTo(lee))
  })
})

describe('C6: a member that', () => {
  test('connects two hundred times has one place, and the others theirs', async () => {
    const four = await gatherFour()
    const { world, sam, kim, honest, mal } = four
    for (let wire = 0; wire < 200; wire++) connect(world.clock, mal, sam)
    await world.clock.pass(20 * SECOND)
    const devices = sam.mesh.peers().map(({ device }) => device)
    expect(devices.filter(device => device === mal.signer.device).length).toBeLessThanOrEqual(1)
    expect(devices).toEqual(expect.arrayContaining([kim.signer.device, four.lee.signer.device]))
    expect(sam.mesh.pending).toBe(0)
    await write(kim, 1)
    expect(await world.clock.until(() => areAlike(...honest), SECOND)).toBe(true)
  })

  test('sends any eleven bytes, on any lane, costs a few kilobytes and no neighbour anything', async () => {
    const four = await gatherFour()
    const { world, honest, kim } = four
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...PROTOCOL_LANES),
        fc.integer({ min: 0, max: 12 }),
        fc.uint8Array({ minLength: 10, maxLength: 10 }),
        async (lane, type, rest) => {
          const links = await four.attack({ does: hold => hold[lane].send(Uint8Array.of(type, ...rest)) })
          await world.clock.pass(2 * SECOND)
          for (const { sentBytes } of links) expect(sentBytes[1]).toBeLessThan(4096)
          for (const link of links) link.break()
          await world.clock.pass(SECOND)
          for (const each of honest) expect(each.mesh.peers()).toHaveLength(2)
        },
      ),
      { numRuns: 60 },
    )
    await write(kim, 1)
    await areLevel(four)
  }, 60_000)
})
