/** The handshake: members find one another, strangers learn nothing, nobody can use what others said. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMemoryLink, type EndReason, type LeagueMesh, type Wire } from '#shared/sync'
import { CONTROL, decodeControl, decodeProof } from '../../../shared/sync/control-messages.ts'
import { createUnframer, frameMessage } from '../../../shared/sync/framing.ts'
import { connect, createPerson, createWorld, type Member, type World } from '../../chaos/world/member.ts'
import { mixing } from '../../chaos/world/villains.ts'

const SECONDS = 1000

const reasonsOf = async (world: World, { attached }: ReturnType<typeof connect>) => {
  let outcomes: Awaited<typeof attached> | null = null
  void attached.then(made => {
    outcomes = made
  })
  await world.clock.until(() => outcomes !== null, 60 * SECONDS)
  return outcomes!.map(each => (each.ok ? 'ok' : each.reason))
}

const settled = (world: World) => world.clock.pass(3 * SECONDS)

const joined = async (world: World, name: string): Promise<Member> => {
  const inviteSecret = await world.invite({ role: 'driver', admits: true })
  const newcomer = world.member({ name, inviteSecret })
  connect(world.clock, newcomer, world.founder)
  await settled(world)
  await newcomer.introduce()
  await settled(world)
  return newcomer
}

/** Everything the second end sends, and what of it the first end would read. */
const spying = (wire: Wire, sent: Uint8Array[]): Wire => ({
  ...wire,
  send: bytes => {
    sent.push(bytes.slice())
    return wire.send(bytes)
  },
})

const sentTo = async (world: World, stranger: Member, answerer: Member): Promise<string[]> => {
  const sent: Uint8Array[] = []
  const connection = connect(world.clock, stranger, answerer, {
    wrap: (wire, end) => (end === 1 ? spying(wire, sent) : wire),
  })
  await reasonsOf(world, connection)
  const types: string[] = []
  const unframer = createUnframer()
  for (const bytes of sent)
    unframer.push(bytes, ({ body }) => {
      const message = decodeControl(body)
      types.push(message.type === 'refuse' ? `refuse ${message.refusal.reason}` : message.type)
    })
  return types
}

describe('who is let in', () => {
  test('two members who know one another', async () => {
    const world = await createWorld()
    const kim = await joined(world, 'kim')
    await kim.mesh.close()
    const again = world.member({ name: 'kim', store: kim.store, run: 1 })
    expect(await reasonsOf(world, connect(world.clock, world.founder, again))).toEqual(['ok', 'ok'])
  })

  test('a second device of a member, by its certificate', async () => {
    const world = await createWorld()
    const kim = await joined(world, 'kim')
    const laptop = world.member({ name: 'kims laptop', person: kim.person })
    expect(await reasonsOf(world, connect(world.clock, laptop, world.founder))).toEqual(['ok', 'ok'])
  })

  test('somebody admitted while we were away, by the entry that admitted them', async () => {
    const world = await createWorld()
    const kim = await joined(world, 'kim')
    await kim.mesh.close()
    const lee = await joined(world, 'lee')
    const again = world.member({ name: 'kim', store: kim.store, run: 1 })
    expect(await reasonsOf(world, connect(world.clock, lee, again))).toEqual(['ok', 'ok'])
    await settled(world)
    expect(await again.replica.digest()).toBe(await lee.replica.digest())
  })
})

describe('who is not', () => {
  test('a stranger who knows the league hears what somebody hears who asks for a league that is not here', async () => {
    const world = await createWorld()
    await joined(world, 'kim')
    const elsewhere = await createWorld('Another league')
    const stranger = world.member({ name: 'stranger' })
    const other = { ...stranger, mesh: elsewhere.member({ name: 'stranger' }).mesh }
    const heardByStranger = await sentTo(world, stranger, world.founder)
    expect(heardByStranger).toEqual(['answer', 'refuse wrong-league'])
    expect(world.league).not.toBe(elsewhere.league)
    expect(await sentTo(world, other, world.founder)).toEqual(heardByStranger)
  })

  test('somebody invited who needs approval learns the name, and is seen waiting', async () => {
    const world = await createWorld()
    const inviteSecret = await world.invite({ role: 'driver', admits: false })
    const kim = world.member({ name: 'kim', inviteSecret })
    await kim.introduce()
    const { attached } = connect(world.clock, kim, world.founder)
    await settled(world)
    const [own, theirs] = await attached
    expect(own).toEqual({
      ok: false,
      reason: 'not-a-member',
      glance: { leagueName: 'Tuesday group', waitsForApproval: true },
    })
    expect(theirs).toMatchObject({ ok: false, reason: 'not-a-member' })
    const governance = await world.founder.replica.governance()
    expect(governance?.waiting.map(({ name }) => name)).toEqual(['kim'])
    expect(await kim.replica.governance()).toBeNull()
    const held = await kim.replica.tips()
    expect(held.map(({ device }) => device)).toEqual([kim.signer.device])
  })

  test('an invitation that ran out, or was taken back, is none', async () => {
    const world = await createWorld()
    await joined(world, 'lee')
    const inviteSecret = await world.invite({
      role: 'driver',
      admits: true,
      until: world.clock.now() + SECONDS,
    })
    await world.clock.pass(2 * SECONDS)
    const late = world.member({ name: 'late', inviteSecret })
    expect((await reasonsOf(world, connect(world.clock, late, world.founder)))[1]).toBe('wrong-league')
  })

  test('C5: a removed member is cut off at once and told so, and does not come back', async () => {
    const world = await createWorld()
    const kim = await joined(world, 'kim')
    const person = kim.person.key.person
    await world.founder.replica.write({
      kind: 'revoke',
      id: person,
      body: { what: 'person', person, last: await kim.replica.tips(), reason: 'sold the car' },
    })
    await settled(world)
    expect(world.founder.mesh.peers()).toEqual([])
    expect(kim.mesh.ends().map(({ reason }) => reason)).toEqual(['removed'])
    expect(await reasonsOf(world, connect(world.clock, kim, world.founder))).toEqual(['removed', 'removed'])
  })

  test('another version, and each side says which is older', async () => {
    const world = await createWorld()
    const secret = await world.invite({ role: 'driver', admits: true })
    const newer = world.member({ name: 'newer', inviteSecret: secret, mesh: () => ({ versions: [2, 3] }) })
    const older = world.member({ name: 'older', inviteSecret: secret, mesh: () => ({ versions: [0] }) })
    expect(await reasonsOf(world, connect(world.clock, newer, world.founder))).toEqual([
      'older-version',
      'newer-version',
    ])
    expect(await reasonsOf(world, connect(world.clock, older, world.founder))).toEqual([
      'newer-version',
      'older-version',
    ])
  })
})

describe('what cannot be done', () => {
  test('C5: a handshake passed on over another wire is refused: the ends are signed', async () => {
    const world = await createWorld()
    const kim = await joined(world, 'kim')
    await kim.mesh.close()
    const again = world.member({ name: 'kim', store: kim.store, run: 1 })
    const connection = connect(world.clock, again, world.founder, {
      wrap: (wire, end) =>
        end === 1 ? { ...wire, ends: { own: wire.ends.own, other: 'somebody in the middle' } } : wire,
    })
    expect(await reasonsOf(world, connection)).toEqual(['wrong-league', 'wrong-proof'])
  })

  test('somebody who tries all day without a proof is one line of what went wrong', async () => {
    const world = await createWorld()
    const kim = await joined(world, 'kim')
    const known = world.founder.mesh.ends().length
    for (let tries = 0; tries < 5; tries++) {
      const stranger = world.member({ name: 'kim', store: kim.store, run: tries + 1 })
      const connection = connect(world.clock, stranger, world.founder, {
        wrap: (wire, end) =>
          end === 1 ? { ...wire, ends: { own: wire.ends.own, other: 'elsewhere' } } : wire,
      })
      await reasonsOf(world, connection)
    }
    const ends = world.founder.mesh.ends()
    expect(ends.slice(known)).toMatchObject([{ device: null, reason: 'wrong-proof', at: world.clock.now() }])
  })

  test('what is sent before the handshake is over ends the wire', async () => {
    const world = await createWorld()
    const kim = await joined(world, 'kim')
    const again = world.member({ name: 'kim', store: kim.store, run: 1 })
    const connection = connect(world.clock, again, world.founder, {
      wrap: (wire, end) =>
        end === 0 ? mixing(wire, sent => (sent === 0 ? frameMessage(1, Uint8Array.of(1)) : null)) : wire,
    })
    expect((await reasonsOf(world, connection))[1]).toBe('broken-protocol')
  })

  test('C6: an endless handshake, or a byte a second, ends after ten seconds', async () => {
    const world = await createWorld()
    for (const isSilent of [true, false]) {
      const link = createMemoryLink({ clock: world.clock })
      let reason: EndReason | null = null
      void world.founder.mesh.attach(link.wires[1], 'answerer').then(made => {
        reason = made.ok ? null : made.reason
      })
      for (let second = 0; second < 9; second++) {
        if (!isSilent && link.isOpen) await link.wires[0].send(Uint8Array.of(second === 0 ? 0x80 : 0x90))
        await world.clock.pass(SECONDS)
        if (isSilent) expect(reason).toBeNull()
      }
      await world.clock.pass(2 * SECONDS)
      expect(reason).toBe(isSilent ? 'no-answer' : 'too-much')
      expect(world.founder.mesh.pending).toBe(0)
    }
  })

  test('C6: of a thousand wires at once only some are heard, and members still come in', async () => {
    const world = await createWorld()
    const kim = await joined(world, 'kim')
    const endsOf = (mesh: LeagueMesh) =>
      mesh.attach(createMemoryLink({ clock: world.clock }).wires[1], 'answerer')
    const attempts = Array.from({ length: 1000 }, () => endsOf(world.founder.mesh))
    const early = await Promise.race([...attempts.slice(-1)])
    expect(early).toMatchObject({ ok: false, reason: 'too-much' })
    expect(world.founder.mesh.peers().map(({ phase }) => phase)).toEqual(['level'])
    await world.clock.pass(11 * SECONDS)
    expect(world.founder.mesh.pending).toBe(0)
    const again = world.member({ name: 'kim', store: kim.store, run: 1 })
    expect(await reasonsOf(world, connect(world.clock, again, world.founder))).toEqual(['ok', 'ok'])
  })

  test('C2: any bytes are a message or a complaint', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 0, max: 12 }), (bytes, type) => {
        decodeProof(bytes)
        try {
          decodeControl(Uint8Array.of(type, ...bytes))
        } catch (error) {
          expect((error as Error).name).toBe('Malformed')
        }
      }),
    )
  })

  test('whoever does not know the league reads nothing of the person who dials', async () => {
    const world = await createWorld()
    const kim = await joined(world, 'kim')
    await kim.mesh.close()
    const again = world.member({ name: 'kim', store: kim.store, run: 1 })
    const sent: Uint8Array[] = []
    const connection = connect(world.clock, again, world.founder, {
      wrap: (wire, end) => (end === 0 ? spying(wire, sent) : wire),
    })
    await reasonsOf(world, connection)
    const all = sent.slice(0, 2).map(bytes => Buffer.from(bytes).toString('hex'))
    const { person } = createPerson('kim').key
    for (const secret of [world.league, person, again.signer.device, Buffer.from('kim').toString('hex')])
      for (const message of all) expect(message).not.toContain(secret)
    expect(Number.parseInt(all[1]!.slice(6, 8), 16)).toBe(CONTROL.proof)
  })
})
