/** C5: who is in a room is who signed it: in this room, on this connection, now. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSignatures, type PersonId, signerFromSeed } from '#shared/logbook'
import {
  type Presence,
  presenceMessage,
  readPresence,
  type SignedPresence,
  signPresence,
} from '../../../web/net/presence.ts'

const signatures = createSignatures(null)
const signerOf = (letter: number) =>
  signerFromSeed('a'.repeat(64) as PersonId, new Uint8Array(32).fill(letter))
const kim = signerOf(1)
const mal = signerOf(2)
const room = new Uint8Array(32).fill(7)
const at = { room, client: 42, count: 5 }
const road = { layout: 'a'.repeat(32), name: 'Spa · Grand Prix', lengthM: 7004 }
const seen: Presence = { at: 'desk', road, cursorM: 812.5 }
const reading = { room, client: 42, after: 4 }

const signed = (): Promise<SignedPresence> => signPresence(seen, at, kim)

describe('C5: a presence', () => {
  test('that was signed here is shown with whose device it is', async () => {
    expect(await readPresence(await signed(), reading, signatures)).toEqual({
      presence: seen,
      device: kim.device,
      count: 5,
    })
  })

  test.each<[string, (of: SignedPresence) => SignedPresence | Promise<SignedPresence>]>([
    ['in somebody else’s name', of => ({ ...of, device: mal.device })],
    ['signed by another', async of => ({ ...(await signPresence(seen, at, mal)), device: of.device })],
    ['changed on the way', of => ({ ...of, said: of.said.replace('812', '813') })],
    ['with a later number than was signed', of => ({ ...of, count: 6 })],
    ['from a key of small order', of => ({ ...of, device: `01${'00'.repeat(31)}` as never })],
  ])('%s is nobody’s', async (_, change) => {
    const changed = await change(await signed())
    expect(await readPresence(changed, reading, signatures)).toBeNull()
  })

  test.each([
    ['said again', { after: 5 }],
    ['on another connection', { client: 43 }],
    ['in another room', { room: new Uint8Array(32).fill(8) }],
  ])('%s is nobody’s', async (_, change) => {
    expect(await readPresence(await signed(), { ...reading, ...change }, signatures)).toBeNull()
  })

  test('C2: anything at all may be in one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), async anything => {
        expect(await readPresence(anything, reading, signatures)).toBeNull()
      }),
    )
    const said = 'x'.repeat(2001)
    expect(await readPresence({ ...(await signed()), said }, reading, signatures)).toBeNull()
  })
})

describe('what is said', () => {
  test('is what others’ screens show, whatever else was at hand', async () => {
    const crowded = {
      ...seen,
      road: { ...road, notes: 'kestrel-7f3a9c' },
      session: 'kestrel-7f3a9c',
    }
    const { said } = await signPresence(crowded, at, kim)
    expect(said).not.toContain('kestrel')
    expect(Object.keys(JSON.parse(said))).toEqual(['at', 'road', 'cursorM'])
  })

  test('has no cursor on a road that is nobody’s affair', async () => {
    const { said } = await signPresence({ at: 'desk', road: null, cursorM: 812.5 }, at, kim)
    expect(JSON.parse(said)).toEqual({ at: 'desk', road: null, cursorM: null })
  })

  test.each([
    ['another place', { at: 'kitchen', road: null, cursorM: null }],
    ['a road without a length', { at: 'desk', road: { ...road, lengthM: 0 }, cursorM: 1 }],
    ['a name of a book', { at: 'desk', road: { ...road, name: 'x'.repeat(300) }, cursorM: 1 }],
    ['a cursor beyond the moon', { at: 'desk', road, cursorM: 4e8 }],
  ])('with %s is nobody’s', async (_, presence) => {
    const said = JSON.stringify(presence)
    const signature = await kim.sign(presenceMessage(room, at.client, at.count, said))
    const hex = Buffer.from(signature).toString('hex')
    const state = { device: kim.device, count: at.count, said, signature: hex }
    expect(await readPresence(state, reading, signatures)).toBeNull()
  })
})
