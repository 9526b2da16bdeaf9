/**
 * Names that mean the same file on every system, below the folder an archive is unpacked into.
 *
 * Invariant: one verdict whatever system asks. A safe name is relative, goes nowhere up, and each of its parts can be
 * a file on Windows, macOS and Linux: no character or device name Windows keeps for itself, nothing it would cut off
 * at the end, no control or direction character, at most 255 bytes of UTF-8.
 */
import { nameToBytes } from './names.ts'

const MAX_PART_BYTES = 255
const MAX_NAME_BYTES = 1024 // half of it still unpacks below a Windows user's folder of 260

/** A folder may end in a slash. Lengths come first: a name may be 64 KiB of whatever somebody thought of. */
export const isSafeName = (name: string): boolean => {
  if (!fits(name, MAX_NAME_BYTES)) return false
  const parts = (name.endsWith('/') ? name.slice(0, -1) : name).split('/')
  return parts.every(isSafePart)
}

/** Any file name as one safe part, as like it as can be: 'Log 12:30.csv' → 'Log 12_30.csv'. */
export const toPortableName = (fileName: string): string => {
  if (isSafePart(fileName)) return fileName
  const plain = withoutTail(fileName.toWellFormed().normalize('NFC').replace(UNSAFE_LETTERS, '_'))
  const part = withoutTail(shortened(plain))
  return part === '' || DEVICE.test(part) ? `_${part}` : part
}

/** With a byte to spare for an underscore. The ending says what a file is, so what stands before it gives way. */
const shortened = (part: string): string => {
  if (fits(part, MAX_PART_BYTES - 1)) return part
  const ending = /\.[^.]{1,16}$/.exec(part.slice(-17))?.[0] ?? ''
  const letters = [...part.slice(0, part.length - ending.length)].slice(0, MAX_PART_BYTES)
  let room = MAX_PART_BYTES - 1 - nameToBytes(ending).length
  let count = 0
  for (const letter of letters) {
    room -= nameToBytes(letter).length
    if (room < 0) break
    count++
  }
  return letters.slice(0, count).join('') + ending
}

const isSafePart = (part: string): boolean =>
  part !== '' &&
  part.isWellFormed() &&
  fits(part, MAX_PART_BYTES) &&
  part.search(UNSAFE_LETTERS) < 0 &&
  withoutTail(part) === part &&
  !DEVICE.test(part)

/** A UTF-16 unit takes at most three bytes of UTF-8, so most names need not be written to be measured. */
const fits = (text: string, bytes: number): boolean =>
  3 * text.length <= bytes || (text.length <= bytes && nameToBytes(text.toWellFormed()).length <= bytes)

/** What Windows keeps for itself, controls, and characters that turn the direction of writing or are not seen. */
const UNSAFE_LETTERS = /[\\/:*?"<>|\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu

/** With any ending, also behind spaces: 'con.json', 'nul .txt'. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)/i

/** Windows drops points and spaces at the end, so that 'a' and 'a.' are one file; '..' is gone altogether. */
const withoutTail = (part: string): string => {
  let end = part.length
  while (end > 0 && (part[end - 1] === '.' || part[end - 1] === ' ')) end--
  return part.slice(0, end)
}
