/** Two devices that met by codes: they hear of one another, two people compare, and only then anything is given. */
import { webcrypto } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createSignatures,
  type DeviceSigner,
  type LeagueId,
  type PersonId,
  publicKeyOf,
  signerFromSeed,
} from '#shared/logbook'
import { createMemoryLink, type Wire } from '#shared/sync'
import {
  type AgreementOptions,
  answerAgreement,
  decodeAdmission,
  decodeGivenLeague,
  encodeAdmission,
  type GivenAdmission,
  offerAgreement,
} from '../../../../shared/sync/agreement/index.ts'

const realClock = {
  now: () => Date.now(),
  after: (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
const signatures = createSignatures(webcrypto.subtle as never)
const seed = (n: number) => new Uint8Array(32).fill(n)
const person = (n: number) => publicKeyOf(seed(n)) as PersonId
const LEAGUE = 'ab'.repeat(32) as LeagueId

const partOf = (
  wire: Wire,
  n: number,
  name: string,
  signer?: Pick<DeviceSigner, 'sign'>,
): AgreementOptions => {
  const own = signerFromSeed(person(n), seed(n + 1))
  return {
    wire,
    self: { person: person(n), device: own.device, personName: name, deviceName: `${name}’s device` },
    signer: signer ?? own,
    signatures,
    nonce: webcrypto.getRandomValues(new Uint8Array(32)),
    clock: realClock,
  }
}

const linked = () =>
  createMemoryLink({ clock: realClock, ends: ['aa'.repeat(32), 'bb'.repeat(32)], cutAt: () => 7 })

const compared = async (purpose: Parameters<typeof offerAgreement>[1] = { kind: 'device' }) => {
  const link = linked()
  const [near, far] = link.wires
  const [offered, answered] = await Promise.all([
    offerAgreement(partOf(near, 10, 'Sam'), purpose),
    answerAgreement(partOf(far, 20, 'Kim')),
  ])
  if (!offered.ok || !answered.ok) throw new Error('they did not meet')
  return { link, offering: offered.value, answering: answered.value }
}

describe('two devices that met by codes', () => {
  test('hear who the other is, what for, and have one transcript to compare', async () => {
    const { offering, answering } = await compared({ kind: 'league', league: LEAGUE })
    expect(offering.other.personName).toBe('Kim')
    expect(answering.other.deviceName).toBe('Sam’s device')
    expect(answering.purpose).toEqual({ kind: 'league', league: LEAGUE })
    expect(offering.transcript).toEqual(answering.transcript)
  })

  test('have another transcript every time', async () => {
    const [first, second] = [await compared(), await compared()]
    expect(first.offering.transcript).not.toEqual(second.offering.transcript)
  })

  test('have different transcripts when somebody sits in between', async () => {
    const [near, leftOfMiddle] = linked().wires
    const [rightOfMiddle, far] = createMemoryLink({
      clock: realClock,
      ends: ['cc'.repeat(32), 'dd'.repeat(32)],
    }).wires
    void pass(leftOfMiddle, rightOfMiddle)
    void pass(rightOfMiddle, leftOfMiddle)
    const [offered, answered] = await Promise.all([
      offerAgreement(partOf(near, 10, 'Sam'), { kind: 'device' }),
      answerAgreement(partOf(far, 20, 'Kim')),
    ])
    if (!offered.ok || !answered.ok) throw new Error('they did not meet')
    expect(offered.value.transcript).not.toEqual(answered.value.transcript)
  })

  test('give one another something only once both said yes', async () => {
    const { offering, answering } = await compared()
    const first = offering.confirm()
    const state = await Promise.race([first.then(() => 'agreed'), Promise.resolve('waiting')])
    expect(state).toBe('waiting')
    const [here, there] = await Promise.all([first, answering.confirm()])
    if (!here.ok || !there.ok) throw new Error('they did not agree')
    expect((await here.value.give(new Uint8Array([1, 2, 3]))).ok).toBe(true)
    expect(await there.value.take()).toEqual({ ok: true, value: new Uint8Array([1, 2, 3]) })
  })

  test('hear it when the other says no', async () => {
    const { offering, answering } = await compared()
    answering.deny()
    expect(await offering.confirm()).toEqual({ ok: false, reason: 'denied' })
    expect(await answering.confirm()).toEqual({ ok: false, reason: 'denied' })
  })

  test('hear it when the other is gone', async () => {
    const { link, offering } = await compared()
    link.break()
    expect(await offering.confirm()).toEqual({ ok: false, reason: 'lost' })
  })

  test('do not believe a device key that is not held', async () => {
    const [near, far] = linked().wires
    const thief = signerFromSeed(person(30), seed(31))
    const [offered, answered] = await Promise.all([
      offerAgreement(partOf(near, 10, 'Sam'), { kind: 'device' }),
      answerAgreement(partOf(far, 20, 'Kim', thief)),
    ])
    if (!offered.ok || !answered.ok) throw new Error('they did not meet')
    const [here] = await Promise.all([offered.value.confirm(), answered.value.confirm()])
    expect(here).toEqual({ ok: false, reason: 'not-theirs' })
  })

  test('end with a reason on any bytes instead of an opening', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 400 }), async noise => {
        const [near, far] = createMemoryLink({ clock: realClock }).wires
        const answered = answerAgreement(partOf(far, 20, 'Kim'))
        await near.send(noise)
        await near.close()
        expect((await answered).ok).toBe(false)
      }),
      { numRuns: 60 },
    )
  })
})

const pass = async (from: Wire, to: Wire): Promise<void> => {
  for await (const piece of from.received) await to.send(piece)
}

describe('what is given', () => {
  const admission: GivenAdmission = {
    certificate: new Uint8Array(64).fill(7),
    personName: 'Sam',
    leagues: [
      {
        id: LEAGUE,
        use: 'devices',
        name: 'My devices',
        addresses: ['/ip4/192.168.0.7/tcp/7422/ws'],
        invite: null,
        rooms: [{ epoch: 3, secret: seed(9) }],
      },
      { id: LEAGUE, use: 'crew', name: 'Crew', addresses: [], invite: seed(4), rooms: [] },
    ],
  }

  test('is read as it was written', () => {
    expect(decodeAdmission(encodeAdmission(admission))).toEqual(admission)
  })

  test('is read when it is as little as can be: one league that has no name yet', () => {
    const least = { ...admission.leagues[1]!, name: '', invite: null }
    const given = { certificate: new Uint8Array(64), personName: '', leagues: [least] }
    expect(decodeAdmission(encodeAdmission(given))).toEqual(given)
  })

  test('is nothing when it was cut or changed, and never throws', () => {
    const whole = encodeAdmission(admission)
    for (let length = 0; length < whole.length; length++)
      expect(decodeAdmission(whole.subarray(0, length))).toBeNull()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), bytes => {
        decodeAdmission(bytes)
        decodeGivenLeague(bytes)
      }),
    )
  })
})
