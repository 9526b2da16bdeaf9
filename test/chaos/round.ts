/**
 * One round of the network simulator: a league lives through everything a network, its machines and its members can do to
 * it, on a virtual clock; then everything heals, and all who are still members have to hold and show the same.
 *
 * Faults: slow wires, wires that cut what is sent anywhere, that break at any byte or any moment; partitions; crashes
 * with a restart from what was stored, from that with an entry damaged, or from an old copy of it (whose device then forks its
 * feed); clocks that are wrong by days; a liar, a flooder, a stutterer that repeats what it sent, and programs of a newer
 * and an older version. In every third round they have a room, and tell one another where they may be met (`world/lanes.ts`).
 *
 * All chance comes from the seed: the same seed is the same round.
 */
import { boardsDigest, boardsViewOf, createBoards } from '#shared/boards'
import {
  createMemoryEntryStore,
  type DeviceId,
  type EntryHash,
  type EntryStore,
  lineageOf,
  type VerifiedEntry,
} from '#shared/logbook'
import type { MemoryLink, Wire } from '#shared/sync'
import { asEpochMillis } from '#shared/units'
import { doSomething, hasIntroduced, introduceWhenPossible } from './world/deeds.ts'
import { createTown, type Lanes } from './world/lanes.ts'
import { lanesInTheEnd } from './world/lanes-in-the-end.ts'
import { connect, createPerson, createWorld, type Member, type MemberOptions } from './world/member.ts'
import { createOnlooker } from './world/onlooker.ts'
import { createChance } from './world/random.ts'
import { attachRaw, flood, fromAnotherVersion, lyingReplica, mixing, repeating } from './world/villains.ts'

const SECOND = 1000
const DAY = 86_400 * SECOND
const STEPS = 60
const HEAL_WITHIN_MS = 30 * 60 * SECOND

type Character = 'honest' | 'newer' | 'older' | 'liar' | 'flooder' | 'stutterer'

interface Being {
  readonly options: MemberOptions
  readonly character: Character
  member: Member
  /** Which part of a divided network it is in. */
  part: number
  copies: (readonly VerifiedEntry[])[]
  runs: number
  readonly lanes: Lanes | null
}

export interface RoundResult {
  readonly seed: number
  readonly members: number
  readonly entries: number
  readonly forks: number
  /** Entries that a disk damaged and that came back. */
  readonly mended: number
  /** Who has the room's present secret. */
  readonly inRoom: number
  /** Cards known in the end. */
  readonly cards: number
  readonly droppedAsLiars: number
  readonly droppedAsTooMuch: number
}

/** What a round found wrong; the message says the seed. */
export class RoundFailed extends Error {}

export const runRound = async (seed: number): Promise<RoundResult> => {
  const chance = createChance(seed)
  const fail = (what: string): never => {
    throw new RoundFailed(`seed ${seed}: ${what}`)
  }
  const town = chance.percent(33) ? createTown(chance) : null
  const sam = town?.lanesOf('sam', false) ?? null
  const ofSam = sam ? { mesh: sam.on, renewRoom: sam.renewRoom } : {}
  const world = await createWorld('Tuesday group', ofSam)
  const { clock } = world
  const links = new Set<{ a: Being; b: Being; link: MemoryLink }>()
  const ends = { lied: 0, 'too-much': 0 }
  const damaged = new Set<EntryHash>()
  /** Whose disk forgot something of their own feed. */
  const mayFork = new Set<DeviceId>()

  const beings: Being[] = []
  const arrive = (
    options: MemberOptions,
    character: Character,
    member: Member,
    lanes: Lanes | null,
  ): void => {
    beings.push({ options, character, member, part: 0, copies: [], runs: 0, lanes })
  }
  arrive({ name: 'sam', person: world.founder.person, ...ofSam }, 'honest', world.founder, sam)
  const add = async (name: string, character: Character, of?: Being): Promise<void> => {
    const admits = chance.percent(70)
    const inviteSecret = of ? of.options.inviteSecret : await world.invite({ role: 'driver', admits })
    const lanes = town?.lanesOf(name, character === 'liar') ?? null
    const keepsRules = character === 'honest' || character === 'newer'
    const options: MemberOptions = {
      ...(inviteSecret && { inviteSecret }),
      ...(lanes && keepsRules && { renewRoom: lanes.renewRoom }),
      name,
      person: of?.member.person ?? createPerson(name),
      skewMs: chance.percent(30) ? Math.round((chance.next() - 0.5) * 4 * DAY) : 0,
      mesh: (replica, signer, clock) => ({
        ...lanes?.on(replica, signer, clock),
        ...(character === 'liar' && { replica: lyingReplica(replica, 30, chance) }),
        ...(character === 'older' && { versions: [0] }),
      }),
    }
    const member = world.member(options)
    arrive(options, character, member, lanes)
    // Who waits for approval hands over their introduction before they know anything of the league.
    if (!of && !admits) await member.introduce()
  }
  const honestCount = 2 + chance.below(3)
  for (let n = 0; n < honestCount; n++) await add(`driver-${n}`, 'honest')
  if (chance.percent(50)) await add('second-device', 'honest', chance.pick(beings))
  if (chance.percent(40)) await add('newer', 'newer')
  for (const villain of ['older', 'liar', 'flooder', 'stutterer'] as const)
    if (chance.percent(25)) await add(villain, villain)

  /** What a being's end of a wire does to what is sent over it. */
  const wrap = ({ character }: Being, wire: Wire): Wire => {
    if (character === 'newer') return mixing(wire, fromAnotherVersion(chance))
    return character === 'stutterer' ? repeating(wire, chance) : wire
  }

  const meet = (a: Being, b: Being, isKind: boolean): void => {
    if (a === b || a.part !== b.part) return
    const slow = chance.below(isKind ? 20 : 800)
    const { link, attached } = connect(clock, a.member, b.member, {
      route: chance.pick(['here', 'lan', 'direct', 'relayed'] as const),
      delayMs: () => slow + chance.below(isKind ? 5 : 100),
      ...(chance.percent(30) ? { cutAt: () => 1 + chance.below(4000) } : {}),
      ...(!isKind && chance.percent(40) ? { breakAfterBytes: 1 + chance.below(40_000) } : {}),
      wrap: (wire, end) => wrap(end === 0 ? a : b, wire),
      attach: (wire, role, member) => {
        const { character } = role === 'dialler' ? a : b
        if (character !== 'flooder') return member.mesh.attach(wire, role)
        let left = 60
        const next = (): Uint8Array | null => (left-- > 0 ? flood(chance, member.signer.device) : null)
        return attachRaw(wire, role, member, world, next)
      },
    })
    const known = { a, b, link }
    links.add(known)
    void attached.catch(error => fail(`a handshake threw ${error}`))
  }

  const tidyLinks = (): void => {
    for (const known of links) if (!known.link.isOpen) links.delete(known)
  }

  const noteEnds = ({ member }: Being): void => {
    for (const { reason } of member.mesh.ends()) if (reason in ends) ends[reason as 'lied' | 'too-much']++
  }

  /** One entry can no longer be read, of those that somebody else has who stays. */
  const damage = async (being: Being, store: EntryStore): Promise<void> => {
    const others = beings.filter(other => other !== being && isHonest(other))
    const held = new Set(others.flatMap(({ member }) => member.store.snapshot().map(({ hash }) => hash)))
    const shared = being.member.store.snapshot().filter(({ hash }) => held.has(hash))
    if (!isHonest(being) || shared.length === 0) return
    const { device, hash } = chance.pick(shared)
    await store.mend(device, new Set([hash]))
    damaged.add(hash)
    if (device === being.member.signer.device) mayFork.add(device)
  }

  const crash = async (being: Being): Promise<void> => {
    for (const { a, b, link } of links) if (a === being || b === being) link.break()
    noteEnds(being)
    await being.member.mesh.close()
    const kept = being.copies.length > 0 && chance.percent(50) ? chance.pick(being.copies) : null
    const { store: disk } = being.member
    const store = kept ? createMemoryEntryStore(kept) : createMemoryEntryStore(disk.snapshot(), disk.losses())
    if (!kept && chance.percent(40)) await damage(being, store)
    if (kept) mayFork.add(being.member.signer.device)
    being.member = world.member({ ...being.options, store, run: ++being.runs })
    // Whoever writes before hearing of their own later entries forks their feed.
    if (kept) await doSomething(being.member, chance, clock.now())
  }

  const divide = (): void => {
    for (const being of beings) being.part = chance.below(2)
    for (const { a, b, link } of links) if (a.part !== b.part) link.break()
  }

  await sam?.renewRoom(null)
  // Most have joined before the trouble begins.
  for (const being of beings.slice(1)) {
    if (chance.percent(20)) continue
    meet(being, beings[0]!, true)
    await clock.pass(2 * SECOND)
    await doSomething(being.member, chance, clock.now())
  }

  for (let step = 0; step < STEPS; step++) {
    const being = chance.pick(beings)
    const what = chance.below(100)
    if (what < 38) meet(being, chance.pick(beings), false)
    else if (what < 74) await doSomething(being.member, chance, clock.now())
    else if (what < 80 && links.size > 0) chance.pick([...links]).link.break()
    else if (what < 86) being.copies.push(being.member.store.snapshot())
    else if (what < 91) await crash(being)
    else if (what < 94) divide()
    else if (what < 97) for (const each of beings) each.part = 0
    else being.member.mesh.pause(chance.percent(50))
    if (being.lanes && chance.percent(15)) being.lanes.move()
    if (being.lanes && chance.percent(15)) being.lanes.seek()
    await clock.pass(chance.below(3 * SECOND))
    tidyLinks()
  }

  // Everything heals: villains go, networks join, everybody meets everybody now and then.
  const honest = beings.filter(isHonest)
  const onlooker = createOnlooker(world.league)
  for (const being of beings) {
    being.part = 0
    being.member.mesh.pause(false)
    if (honest.includes(being)) continue
    noteEnds(being)
    for (const { a, b, link } of links) if (a === being || b === being) link.break()
    await being.member.mesh.close()
  }

  const present = (): Being[] => {
    const { members } = onlooker.see(honest.map(({ member }) => member))
    const staying = new Set(members.filter(({ removed }) => !removed).map(({ person }) => person))
    return honest.filter(({ member }) => staying.has(member.person.key.person))
  }

  const isLevel = async (): Promise<boolean> => {
    const all = present()
    const digests = new Set<string>()
    for (const { member } of all) {
      if (member.mesh.pending > 0 || !(await hasIntroduced(member))) return false
      digests.add(await member.replica.digest())
    }
    return digests.size === 1
  }

  const deadline = clock.now() + HEAL_WITHIN_MS
  while (!(await isLevel())) {
    if (clock.now() > deadline) fail(await describe(present()))
    for (const { member } of honest) await introduceWhenPossible(member)
    // Two others are no company if they are newcomers too (seed 1080): programs go on looking for all they know of.
    for (const being of honest)
      if (being.member.mesh.peers().length < 2 || chance.percent(20)) meet(being, chance.pick(honest), true)
    await clock.until(isLevel, 10 * SECOND)
    tidyLinks()
  }

  const all = present()
  const lanes = town && (await lanesInTheEnd({ all, beings, town, clock, meet, fail, tidyLinks }))
  // Who still waits for approval may have said so meanwhile.
  if (lanes && !(await clock.until(isLevel, HEAL_WITHIN_MS))) fail(await describe(all))
  const [first, ...others] = await Promise.all(all.map(async ({ member }) => shownBy(member, clock.now())))
  for (const [index, other] of others.entries())
    for (const what of ['entries', 'governance', 'boards'] as const)
      if (other[what] !== first![what])
        fail(`${what} of ${all[index + 1]!.member.name} differ: ${difference(first![what], other[what])}`)

  for (const being of honest) noteEnds(being)
  const governance = (await all[0]!.member.replica.governance())!
  for (const notice of governance.notices)
    if (notice.kind === 'fork' && !mayFork.has(notice.device)) fail(`${notice.device} forked its own feed`)
  for (const { member } of honest) await member.mesh.close()
  await clock.pass(3 * 60 * SECOND)
  if (clock.timers > 0) fail(`${clock.timers} timers run on after everything was closed`)
  return {
    seed,
    members: all.length,
    entries: all[0]!.member.store.snapshot().length,
    forks: governance.notices.filter(({ kind }) => kind === 'fork').length,
    mended: (await all[0]!.member.replica.has([...damaged])).filter(isHere => isHere).length,
    inRoom: lanes?.inRoom ?? 0,
    cards: lanes?.cards ?? 0,
    droppedAsLiars: ends.lied,
    droppedAsTooMuch: ends['too-much'],
  }
}

const isHonest = ({ character }: Being): boolean => character === 'honest' || character === 'newer'

/** Everything a member claims to hold, and what is shown of all that is there, to be compared byte for byte. */
const shownBy = async (member: Member, now: number) => {
  const held = [...member.store.snapshot()].sort((a, b) => (a.hash < b.hash ? -1 : 1))
  const ends = new Map<DeviceId, number>()
  for (const { device, seq } of await member.replica.tips())
    ends.set(device, Math.max(seq, ends.get(device) ?? 0))
  const claimed = held.filter(({ device, entry }) => entry.seq <= (ends.get(device) ?? -1))
  const governance = (await member.replica.governance())!
  const boards = createBoards()
  boards.add(held)
  const view = boardsViewOf(boards, { governance, lineage: lineageOf(held), now: asEpochMillis(now) })
  return {
    entries: claimed.map(({ hash, bytes }) => hash + Buffer.from(bytes).toString('base64')).join('\n'),
    governance: JSON.stringify(governance),
    boards: boardsDigest(view) as string,
  }
}

const describe = async (all: readonly Being[]): Promise<string> => {
  const lines = await Promise.all(
    all.map(async ({ member }) => {
      const tips = await member.replica.tips()
      const peers = member.mesh.peers().map(({ phase }) => phase)
      const ends = member.mesh.ends().map(({ reason }) => reason)
      return `${member.name}: ${tips.map(({ seq }) => seq)} pending ${member.mesh.pending} peers ${peers} ends ${ends.slice(-8)}`
    }),
  )
  return `not level in time\n${lines.join('\n')}`
}

/** The first place where two texts part, for whoever has to find out why. */
const difference = (a: string, b: string): string => {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return `…${a.slice(Math.max(0, at - 200), at + 200)}… and …${b.slice(Math.max(0, at - 20), at + 200)}…`
}
