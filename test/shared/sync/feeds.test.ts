/** What peers may not do, and that nobody else notices; what a mesh shows, pauses and replaces. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMemoryEntryStore, type SignedEntry } from '#shared/logbook'
import type { Route, Wire } from '#shared/sync'
import {
  decodeFeedMessage,
  encodeFeedMessage,
  type FeedMessage,
} from '../../../shared/sync/feeds/messages.ts'
import { frameMessage } from '../../../shared/sync/framing.ts'
import { areAlike, joined, restarted } from '../../chaos/world/gatherings.ts'
import { connect, createRandomBytes, createWorld, type Member, type World } from '../../chaos/world/member.ts'
import { createChance } from '../../chaos/world/random.ts'
import { attachRaw, flood, lyingReplica, mixing } from '../../chaos/world/villains.ts'

const SECOND = 1000

const write = (member: Member, n: number, size = 700) =>
  member.replica.write({
    kind: 'hologram',
    id: n.toString(16).padStart(32, '0'),
    body: { text: 'x'.repeat(size) },
  })

const reasonsAbout = (member: Member, other: Member) =>
  member.mesh
    .ends()
    .filter(({ device }) => device === other.signer.device)
    .map(({ reason }) => reason)

/** A member whose end of the wire sends `mixed` too, connected to the founder. */
const connectVillain = (world: World, villain: Member, mixed: (sent: number) => Uint8Array | null) =>
  connect(world.clock, villain, world.founder, {
    wrap: (wire, end) => (end === 0 ? mixing(wire, mixed) : wire),
  })

/** Sends this once, behind the handshake. */
const once = (message: FeedMessage) => (sent: number) =>
  sent === 3 ? frameMessage(1, encodeFeedMessage(message)) : null

describe('C6: a peer', () => {
  test('that lies is dropped, and what it lied about comes from somebody else', async () => {
    const world = await createWorld()
    const kim = await joined(world, 'kim')
    const chance = createChance(7)
    const liar = world.member({
      name: 'kim',
      store: kim.store,
      run: 1,
      mesh: replica => ({ replica: lyingReplica(replica, 100, chance) }),
    })
    const lee = await joined(world, 'lee')
    await lee.mesh.close()
    for (let n = 0; n < 5; n++) await write(world.founder, n)
    await world.clock.pass(5 * SECOND)
    await kim.mesh.close()
    await liar.replica.receive(world.founder.store.snapshot())
    const again = world.member({ name: 'lee', store: lee.store, run: 2 })
    connect(world.clock, again, liar)
    await world.clock.pass(5 * SECOND)
    expect(reasonsAbout(again, liar)).toEqual(['lied'])
    connect(world.clock, again, world.founder)
    expect(await world.clock.until(() => areAlike(again, world.founder), 10 * SECOND)).toBe(true)
  })

  test('that asks for everything over and over is dropped, and the others go on', async () => {
    const world = await createWorld()
    const kim = await joined(world, 'kim')
    const lee = await joined(world, 'lee')
    const again = await restarted(world, kim, 1)
    const chance = createChance(3)
    connect(world.clock, again, world.founder, {
      attach: (wire, role, member) =>
        member === again
          ? attachRaw(wire, role, member, world, () => flood(chance, world.founder.signer.device))
          : member.mesh.attach(wire, role),
    })
    await world.clock.pass(5 * SECOND)
    expect(reasonsAbout(world.founder, again).at(-1)).toBe('too-much')
    await write(world.founder, 1)
    expect(await world.clock.until(() => areAlike(lee, world.founder), SECOND)).toBe(true)
  })

  test('that sends entries nobody asked for is dropped before they are looked at', async () => {
    const world = await createWorld()
    const kim = await restarted(world, await joined(world, 'kim'), 1)
    const entries = kim.store.snapshot()
    connectVillain(world, kim, once({ type: 'entries', request: 99, entries }))
    await write(kim, 1)
    await world.clock.pass(5 * SECOND)
    expect(reasonsAbout(world.founder, kim)).toContain('too-much')
  })

  test('that offers what nobody has is found out', async () => {
    const world = await createWorld()
    const kim = await restarted(world, await joined(world, 'kim'), 1)
    const chance = createChance(9)
    const tips = Array.from({ length: 40 }, () => ({
      device: Buffer.from(Array.from({ length: 32 }, () => chance.below(256))).toString('hex') as never,
      seq: 2,
      hash: Buffer.from(Array.from({ length: 32 }, () => chance.below(256))).toString('hex') as never,
    }))
    connectVillain(world, kim, once({ type: 'have', tips }))
    await write(kim, 1)
    await world.clock.pass(10 * SECOND)
    expect(reasonsAbout(world.founder, kim)).toContain('lied')
    expect(world.founder.mesh.pending).toBe(0)
  })

  test('that never reads costs a window, and is let go after a minute', async () => {
    const world = await createWorld()
    const kim = await joined(world, 'kim')
    await kim.mesh.close()
    // Of what does not deflate, or a window holds it all.
    for (let n = 0; n < 100; n++) {
      const text = Buffer.from(createRandomBytes('deaf', n)(new Uint8Array(20_000))).toString('hex')
      await world.founder.replica.write({
        kind: 'hologram',
        id: n.toString(16).padStart(32, '0'),
        body: { text },
      })
    }
    const again = world.member({ name: 'kim', store: kim.store, run: 1 })
    let read = 0
    const deaf = (wire: Wire): Wire => ({
      ...wire,
      received: {
        [Symbol.asyncIterator]: () => {
          const pieces = wire.received[Symbol.asyncIterator]()
          return { next: () => (read++ < 8 ? pieces.next() : new Promise(() => {})) }
        },
      },
    })
    const { link } = connect(world.clock, again, world.founder, {
      wrap: (wire, end) => (end === 0 ? deaf(wire) : wire),
    })
    await world.clock.pass(40 * SECOND)
    expect(link.sentBytes[1]).toBeLessThan(2 * 1024 * 1024)
    await world.clock.pass(80 * SECOND)
    expect(reasonsAbout(world.founder, again).at(-1)).toBe('no-answer')
    expect(world.founder.mesh.peers()).toEqual([])
  })

  test('that writes faster than the wire carries is no liar', async () => {
    const world = await createWorld()
    const kim = await restarted(world, await joined(world, 'kim'), 1)
    connect(world.clock, kim, world.founder, { delayMs: () => 250 })
    await world.clock.pass(5 * SECOND)
    for (let n = 0; n < 60; n++) {
      await write(kim, n)
      await world.clock.pass(40)
    }
    expect(await world.clock.until(() => areAlike(kim, world.founder), 10 * SECOND)).toBe(true)
    expect(reasonsAbout(world.founder, kim)).toEqual(['closed'])
  })

  test('that goes silent is noticed, and one that is only quiet is kept', async () => {
    const world = await createWorld()
    const kim = await joined(world, 'kim')
    await world.clock.pass(600 * SECOND)
    expect(kim.mesh.peers()).toHaveLength(1)
    expect(world.founder.mesh.ends()).toEqual([])
  })

  test('C2: any bytes are a message, none, or a complaint', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 0, max: 14 }), (bytes, type) => {
        try {
          decodeFeedMessage(Uint8Array.of(type, ...bytes))
        } catch (error) {
          expect((error as Error).name).toBe('Malformed')
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('C3: the messages keep their bytes', () => {
    const device = 'aa'.repeat(32) as never
    const hash = 'bb'.repeat(32) as never
    const messages: readonly (readonly [FeedMessage, string])[] = [
      [{ type: 'digest', digest: hash }, `01${'bb'.repeat(32)}`],
      [
        { type: 'tips', isLast: true, tips: [{ device, seq: 300, hash }] },
        `020101${'aa'.repeat(32)}ac02${'bb'.repeat(32)}`,
      ],
      [
        { type: 'want', request: 7, wants: [{ device, fromSeq: 2, known: [hash] }] },
        `050701${'aa'.repeat(32)}0201${'bb'.repeat(32)}`,
      ],
      [
        {
          type: 'entries',
          request: 7,
          entries: [{ device, bytes: Uint8Array.of(1, 2), signature: new Uint8Array(64).fill(3) }],
        },
        '0607640b5b45003032530898189900',
      ],
      [{ type: 'done', request: 7 }, '0707'],
      [{ type: 'ack', bytes: 1000 }, '08e807'],
      [{ type: 'have', tips: [{ device, seq: 0, hash }] }, `0901${'aa'.repeat(32)}00${'bb'.repeat(32)}`],
      [{ type: 'look', board: 'spa' }, '0a0103737061'],
    ]
    for (const [message, bytes] of messages) {
      expect(Buffer.from(encodeFeedMessage(message)).toString('hex')).toBe(bytes)
      expect(decodeFeedMessage(Buffer.from(bytes, 'hex'))).toEqual(message)
    }
  })
})

describe('a mesh', () => {
  const routesOf = (member: Member): Route[] => member.mesh.peers().map(({ route }) => route)

  test('keeps the better of two wires to one device, and both sides agree which', async () => {
    const world = await createWorld()
    const kim = await restarted(world, await joined(world, 'kim'), 1)
    const meet = async (route: Route) => {
      connect(world.clock, kim, world.founder, { route })
      await world.clock.pass(10 * SECOND)
    }
    await meet('relayed')
    await meet('lan')
    expect([routesOf(kim), routesOf(world.founder)]).toEqual([['lan'], ['lan']])
    await meet('relayed')
    expect([routesOf(kim), routesOf(world.founder)]).toEqual([['lan'], ['lan']])
    expect(new Set(reasonsAbout(world.founder, kim).slice(-2))).toEqual(new Set(['replaced']))
  })

  test('two that dial one another at the same moment end with one wire', async () => {
    const world = await createWorld()
    const kim = await restarted(world, await joined(world, 'kim'), 1)
    connect(world.clock, kim, world.founder, { route: 'lan', delayMs: () => 30 })
    connect(world.clock, world.founder, kim, { route: 'lan', delayMs: () => 30 })
    await world.clock.pass(20 * SECOND)
    expect([routesOf(kim), routesOf(world.founder)]).toEqual([['lan'], ['lan']])
    await write(kim, 1)
    expect(await world.clock.until(() => areAlike(kim, world.founder), SECOND)).toBe(true)
  })

  test('a device that was started anew replaces what it had before', async () => {
    const world = await createWorld()
    const kim = await joined(world, 'kim')
    const again = world.member({ name: 'kim', store: kim.store, run: 1 })
    connect(world.clock, again, world.founder, { route: 'relayed' })
    await world.clock.pass(5 * SECOND)
    expect(routesOf(world.founder)).toEqual(['relayed'])
    expect(reasonsAbout(world.founder, kim)).toEqual(['replaced'])
  })

  test('a branch of which two peers tell different ends is fetched whole', async () => {
    const world = await createWorld()
    const kim = await joined(world, 'kim')
    const lee = await restarted(world, await joined(world, 'lee'), 1)
    const pat = await restarted(world, await joined(world, 'pat'), 1)
    await kim.mesh.close()
    // So slow that the second tells while the first is still asked.
    for (const peer of [lee, pat]) connect(world.clock, peer, world.founder, { delayMs: () => 200 })
    await world.clock.pass(5 * SECOND)
    const before = kim.store.snapshot()
    await write(kim, 1)
    await world.founder.replica.receive(kim.store.snapshot())
    await world.clock.pass(5 * SECOND)
    // The same device from an older copy: its next entries begin another branch.
    const copy = world.member({ name: 'kim', store: createMemoryEntryStore(before), run: 1 })
    const branch = [await write(copy, 2), await write(copy, 3), await write(copy, 4)]
    await Promise.all([lee.replica.receive(branch.slice(0, 2)), pat.replica.receive(branch)])
    expect(await world.clock.until(() => areAlike(world.founder, lee, pat), 20 * SECOND)).toBe(true)
    expect((await world.founder.replica.has([branch[2]!.hash]))[0]).toBe(true)
  })

  test('moves nothing while paused, and all of it after', async () => {
    const world = await createWorld()
    const kim = await joined(world, 'kim')
    kim.mesh.pause(true)
    await write(world.founder, 1)
    await write(kim, 2)
    await world.clock.pass(5 * SECOND)
    expect(await areAlike(kim, world.founder)).toBe(false)
    expect(kim.mesh.peers()).toHaveLength(1)
    kim.mesh.pause(false)
    expect(await world.clock.until(() => areAlike(kim, world.founder), 30 * SECOND)).toBe(true)
  })

  test('shows a newcomer what governs before anything is stored', async () => {
    const world = await createWorld()
    const inviteSecret = await world.invite({ role: 'driver', admits: true })
    const kim = world.member({ name: 'kim', inviteSecret })
    connect(world.clock, kim, world.founder)
    await world.clock.until(() => kim.mesh.peers().length > 0, SECOND)
    let seen: readonly SignedEntry[] = []
    void kim.mesh.glimpse(null).then(entries => {
      seen = entries
    })
    expect(await world.clock.until(() => seen.length > 0, SECOND)).toBe(true)
    expect(seen.map(({ device }) => device)).toEqual([
      world.founder.signer.device,
      world.founder.signer.device,
    ])
  })

  test('leaves no timer behind', async () => {
    const world = await createWorld()
    const kim = await joined(world, 'kim')
    await kim.mesh.close()
    await world.founder.mesh.close()
    await world.clock.pass(120 * SECOND)
    expect(world.clock.timers).toBe(0)
  })
})
