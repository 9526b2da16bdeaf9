/** What people of a simulated league do: drive, decide, admit, remove, write what only newer programs understand. */
import { type PersonId, type SessionBody, type Tip, WriteRefused } from '#shared/logbook'
import { asEpochMillis, asMillis } from '#shared/units'
import { type Member, seedFor } from './member.ts'
import type { Chance } from './random.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

const randomId = (chance: Chance): string => hex(seedFor('id', chance.next()).subarray(0, 16))

const TRACKS = ['Spa', 'Monza', 'Zolder']

const sessionOf = (member: Member, chance: Chance, at: number): SessionBody => {
  const laps = 1 + chance.below(6)
  const times = Array.from({ length: laps }, () => asMillis(80_000 + chance.below(30_000)))
  return {
    audience: 'members',
    startedAt: asEpochMillis(at),
    utcOffsetMin: 0,
    name: '',
    world: 'sim',
    game: 'ac',
    surface: null,
    airC: null,
    trackC: null,
    place: { layout: null, known: null, track: chance.pick(TRACKS), layoutName: '', lengthM: null },
    car: { car: null, known: null, name: chance.pick(['Formula', 'Touring']), className: null },
    drivers: [{ name: member.person.name, person: member.person.key.person }],
    gates: null,
    proof: { by: 'rig', game: 'ac' },
    laps: {
      number: times.map((_, index) => index + 1),
      driver: times.map(() => 0),
      kind: times.map(() => 0),
      timing: times.map(() => 0),
      start: times.map((_, index) => asMillis(index * 120_000)),
      time: times,
      sectors: [],
      flaws: [],
      surfaces: [],
      ids: new Uint8Array(16 * laps).map(() => chance.below(256)),
    },
    traces: null,
  }
}

/** How it is for a person by one's own replica; null before anything of the league is known. */
const standingOf = async (member: Member): Promise<'admin' | 'member' | null> => {
  const governance = await member.replica.governance()
  const own = governance?.members.find(({ person }) => person === member.person.key.person)
  return !own || own.removed ? null : own.role === 'admin' ? 'admin' : 'member'
}

export const hasIntroduced = async (member: Member): Promise<boolean> =>
  (await member.replica.tips()).some(({ device }) => device === member.signer.device)

/** As the program does it: the own device is introduced as soon as the league is known. */
export const introduceWhenPossible = async (member: Member): Promise<void> => {
  if (!(await member.replica.governance()) || (await hasIntroduced(member))) return
  await whenNothingIsLost(async () => void (await member.introduce()))
}

const tipsOfPerson = async (member: Member, person: PersonId): Promise<Tip[]> => {
  const governance = await member.replica.governance()
  const devices = new Set(
    governance?.devices.filter(each => each.person === person).map(({ device }) => device),
  )
  return (await member.replica.tips()).filter(({ device }) => devices.has(device))
}

const drive = (member: Member, chance: Chance, now: number) =>
  member.replica.write({ kind: 'session', id: randomId(chance), body: sessionOf(member, chance, now) })

/** Takes back, or corrects, one of one's own sessions. */
const correct = async (member: Member, chance: Chance, now: number) => {
  const own = member.store
    .snapshot()
    .filter(({ device, entry }) => device === member.signer.device && entry.kind === 'session')
  if (own.length === 0) return drive(member, chance, now)
  const { id } = chance.pick(own).entry
  const body = chance.percent(50) ? null : sessionOf(member, chance, now)
  return member.replica.write({ kind: 'session', id, body })
}

const fromTheFuture = (member: Member, chance: Chance) =>
  member.replica.write({ kind: 'hologram', id: randomId(chance), body: { depth: chance.below(9) } })

const setRole = async (member: Member, chance: Chance) => {
  const governance = await member.replica.governance()
  const { person, name, role: held } = chance.pick(governance!.members)
  const role = chance.pick(['admin', 'driver', 'driver', 'viewer'] as const)
  const until = held === role ? [] : await tipsOfPerson(member, person)
  return member.replica.write({ kind: 'member', id: person, body: { name, role, until } })
}

const remove = async (member: Member, chance: Chance) => {
  const governance = await member.replica.governance()
  const { person } = chance.pick(governance!.members)
  const last = await tipsOfPerson(member, person)
  await member.replica.write({
    kind: 'revoke',
    id: person,
    body: { what: 'person', person, last, reason: '' },
  })
  await member.renewRoom?.(person)
}

const settle = async (member: Member, chance: Chance) => {
  if (member.renewRoom && chance.percent(30)) return member.renewRoom(null)
  await member.replica.write({
    kind: 'league-settings',
    id: '',
    body: { name: `League ${chance.below(100)}`, about: '', addresses: [] },
  })
}

const approve = async (member: Member, chance: Chance) => {
  const { waiting } = (await member.replica.governance())!
  if (waiting.length === 0) return settle(member, chance)
  const { person, name } = chance.pick(waiting)
  await member.replica.write({ kind: 'member', id: person, body: { name, role: 'driver', until: [] } })
}

/** One deed, of those this member's program would offer; none while it waits for what its disk lost of its own feed. */
export const doSomething = async (member: Member, chance: Chance, now: number): Promise<void> =>
  whenNothingIsLost(() => doOne(member, chance, now))

const whenNothingIsLost = async (work: () => Promise<void>): Promise<void> => {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof WriteRefused && error.reason === 'lost')) throw error
  }
}

const doOne = async (member: Member, chance: Chance, now: number): Promise<void> => {
  await introduceWhenPossible(member)
  const standing = await standingOf(member)
  if (!standing || !(await hasIntroduced(member))) return
  const deed = chance.below(100)
  if (standing === 'admin' && deed < 10) await setRole(member, chance)
  else if (standing === 'admin' && deed < 13) await remove(member, chance)
  else if (standing === 'admin' && deed < 25) await settle(member, chance)
  else if (standing === 'admin' && deed < 45) await approve(member, chance)
  else if (deed < 60) await correct(member, chance, now)
  else if (deed < 70) await fromTheFuture(member, chance)
  else await drive(member, chance, now)
}
