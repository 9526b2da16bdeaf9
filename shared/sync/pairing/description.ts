/**
 * What of a session description the other side cannot know by itself, and a description made of it again.
 *
 * A page's description of one data channel over ICE has 550 to 690 characters; ufrag, password, certificate fingerprint,
 * role and addresses are some 90 bytes. Everything else is the same for all: one section, mid 0, SCTP port 5000.
 *
 * Every value is checked against its grammar in both directions, so that no code can smuggle a line into a description.
 */
import { type Address, addressToText, textToAddress } from './ip.ts'

/** The offering side lets the other choose: 'actpass'. */
export const SETUPS = ['actpass', 'active', 'passive'] as const
export type Setup = (typeof SETUPS)[number]

export interface Candidate {
  readonly address: Address
  readonly port: number
}

export interface Description {
  readonly ufrag: string
  readonly pwd: string
  /** SHA-256 of the certificate. */
  readonly fingerprint: Uint8Array<ArrayBuffer>
  readonly setup: Setup
  /** Most wanted first. */
  readonly candidates: readonly Candidate[]
}

/** RFC 8839; Chromium uses 4 and 24, Firefox 8 and 32. */
export const UFRAG = /^[A-Za-z0-9+/]{4,32}$/
export const PWD = /^[A-Za-z0-9+/]{22,64}$/

/** Six addresses of 19 bytes keep a code within QR version 15-M; a laptop with Wi-Fi, cable and IPv6 has five. */
export const MAX_CANDIDATES = 6

/** A line nobody writes; looked at in one go. */
const MAX_SDP = 20_000

const attributeOf = (sdp: string, name: string): string | null =>
  new RegExp(`^a=${name}:(\\S+)\\s*$`, 'm').exec(sdp)?.[1] ?? null

const fingerprintOf = (sdp: string): Uint8Array<ArrayBuffer> | null => {
  const hex = /^a=fingerprint:sha-256 ((?:[0-9a-f]{2}:){31}[0-9a-f]{2})\s*$/im.exec(sdp)?.[1]
  return hex ? Uint8Array.from(hex.split(':'), byte => Number.parseInt(byte, 16)) : null
}

/** UDP on this machine's own addresses: there is no server to be told of any other. */
const CANDIDATE = /^a=candidate:\S+ 1 udp (\d{1,10}) (\S+) (\d{1,5}) typ host\b/gim

const candidatesOf = (sdp: string): Candidate[] => {
  const found = [...sdp.matchAll(CANDIDATE)].flatMap(([, priority, text, port]) => {
    const address = textToAddress(text!)
    const isPort = Number(port) >= 1 && Number(port) <= 65_535
    return address && isPort
      ? [{ priority: Number(priority), candidate: { address, port: Number(port) } }]
      : []
  })
  return found
    .sort((a, b) => b.priority - a.priority)
    .slice(0, MAX_CANDIDATES)
    .map(({ candidate }) => candidate)
}

/** Null when it is not a description of this kind, or offers no address. */
export const sdpToDescription = (sdp: string): Description | null => {
  if (sdp.length > MAX_SDP) return null
  const ufrag = attributeOf(sdp, 'ice-ufrag')
  const pwd = attributeOf(sdp, 'ice-pwd')
  const fingerprint = fingerprintOf(sdp)
  const setup = SETUPS.find(name => name === attributeOf(sdp, 'setup'))
  const candidates = candidatesOf(sdp)
  if (!ufrag || !pwd || !UFRAG.test(ufrag) || !PWD.test(pwd)) return null
  if (!fingerprint || !setup || candidates.length === 0) return null
  return { ufrag, pwd, fingerprint, setup, candidates }
}

/** Preference of a host's first component, then the order given (RFC 8445 5.1.2). */
const priorityOf = (index: number): number => 126 * 2 ** 24 + (65_535 - index) * 2 ** 8 + 255

const HEX = (byte: number): string => byte.toString(16).padStart(2, '0').toUpperCase()

export const descriptionToSdp = (description: Description): string => {
  const { ufrag, pwd, fingerprint, setup, candidates } = description
  const lines = [
    'v=0',
    // Some number; a description is never changed after it was shown.
    'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    ...candidates.map(
      ({ address, port }, index) =>
        `a=candidate:${index + 1} 1 udp ${priorityOf(index)} ${addressToText(address)} ${port} typ host`,
    ),
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${pwd}`,
    `a=fingerprint:sha-256 ${Array.from(fingerprint, HEX).join(':')}`,
    `a=setup:${setup}`,
    'a=mid:0',
    'a=sctp-port:5000',
    // What Chromium takes; wires send far smaller pieces.
    'a=max-message-size:262144',
  ]
  return `${lines.join('\r\n')}\r\n`
}
