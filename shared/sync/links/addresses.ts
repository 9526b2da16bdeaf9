/**
 * Multiaddresses as few bytes: a relay's webrtc-direct address has 151 characters and takes 84 bytes. One that has a part
 * we do not know is kept as its text; whatever is written comes back letter for letter.
 *
 *   address   0 · text (counted)  or  count of parts (1 … 15) · parts
 *   part      its code (1) · its value: bytes of the address, port (2), or a counted string of bytes
 */
import { hexToBytes } from '#shared/id'
import { type ByteReader, type ByteWriter, createReader, createWriter, Malformed } from '../bytes.ts'
import { type AddressKind, addressToText, textToAddress } from '../pairing/ip.ts'

export const MAX_ADDRESS_LENGTH = 300
const MAX_PARTS = 15

interface Kind {
  readonly name: string
  /** Null for a part without a value. */
  readonly value: null | {
    read(reader: ByteReader): string
    /** False when it cannot be written so. What it writes is read back and compared, so it need not be strict. */
    write(writer: ByteWriter, text: string): boolean
  }
}

const ip = (kind: AddressKind, size: number): Kind['value'] => ({
  read: reader => addressToText({ kind, bytes: reader.raw(size) }),
  write(writer, text) {
    const address = textToAddress(text)
    if (address?.kind !== kind) return false
    writer.raw(address.bytes)
    return true
  },
})

const port: Kind['value'] = {
  read: reader => {
    const [high, low] = reader.raw(2)
    return String(high! * 256 + low!)
  },
  write(writer, text) {
    writer.raw(new Uint8Array([(Number(text) >> 8) & 255, Number(text) & 255]))
    return true
  },
}

const text: Kind['value'] = {
  read: reader => reader.text(MAX_ADDRESS_LENGTH),
  write(writer, value) {
    writer.text(value)
    return true
  },
}

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/**
 * Ids of peers and certificate hashes, as one large number behind the letter they begin with: Ed25519 peer ids begin with
 * a zero byte, in base58 a 1, which a number would lose. Other ids are kept as text.
 */
const digits = (letters: string, lead: string): Kind['value'] => ({
  read(reader) {
    let number = 0n
    for (const byte of reader.counted(64)) number = number * 256n + BigInt(byte)
    let found = ''
    for (; number > 0n; number /= BigInt(letters.length))
      found = letters[Number(number % BigInt(letters.length))]! + found
    return lead + found
  },
  write(writer, value) {
    if (!value.startsWith(lead) || value.length > 100) return false
    let number = 0n
    for (const letter of value.slice(lead.length)) {
      const digit = letters.indexOf(letter)
      if (digit < 0) return false
      number = number * BigInt(letters.length) + BigInt(digit)
    }
    const hex = number.toString(16)
    writer.counted(hexToBytes(hex.length % 2 ? `0${hex}` : hex))
    return true
  },
})

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Append only: their places are their codes. */
const KINDS: readonly Kind[] = [
  { name: 'ip4', value: ip('v4', 4) },
  { name: 'ip6', value: ip('v6', 16) },
  { name: 'tcp', value: port },
  { name: 'udp', value: port },
  { name: 'ws', value: null },
  { name: 'wss', value: null },
  { name: 'webrtc-direct', value: null },
  { name: 'certhash', value: digits(BASE64URL, 'u') },
  { name: 'p2p', value: digits(BASE58, '1') },
  { name: 'p2p-circuit', value: null },
  { name: 'webrtc', value: null },
  { name: 'tls', value: null },
  { name: 'dns4', value: text },
  { name: 'dns6', value: text },
  { name: 'dns', value: text },
  { name: 'dnsaddr', value: text },
]

const partsOf = (address: string): Uint8Array<ArrayBuffer> | null => {
  const names = address.split('/').slice(1)
  const writer = createWriter()
  let count = 0
  for (let at = 0; at < names.length; at++, count++) {
    const code = KINDS.findIndex(({ name }) => name === names[at])
    const kind = KINDS[code]
    if (!kind) return null
    writer.varint(code)
    if (!kind.value) continue
    const value = names[++at]
    if (value === undefined || !kind.value.write(writer, value)) return null
  }
  if (count === 0 || count > MAX_PARTS) return null
  return createWriter().varint(count).raw(writer.finish()).finish()
}

export const writeAddress = (writer: ByteWriter, address: string): void => {
  const parts = partsOf(address)
  if (parts && readAddress(createReader(parts)) === address) writer.raw(parts)
  else writer.varint(0).text(address)
}

export const readAddress = (reader: ByteReader): string => {
  const count = reader.varint(MAX_PARTS)
  if (count === 0) return reader.text(MAX_ADDRESS_LENGTH)
  let address = ''
  for (let part = 0; part < count; part++) {
    const kind = KINDS[reader.varint(KINDS.length - 1)]!
    address += `/${kind.name}`
    if (kind.value) address += `/${kind.value.read(reader)}`
  }
  if (address.length > MAX_ADDRESS_LENGTH) throw new Malformed('an address is too long')
  return address
}
