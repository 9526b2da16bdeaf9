/**
 * Where guests may come from and by what name: this house's network and nothing else.
 *
 * A page elsewhere whose name is made to resolve to this machine (DNS rebinding) sends that name as Host, so only
 * addresses that no name on the internet stands for are taken, and the names this machine gives itself.
 */
import { BlockList, isIP } from 'node:net'
import { hostname, type NetworkInterfaceInfo } from 'node:os'

const PRIVATE = new BlockList()
for (const [network, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  // Shared by carriers, and used by overlay networks between one's own machines.
  ['100.64.0.0', 10],
] as const)
  PRIVATE.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  PRIVATE.addSubnet(network, prefix, 'ipv6')

/** A link-local address of IPv6 ends in the name of its interface. */
export const isPrivateAddress = (address: string): boolean => {
  const plain = address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '')
  const version = isIP(plain)
  return version !== 0 && PRIVATE.check(plain, version === 4 ? 'ipv4' : 'ipv6')
}

/** The names a network gives this machine: its own, and the one of multicast DNS. */
export const ownNames = (): string[] => {
  const name = hostname().toLowerCase()
  return name === '' ? [] : [name, `${name.split('.')[0]}.local`]
}

/** Whether the Host of a request is this machine's own, on this port. */
export const isOwnHost = (host: string | undefined, port: number, names: readonly string[]): boolean => {
  const parts = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(\d+))?$/.exec(host?.toLowerCase() ?? '')
  if (parts === null || Number(parts[2] ?? 80) !== port) return false
  const name = parts[1]!
  return isPrivateAddress(name.replace(/^\[|\]$/g, '')) || name === 'localhost' || names.includes(name)
}

/** The networks of houses first: the others are mostly of containers and virtual machines. */
const LIKELIEST = ['192.168.', '10.', '']

type Interfaces = Readonly<Record<string, NetworkInterfaceInfo[] | undefined>>

/** The address a phone reaches this machine by; in no network, the one a stream on this machine does. */
export const addressForGuests = (listensOn: string, interfaces: Interfaces): string => {
  if (listensOn !== '0.0.0.0' && listensOn !== '::')
    return listensOn.includes(':') ? `[${listensOn}]` : listensOn
  const all = Object.values(interfaces).flatMap(list => list ?? [])
  const others = all.filter(one => !one.internal && one.family === 'IPv4' && isPrivateAddress(one.address))
  const rank = (address: string): number => LIKELIEST.findIndex(head => address.startsWith(head))
  const sorted = others.map(one => one.address).sort((a, b) => rank(a) - rank(b))
  return sorted[0] ?? 'localhost'
}
