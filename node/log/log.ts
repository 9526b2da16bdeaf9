/**
 * Structured logs: one event, one line. As JSON for machines, as words for a person at a terminal.
 *
 * Invariants: logging never throws and never blocks on the other end; a line is one line whatever was logged
 * (control characters are escaped) and at most MAX_LINE long; a field whose name says it is a secret is not written.
 * Callers log paths, not addresses with their query, and no addresses of people: see `relay/http`.
 */

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export type LogFields = Readonly<Record<string, unknown>>

export interface Log {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}

export interface LogOptions {
  readonly level: LogLevel
  readonly format: 'json' | 'text'
  readonly now: () => Date
  /** Takes one whole line, line break included. */
  readonly write: (line: string) => void
}

/** Longer than any stack trace worth keeping; a peer's text logged by mistake must not fill a disk. */
const MAX_LINE = 8 * 1024

/** Matched anywhere in a field's name, whatever its case. */
const SECRET = /passw|secret|token|authorization|cookie|credential|private|seed.?words|recovery/i

const errorToText = (error: Error): string => error.stack ?? `${error.name}: ${error.message}`

/** What JSON.stringify may be given: secrets hidden, errors as text, nothing it throws on. */
const replaceUnsafe = (name: string, value: unknown): unknown => {
  if (name !== '' && SECRET.test(name)) return '[hidden]'
  if (value instanceof Error) return errorToText(value)
  if (typeof value === 'bigint') return String(value)
  return value
}

const toJson = (value: unknown): string => {
  try {
    return JSON.stringify(value, replaceUnsafe) ?? 'null'
  } catch {
    // Circular, or a getter that throws.
    return '"[not writable as JSON]"'
  }
}

const escapeControls = (text: string): string =>
  text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal obeys these, so they are shown instead.
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g,
    c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

const eventToJson = (time: string, level: LogLevel, message: string, fields: LogFields): string => {
  const event = { time, level, message }
  // First to stand first in the line, last so that no field can pretend to be one of them.
  const line = escapeControls(toJson({ ...event, ...fields, ...event }))
  if (line.length <= MAX_LINE) return line
  // Half of a JSON line is none: say what happened and keep the beginning of what was said.
  const cut = toJson(fields).slice(0, MAX_LINE / 2)
  return escapeControls(toJson({ time, level, message: message.slice(0, MAX_LINE / 8), cut }))
}

const eventToText = (time: string, level: LogLevel, message: string, fields: LogFields): string => {
  const mark = level === 'info' ? '' : `${level}: `
  const rest = Object.entries(fields).map(([name, value]) => {
    if (SECRET.test(name)) return `${name}=[hidden]`
    if (value instanceof Error) return `${name}=${errorToText(value).split('\n').join(' ')}`
    return `${name}=${typeof value === 'string' ? value : toJson(value)}`
  })
  const text = `${time.slice(11, 19)} ${mark}${message}${rest.length > 0 ? ` (${rest.join(', ')})` : ''}`
  return escapeControls(text).slice(0, MAX_LINE)
}

export const createLog = (options: LogOptions): Log => {
  const lowest = LOG_LEVELS.indexOf(options.level)
  const toLine = options.format === 'json' ? eventToJson : eventToText
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if (LOG_LEVELS.indexOf(level) < lowest) return
      options.write(`${toLine(options.now().toISOString(), level, message, fields)}\n`)
    }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

/** For code whose log nobody reads, as in most tests. */
export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
