/** C2, C6: what comes over a room's channel reaches Yjs judged, y-webrtc read through, or nobody. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { createMemoryDocumentStore, createWriter, openDocument } from '#shared/sync'
import { createRoomGate } from '../../../web/net/room-gate.ts'
import { settle } from '../../shared/sync/made.ts'

type Bytes = Uint8Array<ArrayBuffer>
const OWN = 7

const setUp = async () => {
  const document = await openDocument(createMemoryDocumentStore(), 'notes')
  let now = 0
  const gate = createRoomGate(document, OWN, () => now)
  const replies: Bytes[] = []
  let isClosed = false
  const end = {
    reply: (message: Bytes) => void replies.push(message),
    close() {
      isClosed = true
    },
  }
  return {
    ...{ document, gate, replies },
    pass: (ms: number) => {
      now += ms
    },
    hear: (message: Bytes) => gate.admits(message, end),
    isClosed: () => isClosed,
    text: () => document.doc.getText('text').toString(),
  }
}

const sync = (kind: number, bytes: Uint8Array): Bytes =>
  createWriter().varint(0).varint(kind).counted(bytes).finish()
const presenceOf = (client: number, said: string): Bytes => {
  const states = createWriter().varint(1).varint(client).varint(3).text(said).finish()
  return createWriter().varint(1).counted(states).finish()
}
const typed = (text: string): Bytes => {
  const doc = new Y.Doc()
  doc.getText('text').insert(0, text)
  return Y.encodeStateAsUpdate(doc).slice()
}

describe('a gate', () => {
  test('takes changes past y-webrtc, and answers who asks', async () => {
    const room = await setUp()
    expect(room.hear(sync(2, typed('box')))).toBe(false)
    await settle()
    expect(room.text()).toBe('box')
    expect(room.hear(sync(0, new Uint8Array([0])))).toBe(false)
    await settle()
    const doc = new Y.Doc()
    // After the two numbers and the length.
    Y.applyUpdate(doc, room.replies[0]!.slice(3))
    expect(doc.getText('text').toString()).toBe('box')
    expect(room.isClosed()).toBe(false)
  })

  test('asks for what a change stands on, and ends a channel that never brings it', async () => {
    const room = await setUp()
    const doc = new Y.Doc()
    const updates: Bytes[] = []
    doc.on('update', (update: Uint8Array) => void updates.push(update.slice()))
    for (const letter of 'abcdef') doc.getText('text').insert(doc.getText('text').length, letter)
    for (const update of updates.slice(1, 4)) room.hear(sync(2, update))
    await settle()
    expect(room.replies.map(([type, kind]) => [type, kind])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ])
    expect(room.isClosed()).toBe(false)
    room.hear(sync(2, updates[4]!))
    await settle()
    expect(room.isClosed()).toBe(true)
    expect(room.document.doc.store.pendingStructs).toBeNull()
  })

  test.each([
    ['an update that is none', sync(2, new Uint8Array(40).fill(255))],
    ['a state that is none', sync(0, new Uint8Array(40).fill(255))],
    ['a presence that is no JSON', presenceOf(1, '{')],
    ['a presence of a megabyte', presenceOf(1, JSON.stringify('x'.repeat(1_000_000)))],
    ['who is where in this browser', createWriter().varint(4).varint(1).text('me').finish()],
    ['an unknown word', createWriter().varint(99).finish()],
    ['nothing', new Uint8Array(0)],
  ])('ends a channel that says %s', async (_, message) => {
    const room = await setUp()
    expect(room.hear(message)).toBe(false)
    await settle()
    expect(room.isClosed()).toBe(true)
    expect(room.text()).toBe('')
  })

  test('lets presences in, and only one’s own out', async () => {
    const room = await setUp()
    expect(room.hear(presenceOf(1, '{"device":"a"}'))).toBe(true)
    expect(room.gate.mayLeave(presenceOf(OWN, '{}'))).toBe(true)
    expect(room.gate.mayLeave(presenceOf(1, '{}'))).toBe(false)
    expect(room.gate.mayLeave(sync(2, typed('a')))).toBe(true)
  })

  test('ends a channel that floods, and none that shows a cursor for ten minutes', async () => {
    const flooded = await setUp()
    for (let i = 0; i < 2_100; i++) flooded.hear(presenceOf(1, '{}'))
    expect(flooded.isClosed()).toBe(true)
    const calm = await setUp()
    for (let i = 0; i < 6_000; i++) {
      calm.pass(100)
      calm.hear(presenceOf(1, '{}'))
    }
    expect(calm.isClosed()).toBe(false)
  })

  test('C2: any bytes pass, are merged or end the channel; nothing is left waiting in Yjs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.nat(4), fc.nat(3), async (noise, type, kind) => {
        const room = await setUp()
        room.hear(new Uint8Array([...(type === 4 ? [] : [type, kind, noise.length & 127]), ...noise]))
        await settle()
        expect(room.document.doc.store.pendingStructs).toBeNull()
        expect(room.document.doc.store.pendingDs).toBeNull()
      }),
      { numRuns: 300 },
    )
  })
})
