/**
 * What to say about a file no reader takes: what it probably is, and what to do instead. A table of numbers is
 * told apart, because its owner can say what the columns mean.
 */

import { sniffCsv } from '../mapped-csv/index.ts'
import { HEAD_BYTES } from '../model.ts'
import { decodeText } from '../text/index.ts'

export interface UnknownFile {
  readonly kind: 'unknown-format' | 'unknown-csv'
  readonly reason: string
}

/** `head` are the first bytes, as many as HEAD_BYTES, of `size`. */
export const sayWhyUnknown = (head: Uint8Array, size: number): UnknownFile => {
  const known = size === 0 ? EMPTY : (sayByBytes(head) ?? sayByText(head))
  if (known !== null) return { kind: 'unknown-format', reason: known }
  if (sniffCsv(head.subarray(0, HEAD_BYTES), head.length >= size))
    return { kind: 'unknown-csv', reason: TABLE }
  return { kind: 'unknown-format', reason: UNKNOWN }
}

/** First bytes of files people drop by mistake, or one step before the right one. */
const MAGICS: readonly (readonly [hex: string, what: string])[] = [
  ['ffd8ff', 'a photo'],
  ['89504e47', 'a picture'],
  ['47494638', 'a picture'],
  ['25504446', 'a PDF document'],
  ['504b0304', 'a zip archive that holds no log Paddock knows'],
  ['1f8b', 'a compressed file'],
  ['377abcaf', 'a compressed file'],
  ['52617221', 'a compressed file'],
  ['d0cf11e0', 'an old Office document'],
  ['53514c69746520', 'a database'],
]

const sayByBytes = (head: Uint8Array): string | null => {
  const hex = Array.from(head.subarray(0, 8), byte => byte.toString(16).padStart(2, '0')).join('')
  const what = MAGICS.find(([magic]) => hex.startsWith(magic))?.[1]
  if (what) return itIs(what, 'drop the log itself')
  // The box of a video says its kind behind its length.
  if (textAt(head, 4) === 'ftyp') return itIs('a video', 'drop the log that was recorded with it')
  return null
}

const textAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))

const sayByText = (head: Uint8Array): string | null => {
  const text = decodeText(head.subarray(0, 4096))
  if (/^\s*</.test(text)) {
    if (/<kml[\s>]/i.test(text))
      return itIs('a KML file, which has places but no times', 'export a GPX, VBO or CSV file')
    if (/<(?:!doctype )?html[\s>]/i.test(text)) return itIs('a web page', 'download the log itself')
    if (/<TrainingCenterDatabase/.test(text)) return itIs('a TCX file', 'export a GPX file')
    return itIs('an XML file of a kind Paddock does not know', 'export the session as CSV, VBO or GPX')
  }
  if (/^\s*"?LAPINDEX"?,"?DATE"?,"?TIME"?,"?LAPTIME/.test(text)) return LAP_LIST
  if (/^\s*[[{]\s*["{[\]}]/.test(text))
    return itIs('a JSON file of a kind Paddock does not know', 'export the session as CSV, VBO or GPX')
  return null
}

const itIs = (what: string, instead: string): string =>
  `This is ${what}, so there is nothing to import: ${instead}.`

const EMPTY = 'The file is empty, so there is nothing to import: copy it once more from the logger or phone.'
const LAP_LIST =
  "This is the lap list of Harry's LapTimer and holds no samples: export the recorded laps with their positions instead."
const TABLE =
  'Paddock does not know this kind of table, so nothing was imported yet: say which column holds what and it can be read.'
const UNKNOWN =
  'Paddock does not know this kind of file, so nothing was imported: export the session as CSV, VBO, GPX or the file of the logger itself.'
