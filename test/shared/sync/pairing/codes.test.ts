/** Pairing codes: both ways, within their QR code, and what is not one. */
import fc from 'fast-check'
import { encodeQR } from 'qr'
import { describe, expect, test } from 'vitest'
import { answerToCode, CODE_LIFE_MS, codeToAnswer, codeToOffer, offerToCode } from '#shared/sync'
import { chromiumSdp, DEVICE, firefoxSdp, LEAGUE, longestSdp, NONCE, NOW } from './made.ts'

const LEAGUE_PURPOSE = { kind: 'league', league: LEAGUE } as const
const offerOf = (sdp: string) =>
  offerToCode({ purpose: LEAGUE_PURPOSE, device: DEVICE, nonce: NONCE, sdp }, NOW)
const CODE = offerOf(chromiumSdp())
const ANSWER = answerToCode({ device: DEVICE, sdp: chromiumSdp('active') }, NONCE)

const linesOf = (sdp: string, name: string): string[] =>
  sdp.split('\r\n').filter(line => line.startsWith(`a=${name}`))

describe('a code', () => {
  test('carries purpose, device and nonce of an offer', () => {
    expect(codeToOffer(CODE, NOW)).toMatchObject({
      ok: true,
      value: { purpose: LEAGUE_PURPOSE, device: DEVICE, nonce: NONCE },
    })
    const forDevice = offerToCode(
      { purpose: { kind: 'device' }, device: DEVICE, nonce: NONCE, sdp: chromiumSdp() },
      NOW,
    )
    expect(codeToOffer(forDevice, NOW)).toMatchObject({ ok: true, value: { purpose: { kind: 'device' } } })
  })

  test.each([
    ['Chromium', chromiumSdp('actpass'), chromiumSdp('active')],
    ['Firefox', firefoxSdp('actpass'), firefoxSdp('active')],
  ])('gives back what %s needs of a description', (_, offer, answer) => {
    const gotOffer = codeToOffer(offerOf(offer), NOW)
    const gotAnswer = codeToAnswer(answerToCode({ device: DEVICE, sdp: answer }, NONCE), NONCE)
    if (!gotOffer.ok || !gotAnswer.ok) throw new Error('not read')
    for (const [from, to] of [
      [offer, gotOffer.value.sdp],
      [answer, gotAnswer.value.sdp],
    ] as const)
      for (const name of ['ice-ufrag', 'ice-pwd', 'fingerprint', 'setup', 'mid', 'sctp-port'])
        expect(linesOf(to, name)).toEqual(linesOf(from, name))
  })

  test('keeps addresses of this machine, best first, and nothing a server or TCP would be needed for', () => {
    const read = codeToOffer(CODE, NOW)
    if (!read.ok) throw new Error(read.kind)
    expect(linesOf(read.value.sdp, 'candidate').map(line => line.split(' ').slice(4, 6))).toEqual([
      ['192.168.1.20', '51443'],
      ['fd00:1:2:3:a:b:c:d', '51442'],
      ['9e5a7b1c-0d3f-4a61-8c2e-1f2a3b4c5d6e.local', '51441'],
    ])
  })

  test('fits one QR code of version 15-M whatever the addresses', () => {
    for (const sdp of [chromiumSdp(), firefoxSdp(), longestSdp()])
      for (const code of [offerOf(sdp), answerToCode({ device: DEVICE, sdp }, NONCE)]) {
        const side = encodeQR(code, 'raw', { ecc: 'medium', encoding: 'alphanumeric', border: 1 }).length - 2
        expect((side - 17) / 4).toBeLessThanOrEqual(15)
      }
    expect(codeToOffer(offerOf(longestSdp()), NOW).ok).toBe(true)
  })

  test('is found in what people paste: other words, small letters, lines, blanks', () => {
    const wrapped = CODE.toLowerCase().replace(/(.{20})/g, '$1\r\n  ')
    expect(codeToOffer(`Scan this please:\n${wrapped} and tell me when`, NOW).ok).toBe(true)
  })

  test('made from what is no description is a bug of the caller', () => {
    expect(() => offerOf('v=0')).toThrow(RangeError)
    expect(() => offerOf(chromiumSdp('actpass', []))).toThrow(RangeError)
  })
})

describe('what is no code of the kind asked for', () => {
  test.each([
    ['nothing', '', 'not-a-code'],
    ['words', 'hello, is this it?', 'not-a-code'],
    ['a link', 'https://paddock.example/join#p1.AAAA', 'not-a-code'],
    ['half a code', CODE.slice(0, 150), 'damaged'],
    ['a prefix', 'PADDOCK:', 'damaged'],
    ['one letter wrong', `${CODE.slice(0, 60)}${CODE[60] === 'A' ? 'B' : 'A'}${CODE.slice(61)}`, 'damaged'],
    ['an answer', ANSWER, 'an-answer'],
  ])('%s', (_, text, kind) => {
    expect(codeToOffer(text, NOW)).toEqual({ ok: false, kind })
  })

  test('an offer where an answer is asked for, and an answer to another offer', () => {
    expect(codeToAnswer(CODE, NONCE)).toEqual({ ok: false, kind: 'an-offer' })
    expect(codeToAnswer(ANSWER, new Uint8Array(16))).toEqual({ ok: false, kind: 'other-offer' })
  })

  test('yesterday’s photograph; clocks that differ by hours are no reason', () => {
    expect(codeToOffer(CODE, NOW + CODE_LIFE_MS + 60_001)).toEqual({ ok: false, kind: 'too-old' })
    for (const hours of [-12, 12]) expect(codeToOffer(CODE, NOW + hours * 3_600_000).ok).toBe(true)
  })

  test('a later version says so, damaged or not', async () => {
    const { sealText, BASE32 } = await import('../../../../shared/sync/pairing/sealed-text.ts')
    const later = sealText('PADDOCK:', 2, new Uint8Array(40), BASE32)
    expect(codeToOffer(later, NOW)).toEqual({ ok: false, kind: 'newer-version' })
    expect(codeToAnswer(later, NONCE)).toEqual({ ok: false, kind: 'newer-version' })
  })

  test('C2: whole bytes of any content read as a code or not, put no line into a description, and never throw', async () => {
    const { sealText, openText, BASE32 } = await import('../../../../shared/sync/pairing/sealed-text.ts')
    const opened = openText('PADDOCK:', CODE, BASE32)
    if (!opened.ok) throw new Error('not read')
    const mutants = fc
      .tuple(
        fc.array(fc.tuple(fc.nat(opened.bytes.length - 1), fc.nat(255)), { maxLength: 4 }),
        fc.nat(opened.bytes.length),
      )
      .map(([changes, cut]) => {
        const bytes = opened.bytes.slice()
        for (const [at, byte] of changes) bytes[at] = byte
        return cut % 3 ? bytes : bytes.slice(0, cut)
      })
    fc.assert(
      fc.property(fc.oneof(mutants, fc.uint8Array({ maxLength: 300 })), bytes => {
        const text = sealText('PADDOCK:', 1, bytes, BASE32)
        const offer = codeToOffer(text, NOW)
        codeToAnswer(text, NONCE)
        if (offer.ok) expect(offer.value.sdp).toMatch(/^([avost]=[\x20-\x7e]+\r\n|[mc]=[\x20-\x7e]+\r\n)+$/)
      }),
      { numRuns: 2000 },
    )
    fc.assert(
      fc.property(fc.string({ maxLength: 500, unit: 'binary' }), noise => {
        codeToOffer(noise, NOW)
        codeToOffer(`PADDOCK:${noise}`, NOW)
      }),
    )
  })

  test('a text of megabytes is looked at no further than a code is long', () => {
    expect(codeToOffer('PADDOCK:'.repeat(1_000_000), NOW)).toEqual({ ok: false, kind: 'damaged' })
    expect(codeToOffer(`${' '.repeat(20_000)}${CODE}`, NOW)).toEqual({ ok: false, kind: 'not-a-code' })
  })
})
