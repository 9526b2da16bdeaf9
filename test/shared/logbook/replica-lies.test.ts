import { describe, expect, test } from 'vitest'
import {
  encodeEntry,
  FEED_LIMITS,
  isLie,
  personKeyOf,
  type SignedEntry,
  signedMessage,
  signWithSeed,
  type VerifiedEntry,
} from '#shared/logbook'
import { asEpochMillis } from '#shared/units'
import { admit, copyOf, found, invite, join, note, reasonsOf } from './league-kit.ts'
import { idOf, START, seedOf } from './scribe.ts'

/** The same statement by other hands: the bytes changed, and signed by whoever's seed is given. */
const resigned = (of: VerifiedEntry, seed: Uint8Array<ArrayBuffer>, change: object = {}): SignedEntry => {
  const bytes = encodeEntry({ ...of.entry, ...change })
  return { device: of.device, bytes, signature: signWithSeed(seed, signedMessage(of.device, bytes)) }
}

describe('C5 an entry is refused', () => {
  const ada = found()
  const ben = join(ada.league, 'Ben')
  admit(ada, ben)
  const lap = note(ben, 'my lap')
  const deviceSeed = (name: string) => seedOf(name, 'device', 0)

  const refusalOf = async (...entries: SignedEntry[]) => {
    const { replica } = copyOf(ada.league)
    await replica.receive([...ada.said, ben.said[0]!])
    const before = await replica.digest()
    const receipt = await replica.receive(entries)
    expect(receipt.added).toEqual([])
    expect(await replica.digest()).toBe(before)
    return reasonsOf(receipt)
  }

  test('when a byte of it was changed after it was signed', async () => {
    const bytes = encodeEntry({ ...lap.entry, at: asEpochMillis(START + 1) })
    expect(await refusalOf({ ...lap, bytes })).toEqual(['bad-signature'])
  })

  test('when somebody else signed it in the name of the device', async () => {
    expect(await refusalOf(resigned(lap, deviceSeed('Mallory')))).toEqual(['bad-signature'])
  })

  test('when a member passes another’s entry off as from the own device', async () => {
    const { device } = ada
    const signature = signWithSeed(deviceSeed('Ada'), signedMessage(device, lap.bytes))
    expect(await refusalOf({ device, bytes: lap.bytes, signature })).toEqual(['gap'])
    const next = encodeEntry({ ...lap.entry, seq: ada.tip().seq + 1, prev: ada.tip().hash })
    const stolen = {
      device,
      bytes: next,
      signature: signWithSeed(deviceSeed('Ada'), signedMessage(device, next)),
    }
    expect(await refusalOf(stolen)).toEqual(['broken-chain'])
  })

  test('when a device claims a person who never said that it is theirs', async () => {
    const mallory = join(ada.league, 'Mallory')
    const claim = encodeEntry({ ...mallory.said[0]!.entry, person: ben.person })
    const signature = signWithSeed(deviceSeed('Mallory'), signedMessage(mallory.device, claim))
    expect(await refusalOf({ device: mallory.device, bytes: claim, signature })).toEqual(['bad-certificate'])
  })

  test('when it is of another league, its genesis too', async () => {
    const other = found('Zoe')
    const twin = join(other.league, 'Ben')
    expect(await refusalOf(twin.said[0]!, other.said[0]!)).toEqual(['other-league', 'other-league'])
  })

  test('when its author was never admitted, which is no lie', async () => {
    const stranger = join(ada.league, 'Stranger')
    note(stranger, 'hello')
    const reasons = await refusalOf(...stranger.said)
    expect(reasons).toEqual(['unknown-author', 'unknown-author'])
    expect(reasons.some(isLie)).toBe(false)
  })

  test('when an invitation’s proof was made for somebody else', async () => {
    const founder = found()
    const link = invite(founder, true)
    const guest = join(founder.league, 'Guest', link)
    const thief = join(founder.league, 'Thief', link)
    const { proof } = (guest.said[0]!.entry.body as { invite: { proof: unknown } }).invite
    const body = {
      ...(thief.said[0]!.entry.body as object),
      invite: { key: Buffer.from(link.key, 'hex'), proof },
    }
    const { replica } = copyOf(founder.league)
    await replica.receive(founder.said)
    const receipt = await replica.receive([
      resigned({ ...thief.said[0]!, entry: { ...thief.said[0]!.entry, body } }, deviceSeed('Thief')),
    ])
    expect(reasonsOf(receipt)).toEqual(['bad-certificate'])
  })

  test('when a device is revoked by another person’s word', async () => {
    const body = {
      what: 'device',
      device: ben.device,
      last: null,
      certificate: personKeyOf(seedOf('Ada', 'person')).certifyRevocation(ben.device, ben.tip()),
    }
    const forged = found()
    forged.say('revoke', ben.device, body)
    expect(await refusalOf(forged.said[1]!)).toEqual(['bad-certificate'])
  })

  test('when it skips, repeats or leaves its place in the feed', async () => {
    const seed = deviceSeed('Ben')
    expect(await refusalOf(resigned(lap, seed, { seq: 2 }))).toEqual(['broken-chain'])
    expect(await refusalOf(resigned(lap, seed, { prev: ada.tip().hash }))).toEqual(['gap'])
    expect(await refusalOf(resigned(lap, seed, { seq: FEED_LIMITS.entries }))).toEqual(['over-quota'])
  })

  test('when its device’s or person’s key is of small order', async () => {
    const weak = '0100000000000000000000000000000000000000000000000000000000000000'
    expect(await refusalOf({ ...lap, device: weak as never })).toEqual(['weak-key'])
    expect(await refusalOf(resigned(lap, deviceSeed('Ben'), { person: weak }))).toEqual(['weak-key'])
    expect(await refusalOf({ ...lap, device: 'not a key' as never })).toEqual(['not-an-entry'])
  })

  test('and one that is replayed changes nothing', async () => {
    const { replica } = copyOf(ada.league)
    await replica.receive([...ada.said, ...ben.said])
    const again = await replica.receive([lap, ...ben.said, lap, ada.said[0]!])
    expect(again).toEqual({ added: [], known: 5, refused: [], refusedCount: 0 })
  })

  test('and lies among true ones cost only themselves', async () => {
    const { replica } = copyOf(ada.league)
    const lies = Array.from({ length: 40 }, (_, n) => resigned(lap, deviceSeed('Mallory'), { rev: n }))
    const receipt = await replica.receive([...lies, ...ada.said, ...ben.said])
    expect(receipt.added).toHaveLength(ada.said.length + ben.said.length)
    expect(receipt.refusedCount).toBe(40)
    expect(receipt.refused).toHaveLength(16)
  })
})

describe('C8 dates decide nothing', () => {
  test.each([
    ['a hundred years ahead', 100],
    ['before there were computers', -56],
  ])('an entry of %s is kept', async (_, years) => {
    const ada = found()
    const at = asEpochMillis(Math.max(0, START + years * 31_557_600_000))
    ada.say('note', idOf(16, 'dated'), {}, { at })
    note(ada, 'afterwards')
    const { replica } = copyOf(ada.league)
    expect((await replica.receive(ada.said)).added).toHaveLength(3)
  })
})
