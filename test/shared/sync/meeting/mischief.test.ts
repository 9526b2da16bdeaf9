/** Members who misuse the meeting lane, and who is told nothing. */
import { describe, expect, test } from 'vitest'
import { createMeeting, type Meeting, type MeetingPlace, type Route } from '#shared/sync'
import {
  cardMessage,
  encodeCards,
  encodeMine,
  encodeSeek,
  encodeSigned,
} from '../../../../shared/sync/meeting/messages.ts'
import { joined } from '../../../chaos/world/gatherings.ts'
import { createWorld, type Member, type World } from '../../../chaos/world/member.ts'
import { createLanePair, type TestLane } from '../made.ts'
import { circuitOf, peerIdOf } from './town.ts'

interface Scene {
  readonly world: World
  readonly sam: Member
  readonly kim: Member
  readonly mal: Member
  readonly meeting: Meeting
  /** Mal's end of a session with Sam, and what Sam makes of it. */
  meet(
    other: Member,
    route?: Route,
  ): { readonly lane: TestLane; readonly heard: Uint8Array[]; readonly ofSam: TestLane }
}

/** Sam runs our program; Kim and Mal are members, and what they send is written here. */
const createScene = async (): Promise<Scene> => {
  const world = await createWorld()
  const [kim, mal] = [await joined(world, 'kim'), await joined(world, 'mal')]
  const sam = world.founder
  const meeting = createMeeting({
    ...{ replica: sam.replica, signer: sam.signer, signatures: world.signatures, clock: world.clock },
    random: () => 0.5,
    onFault: error => {
      throw error
    },
  })
  return {
    ...{ world, sam, kim, mal, meeting },
    meet(other, route = 'direct') {
      const { near, far } = createLanePair(world.clock)
      const heard: Uint8Array[] = []
      far.receive(message => void heard.push(message))
      const peer = { device: other.signer.device, person: other.signer.person }
      // Read by the meeting whenever it looks, so it is the lane itself that has to say it.
      Object.defineProperty(near, 'peer', { value: peer })
      meeting.join(near, route)
      return { lane: far, heard, ofSam: near }
    },
  }
}

const cardBy = async (
  world: World,
  member: Member,
  places: readonly MeetingPlace[],
  at = world.clock.now(),
) => {
  const signed = encodeSigned(at, places)
  const signature = await member.signer.sign(cardMessage(world.league, signed))
  return { device: member.signer.device, at, places, signed, signature }
}

const settle = ({ clock }: World) => clock.pass(10)

describe('who is dropped', () => {
  test('as a liar: a card of another device, or one its device did not sign', async () => {
    const { world, kim, mal, meet } = await createScene()
    const ofKim = await cardBy(world, kim, [circuitOf('kim')])
    for (const wrong of [ofKim, { ...ofKim, device: mal.signer.device }]) {
      const { lane, ofSam } = meet(mal)
      void lane.send(encodeMine(wrong))
      await settle(world)
      expect(ofSam.failedAs).toBe('lied')
    }
  })

  test('as a liar: whoever changes what another signed, or takes it from another league', async () => {
    const { world, kim, mal, meet, meeting } = await createScene()
    const ofKim = await cardBy(world, kim, [circuitOf('kim')])
    const elsewhere = await createWorld('Another league')
    const moved = { ...ofKim, signed: encodeSigned(ofKim.at, [circuitOf('victim')]) }
    const replayed = await cardBy(elsewhere, kim, [circuitOf('kim')])
    meeting.seek(4)
    for (const wrong of [moved, replayed]) {
      const { lane, ofSam } = meet(mal)
      await settle(world)
      void lane.send(encodeCards([wrong]))
      await settle(world)
      expect(ofSam.failedAs).toBe('lied')
    }
    expect(meeting.known()).toEqual([])
  })

  test('as too much: cards nobody sought, and messages without end', async () => {
    const { world, kim, mal, meet, meeting } = await createScene()
    const unasked = meet(mal)
    void unasked.lane.send(encodeCards([await cardBy(world, kim, [circuitOf('kim')])]))
    const endless = meet(mal)
    for (let count = 0; count < 100; count++) void endless.lane.send(encodeSeek(count % 30))
    await settle(world)
    expect([unasked.ofSam.failedAs, endless.ofSam.failedAs]).toEqual(['too-much', 'too-much'])
    expect(meeting.known()).toEqual([])
  })
})

describe('what is told', () => {
  test('is told to members only, and to a newcomer once the league knows them', async () => {
    const { world, sam, kim, meet, meeting } = await createScene()
    const secret = await world.invite({ role: 'driver', admits: true })
    const lee = world.member({ name: 'lee', inviteSecret: secret })
    const own = meet(kim)
    void own.lane.send(encodeMine(await cardBy(world, kim, [circuitOf('kim')])))
    meeting.setPlaces([circuitOf('sam')])
    const { lane, heard } = meet(lee)
    void lane.send(encodeSeek(8))
    await world.clock.pass(5_000)
    expect(heard).toEqual([])

    await sam.replica.receive([await lee.introduce()])
    await world.clock.pass(1_000)
    expect(heard.map(([type]) => type).sort()).toEqual([1, 3])
  })

  test('of a removed member is nothing any more, nor to them', async () => {
    const { world, sam, kim, mal, meet, meeting } = await createScene()
    const governance = await sam.replica.governance()
    const reason = 'left the group'
    const { person } = mal.signer
    await sam.replica.write({
      kind: 'revoke',
      id: person,
      body: { what: 'person', person, last: [], reason },
    })
    expect(governance?.members).toHaveLength(3)
    const ofMal = meet(mal)
    void ofMal.lane.send(encodeMine(await cardBy(world, mal, [circuitOf('mal')])))
    void ofMal.lane.send(encodeSeek(8))
    meeting.setPlaces([circuitOf('sam')])
    meeting.seek(8)
    const { lane, heard } = meet(kim)
    void lane.send(encodeSeek(8))
    await world.clock.pass(5_000)
    expect(heard.map(([type]) => type).sort()).toEqual([1, 2])
    expect(ofMal.heard).toEqual([])
  })

  test('is as much as was sought, and nothing while paused', async () => {
    const { world, kim, meet, meeting } = await createScene()
    meeting.pause(true)
    const { lane, heard } = meet(kim)
    void lane.send(encodeSeek(8))
    meeting.setPlaces([circuitOf('sam')])
    meeting.seek(3)
    await world.clock.pass(10_000)
    expect(heard).toEqual([])
    meeting.pause(false)
    await world.clock.pass(1_000)
    expect(heard.map(message => [...message.subarray(0, 2)]).filter(([type]) => type === 2)).toEqual([[2, 3]])
  })

  test('names no third machine: what a member says of itself is tried in its own reach', async () => {
    const { world, mal, meet, meeting } = await createScene()
    const places: MeetingPlace[] = [
      { kind: 'address', address: '/ip4/127.0.0.1/tcp/5432' },
      { kind: 'address', address: '/ip4/192.168.0.1/tcp/9100' },
      { kind: 'address', address: '/ip4/203.0.113.7/tcp/22' },
      { kind: 'circuit', relay: peerIdOf('relay'), peer: peerIdOf('mal') },
    ]
    const { lane } = meet(mal, 'direct')
    void lane.send(encodeMine(await cardBy(world, mal, places)))
    await settle(world)
    expect(meeting.known().map(known => known.places)).toEqual([[circuitOf('mal')]])
  })

  test('is known for as long as they are here, though said once, and ten minutes after', async () => {
    const { world, kim, meet, meeting } = await createScene()
    const { lane, ofSam } = meet(kim, 'direct')
    void lane.send(encodeMine(await cardBy(world, kim, [circuitOf('kim')])))
    await settle(world)
    const isKnown = () => meeting.known().length > 0
    await world.clock.pass(60 * 60_000)
    expect(isKnown()).toBe(true)
    await world.clock.pass(60 * 60_000)
    ofSam.end()
    await world.clock.pass(9 * 60_000)
    expect(isKnown()).toBe(true)
    await world.clock.pass(2 * 60_000)
    expect(isKnown()).toBe(false)
  })
})
