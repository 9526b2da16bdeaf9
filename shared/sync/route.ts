/** What a multiaddress says about the way to its other end, as `/ip4/192.168.0.7/tcp/7424/p2p/…`. */
import type { Route } from './wire.ts'

const isLoopback4 = (address: string): boolean => /^127\./.test(address)

/** RFC 1918, link-local (169.254) and shared (100.64) space. */
const isPrivate4 = (address: string): boolean =>
  /^(10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(address)

/** Unique local (fc00::/7) and link-local (fe80::/10) space. */
const isPrivate6 = (address: string): boolean => /^(f[cd]|fe[89ab])/.test(address)

const addressToRoute4 = (address: string): Route =>
  isLoopback4(address) ? 'here' : isPrivate4(address) ? 'lan' : 'direct'

const addressToRoute6 = (address: string): Route => {
  const inside4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1]
  if (inside4 !== undefined) return addressToRoute4(inside4)
  return address === '::1' ? 'here' : isPrivate6(address) ? 'lan' : 'direct'
}

/** As of a socket: `192.168.0.7`, `fe80::1%eth0`, `::ffff:10.0.0.1`. */
export const ipToRoute = (ip: string): Route =>
  ip.includes(':') ? addressToRoute6(ip.toLowerCase().split('%')[0]!) : addressToRoute4(ip)

export const multiaddrToRoute = (address: string): Route => {
  const circuit = address.indexOf('/p2p-circuit')
  // Behind a circuit, WebRTC is what two pages reach each other by directly, having met there.
  if (circuit >= 0) return address.includes('/webrtc', circuit) ? 'direct' : 'relayed'
  const [, protocol, value] = /^\/(ip4|ip6|dns|dns4|dns6|dnsaddr)\/([^/]+)/.exec(address) ?? []
  if (protocol === undefined || value === undefined) return 'direct'
  if (protocol.startsWith('ip')) return ipToRoute(value)
  if (value === 'localhost') return 'here'
  return value.endsWith('.local') ? 'lan' : 'direct'
}
