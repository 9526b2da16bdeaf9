/**
 * The end of a round of those who have lanes 4 and 5: what is to hold once everybody met one of them, who may have the
 * room's secret if anybody has it: over a viewer it goes to nobody (seed 220211).
 */
import { GOVERNING_ENTRIES, hasPresentSecret, isInRoom, type Lanes, type Town } from './lanes.ts'
import type { Member } from './member.ts'
import type { VirtualClock } from './virtual-clock.ts'

const SECOND = 1000
const WITHIN_MS = 30 * 60 * SECOND

interface Citizen {
  readonly member: Member
  readonly lanes: Lanes | null
}

export interface EndPorts<Being extends Citizen> {
  /** Those who are members still, level with one another. */
  readonly all: readonly Being[]
  readonly beings: readonly Being[]
  readonly town: Town
  readonly clock: VirtualClock
  meet(a: Being, b: Being, isKind: boolean): void
  fail(what: string): never
  tidyLinks(): void
}

/** Answers who has the room's present secret, and how many cards are known. */
export const lanesInTheEnd = async <Being extends Citizen>(
  ports: EndPorts<Being>,
): Promise<{ readonly inRoom: number; readonly cards: number }> => {
  const { all, beings, town, clock, meet, fail, tidyLinks } = ports
  const governance = (await all[0]!.member.replica.governance())!
  const inRoom = all.filter(({ member }) => isInRoom(governance, member.signer.person))
  const has = await Promise.all(inRoom.map(({ lanes }) => hasPresentSecret(lanes!, governance)))
  /** Whoever made it may have gone before anybody had it of them. */
  const isSecretThere = has.includes(true)
  const hub = (isSecretThere ? inRoom : all)[0]!
  const current = new Set(governance.devices.filter(({ revoked }) => !revoked).map(({ device }) => device))
  const met = all.filter(({ member }) => current.has(member.signer.device))

  const lacking = async (): Promise<string | null> => {
    for (const { lanes, member } of met)
      for (const other of met) {
        const { device } = other.member.signer
        if (other.member !== member && !town.isNewest(device, lanes!.known().get(device)))
          return `${member.name} does not know where ${other.member.name} is`
      }
    for (const { lanes, member } of isSecretThere ? inRoom : [])
      if (!(await hasPresentSecret(lanes!, governance))) return `${member.name} lacks the secret of the room`
    return null
  }

  for (const { lanes } of all) lanes!.move()
  for (const until = clock.now() + WITHIN_MS; ; ) {
    const lack = await lacking()
    if (!lack) break
    if (clock.now() > until) fail(lack)
    for (const being of all) {
      const isMet = being.member.mesh.peers().some(({ device }) => device === hub.member.signer.device)
      if (being !== hub && !isMet) meet(being, hub, true)
    }
    for (const { lanes } of all) lanes!.seek()
    await clock.until(async () => (await lacking()) === null, 10 * SECOND)
    tidyLinks()
  }
  const people = beings.map(({ member, lanes }) => ({ person: member.signer.person, lanes: lanes! }))
  const governing = await hub.member.replica.glimpse(null, GOVERNING_ENTRIES)
  const wrong = town.wrong(people, governance, governing)
  if (wrong) fail(wrong)
  return { inRoom: isSecretThere ? inRoom.length : 0, cards: met.length * (met.length - 1) }
}
