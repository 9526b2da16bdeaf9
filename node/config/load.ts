/**
 * The settings a program runs with: flags over environment over config file over defaults.
 *
 * Invariant: everything given is checked, also what a stronger source overrides, so that a wrong config file
 * does not wait for the day its flag is dropped. Whatever is wrong is one sentence naming where it was said.
 * A variable of the environment is looked up by name only: other programs' PADDOCK_ variables are not ours to judge.
 */
import { argvToFlags, nearestWord, quoted } from './flags.ts'
import { keyToFlag, keyToVariable, type SettingsOf, type SettingsTable } from './settings.ts'

export type Loaded<T extends SettingsTable> =
  | { readonly kind: 'settings'; readonly settings: SettingsOf<T> }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly message: string }

export interface Sources {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** Reads a whole file as text, see `readConfigFile`; throws what the system says when it cannot. */
  readonly readFile: (path: string) => string
}

interface Given {
  readonly key: string
  /** As the user knows it: `--port`, `PADDOCK_PORT`, `"port" in FILE`. */
  readonly place: string
  readonly text: string
}

type Gathered =
  | { readonly ok: true; readonly given: readonly Given[] }
  | { readonly ok: false; readonly message: string }

const fromConfigFile = (path: string, table: SettingsTable, readFile: Sources['readFile']): Gathered => {
  const wrong = (message: string): Gathered => ({ ok: false, message })
  let text: string
  try {
    text = readFile(path)
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? error.code : error
    return wrong(`The config file ${quoted(path)} cannot be read (${why}).`)
  }
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (error) {
    // The rest of the message quotes the file, which may hold secrets and line breaks.
    const where = /line \d+ column \d+/.exec(String(error))?.[0]
    return wrong(`The config file ${quoted(path)} is not valid JSON${where ? `: look at ${where}` : ''}.`)
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    return wrong(`The config file ${quoted(path)} must be one JSON object, like {"port": 7422}.`)

  const keyByFlag = new Map(Object.keys(table).map(key => [keyToFlag(key), key]))
  const given: Given[] = []
  for (const [name, value] of Object.entries(content)) {
    const key = keyByFlag.get(name)
    if (key === undefined) {
      const near = nearestWord(name, [...keyByFlag.keys()])
      const hint = near === null ? '' : ` Did you mean "${near}"?`
      return wrong(`The config file ${quoted(path)} has an unknown setting ${quoted(name)}.${hint}`)
    }
    const place = `"${name}" in ${quoted(path)}`
    const isList = Array.isArray(value) && value.every(item => typeof item === 'string')
    if (isList) given.push({ key, place, text: value.join(',') })
    else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      given.push({ key, place, text: String(value) })
    else return wrong(`${place} must be a text, a number, true or false.`)
  }
  return { ok: true, given }
}

/** `--config` and `PADDOCK_CONFIG` are known to every program that reads an environment. */
export const CONFIG_FLAG = 'config'

const configTable: SettingsTable = {
  [CONFIG_FLAG]: {
    isSwitch: false,
    placeholder: 'FILE',
    help: '',
    fallback: null,
    shownFallback: '',
    read: text => ({ ok: true, value: text }),
  },
}

export const loadSettings = <T extends SettingsTable>(table: T, sources: Sources): Loaded<T> => {
  const flags = argvToFlags(sources.argv, { ...table, ...configTable })
  if (flags.kind !== 'flags') return flags

  const given: Given[] = []
  // An empty variable is how a shell or a compose file says "not set".
  const configPath = flags.given.get(CONFIG_FLAG) ?? (sources.env[keyToVariable(CONFIG_FLAG)] || undefined)
  if (configPath !== undefined) {
    const file = fromConfigFile(configPath, table, sources.readFile)
    if (!file.ok) return { kind: 'wrong', message: file.message }
    given.push(...file.given)
  }
  for (const key of Object.keys(table)) {
    const text = sources.env[keyToVariable(key)]
    if (text) given.push({ key, place: keyToVariable(key), text })
  }
  for (const [key, text] of flags.given)
    if (key !== CONFIG_FLAG) given.push({ key, place: `--${keyToFlag(key)}`, text })
  return givenToSettings(table, given)
}

/** The same for a command that listens to its command line only. */
export const loadFlags = <T extends SettingsTable>(table: T, argv: readonly string[]): Loaded<T> => {
  const flags = argvToFlags(argv, table)
  if (flags.kind !== 'flags') return flags
  const given = [...flags.given].map(([key, text]) => ({ key, place: `--${keyToFlag(key)}`, text }))
  return givenToSettings(table, given)
}

/** Weakest source first: a later value replaces an earlier one. */
const givenToSettings = <T extends SettingsTable>(table: T, given: readonly Given[]): Loaded<T> => {
  const settings: Record<string, unknown> = {}
  for (const [key, setting] of Object.entries(table)) settings[key] = setting.fallback
  for (const { key, place, text } of given) {
    const read = table[key]!.read(text)
    if (!read.ok) return { kind: 'wrong', message: `${place} must be ${read.expected}, not ${quoted(text)}.` }
    settings[key] = read.value
  }
  // Every key of the table was filled above, with what that key's own `read` or `fallback` gave.
  return { kind: 'settings', settings: settings as SettingsOf<T> }
}
