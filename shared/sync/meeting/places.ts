/**
 * Where a device may be met, and which of what others say of it is ever tried.
 *
 * A page has no address: it is met through a relay that both are connected to, so it is named by two peer ids and no host.
 * A program is met where it listens. An address that came from others is used only if it is an IP and a port in one of
 * the three forms this house dials (TCP, WebSocket, webrtc-direct), so nobody's words are resolved as a name, and only in
 * the reach of whoever told of it:
 *
 *   this machine's own addresses     told by somebody on this machine
 *   addresses of a private network   told by somebody on this machine or network, or paired
 *   all others                       told by anybody of the league
 *
 * Else a member far away could make others knock at what listens on their own machines and networks. Ports below 1024 are
 * never tried: nothing of ours listens there by its own choice, and much that should not be disturbed does.
 */
import { MAX_ADDRESS_LENGTH } from '../links/addresses.ts'
import { addressToText, textToAddress } from '../pairing/ip.ts'
import { ipToRoute } from '../route.ts'
import type { Route } from '../wire.ts'

export type MeetingPlace =
  /** Peer ids, as libp2p writes them. */
  | { readonly kind: 'circuit'; readonly relay: string; readonly peer: string }
  | { readonly kind: 'address'; readonly address: string }

/** Of one device: a machine with four networks, by TCP and by webrtc-direct. */
export const MAX_PLACES = 8
export const MAX_PEER_ID_LENGTH = 64
const LEAST_PORT = 1024

const PEER_ID = /^[1-9A-HJ-NP-Za-km-z]{40,64}$/
const ADDRESS =
  /^\/(ip4|ip6)\/([0-9a-fA-F.:]+)\/(?:tcp\/(\d{1,5})(?:\/ws)?|udp\/(\d{1,5})\/webrtc-direct\/certhash\/u[A-Za-z0-9_-]{40,90})$/

export const isPeerId = (text: string): boolean => PEER_ID.test(text)

const isZero = (bytes: Uint8Array, from: number, to: number): boolean =>
  bytes.subarray(from, to).every(byte => byte === 0)

/**
 * By its bytes, as one address has many spellings. Null for 0.0.0.0/8, multicast and broadcast, and for IPv4 addresses
 * within IPv6 (mapped, compatible, NAT64), which are written as what they are or not at all.
 */
const routeOfIp = (kind: 'v4' | 'v6', ip: string): Route | null => {
  const address = textToAddress(ip)
  if (address?.kind !== kind) return null
  const { bytes } = address
  if (kind === 'v4') return bytes[0] === 0 || bytes[0]! >= 224 ? null : ipToRoute(bytes.join('.'))
  if (isZero(bytes, 0, 15) && bytes[15] === 1) return 'here'
  const isNat64 = bytes[0] === 0 && bytes[1] === 0x64 && bytes[2] === 0xff && bytes[3] === 0x9b
  return isZero(bytes, 0, 10) || isNat64 || bytes[0] === 0xff ? null : ipToRoute(addressToText(address))
}

/** Null for what is no IP and port in a form this house dials. */
const routeOfAddress = (address: string): Route | null => {
  const [, family, ip, tcp, udp] = (address.length <= MAX_ADDRESS_LENGTH && ADDRESS.exec(address)) || []
  const port = Number(tcp ?? udp)
  if (ip === undefined || port < LEAST_PORT || port > 65_535) return null
  return routeOfIp(family === 'ip4' ? 'v4' : 'v6', ip)
}

const TELLERS: Readonly<Partial<Record<Route, readonly Route[]>>> = {
  here: ['here'],
  lan: ['here', 'lan', 'paired'],
}

/** What of these is tried when they came from somebody connected by this route. */
export const usablePlaces = (places: readonly MeetingPlace[], toldBy: Route): readonly MeetingPlace[] =>
  places.filter(place => {
    if (place.kind === 'circuit') return isPeerId(place.relay) && isPeerId(place.peer)
    const route = routeOfAddress(place.address)
    return route !== null && (TELLERS[route]?.includes(toldBy) ?? true)
  })

/** Addresses that came by no league, as those a network's own discovery names: in the same forms and reach. */
export const usableAddresses = (addresses: readonly string[], toldBy: Route): readonly string[] =>
  addresses.filter(address => usablePlaces([{ kind: 'address', address }], toldBy).length > 0)

/** Own addresses as places: those of this very machine only where there are no others. */
export const addressesToPlaces = (addresses: readonly string[]): readonly MeetingPlace[] => {
  const known = [...new Set(addresses)]
    .map(address => ({ address, route: routeOfAddress(address) }))
    .filter(({ route }) => route !== null)
  const far = known.filter(({ route }) => route !== 'here')
  return (far.length > 0 ? far : known)
    .slice(0, MAX_PLACES)
    .map(({ address }) => ({ kind: 'address', address }))
}

const CIRCUIT = /\/p2p\/([^/]+)\/p2p-circuit\/webrtc\/p2p\/([^/]+)$/

/** Of a page, as libp2p announces it: every address of one relay is the same place. */
export const circuitsToPlaces = (addresses: readonly string[]): readonly MeetingPlace[] => {
  const places = new Map<string, MeetingPlace>()
  for (const address of addresses) {
    const [, relay, peer] = CIRCUIT.exec(address) ?? []
    if (relay !== undefined && peer !== undefined) places.set(relay, { kind: 'circuit', relay, peer })
  }
  return [...places.values()].slice(0, MAX_PLACES)
}
