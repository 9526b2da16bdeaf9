/** Which entry a device shows of its admission. */
import { expect, test } from 'vitest'
import type { SignedEntry, VerifiedEntry } from '#shared/logbook'
import { credentialOf } from '../../../shared/sync/credential.ts'
import { joined } from '../../chaos/world/gatherings.ts'
import { connect, createWorld, type Member } from '../../chaos/world/member.ts'

const name = (by: Member, whom: Member, role: 'admin' | 'driver'): Promise<VerifiedEntry> =>
  by.replica.write({
    kind: 'member',
    id: whom.signer.person,
    body: { role, name: whom.name, until: [] },
  })

const shownBy = async (member: Member, inviteKey: string | null = null): Promise<SignedEntry | null> =>
  credentialOf(await member.replica.glimpse(null, 1000), member.signer.person, inviteKey)

const inviteOf = (of: Member): VerifiedEntry =>
  of.store.snapshot().findLast(({ entry }) => entry.kind === 'invite')!

const leagueOfThree = async () => {
  const world = await createWorld()
  const ann = await joined(world, 'ann')
  const bob = await joined(world, 'bob')
  const hearEachOther = async () => {
    const alike = async () => {
      const digests = [world.founder, ann, bob].map(({ replica }) => replica.digest())
      return new Set(await Promise.all(digests)).size === 1
    }
    connect(world.clock, ann, bob)
    expect(await world.clock.until(alike, 60_000)).toBe(true)
  }
  return { world, sam: world.founder, ann, bob, hearEachOther }
}

test('whom only an invitation admitted shows it; the founder has nothing to show', async () => {
  const { sam, bob } = await leagueOfThree()
  const invitation = inviteOf(sam)
  expect(await shownBy(bob, invitation.entry.id)).toMatchObject({ bytes: invitation.bytes })
  expect(await shownBy(bob)).toBeNull()
  expect(await shownBy(sam)).toBeNull()
})

test('a word of the founder is shown before a newer one of an admin they made, and both before an invitation', async () => {
  const { sam, ann, bob, hearEachOther } = await leagueOfThree()
  const { id } = inviteOf(sam).entry
  await name(sam, ann, 'admin')
  await hearEachOther()
  const byAnn = await name(ann, bob, 'driver')
  await hearEachOther()
  expect(await shownBy(bob, id)).toMatchObject({ bytes: byAnn.bytes })
  const bySam = await name(sam, bob, 'driver')
  await hearEachOther()
  await name(ann, bob, 'driver')
  await hearEachOther()
  expect(await shownBy(bob, id)).toMatchObject({ bytes: bySam.bytes })
})

test('nobody shows their own word about themselves (seed 200917)', async () => {
  const { sam, ann, hearEachOther } = await leagueOfThree()
  const appointment = await name(sam, ann, 'admin')
  await hearEachOther()
  await name(ann, ann, 'driver')
  expect(await shownBy(ann)).toMatchObject({ bytes: appointment.bytes })
})
