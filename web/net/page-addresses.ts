/**
 * Which multiaddresses this page can dial at all, and in which order.
 *
 * | the page is at           | ws to this machine or the LAN          | ws elsewhere | wss | webrtc-direct, circuits |
 * |--------------------------|----------------------------------------|--------------|-----|-------------------------|
 * | http://localhost (home)  | yes; 4 to 5 times faster, so it is first | yes        | yes | yes                     |
 * | https (hosted)           | an IP or `.local`, once the browser's permission is given | no | yes | yes, first          |
 *
 * A page on plain http elsewhere has no keys and shares nothing. TCP is for programs, not for pages.
 */
import { multiaddrToRoute, type Route } from '#shared/sync'

export type Carrier = 'ws' | 'wss' | 'webrtc-direct' | 'circuit'

export interface DialableAddress {
  readonly address: string
  readonly carrier: Carrier
  readonly route: Route
  /** What the browser wants to be asked for first; null when it asks for nothing. */
  readonly permission: LocalAccess | null
}

/** Chromium's names for what a hosted page may reach. */
export type LocalAccess = 'local-network' | 'loopback-network'

export type PagePlace = 'home' | 'hosted'

export const pagePlaceOf = ({ protocol }: Pick<URL, 'protocol'>): PagePlace =>
  protocol === 'https:' ? 'hosted' : 'home'

export const carrierOf = (address: string): Carrier | null => {
  if (address.includes('/p2p-circuit')) return 'circuit'
  if (/\/udp\/\d+\/webrtc-direct\/certhash\//.test(address)) return 'webrtc-direct'
  if (/\/tcp\/\d+\/(?:wss|tls(?:\/sni\/[^/]+)?\/ws)(?:\/|$)/.test(address)) return 'wss'
  return /\/tcp\/\d+\/ws(?:\/|$)/.test(address) ? 'ws' : null
}

const isLiteralOrLocal = (address: string): boolean =>
  /^\/(?:ip4|ip6)\//.test(address) || /^\/dns[46]?\/(?:[^/]+\.local|localhost)\//.test(address)

const toDialable = (address: string, place: PagePlace): DialableAddress | null => {
  const carrier = carrierOf(address)
  if (carrier === null) return null
  const route = multiaddrToRoute(address)
  const isPrivate = route === 'here' || route === 'lan'
  if (place === 'home' || carrier !== 'ws') return { address, carrier, route, permission: null }
  if (!isPrivate || !isLiteralOrLocal(address)) return null
  return { address, carrier, route, permission: route === 'here' ? 'loopback-network' : 'local-network' }
}

const ORDER: Record<PagePlace, readonly Carrier[]> = {
  home: ['ws', 'wss', 'webrtc-direct', 'circuit'],
  hosted: ['wss', 'webrtc-direct', 'ws', 'circuit'],
}
const NEARNESS: readonly Route[] = ['here', 'lan', 'paired', 'direct', 'relayed']

/** Best first; each once. */
export const dialableAddresses = (
  addresses: readonly string[],
  place: PagePlace,
): readonly DialableAddress[] => {
  const rank = ({ carrier, route }: DialableAddress): number =>
    ORDER[place].indexOf(carrier) * NEARNESS.length + NEARNESS.indexOf(route)
  return [...new Set(addresses)]
    .map(address => toDialable(address, place))
    .filter(dialable => dialable !== null)
    .sort((a, b) => rank(a) - rank(b))
}

/** Addresses of one machine are tried one after the other, and one that is reached is enough. */
export const machineOf = (address: string): string => {
  const circuit = address.indexOf('/p2p-circuit')
  if (circuit >= 0) return address.slice(circuit)
  return /^\/[^/]+\/[^/]+/.exec(address)?.[0] ?? address
}
