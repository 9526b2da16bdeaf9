/**
 * XML as a stream of tags and texts, out of bytes in pieces, for files we do not trust.
 *
 * Nothing is expanded but the five entities of XML itself and numbers (so no bomb can be built), nothing is
 * fetched, nothing nests here: whoever listens keeps what it needs. Comments, processing instructions and the
 * DOCTYPE are passed over.
 *
 * Limits: a tag longer than MAX_TAG ends the reading as damaged; of a text only the first MAX_TEXT bytes are
 * kept; memory is one piece and those.
 */
import { decodeText } from '../text/index.ts'

export interface XmlListener {
  /** `name` without its prefix; `attributes` is the rest of the tag, see `attributeOf`. */
  onOpen(name: string, attributes: string): void
  onClose(name: string): void
  /** Text of the element opened or closed last; may be called more than once for one text. */
  onText(text: string): void
}

export interface XmlReader {
  /** False when the bytes are no XML from here on. */
  write(bytes: Uint8Array): boolean
}

const MAX_TAG = 1 << 16
const MAX_TEXT = 1024

const LESS = 60
const GREATER = 62
const SLASH = 47
const BANG = 33
const QUESTION = 63
const QUOTES = [34, 39]
const OPEN_BRACKET = 91
const CLOSE_BRACKET = 93

/** text = between tags · tag = from `<` on, kept until its `>` · the others until their own ends. */
type State = 'text' | 'tag' | 'comment' | 'cdata' | 'instruction' | 'doctype'

const ENDS: Readonly<Record<'comment' | 'cdata' | 'instruction', readonly number[]>> = {
  comment: [45, 45, GREATER],
  cdata: [CLOSE_BRACKET, CLOSE_BRACKET, GREATER],
  instruction: [QUESTION, GREATER],
}

export const createXmlReader = (listener: XmlListener): XmlReader => {
  let state: State = 'text'
  /** Bytes of the tag or text so far. */
  const held = new Uint8Array(MAX_TAG)
  let length = 0
  /** The quote a tag is inside of, or 0; how many brackets a DOCTYPE is inside of. */
  let quote = 0
  let depth = 0

  const endText = (): void => {
    if (length > 0) listener.onText(toText(held, 0, length))
    length = 0
  }

  const endTag = (): void => {
    const isClose = held[0] === SLASH
    const isEmpty = !isClose && held[length - 1] === SLASH
    const text = toText(held, isClose ? 1 : 0, isEmpty ? length - 1 : length)
    const space = text.search(/\s/)
    const name = localName(space < 0 ? text : text.slice(0, space))
    length = 0
    if (isClose) listener.onClose(name)
    else {
      listener.onOpen(name, space < 0 ? '' : text.slice(space))
      if (isEmpty) listener.onClose(name)
    }
  }

  /** Whether the last bytes held are the end of what is being passed over. */
  const endsWith = (end: readonly number[]): boolean =>
    length >= end.length && end.every((byte, i) => held[length - end.length + i] === byte)

  /** What a tag that begins with `!` or `?` turns out to be, once enough of it is there. */
  const turnInto = (next: State): void => {
    state = next
    length = 0
    depth = 0
  }

  /** Keeps only the last bytes, which is all that an end needs. */
  const hold = (byte: number): void => {
    if (length === MAX_TEXT) {
      held.copyWithin(0, length - 4, length)
      length = 4
    }
    held[length++] = byte
  }

  const write = (bytes: Uint8Array): boolean => {
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!
      switch (state) {
        case 'text':
          if (byte === LESS) {
            endText()
            state = 'tag'
            quote = 0
          } else if (length < MAX_TEXT) held[length++] = byte
          break
        case 'tag':
          if (byte === GREATER && quote === 0) {
            endTag()
            state = 'text'
            break
          }
          if (length === MAX_TAG) return false
          held[length++] = byte
          if (quote !== 0) {
            if (byte === quote) quote = 0
          } else if (QUOTES.includes(byte)) quote = byte
          else if (length === 1 && byte === QUESTION) turnInto('instruction')
          else if (length === 3 && held[0] === BANG && held[1] === 45 && byte === 45) turnInto('comment')
          else if (length === 8 && startsWith(held, '![CDATA[')) turnInto('cdata')
          else if (length === 8 && startsWith(held, '!DOCTYPE')) turnInto('doctype')
          break
        case 'doctype':
          if (byte === OPEN_BRACKET) depth++
          else if (byte === CLOSE_BRACKET) depth--
          else if (byte === GREATER && depth <= 0) {
            state = 'text'
            length = 0
          }
          break
        case 'cdata':
          hold(byte)
          if (byte === GREATER && endsWith(ENDS.cdata)) {
            length -= ENDS.cdata.length
            endText()
            state = 'text'
          }
          break
        default:
          hold(byte)
          if (byte === GREATER && endsWith(ENDS[state])) {
            state = 'text'
            length = 0
          }
      }
    }
    return true
  }
  return { write }
}

const startsWith = (bytes: Uint8Array, text: string): boolean =>
  Array.from(text).every((letter, i) => bytes[i] === letter.charCodeAt(0))

/** Tags and numbers are ASCII, which is much faster to make a string of. */
const toText = (bytes: Uint8Array, from: number, to: number): string => {
  let text = ''
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!
    if (byte > 127) return decodeText(bytes.subarray(from, to))
    text += String.fromCharCode(byte)
  }
  return text
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Text as a person reads it. */
export const withoutEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })

/** What finds an attribute in the rest of a tag; made once, because a file has a hundred thousand tags. */
export const attributePattern = (name: string): RegExp =>
  new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)

/** The value of an attribute, or null. */
export const attributeOf = (attributes: string, pattern: RegExp): string | null => {
  const found = pattern.exec(attributes)
  return found ? (found[1] ?? found[2] ?? '') : null
}
