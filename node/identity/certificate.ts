/**
 * The certificate of this program's webrtc-direct listener: self-signed, P-256, ten years.
 *
 * Its hash is part of every address a page dials, and stands in printed QR codes and invitations. libp2p's own
 * certificate is another at every start, or renewed every fortnight; ours is made once and kept beside the device key.
 * Nobody checks anything in it but the hash: names and dates are there because X.509 wants them.
 *
 * X.509 v3 in DER (RFC 5280), as short as it may be: every length here is below 64 KiB.
 */
import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto'

export interface TransportCertificate {
  readonly pem: string
  /** PKCS #8 PEM. */
  readonly privateKey: string
  /** Multibase (base64url) of the multihash (SHA-256) of the certificate, as addresses spell it. */
  readonly certhash: string
}

const YEARS = 10

const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts)
  const { length } = body
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...head]), body])
}
const SEQUENCE = 0x30
const ECDSA_WITH_SHA256 = der(SEQUENCE, Buffer.from('06082a8648ce3d040302', 'hex'))

/** CN=Paddock. */
const NAME = der(
  SEQUENCE,
  der(0x31, der(SEQUENCE, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from('Paddock')))),
)

/** UTCTime until 2049, GeneralizedTime after, as RFC 5280 §4.1.2.5 demands. */
const time = (date: Date): Buffer => {
  const digits = date.toISOString().replace(/\D/g, '').slice(0, 14)
  return date.getUTCFullYear() < 2050
    ? der(0x17, Buffer.from(`${digits.slice(2)}Z`))
    : der(0x18, Buffer.from(`${digits}Z`))
}

/** A positive number of 16 bytes. */
const serial = (): Buffer => {
  const bytes = randomBytes(16)
  bytes[0] = (bytes[0]! & 0x3f) | 0x40
  return der(0x02, bytes)
}

export const createTransportCertificate = (now: Date): TransportCertificate => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const until = new Date(now)
  until.setUTCFullYear(now.getUTCFullYear() + YEARS)
  const signedPart = der(
    SEQUENCE,
    der(0xa0, Buffer.from([0x02, 0x01, 0x02])),
    serial(),
    ECDSA_WITH_SHA256,
    NAME,
    // Clocks of pages and relays differ; a certificate from tomorrow is refused by some.
    der(SEQUENCE, time(new Date(now.getTime() - 24 * 3_600_000)), time(until)),
    NAME,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = sign('sha256', signedPart, privateKey)
  const whole = der(SEQUENCE, signedPart, ECDSA_WITH_SHA256, der(0x03, Buffer.from([0]), signature))
  return readTransportCertificate(
    new X509Certificate(whole).toString(),
    privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  )
}

/** What was kept, with its hash. Throws when the two do not belong together. */
export const readTransportCertificate = (pem: string, privateKey: string): TransportCertificate => {
  const certificate = new X509Certificate(pem)
  if (!certificate.checkPrivateKey(createPrivateKey(privateKey)))
    throw new Error('key and certificate differ')
  const digest = createHash('sha256').update(certificate.raw).digest()
  // 0x12 = SHA-256, 0x20 = 32 bytes; u = base64url without padding.
  return {
    pem,
    privateKey,
    certhash: `u${Buffer.concat([Buffer.from([0x12, 0x20]), digest]).toString('base64url')}`,
  }
}
