/** Admins on two devices who write through replicas: each word answers what was known of the others'. */
import { describe, expect, test } from 'vitest'
import {
  createMemoryEntryStore,
  createReplica,
  createSignatures,
  governanceOf,
  type LocalReplica,
  type Role,
  signerFromSeed,
} from '#shared/logbook'
import { asEpochMillis } from '#shared/units'
import { foundLeague, joinLeague, type Scribe, START, seedOf } from './scribe.ts'

const signatures = createSignatures(null)

const replicaOf = (scribe: Scribe): LocalReplica => {
  let minutes = 0
  return createReplica({
    league: scribe.league,
    store: createMemoryEntryStore(),
    signatures,
    signer: signerFromSeed(scribe.person, seedOf(scribe.name, 'device', 0)),
    now: () => asEpochMillis(START + ++minutes * 60_000),
    governanceOf,
  })
}

const twoAdmins = async () => {
  const options = { isSigning: true }
  const sam = foundLeague('Sam', options)
  const kim = joinLeague(sam.league, 'Kim', null, options)
  const lee = joinLeague(sam.league, 'Lee', null, options)
  const name = (who: Scribe, role: Role) => sam.say('member', who.person, { name: who.name, role, until: [] })
  name(kim, 'admin')
  name(lee, 'driver')
  const all = [...sam.said, ...kim.said, ...lee.said]
  const [first, second] = [replicaOf(sam), replicaOf(kim)]
  for (const replica of [first, second]) expect((await replica.receive(all)).refusedCount).toBe(0)
  return { first, second, lee }
}

const remove = (who: Scribe) => ({
  kind: 'revoke',
  id: who.person,
  body: { what: 'person', person: who.person, last: [who.tip()], reason: 'Enough.' },
})
const admit = (who: Scribe, role: Role) => ({
  kind: 'member',
  id: who.person,
  body: { name: who.name, role, until: [] },
})
const roleOf = async (replica: LocalReplica, { person }: Scribe) => {
  const member = (await replica.governance())!.members.find(one => one.person === person)
  return member && `${member.role}${member.removed ? ', removed' : ''}`
}

describe('admins who write through their replicas', () => {
  test('answer one another: the last word about a driver counts, whoever speaks it', async () => {
    const { first, second, lee } = await twoAdmins()
    await first.receive([await second.write(admit(lee, 'steward'))])
    expect(await roleOf(first, lee)).toBe('steward')
    await second.receive([await first.write(remove(lee))])
    expect(await roleOf(second, lee)).toBe('steward, removed')
    await second.receive([await first.write(admit(lee, 'driver'))])
    expect(await roleOf(second, lee)).toBe('driver')
    await first.receive([await second.write(admit(lee, 'steward'))])
    expect(await roleOf(first, lee)).toBe('steward')
    await second.receive([await first.write(remove(lee))])
    await second.write(admit(lee, 'driver'))
    expect(await roleOf(second, lee)).toBe('steward, removed')
  })

  test('set the league’s name one after the other', async () => {
    const { first, second } = await twoAdmins()
    const settings = (name: string) => ({
      kind: 'league-settings',
      id: '',
      body: { name, about: '', addresses: [] },
    })
    await second.receive([await first.write(settings('One'))])
    await first.receive([await second.write(settings('Two'))])
    expect((await first.governance())!.name).toBe('Two')
    await second.receive([await first.write(settings('Three'))])
    expect((await second.governance())!.name).toBe('Three')
  })
})
