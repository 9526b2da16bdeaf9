/**
 * What a program can be told: one table of settings per program, from which its flags, its environment
 * variables, its config file keys and its --help are all derived, so they cannot disagree.
 *
 * A setting `homePort` is `--home-port` on the command line, `PADDOCK_HOME_PORT` in the environment and
 * `"home-port"` in the config file. Every text from outside is read exactly once, here, into its final type.
 */

export type Read<T> =
  | { readonly ok: true; readonly value: T }
  /** `expected` completes the sentence "--port must be …". */
  | { readonly ok: false; readonly expected: string }

export interface Setting<T> {
  /** A switch is on or off and takes no word after it: `--home`, `--no-home`. */
  readonly isSwitch: boolean
  /** What stands for the value in --help: NUMBER, FILE. Empty for a switch. */
  readonly placeholder: string
  readonly help: string
  readonly fallback: T
  /** How the default is written in --help; empty when there is nothing worth saying. */
  readonly shownFallback: string
  readonly read: (text: string) => Read<T>
}

export type SettingsTable = Readonly<Record<string, Setting<unknown>>>

export type SettingsOf<T extends SettingsTable> = {
  readonly [K in keyof T]: T[K] extends Setting<infer V> ? V : never
}

/** `homePort` to `home-port`. */
export const keyToFlag = (key: string): string => key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)

/** `homePort` to `PADDOCK_HOME_PORT`. */
export const keyToVariable = (key: string): string =>
  `PADDOCK_${keyToFlag(key).replaceAll('-', '_').toUpperCase()}`

interface Words {
  readonly help: string
  readonly placeholder?: string
}

export const wholeNumberSetting = (
  options: Words & { readonly min: number; readonly max: number; readonly fallback: number },
): Setting<number> => ({
  isSwitch: false,
  placeholder: options.placeholder ?? 'NUMBER',
  help: options.help,
  fallback: options.fallback,
  shownFallback: String(options.fallback),
  read: text => {
    // Number() would also take '', ' 7', '0x10' and '1e3', none of which anybody means.
    const value = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN
    return value >= options.min && value <= options.max
      ? { ok: true, value }
      : { ok: false, expected: `a whole number from ${options.min} to ${options.max}` }
  },
})

/** A TCP port; 0 lets the system choose a free one. */
export const portSetting = (options: Words & { readonly fallback: number }): Setting<number> =>
  wholeNumberSetting({ placeholder: 'PORT', min: 0, max: 65_535, ...options })

const nonEmpty = (text: string, what: string): Read<string> =>
  // A NUL byte ends a path in the operating system, so what is opened would not be what was checked.
  text === '' || text.includes('\0') ? { ok: false, expected: what } : { ok: true, value: text }

export const textSetting = (
  options: Words & { readonly what: string; readonly fallback: string },
): Setting<string> => ({
  isSwitch: false,
  placeholder: options.placeholder ?? 'TEXT',
  help: options.help,
  fallback: options.fallback,
  shownFallback: options.fallback,
  read: text => nonEmpty(text, options.what),
})

/** A text that may be left out, then null. */
export const optionalTextSetting = (options: Words & { readonly what: string }): Setting<string | null> => ({
  isSwitch: false,
  placeholder: options.placeholder ?? 'TEXT',
  help: options.help,
  fallback: null,
  shownFallback: '',
  read: text => nonEmpty(text, options.what),
})

export const choiceSetting = <const C extends readonly string[]>(
  options: Words & { readonly choices: C; readonly fallback: C[number] },
): Setting<C[number]> => ({
  isSwitch: false,
  placeholder: options.placeholder ?? options.choices.join('|'),
  help: options.help,
  fallback: options.fallback,
  shownFallback: options.fallback,
  read: text => {
    const value: C[number] | undefined = options.choices.find(choice => choice === text)
    return value === undefined
      ? { ok: false, expected: `one of ${options.choices.join(', ')}` }
      : { ok: true, value }
  },
})

/** Words separated by commas. */
export const listSetting = (options: Words & { readonly what: string }): Setting<readonly string[]> => ({
  isSwitch: false,
  placeholder: options.placeholder ?? 'LIST',
  help: options.help,
  fallback: [],
  shownFallback: '',
  read: text => {
    const value = text.split(',').map(word => word.trim())
    return value.every(word => word !== '' && !/[\s\0]/.test(word))
      ? { ok: true, value }
      : { ok: false, expected: options.what }
  },
})

const ON = ['true', '1', 'yes', 'on']
const OFF = ['false', '0', 'no', 'off']

export const switchSetting = (options: Words & { readonly fallback: boolean }): Setting<boolean> => ({
  isSwitch: true,
  placeholder: '',
  help: options.help,
  fallback: options.fallback,
  shownFallback: '',
  read: text => {
    const word = text.toLowerCase()
    if (ON.includes(word)) return { ok: true, value: true }
    if (OFF.includes(word)) return { ok: true, value: false }
    return { ok: false, expected: 'true or false' }
  },
})
