/**
 * Names of entries as bytes: UTF-8 when written; when read UTF-8, else code page 437, which is what the format says
 * of names without the mark for UTF-8.
 *
 * Written with the language's own URI functions, since the domain cannot name TextEncoder; both are strict.
 */

/** The upper half of code page 437. */
const UPPER_437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'

/** Names are plain nearly always, and there may be half a million. Throws for half a surrogate pair, which `isSafeName` refuses. */
export const nameToBytes = (name: string): Uint8Array<ArrayBuffer> => {
  const plain = new Uint8Array(name.length)
  let at = 0
  for (; at < name.length && name.charCodeAt(at) < 128; at++) plain[at] = name.charCodeAt(at)
  return at === name.length ? plain : escapedToBytes(encodeURIComponent(name))
}

const escapedToBytes = (escaped: string): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(escaped.length)
  let length = 0
  for (let at = 0; at < escaped.length; at++) {
    if (escaped[at] !== '%') bytes[length++] = escaped.charCodeAt(at)
    else {
      bytes[length++] = Number.parseInt(escaped.slice(at + 1, at + 3), 16)
      at += 2
    }
  }
  return bytes.slice(0, length)
}

export const bytesToName = (bytes: Uint8Array): string => {
  if (isAscii(bytes)) return Reflect.apply(String.fromCharCode, null, bytes.subarray(0, LONGEST))
  let escaped = ''
  for (const byte of bytes) escaped += `%${byte.toString(16).padStart(2, '0')}`
  try {
    return decodeURIComponent(escaped)
  } catch {
    // Not UTF-8, so it is the other.
    return Array.from(bytes, byte => (byte < 128 ? String.fromCharCode(byte) : UPPER_437[byte - 128])).join(
      '',
    )
  }
}

/** Bytes the length of an argument list allows; a longer name is not safe anyway. */
const LONGEST = 4096

const isAscii = (bytes: Uint8Array): boolean => {
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! >= 128) return false
  return true
}
