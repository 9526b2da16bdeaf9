/** Addresses of ICE candidates as bytes: IPv4, IPv6, and the random names browsers give instead (mDNS). */
import { bytesToHex, hexToBytes } from '#shared/id'

export const ADDRESS_BYTES = { v4: 4, v6: 16, mdns: 16 } as const
export type AddressKind = keyof typeof ADDRESS_BYTES

export interface Address {
  readonly kind: AddressKind
  readonly bytes: Uint8Array<ArrayBuffer>
}

const MDNS = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\.local$/i

const v4Of = (text: string): Uint8Array<ArrayBuffer> | null => {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every(part => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return null
  return Uint8Array.from(parts, Number)
}

const groupsOf = (text: string): number[] | null => {
  if (text === '') return []
  const groups = text.split(':')
  return groups.every(group => /^[0-9a-f]{1,4}$/i.test(group))
    ? groups.map(group => Number.parseInt(group, 16))
    : null
}

const v6Of = (text: string): Uint8Array<ArrayBuffer> | null => {
  const halves = text.split('::')
  if (halves.length > 2 || text.length > 39) return null
  const [head, tail] = halves.map(groupsOf)
  if (!head || tail === null) return null
  const absent = 8 - head.length - (tail?.length ?? 0)
  if (tail === undefined ? absent !== 0 : absent < 1) return null
  const groups = [...head, ...Array.from({ length: absent }, () => 0), ...(tail ?? [])]
  return Uint8Array.from(groups.flatMap(group => [group >> 8, group & 255]))
}

export const textToAddress = (text: string): Address | null => {
  const name = MDNS.exec(text)
  if (name) return { kind: 'mdns', bytes: hexToBytes(name.slice(1).join('').toLowerCase()) }
  const v4 = v4Of(text)
  if (v4) return { kind: 'v4', bytes: v4 }
  const v6 = v6Of(text)
  return v6 && { kind: 'v6', bytes: v6 }
}

export const addressToText = ({ kind, bytes }: Address): string => {
  const hex = bytesToHex(bytes)
  switch (kind) {
    case 'v4':
      return bytes.join('.')
    case 'v6':
      return hex
        .match(/.{4}/g)!
        .map(group => group.replace(/^0{1,3}/, ''))
        .join(':')
    case 'mdns': {
      const cuts = [0, 8, 12, 16, 20, 32]
      return `${cuts
        .slice(1)
        .map((end, index) => hex.slice(cuts[index], end))
        .join('-')}.local`
    }
  }
}
