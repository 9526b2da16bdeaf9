/**
 * Two devices with nothing but each other: codes from screen to screen, words that two people compare, and then what they
 * met for. A new device becomes one of a person's and gets that person's leagues; or the two sync one league.
 *
 * Invariants: nothing of anybody is given before both people said that the words are equal; the seed of a person key is
 * never given; a pairing that ends early leaves both devices as they were.
 */
import { type DeviceId, type LeagueId, type Signatures, wordsToCompare } from '#shared/logbook'
import {
  type Agreed,
  type AgreementAnswer,
  type AgreementOptions,
  type AgreementPurpose,
  answerAgreement,
  answerToCode,
  type Clock,
  type CodeFailure,
  type Comparison,
  codeToAnswer,
  codeToOffer,
  offerAgreement,
  offerToCode,
  PAIRING_NONCE_BYTES,
  type Wire,
} from '#shared/sync'
import { answerConnection, NoAddress, offerConnection, type PairedConnection } from '#web/net'
import type { LeagueKeeper } from '#web/workers'
import type { Me } from '../../model.ts'
import type { Answer, Office, PairingWords } from '../../office.ts'
import type { Network } from '../network.ts'
import { agreementSaid, answered, refused, SAID } from '../sentences.ts'
import { createPairingGifts } from './gifts.ts'

export interface PairingParts {
  readonly keeper: LeagueKeeper
  readonly network: Pick<Network, 'attach' | 'followLeagues' | 'identityChanged'>
  readonly signatures: Signatures
  readonly clock: Clock
  readonly random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>
  /** This device's name for people, keys and leagues changed. */
  readonly changed: () => void
}

type Pairing = Pick<Office, 'offerPairing' | 'answerPairing'>

/** From the moment the second code was read; both sides try by themselves until then. */
const MEET_MS = 60_000

const codeSaid: Readonly<Record<CodeFailure['kind'], string>> = {
  'not-a-code': SAID.notACode,
  damaged: SAID.notACode,
  'newer-version': SAID.newerCode,
  'an-answer': SAID.wrongCode,
  'an-offer': SAID.wrongCode,
  'other-offer': SAID.foreignAnswer,
  'too-old': SAID.oldCode,
}

const isSamePurpose = (a: AgreementPurpose, b: AgreementPurpose): boolean =>
  a.kind === 'device' ? b.kind === 'device' : b.kind === 'league' && a.league === b.league

export const createPairing = (parts: PairingParts): Pairing => {
  const { keeper, signatures, clock, random } = parts
  const gifts = createPairingGifts(parts)

  const agreementOptions = (wire: Wire, me: Me): AgreementOptions => ({
    wire,
    self: { person: me.person, device: me.device, personName: me.personName, deviceName: me.deviceName },
    signer: { sign: keeper.sign },
    signatures,
    nonce: random(new Uint8Array(32)),
    clock,
  })

  const met = async (connection: PairedConnection): Promise<readonly Wire[] | null> => {
    const late = Promise.withResolvers<null>()
    const stop = clock.after(MEET_MS, () => late.resolve(null))
    try {
      return await Promise.race([connection.wires, late.promise])
    } catch {
      return null
    } finally {
      stop()
    }
  }

  /** What both screens show, and what follows when both people say yes. */
  const toWords = (
    compared: AgreementAnswer<Comparison>,
    expected: { readonly device: DeviceId; readonly purpose: AgreementPurpose },
    connection: PairedConnection,
    fulfil: (agreed: Agreed) => Promise<Answer<null>>,
    mayConfirm: (comparison: Comparison) => Promise<Answer<null>>,
  ): Answer<PairingWords> => {
    if (!compared.ok) {
      connection.close()
      return refused(agreementSaid[compared.reason])
    }
    const comparison = compared.value
    const { other, purpose, transcript } = comparison
    if (other.device !== expected.device || !isSamePurpose(purpose, expected.purpose)) {
      connection.close()
      return refused(agreementSaid.broken)
    }
    const confirm = async (): Promise<Answer<null>> => {
      const allowed = await mayConfirm(comparison)
      if (!allowed.ok) {
        comparison.deny()
        return allowed
      }
      const agreed = await comparison.confirm()
      if (!agreed.ok) return refused(agreementSaid[agreed.reason])
      return fulfil(agreed.value)
    }
    return answered({
      words: wordsToCompare(transcript),
      confirm: async () => {
        const outcome = await confirm()
        if (!outcome.ok) connection.close()
        return outcome
      },
      deny: () => comparison.deny(),
    })
  }

  const nameOfDevice = async (device: DeviceId): Promise<string> => {
    const leagues = await keeper.leagues()
    if (!leagues.ok) return ''
    for (const { id } of leagues.value) {
      const governance = await keeper.replica(id).governance()
      const person = governance?.devices.find(known => known.device === device)?.person
      const member = governance?.members.find(known => known.person === person)
      if (member) return member.name
    }
    return ''
  }

  const isKept = async (league: LeagueId): Promise<boolean> => {
    const kept = await keeper.league(league)
    return kept.ok && kept.value !== null
  }

  return {
    async offerPairing(purpose) {
      const me = await keeper.me()
      if (!me.ok) return me
      if (purpose.kind === 'device' && !me.value.holdsPersonKey) return refused(SAID.needsPersonKey)
      if (purpose.kind === 'league' && !(await isKept(purpose.league))) return refused(SAID.noLeague)
      const connection = await offerConnection().catch((error: unknown) => {
        if (error instanceof NoAddress) return null
        throw error
      })
      if (!connection) return refused(SAID.noAddress)
      const nonce = random(new Uint8Array(PAIRING_NONCE_BYTES))
      const { device } = me.value
      const code = offerToCode({ purpose, device, nonce, sdp: connection.sdp }, clock.now())
      return answered({
        code,
        cancel: () => connection.close(),
        async accept(text) {
          const read = codeToAnswer(text, nonce)
          if (!read.ok) return refused(codeSaid[read.kind])
          try {
            await connection.accept(read.value.sdp)
          } catch {
            return refused(SAID.foreignAnswer)
          }
          const wires = await met(connection)
          if (!wires) {
            connection.close()
            return refused(SAID.notMet)
          }
          const compared = await offerAgreement(agreementOptions(wires[0]!, me.value), purpose)
          const expected = { device: read.value.device, purpose }
          return toWords(compared, expected, connection, agreed => gifts.give(agreed, wires), gifts.mayGive)
        },
      })
    },

    async answerPairing(text) {
      const me = await keeper.me()
      if (!me.ok) return me
      const read = codeToOffer(text, clock.now())
      if (!read.ok) return refused(codeSaid[read.kind])
      const { purpose, device, nonce, sdp } = read.value
      if (device === me.value.device) return refused(SAID.ownCode)
      let connection: PairedConnection
      try {
        connection = await answerConnection(sdp)
      } catch (error) {
        return refused(error instanceof NoAddress ? SAID.noAddress : SAID.notACode)
      }
      const compare = async (): Promise<Answer<PairingWords>> => {
        let wires: readonly Wire[]
        try {
          // The other person scans when they are ready, or never: `cancel` ends it.
          wires = await connection.wires
        } catch {
          return refused(SAID.pairingEnded)
        }
        const compared = await answerAgreement(agreementOptions(wires[0]!, me.value))
        return toWords(
          compared,
          { device, purpose },
          connection,
          agreed => gifts.take(agreed, wires),
          async () => answered(null),
        )
      }
      return answered({
        code: answerToCode({ device: me.value.device, sdp: connection.sdp }, nonce),
        asks: purpose.kind === 'device' ? 'be-my-device' : 'meet',
        fromName: await nameOfDevice(device),
        words: compare(),
        cancel: () => connection.close(),
      })
    },
  }
}
