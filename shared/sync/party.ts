/** One replica as the handshake needs it: whom it lets in, what it shows of itself. */
import { bytesToHex } from '#shared/id'
import {
  type DeviceSigner,
  decodeEntry,
  type PersonId,
  type Replica,
  type Signatures,
  type SignedEntry,
} from '#shared/logbook'
import { fitsHandshake, type InvitationProof, RUN_BYTES } from './control-messages.ts'
import { credentialOf } from './credential.ts'
import type { Party } from './handshake-model.ts'
import { judgeStanding } from './standing.ts'
import type { Clock } from './wire.ts'

export interface PartyOptions {
  readonly replica: Replica
  readonly signer: DeviceSigner
  /** Of this device, by its person. */
  readonly certificate: Uint8Array<ArrayBuffer>
  /** How we came, while nobody may have heard of us yet; asked at every handshake, as a newer one may have been given. */
  readonly invitation: () => InvitationProof | null
  readonly programVersion: string
  readonly clock: Clock
  readonly signatures: Signatures
  readonly random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>
}

/** Governing entries looked through for the one that admitted us. */
const GOVERNING_ENTRIES = 20_000

export interface KnownParty extends Party {
  /** What was worked out from the governing entries no longer holds. */
  governanceGrew(): void
}

export const createParty = (options: PartyOptions): KnownParty => {
  const { replica, signer, certificate, programVersion, clock, signatures } = options
  const { league } = replica
  const { person, device } = signer
  let known: { readonly invitation: string | null; readonly credential: Promise<SignedEntry | null> } | null =
    null

  const findCredential = async (of: PersonId, invitation: string | null): Promise<SignedEntry | null> => {
    const governing = await replica.glimpse(null, GOVERNING_ENTRIES)
    const found = credentialOf(governing, of, invitation)
    return found && fitsHandshake(found) ? found : null
  }

  return {
    league,
    signer,
    certificate,
    run: bytesToHex(options.random(new Uint8Array(RUN_BYTES))),
    programVersion,
    credentials: async () => {
      const invitation = options.invitation()
      const key = invitation?.key ?? null
      if (known?.invitation !== key) known = { invitation: key, credential: findCredential(person, key) }
      return { invitation, credential: await known.credential }
    },
    judge: async claim =>
      judgeStanding(await replica.governance(), claim, {
        league,
        ownPerson: person,
        signatures,
        now: () => clock.now(),
        isHere: async hash => (await replica.has([hash]))[0]!,
      }),
    introduction: async () => (await replica.missing(device, [], 0, 1))[0] ?? null,
    takeIntroduction: async entry => {
      const decoded = decodeEntry(entry.bytes)
      if (decoded.ok && decoded.entry.seq === 0) await replica.receive([entry])
    },
    governanceGrew: () => {
      known = null
    },
  }
}
