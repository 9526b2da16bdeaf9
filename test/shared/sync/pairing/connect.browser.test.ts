/** Two real connections of one page that know of each other only what codes carry. */
import { expect, onTestFinished, test } from 'vitest'
import { answerToCode, codeToAnswer, codeToOffer, offerToCode } from '#shared/sync'
import { answerConnection, offerConnection } from '#web/net'
import { DEVICE, LEAGUE, NONCE } from './made.ts'

const unwrap = <T>(outcome: { ok: true; value: T } | { ok: false; kind: string }): T => {
  if (!outcome.ok) throw new Error(outcome.kind)
  return outcome.value
}

test('an offer and an answer that went through codes make a connection that carries bytes', async () => {
  const now = Date.now()
  const offered = await offerConnection()
  onTestFinished(() => offered.close())
  const purpose = { kind: 'league', league: LEAGUE } as const
  const code = offerToCode({ purpose, device: DEVICE, nonce: NONCE, sdp: offered.sdp }, now)
  expect(code.length).toBeLessThan(offered.sdp.length)

  const answered = await answerConnection(unwrap(codeToOffer(code, now)).sdp)
  onTestFinished(() => answered.close())
  const reply = answerToCode({ device: DEVICE, sdp: answered.sdp }, NONCE)
  await offered.accept(unwrap(codeToAnswer(reply, NONCE)).sdp)

  const [near, far] = await Promise.all([offered.wires, answered.wires])
  expect(near[1]!.ends).toEqual({ own: far[1]!.ends.other, other: far[1]!.ends.own })
  await near[1]!.send(new TextEncoder().encode('hello'))
  for await (const piece of far[1]!.received) {
    expect(new TextDecoder().decode(piece)).toBe('hello')
    break
  }
})
