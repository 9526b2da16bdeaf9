/** What a disk lost of a league's entries comes back from the other members, and nobody's number is used twice for it. */
import { expect, test } from 'vitest'
import type { DeviceId, EntryHash, MemoryEntryStore, VerifiedEntry } from '#shared/logbook'
import { areAlike, joined, restarted } from '../../chaos/world/gatherings.ts'
import { connect, createWorld, type Member, type World } from '../../chaos/world/member.ts'

const SECOND = 1000

const say = (member: Member, n: number): Promise<VerifiedEntry> =>
  member.replica.write({ kind: 'note', id: n.toString(16).padStart(32, '0'), body: { n } })

const sayMany = async (member: Member, from: number, to: number): Promise<VerifiedEntry[]> => {
  const said: VerifiedEntry[] = []
  for (let n = from; n <= to; n++) said.push(await say(member, n))
  return said
}

/** The program starts anew and finds that its disk lost this. */
const withoutOf = async (world: World, member: Member, { device, hash }: VerifiedEntry): Promise<Member> => {
  const again = await restarted(world, member, 1)
  await again.store.mend(device, new Set([hash]))
  return again
}

const becomeAlike = async (world: World, a: Member, b: Member): Promise<void> => {
  const { link } = connect(world.clock, a, b)
  const isLevel = ({ mesh }: Member): boolean => mesh.peers().some(({ phase }) => phase === 'level')
  const areLevel = async (): Promise<boolean> => isLevel(a) && isLevel(b) && (await areAlike(a, b))
  expect(await world.clock.until(areLevel, 60 * SECOND)).toBe(true)
  await world.clock.pass(SECOND)
  link.break()
  await world.clock.pass(SECOND)
}

const seqsOf = (store: MemoryEntryStore, of: DeviceId): number[] =>
  store
    .snapshot()
    .filter(({ device }) => device === of)
    .map(({ entry }) => entry.seq)

const forksOf = async ({ replica }: Member): Promise<number> =>
  (await replica.governance())!.notices.filter(({ kind }) => kind === 'fork').length

const waitingFor = async ({ replica }: Member): Promise<string[]> =>
  (await replica.governance())!.waiting.map(({ deviceName }) => deviceName)

const twoWhoAreLevel = async () => {
  const world = await createWorld()
  const lea = await joined(world, 'lea')
  const theirs = await sayMany(lea, 1, 5)
  const ours = await sayMany(world.founder, 6, 10)
  await becomeAlike(world, lea, world.founder)
  return { world, lea, theirs, ours }
}

test('entries of others that were lost are asked for again', async () => {
  const { world, lea, ours } = await twoWhoAreLevel()
  const before = lea.store.snapshot()
  const again = await withoutOf(world, lea, ours[1]!)
  expect(again.store.snapshot().length).toBeLessThan(before.length)
  await becomeAlike(world, again, world.founder)
  expect(again.store.snapshot()).toEqual(before)
  expect(await again.store.lost()).toEqual([])
})

test('own entries that were lost come back before another is written, and what was never shared goes on from them', async () => {
  const { world, lea, theirs } = await twoWhoAreLevel()
  const unshared = await sayMany(lea, 20, 22)
  const again = await withoutOf(world, lea, theirs[2]!)
  await expect(say(again, 30)).rejects.toMatchObject({ reason: 'lost' })
  await becomeAlike(world, again, world.founder)
  const next = await say(again, 30)
  expect(next.entry).toMatchObject({ seq: unshared.at(-1)!.entry.seq + 1, prev: unshared.at(-1)!.hash })
  await becomeAlike(world, again, world.founder)
  const { device } = lea.signer
  expect(seqsOf(world.founder.store, device)).toEqual(seqsOf(again.store, device))
  expect(seqsOf(again.store, device)).toEqual(Array.from({ length: next.entry.seq + 1 }, (_, seq) => seq))
  expect(await forksOf(again)).toBe(0)
})

test('an own first entry that was lost is not written a second time', async () => {
  const { world, lea } = await twoWhoAreLevel()
  const first = lea.store
    .snapshot()
    .find(({ device, entry }) => device === lea.signer.device && entry.seq === 0)!
  const again = await withoutOf(world, lea, first)
  await expect(again.introduce()).rejects.toMatchObject({ reason: 'lost' })
  await becomeAlike(world, again, world.founder)
  expect((await say(again, 30)).entry.seq).toBe(6)
  expect(await forksOf(again)).toBe(0)
})

test('own entries that nobody has are gone on without, once that was seen', async () => {
  const { world, lea } = await twoWhoAreLevel()
  const unshared = await sayMany(lea, 20, 22)
  const again = await withoutOf(world, lea, unshared[0]!)
  await expect(say(again, 30)).rejects.toMatchObject({ reason: 'lost' })
  await becomeAlike(world, again, world.founder)
  expect((await say(again, 30)).entry.seq).toBe(unshared[0]!.entry.seq)
  await becomeAlike(world, again, world.founder)
  expect(await forksOf(world.founder)).toBe(0)
})

test('an admin whose disk forgot whom they approved gets it back from them (seed 53430)', async () => {
  const world = await createWorld()
  const inviteSecret = await world.invite({ role: 'driver', admits: false })
  const kim = world.member({ name: 'kim', inviteSecret })
  await kim.introduce()
  connect(world.clock, kim, world.founder)
  const isWaiting = async () => (await world.founder.replica.governance())!.waiting.length > 0
  expect(await world.clock.until(isWaiting, 10 * SECOND)).toBe(true)
  const early = await say(world.founder, 1)
  const body = { role: 'driver', name: 'Kim', until: [] } as const
  await world.founder.replica.write({ kind: 'member', id: kim.signer.person, body })
  await becomeAlike(world, kim, world.founder)
  const before = world.founder.store.snapshot()
  const again = await withoutOf(world, world.founder, early)
  expect(await waitingFor(again)).toEqual(['kim'])
  await becomeAlike(world, again, kim)
  expect(again.store.snapshot()).toEqual(before)
  expect(await waitingFor(again)).toEqual([])
})

test('what somebody wrote whose invitation was lost is kept but not claimed, until they come with it (seed 65008)', async () => {
  const world = await createWorld()
  const { founder } = world
  const lea = await joined(world, 'lea')
  await lea.mesh.close()
  const kim = await joined(world, 'kim')
  await sayMany(kim, 1, 3)
  await becomeAlike(world, kim, founder)
  const invitation = founder.store.snapshot().findLast(({ entry }) => entry.kind === 'invite')!
  const again = await withoutOf(world, founder, invitation)
  const ofKim = seqsOf(again.store, kim.signer.device)
  expect(ofKim).toEqual([0, 1, 2, 3])
  const claimed = async () => (await again.replica.tips()).map(({ device }) => device)
  expect(await claimed()).not.toContain(kim.signer.device)
  const leaAgain = await restarted(world, lea, 1)
  await becomeAlike(world, again, leaAgain)
  expect(seqsOf(leaAgain.store, kim.signer.device)).toEqual([])
  await becomeAlike(world, kim, again)
  expect(await claimed()).toContain(kim.signer.device)
  await becomeAlike(world, again, leaAgain)
  expect(seqsOf(leaAgain.store, kim.signer.device)).toEqual(ofKim)
})

test('a device that is alone in its league waits for nobody', async () => {
  const world = await createWorld()
  const said = await sayMany(world.founder, 1, 3)
  const again = await withoutOf(world, world.founder, said[1]!)
  expect((await say(again, 9)).entry.seq).toBe(said[1]!.entry.seq)
})

test('what turns out to be lost while others are connected is asked of them at once', async () => {
  const { world, lea, ours } = await twoWhoAreLevel()
  const listeners = new Set<(device: DeviceId) => void>()
  const bad = new Set<EntryHash>()
  const store: MemoryEntryStore = {
    ...lea.store,
    mend: device => lea.store.mend(device, new Set(bad)),
    onDamage(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  await lea.mesh.close()
  const again = world.member({ name: lea.name, person: lea.person, store, run: 1 })
  connect(world.clock, again, world.founder)
  await world.clock.until(() => areAlike(again, world.founder), 10 * SECOND)
  const before = store.snapshot()
  bad.add(ours[3]!.hash)
  for (const tell of listeners) tell(ours[3]!.device)
  expect(await world.clock.until(() => store.snapshot().length < before.length, SECOND)).toBe(true)
  expect(await world.clock.until(() => areAlike(again, world.founder), 10 * SECOND)).toBe(true)
  expect(store.snapshot()).toEqual(before)
})

test('bytes that changed on the disk are found when somebody is there to ask, and asked for', async () => {
  const { world, lea, ours } = await twoWhoAreLevel()
  const { hash, device } = ours[2]!
  const flipped = (entry: VerifiedEntry): VerifiedEntry =>
    entry.hash === hash
      ? { ...entry, bytes: entry.bytes.map((byte, at) => (at === 40 ? byte ^ 1 : byte)) }
      : entry
  let isFlipped = true
  const store: MemoryEntryStore = {
    ...lea.store,
    feed: async (...of) => (await lea.store.feed(...of)).map(entry => (isFlipped ? flipped(entry) : entry)),
    async mend(of, bad) {
      expect([of, [...bad]]).toEqual([device, [hash]])
      isFlipped = false
      return lea.store.mend(of, bad)
    },
  }
  await lea.mesh.close()
  const again = world.member({ name: lea.name, person: lea.person, store, run: 1 })
  connect(world.clock, again, world.founder)
  expect(await world.clock.until(() => !isFlipped, 10 * SECOND)).toBe(true)
  expect(await world.clock.until(() => areAlike(again, world.founder), 10 * SECOND)).toBe(true)
  expect((await store.get(hash))?.bytes).toEqual(ours[2]!.bytes)
})
