/**
 * A command line to the settings it names, still as text: `--port 1`, `--port=1`, `--home`, `--no-home`.
 * The last of two equal flags wins, so that a script's default can be overridden by adding to its end.
 */
import { keyToFlag, type SettingsTable } from './settings.ts'

export type Flags =
  | { readonly kind: 'flags'; readonly given: ReadonlyMap<string, string> }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly message: string }

/** Edit distance, given up at 3: further apart is not a slip of the finger. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}

/** The known word the unknown one was probably meant to be, or null. */
export const nearestWord = (word: string, known: readonly string[]): string | null => {
  // A longer text is no slip either, and the distance costs the product of both lengths.
  if (word.length > 40) return null
  const ranked = known.map(candidate => ({ candidate, d: distance(word, candidate) }))
  const best = ranked.sort((a, b) => a.d - b.d)[0]
  return best && best.d <= 2 ? best.candidate : null
}

/** What somebody typed, short enough and plain enough to be repeated in a one-line answer. */
export const quoted = (text: string): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they would break the one line, or steer a terminal.
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '?')
  return plain.length > 60 ? `"${plain.slice(0, 57)}…"` : `"${plain}"`
}

export const argvToFlags = (argv: readonly string[], table: SettingsTable): Flags => {
  // Help wins over everything else on the line: somebody who asks for it is still finding out.
  if (argv.some(word => word === '--help' || word === '-h')) return { kind: 'help' }
  if (argv.includes('--version')) return { kind: 'version' }

  const keyByFlag = new Map(Object.keys(table).map(key => [keyToFlag(key), key]))
  const given = new Map<string, string>()
  const wrong = (message: string): Flags => ({ kind: 'wrong', message })

  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!
    if (!word.startsWith('--')) return wrong(`${quoted(word)} was not expected here.`)
    const equals = word.indexOf('=')
    const flag = word.slice(2, equals < 0 ? undefined : equals)
    const inline = equals < 0 ? undefined : word.slice(equals + 1)

    const key = keyByFlag.get(flag)
    if (key !== undefined && !table[key]!.isSwitch) {
      const value = inline ?? argv[i + 1]
      if (value === undefined || (inline === undefined && value.startsWith('--')))
        return wrong(`--${flag} needs a value: --${flag} ${table[key]!.placeholder}.`)
      if (inline === undefined) i++
      given.set(key, value)
    } else if (key !== undefined) {
      given.set(key, inline ?? 'true')
    } else {
      const negated = flag.startsWith('no-') ? keyByFlag.get(flag.slice(3)) : undefined
      if (negated !== undefined && table[negated]!.isSwitch && inline === undefined) {
        given.set(negated, 'false')
        continue
      }
      const near = nearestWord(flag, [...keyByFlag.keys(), 'help', 'version'])
      return wrong(
        `There is no flag ${quoted(`--${flag}`)}.${near === null ? '' : ` Did you mean --${near}?`}`,
      )
    }
  }
  return { kind: 'flags', given }
}
