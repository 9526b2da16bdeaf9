/** C5: who is in a room is who signed it: in this room, on this connection, now. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSignatures, type PersonId, signerFromSeed } from '#shared/logbook'
import { readPresence, type SignedPresence, signPresence } from '../../../web/net/presence.ts'

const signatures = createSignatures(null)
const signerOf = (letter: number) =>
  signerFromSeed('a'.repeat(64) as PersonId, new Uint8Array(32).fill(letter))
const kim = signerOf(1)
const mal = signerOf(2)
const room = new Uint8Array(32).fill(7)
const at = { room, client: 42, count: 5 }
const seen = { desk: 'laps', cursor: 812.5 }
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
