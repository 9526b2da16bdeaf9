/** Documents between devices in memory: level after whatever, and peers that misbehave. */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { PersonId } from '#shared/logbook'
import { createDocumentShelf, createMemoryDocumentStore, DOCUMENT_LIMITS, type Lane } from '#shared/sync'
import { encodeDocumentMessage, piecesOf } from '../../../../shared/sync/documents/messages.ts'
import { createLanePair, settle } from '../made.ts'
import { ENDLESS_V2, setUp, updatesOf } from './made.ts'

describe('documents', () => {
  test('made apart are the same on both sides once they meet, deletions too', async () => {
    const { device, connect } = setUp()
    const [near, far] = [device(), device()]
    ;(await near.text()).insert(0, 'box this lap')
    ;(await far.text()).insert(0, 'fuel for three')
    const first = connect(near, far)
    await settle()
    const both = (await near.text()).toString()
    expect((await far.text()).toString()).toBe(both)
    expect(both.length).toBe(26)
    first.near.end()
    ;(await near.text()).delete(0, 20)
    connect(near, far)
    await settle()
    expect((await far.text()).toString()).toBe((await near.text()).toString())
    expect((await far.text()).length).toBe(6)
  })

  test('change on all that are connected, through one in between, and nobody repeats it for ever', async () => {
    const { device, connect } = setUp()
    const [a, b, c] = [device(), device(), device()]
    const left = connect(a, b)
    const right = connect(b, c, { names: ['b', 'c'] })
    const text = await a.text()
    await a.documents.add('notes')
    await settle()
    const before = [left, right].map(({ near, far }) => near.sent.length + far.sent.length)
    text.insert(0, 'P1')
    await settle()
    expect((await c.text()).toString()).toBe('P1')
    const after = [left, right].map(({ near, far }) => near.sent.length + far.sent.length)
    expect(after.map((count, index) => count - before[index]!)).toEqual([1, 1])
  })

  test('larger than a message travel in pieces', async () => {
    const { device, connect } = setUp()
    const [near, far] = [device(), device()]
    ;(await near.text()).insert(0, 'x'.repeat(3 * DOCUMENT_LIMITS.pieceBytes))
    connect(near, far)
    await settle()
    expect((await far.text()).length).toBe(3 * DOCUMENT_LIMITS.pieceBytes)
    ;(await near.text()).insert(0, 'y'.repeat(2 * DOCUMENT_LIMITS.pieceBytes))
    await settle()
    expect((await far.text()).length).toBe(5 * DOCUMENT_LIMITS.pieceBytes)
  })

  test('of a peer that reads slowly are compared when it does, not queued', async () => {
    const { device, connect } = setUp()
    const [near, far] = [device(), device()]
    const text = await near.text()
    const pair = connect(near, far)
    await settle()
    pair.hold(true)
    for (let change = 0; change < 500; change++) text.insert(0, `${change} `)
    text.delete(0, 10)
    await settle()
    expect(pair.near.sent.length).toBeLessThan(50)
    pair.hold(false)
    await settle()
    expect((await far.text()).toString()).toBe(text.toString())
  })

  test('wait while paused, on either side, and are level afterwards', async () => {
    const { device, connect } = setUp()
    const [near, far] = [device(), device()]
    near.documents.pause(true)
    const pair = connect(near, far)
    ;(await near.text()).insert(0, 'near ')
    ;(await far.text()).insert(0, 'far ')
    await far.documents.add('notes')
    await settle()
    expect(pair.near.sent).toEqual([])
    near.documents.pause(false)
    await near.documents.add('notes')
    await settle()
    expect((await near.text()).toString()).toBe((await far.text()).toString())
    expect((await near.text()).length).toBe(9)
  })

  test('of a viewer are not taken, and theirs are kept level all the same', async () => {
    const { device, connect, viewers } = setUp()
    const [member, viewer] = [device(), device()]
    viewers.add('b'.repeat(64) as PersonId)
    ;(await member.text()).insert(0, 'plan')
    ;(await viewer.text()).insert(0, 'graffiti')
    ;(await viewer.text('another')).insert(0, 'more')
    const pair = connect(member, viewer)
    await settle()
    expect((await member.text()).toString()).toBe('plan')
    expect((await viewer.text()).toString()).toContain('plan')
    expect([...member.opened.keys()]).toEqual(['notes'])
    expect(pair.near.failedAs).toBeNull()
  })

  test('reach a newcomer who hears of them before hearing who is a member', async () => {
    const { device, connect, viewers } = setUp()
    const [member, newcomer] = [device(), device()]
    ;(await member.text()).insert(0, 'plan')
    // To the newcomer nobody is a member yet.
    viewers.add('b'.repeat(64) as PersonId)
    await newcomer.documents.add('notes')
    const pair = connect(newcomer, member)
    await settle()
    expect((await newcomer.text()).toString()).toBe('')
    viewers.clear()
    await newcomer.documents.look()
    await settle()
    expect((await newcomer.text()).toString()).toBe('plan')
    expect(pair.near.failedAs ?? pair.far.failedAs).toBeNull()
  })

  test('that several ask for at the same time are asked for once at a time', async () => {
    const { device, connect } = setUp()
    const [near, far] = [device(), device()]
    ;(await far.text()).insert(0, 'plan')
    const pair = connect(near, far)
    await Promise.all([1, 2, 3, 4].map(() => near.documents.add('notes')))
    await settle()
    expect((await near.text()).toString()).toBe('plan')
    expect(pair.near.failedAs ?? pair.far.failedAs).toBeNull()
  })

  test('are at most so many, whoever announces more', async () => {
    const { clock, device } = setUp()
    const one = device()
    const pair = createLanePair(clock)
    one.documents.join(pair.near)
    for (let index = 0; index < DOCUMENT_LIMITS.perLeague + 50; index++) {
      const state = {
        type: 'state',
        id: `doc-${index}`,
        both: false,
        stateVector: new Uint8Array([0]),
      } as const
      await pair.far.send(encodeDocumentMessage(state))
    }
    expect(one.opened.size).toBe(DOCUMENT_LIMITS.perLeague)
    expect(pair.near.failedAs).toBeNull()
  })
})

describe('a peer', () => {
  const alone = () => {
    const { clock, device } = setUp()
    const one = device()
    const pair = createLanePair(clock)
    one.documents.join(pair.near)
    const say = async (update: Uint8Array, type: 'update' | 'missing' = 'update') => {
      for (const piece of piecesOf(type, 'notes', update)) await pair.far.send(piece)
    }
    return { one, pair, say, clock }
  }

  test('whose update has a gap is asked for what is missing, and nothing is left pending', async () => {
    const { one, pair, say } = alone()
    const updates = updatesOf(doc => {
      doc.getText('text').insert(0, 'a')
      doc.getText('text').insert(1, 'b')
    })
    await say(updates[1]!)
    await settle()
    const { doc } = await one.open('notes')
    expect(doc.store.pendingStructs).toBeNull()
    expect(pair.near.failedAs).toBeNull()
    expect(pair.near.sent).toHaveLength(1)
    await say(Y.mergeUpdates(updates), 'missing')
    expect((await one.text()).toString()).toBe('ab')
  })

  test('that answers with gaps again and again is dropped', async () => {
    const { pair, say } = alone()
    const [, second] = updatesOf(doc => {
      doc.getText('text').insert(0, 'a')
      doc.getText('text').insert(1, 'b')
    })
    await say(second!)
    for (let round = 0; round < 4; round++) {
      await settle()
      await say(second!, 'missing')
    }
    expect(pair.near.failedAs).toBe('broken-protocol')
  })

  test.each([
    ['the bytes that hang V2 decoders', ENDLESS_V2],
    ['no update', new Uint8Array([1])],
    ['noise', new Uint8Array(40).fill(255)],
  ])('that sends %s is dropped, and the document is as it was', async (_, bytes) => {
    const { one, pair, say } = alone()
    ;(await one.text()).insert(0, 'mine')
    await say(bytes)
    await settle()
    expect((await one.text()).toString()).toBe('mine')
    expect((await one.open('notes')).doc.store.pendingStructs).toBeNull()
    expect((await one.open('notes')).doc.store.pendingDs).toBeNull()
    if (bytes !== ENDLESS_V2) expect(pair.near.failedAs).toBe('broken-protocol')
  })

  test('that answers what was not asked, or mixes pieces, is dropped', async () => {
    const whole = new Uint8Array(DOCUMENT_LIMITS.pieceBytes + 5)
    const unasked = alone()
    await unasked.say(new Uint8Array([0, 0]), 'missing')
    expect(unasked.pair.near.failedAs).toBe('broken-protocol')
    const mixed = alone()
    const [first] = piecesOf('update', 'notes', whole)
    await mixed.pair.far.send(first!)
    await mixed.pair.far.send(first!)
    expect(mixed.pair.near.failedAs).toBe('broken-protocol')
  })

  test('that floods is dropped; one that types for an hour is not', async () => {
    const flooded = alone()
    for (let round = 0; round < 2100 && !flooded.pair.near.failedAs; round++)
      await flooded.say(new Uint8Array([0, 0]))
    expect(flooded.pair.near.failedAs).toBe('too-much')
    const typed = alone()
    for (let round = 0; round < 3600; round++) {
      await typed.say(new Uint8Array([0, 0]))
      if (round % 100 === 0) await typed.clock.pass(10_000)
    }
    expect(typed.pair.near.failedAs).toBeNull()
  })

  test('that asks for everything again and again without reading has one answer in memory', async () => {
    const { one, pair, clock } = alone()
    ;(await one.text()).insert(0, 'x'.repeat(100_000))
    const sent: Uint8Array[] = []
    let hear: Parameters<Lane['receive']>[0] = () => {}
    one.documents.join({
      ...{ peer: pair.near.peer, clock, fail: () => {}, onEnd: () => {} },
      send(message) {
        sent.push(message)
        return new Promise(() => {})
      },
      receive(handler) {
        hear = handler
      },
    })
    const stateVector = new Uint8Array([0])
    const state = encodeDocumentMessage({ type: 'state', id: 'notes', both: false, stateVector })
    for (let asked = 0; asked < 500; asked++) await hear(state)
    await settle()
    expect(sent.filter(message => message.length > 100_000)).toHaveLength(1)
  })
})

test('a shelf takes no more of others than a league may hold, and what is typed here all the same', async () => {
  const store = createMemoryDocumentStore()
  const shelf = createDocumentShelf(store, { vet: async () => 'fits' })
  const notes = (await shelf.open('notes'))!
  const large = new Y.Doc()
  large.getText('text').insert(0, 'x'.repeat(15 * 1024 * 1024))
  const update = Y.encodeStateAsUpdate(large).slice()
  const taken: string[] = []
  for (let n = 0; n < 10; n++) {
    const document = (await shelf.open(`doc-${n}`))!
    taken.push(await document.apply(update, {}))
  }
  expect(taken.filter(applied => applied === 'applied')).toHaveLength(8)
  expect(taken.at(-1)).toBe('full')
  notes.doc.getText('text').insert(0, 'box')
  await notes.saved()
  expect(await store.load('notes')).toHaveLength(1)
  expect(await shelf.open('no name')).toBeNull()
  await shelf.close()
  expect(await shelf.open('later')).toBeNull()
})
