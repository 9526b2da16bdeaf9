/** The scanner a page uses reads pairing codes and links from what a camera would see. */
import { describe, expect, test } from 'vitest'
import { codeToOffer, invitationToLink, offerToCode } from '#shared/sync'
import { PICTURE_MS, scanQr } from '../../../../web/parts/qr/scan-qr.ts'
import { chromiumSdp, DEVICE, LEAGUE, longestSdp, NONCE, NOW } from '../../../shared/sync/pairing/made.ts'
import { photograph } from './camera.ts'

const offerOf = (sdp: string): string =>
  offerToCode({ purpose: { kind: 'league', league: LEAGUE }, device: DEVICE, nonce: NONCE, sdp }, NOW)

const SHOTS = [
  { scale: 6, degrees: 0, noise: 0, shade: 0, seed: 1 },
  { scale: 4, degrees: 0, noise: 60, shade: 0.3, seed: 2 },
  { scale: 5, degrees: 7, noise: 40, shade: 0.2, seed: 3 },
  { scale: 5.3, degrees: -23, noise: 30, shade: 0.4, seed: 4 },
  { scale: 5, degrees: 90, noise: 30, shade: 0, seed: 5 },
  { scale: 4.4, degrees: 178, noise: 50, shade: 0.3, seed: 6 },
] as const

describe('a pairing code on a screen', () => {
  test.each(SHOTS)('is read at %o', shot => {
    for (const sdp of [chromiumSdp(), longestSdp()]) {
      const text = scanQr(photograph(offerOf(sdp), shot), PICTURE_MS)
      expect(text).toBe(offerOf(sdp))
      expect(codeToOffer(text!, NOW)).toMatchObject({ ok: true, value: { device: DEVICE } })
    }
  })
})

test('an invitation link on a screen is read', () => {
  const link = invitationToLink('https://paddock.example/join', {
    league: LEAGUE,
    seed: new Uint8Array(32).fill(9),
    addresses: ['/ip4/192.168.1.20/tcp/7422/ws'],
  })
  expect(scanQr(photograph(link, SHOTS[2]), PICTURE_MS)).toBe(link)
})

describe('what is no code', () => {
  test('is no text, and throws nothing', () => {
    const side = 120
    const noise = new Uint8ClampedArray(side * side * 4)
    for (let i = 0, state = 1; i < noise.length; i++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      noise[i] = state >>> 24
    }
    for (const data of [noise, new Uint8ClampedArray(noise.length)])
      expect(scanQr({ width: side, height: side, data })).toBeNull()
    expect(scanQr({ width: 0, height: 0, data: new Uint8ClampedArray(0) })).toBeNull()
    expect(scanQr({ width: 50, height: 50, data: new Uint8ClampedArray(7) })).toBeNull()
  })
})
