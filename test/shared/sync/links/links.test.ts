/** Invitation links: everything back letter for letter, found in what people paste, small enough to scan. */
import fc from 'fast-check'
import { encodeQR } from 'qr'
import { describe, expect, test } from 'vitest'
import type { LeagueId } from '#shared/logbook'
import { type Invitation, invitationToLink, MAX_LINK_ADDRESSES, textToInvitation } from '#shared/sync'

const PEER = '12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA'
const ADDRESSES = [
  `/ip4/192.168.1.20/udp/7424/webrtc-direct/certhash/uEiDDq4_xNyDorZBH3TlGazyJdOWSwvo4PUo5YHFMrvDE8g/p2p/${PEER}`,
  `/ip4/192.168.1.20/tcp/7422/ws/p2p/${PEER}`,
  `/dns4/relay.example.org/tcp/443/wss/p2p/${PEER}`,
  `/ip6/fd00:1:2:3:a:b:c:d/tcp/7423/p2p/${PEER}`,
  '/ip6/fe80::1/tcp/7423',
  `/dns4/relay.example.org/tcp/443/wss/p2p/${PEER}/p2p-circuit`,
  '/ip4/10.0.0.1/tcp/007/ws',
  '/some/new-thing/of-2031',
]
const invitation = (addresses: readonly string[] = ADDRESSES): Invitation => ({
  league: '5c'.repeat(32) as LeagueId,
  seed: Uint8Array.from({ length: 32 }, (_, i) => i * 5),
  addresses,
})
const PLACE = 'https://paddock.example/join'
const LINK = invitationToLink(PLACE, invitation())

describe('an invitation link', () => {
  test('gives back league, seed and addresses letter for letter, leading ones and zeros too', () => {
    expect(textToInvitation(LINK)).toEqual({ ok: true, value: invitation() })
    const odd = [
      '/p2p/11112Q',
      '/ip4/1.2.3.4/udp/1/webrtc-direct/certhash/uAAAA',
      '/p2p/',
      '/tcp/70000',
      '/ip4/1.2.3.400/tcp/1',
    ]
    expect(textToInvitation(invitationToLink(PLACE, invitation(odd)))).toEqual({
      ok: true,
      value: invitation(odd),
    })
  })

  test('without addresses is an invitation all the same', () => {
    expect(textToInvitation(invitationToLink(PLACE, invitation([])))).toMatchObject({ ok: true })
  })

  test('keeps everything behind the #, which is sent to no server', () => {
    const url = new URL(LINK)
    expect(`${url.origin}${url.pathname}${url.search}`).toBe(PLACE)
    expect(url.hash.length).toBeGreaterThan(100)
  })

  test('with four addresses of a relay fits a QR code of version 20-M, a webrtc-direct one takes 84 bytes', () => {
    const four = invitation([ADDRESSES[0]!, ADDRESSES[1]!, ADDRESSES[2]!, ADDRESSES[0]!])
    const side = encodeQR(invitationToLink(PLACE, four), 'raw', { ecc: 'medium', border: 1 }).length - 2
    expect((side - 17) / 4).toBeLessThanOrEqual(20)
    const lengthOf = (addresses: string[]) => invitationToLink(PLACE, invitation(addresses)).length
    expect(lengthOf([ADDRESSES[0]!]) - lengthOf([])).toBeLessThanOrEqual(Math.ceil((86 * 8) / 6))
  })

  test('leaves out addresses nobody could dial, and those beyond the limit', () => {
    const many = [
      'no address',
      `/${'x'.repeat(400)}`,
      '/line\nbreak',
      ...Array(12).fill('/ip4/10.0.0.1/tcp/1'),
    ]
    const read = textToInvitation(invitationToLink(PLACE, invitation(many)))
    expect(read.ok && read.value.addresses).toEqual(Array(MAX_LINK_ADDRESSES).fill('/ip4/10.0.0.1/tcp/1'))
  })

  test('is found in what people paste', () => {
    const wrapped = LINK.replace(/(.{60})/g, '$1\n')
    for (const text of [
      `Join us: ${wrapped}\nSee you on Tuesday`,
      `<${LINK}>`,
      new URL(LINK).hash,
      `  ${LINK}  `,
    ])
      expect(textToInvitation(text)).toEqual({ ok: true, value: invitation() })
  })
})

describe('what is no invitation', () => {
  test.each([
    ['nothing', '', 'not-a-link'],
    ['another link', 'https://example.org/join#section', 'not-a-link'],
    ['half a link', LINK.slice(0, 120), 'damaged'],
    ['one letter wrong', LINK.replace(/.(?=.{50}$)/, letter => (letter === 'A' ? 'B' : 'A')), 'damaged'],
    ['other letters', LINK.toLowerCase(), 'damaged'],
  ])('%s', (_, text, kind) => {
    expect(textToInvitation(text)).toEqual({ ok: false, kind })
  })

  test('one of a later version', async () => {
    const { sealText, BASE64URL } = await import('../../../../shared/sync/pairing/sealed-text.ts')
    expect(textToInvitation(sealText('p1.', 2, new Uint8Array(9), BASE64URL))).toEqual({
      ok: false,
      kind: 'newer-version',
    })
  })

  test('C2: whole bytes of any content are an invitation or not, and never throw', async () => {
    const { sealText, openText, BASE64URL } = await import('../../../../shared/sync/pairing/sealed-text.ts')
    const opened = openText('p1.', LINK, BASE64URL)
    if (!opened.ok) throw new Error('not read')
    const mutants = fc
      .tuple(fc.array(fc.tuple(fc.nat(opened.bytes.length - 1), fc.nat(255)), { maxLength: 4 }), fc.nat(900))
      .map(([changes, cut]) => {
        const bytes = opened.bytes.slice()
        for (const [at, byte] of changes) bytes[at] = byte
        return cut % 2 ? bytes : bytes.slice(0, cut)
      })
    fc.assert(
      fc.property(fc.oneof(mutants, fc.uint8Array({ maxLength: 400 })), bytes => {
        const read = textToInvitation(sealText('p1.', 1, bytes, BASE64URL))
        if (read.ok)
          for (const address of read.value.addresses) expect(address).toMatch(/^\/[\x21-\x7e]{1,299}$/)
      }),
      { numRuns: 2000 },
    )
  })

  test('any addresses come back as they were', () => {
    const part = fc.oneof(
      fc.constantFrom('ip4', 'ip6', 'tcp', 'udp', 'ws', 'p2p', 'certhash', 'dns4', 'webrtc-direct'),
      fc.string({ maxLength: 12 }).filter(text => /^[\x21-\x7e]*$/.test(text)),
      fc.constantFrom(PEER, '1.2.3.4', '443', '::1', 'u_-A'),
    )
    const address = fc
      .array(part, { minLength: 1, maxLength: 9 })
      .map(parts => `/${parts.join('/')}`)
      .filter(text => text.length > 1)
    fc.assert(
      fc.property(fc.array(address, { maxLength: 8 }), addresses => {
        expect(textToInvitation(invitationToLink(PLACE, invitation(addresses)))).toEqual({
          ok: true,
          value: invitation(addresses),
        })
      }),
    )
  })
})
