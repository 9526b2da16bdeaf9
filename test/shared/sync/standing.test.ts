/** Whom an entry lets in that they show of themselves. */
import { describe, expect, test } from 'vitest'
import type { Claim } from '../../../shared/sync/handshake-model.ts'
import { judgeStanding } from '../../../shared/sync/standing.ts'
import { createWorld } from '../../chaos/world/member.ts'

/** Kim waits for approval by what the founder knows, and shows an entry of the founder that approves somebody. */
const waitingWith = async (of: 'kim' | 'lee') => {
  const world = await createWorld()
  const { founder } = world
  const inviteSecret = await world.invite({ role: 'driver', admits: false })
  const kim = world.member({ name: 'kim', inviteSecret })
  await founder.replica.receive([await kim.introduce()])
  const governance = await founder.replica.governance()
  const approved = of === 'kim' ? kim : world.member({ name: 'lee' })
  const credential = await founder.replica.write({
    kind: 'member',
    id: approved.signer.person,
    body: { role: 'driver', name: of, until: [] },
  })
  const claim: Claim = { ...kim.signer, run: '', programVersion: '', invitation: null, credential }
  return (isHere: boolean) =>
    judgeStanding(governance, claim, {
      league: world.league,
      ownPerson: founder.signer.person,
      signatures: world.signatures,
      now: () => world.clock.now(),
      isHere: async hash => isHere && hash === credential.hash,
    })
}

describe('who waits for approval and shows that an admin gave it', () => {
  test('is let in by whoever has not heard of it', async () => {
    const judge = await waitingWith('kim')
    expect(await judge(false)).toEqual({ standing: 'member' })
  })

  test('waits on when it is known, and did not count', async () => {
    const judge = await waitingWith('kim')
    expect(await judge(true)).toEqual({ standing: 'waiting', leagueName: 'Tuesday group' })
  })

  test('waits on when it was given to somebody else', async () => {
    const judge = await waitingWith('lee')
    expect(await judge(false)).toEqual({ standing: 'waiting', leagueName: 'Tuesday group' })
  })
})
