/**
 * What two devices that met by codes do first, on the first channel of a pairing: they say who they are, two people
 * compare words, and only then anything is given away.
 *
 * Parties: the offerer, whose code was read first, and the answerer. Messages are frames (`lane.ts`), their kind in
 * place of a lane, in this order and no other:
 *
 *   1 open    offerer → answerer    version (varint), SHA-256 of nonce A
 *   2 hello   answerer → offerer    version (varint), nonce B (32), party B
 *   3 reveal  offerer → answerer    nonce A (32), party A, purpose
 *   4 sure    both                  signature by the device key (64), once the person here has compared
 *   5 no      both                  instead of 4
 *   6 gift    both                  bytes, up to 128 KiB, after both 4: see `gifts.ts`
 *
 * party: person (32), device (32), name of the person, name of the device (varint length and UTF-8, up to 256 bytes).
 * purpose: 0 = device, or 1 and the league (32).
 * transcript = SHA-256 of "paddock/agreement/1\n", then offerer's and answerer's DTLS fingerprint, then the bodies of 1,
 * 2 and 3, each with its length before it as 4 bytes. The words are drawn from it.
 * signed by `sure`: "paddock/agreed/1\n" ‖ 0 for the offerer or 1 ‖ transcript.
 *
 * Why so: the codes name the fingerprints, and DTLS holds both sides to them; but a code may have been sent by mail and
 * been changed there. Whoever sits in between has another fingerprint on each side, so the words differ; and because
 * nonce A is fixed before nonce B is known, neither can be chosen until the words suit.
 *
 * Limits: 20 s for 1 to 3; 15 minutes for people to compare; 30 s for a gift.
 * Versions: the lower of the two is spoken; there is only 1. What is unknown at the end of a message is left alone.
 */
import { type DeviceSigner, isWeakKey, type Signatures } from '#shared/logbook'
import { createWriter } from '../bytes.ts'
import type { Clock, Wire } from '../wire.ts'
import {
  AGREEMENT_VERSION,
  decodeHello,
  decodeOpen,
  decodeReveal,
  decodeSure,
  encodeHello,
  encodeOpen,
  encodeReveal,
  type Hello,
  KINDS,
  type Reveal,
} from './messages.ts'
import type { Agreed, AgreementAnswer, AgreementFailure, Comparison, Party, Purpose } from './model.ts'
import { createTalk, type Talk, TalkEnded } from './talk.ts'

const MEET_MS = 20_000
const COMPARE_MS = 15 * 60_000
const GIFT_MS = 30_000

export interface AgreementOptions {
  /** The first channel of a pairing, used for nothing else. */
  readonly wire: Wire
  readonly self: Party
  readonly signer: Pick<DeviceSigner, 'sign'>
  readonly signatures: Signatures
  /** 32 random bytes. */
  readonly nonce: Uint8Array<ArrayBuffer>
  readonly clock: Clock
}

const answer = async <T>(run: () => Promise<T>, talk: Talk): Promise<AgreementAnswer<T>> => {
  try {
    return { ok: true, value: await run() }
  } catch (error) {
    // What does not decode is thrown as it is; anything else a talk ends with is named.
    const reason: AgreementFailure = error instanceof TalkEnded ? error.reason : 'broken'
    talk.end(reason)
    return { ok: false, reason }
  }
}

const checkVersion = (version: number): void => {
  if (version < AGREEMENT_VERSION) throw new TalkEnded('older-version')
}

interface Facts {
  readonly role: 'offerer' | 'answerer'
  readonly other: Party
  readonly purpose: Purpose
  readonly bodies: readonly Uint8Array[]
}

export const offerAgreement = (
  options: AgreementOptions,
  purpose: Purpose,
): Promise<AgreementAnswer<Comparison>> => {
  const { wire, self, nonce, signatures, clock } = options
  const talk = createTalk(wire, clock)
  return answer(async () => {
    const commitment = await signatures.sha256(nonce)
    const open = encodeOpen({ version: AGREEMENT_VERSION, commitment })
    await talk.say(KINDS.open, open)
    const helloBody = await talk.hear(KINDS.hello, MEET_MS)
    const hello: Hello = decodeHello(helloBody)
    checkVersion(hello.version)
    const reveal = encodeReveal({ nonce, party: self, purpose })
    await talk.say(KINDS.reveal, reveal)
    return compare(options, talk, {
      role: 'offerer',
      other: hello.party,
      purpose,
      bodies: [open, helloBody, reveal],
    })
  }, talk)
}

export const answerAgreement = (options: AgreementOptions): Promise<AgreementAnswer<Comparison>> => {
  const { wire, self, nonce, signatures, clock } = options
  const talk = createTalk(wire, clock)
  return answer(async () => {
    const openBody = await talk.hear(KINDS.open, MEET_MS)
    const open = decodeOpen(openBody)
    checkVersion(open.version)
    const hello = encodeHello({ version: AGREEMENT_VERSION, nonce, party: self })
    await talk.say(KINDS.hello, hello)
    const revealBody = await talk.hear(KINDS.reveal, MEET_MS)
    const reveal: Reveal = decodeReveal(revealBody)
    if (!isEqual(await signatures.sha256(reveal.nonce), open.commitment)) throw new TalkEnded('broken')
    return compare(options, talk, {
      role: 'answerer',
      other: reveal.party,
      purpose: reveal.purpose,
      bodies: [openBody, hello, revealBody],
    })
  }, talk)
}

const compare = async (options: AgreementOptions, talk: Talk, facts: Facts): Promise<Comparison> => {
  const { wire, self, signer, signatures } = options
  const { role, other, purpose, bodies } = facts
  if (isWeakKey(other.device) || isWeakKey(other.person)) throw new TalkEnded('not-theirs')
  if (other.device === self.device) throw new TalkEnded('broken')
  const [first, second] =
    role === 'offerer' ? [wire.ends.own, wire.ends.other] : [wire.ends.other, wire.ends.own]
  const transcript = await signatures.sha256(transcriptOf(first, second, bodies))
  // Listened to from now on: the other person may say no, or yes, before this one looks up.
  const theirs = talk.hear(KINDS.sure, COMPARE_MS)
  theirs.catch(() => {})

  const settle = async (): Promise<Agreed> => {
    await talk.say(KINDS.sure, await signer.sign(sureMessage(role, transcript)))
    const signature = decodeSure(await theirs)
    const said = sureMessage(role === 'offerer' ? 'answerer' : 'offerer', transcript)
    if (!(await signatures.verify(other.device, signature, said))) throw new TalkEnded('not-theirs')
    return {
      other,
      purpose,
      give: bytes => answer(() => talk.say(KINDS.gift, bytes).then(() => null), talk),
      take: () => answer(() => talk.hear(KINDS.gift, GIFT_MS), talk),
    }
  }
  let settled: Promise<AgreementAnswer<Agreed>> | null = null

  return {
    other,
    purpose,
    transcript,
    confirm() {
      settled ??= answer(settle, talk)
      return settled
    },
    deny() {
      if (settled) return
      settled = Promise.resolve({ ok: false, reason: 'denied' })
      void talk
        .say(KINDS.no, new Uint8Array(0))
        .catch(() => {})
        .then(() => talk.end('denied'))
    },
  }
}

const transcriptOf = (offerer: string, answerer: string, bodies: readonly Uint8Array[]) => {
  const writer = createWriter(1024).raw(utf8('paddock/agreement/1\n'))
  for (const part of [utf8(offerer), utf8(answerer), ...bodies]) {
    const length = new DataView(new ArrayBuffer(4))
    length.setUint32(0, part.length)
    writer.raw(new Uint8Array(length.buffer)).raw(part)
  }
  return writer.finish()
}

const sureMessage = (role: Facts['role'], transcript: Uint8Array): Uint8Array<ArrayBuffer> =>
  createWriter()
    .raw(utf8('paddock/agreed/1\n'))
    .raw(new Uint8Array([role === 'offerer' ? 0 : 1]))
    .raw(transcript)
    .finish()

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

const isEqual = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i])
