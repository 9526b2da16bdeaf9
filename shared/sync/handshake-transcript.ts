/** What is hashed and signed in a handshake; `handshake.ts` says why. */
import { bytesToHex, hexToBytes } from '#shared/id'
import type { LeagueId, Signatures } from '#shared/logbook'
import { createWriter } from './bytes.ts'
import type { Wire } from './wire.ts'

export type Role = 'dialler' | 'answerer'

/** What both sides saw happen. */
export interface Scene {
  readonly league: LeagueId
  readonly wire: Wire
  readonly hello: Uint8Array
  readonly answer: Uint8Array
}

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)

export const leagueToken = async (
  signatures: Signatures,
  league: LeagueId,
  nonce: Uint8Array<ArrayBuffer>,
): Promise<string> =>
  bytesToHex(
    await signatures.sha256(
      createWriter().raw(ascii('paddock/league-token/1\n')).hash(league).raw(nonce).finish(),
    ),
  )

/** What the side in `signer` role signs; `own` says which of the wire's ends are ours. */
export const transcript = (signer: Role, own: Role, { league, wire, hello, answer }: Scene) => {
  const { ends } = wire
  const [dialler, answerer] = own === 'dialler' ? [ends.own, ends.other] : [ends.other, ends.own]
  const writer = createWriter(512)
    .raw(ascii('paddock/handshake/1\n'))
    .raw(hexToBytes(league))
    .raw(Uint8Array.of(signer === 'dialler' ? 1 : 2))
  for (const part of [ascii(dialler), ascii(answerer), hello, answer]) {
    const length = part.length
    writer.raw(Uint8Array.of(length >>> 24, length >>> 16, length >>> 8, length)).raw(part)
  }
  return writer.finish()
}

/**
 * Hides a proof from, and undoes it for, whoever does not know the league: XOR with SHA-256(key ‖ counter), where the key
 * is the hash of the league, the role and both greetings, and so another one every time.
 */
export const mask = async (
  signatures: Pick<Signatures, 'sha256'>,
  role: Role,
  { league, hello, answer }: Scene,
  bytes: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> => {
  const key = await signatures.sha256(
    createWriter(512)
      .raw(ascii('paddock/handshake-mask/1\n'))
      .hash(league)
      .raw(Uint8Array.of(role === 'dialler' ? 1 : 2))
      .counted(hello)
      .counted(answer)
      .finish(),
  )
  const masked = new Uint8Array(bytes)
  for (let block = 0; block * 32 < masked.length; block++) {
    const stream = await signatures.sha256(createWriter().raw(key).varint(block).finish())
    for (let at = 0; at < 32 && block * 32 + at < masked.length; at++) masked[block * 32 + at]! ^= stream[at]!
  }
  return masked
}
