/** A program's --help, written from its table of settings. */
import { keyToFlag, keyToVariable, type Setting, type SettingsTable } from './settings.ts'

export interface HelpWords {
  /** What to type, without the flags: `npm start --`. */
  readonly usage: string
  /** One or two sentences on what the program does. */
  readonly about: string
  /** Whether the environment and a config file are read as well. */
  readonly hasEnvironment: boolean
}

const flagColumn = (key: string, setting: Setting<unknown>): string => {
  const flag = keyToFlag(key)
  if (!setting.isSwitch) return `--${flag} ${setting.placeholder}`
  // What is on by default is worth showing as the way to turn it off.
  return setting.fallback === true ? `--no-${flag}` : `--${flag}`
}

export const tableToHelp = (table: SettingsTable, words: HelpWords): string => {
  const rows = Object.entries(table).map(([key, setting]) => {
    const notes = [
      setting.shownFallback === '' ? '' : `default ${setting.shownFallback}`,
      words.hasEnvironment ? keyToVariable(key) : '',
    ].filter(note => note !== '')
    return [flagColumn(key, setting), setting.help, notes.length > 0 ? `(${notes.join('; ')})` : ''] as const
  })
  if (words.hasEnvironment)
    rows.push(['--config FILE', 'a JSON file of settings, named like the flags', '(PADDOCK_CONFIG)'])
  rows.push(['--help', 'this page', ''], ['--version', 'the version', ''])

  const width = Math.max(...rows.map(([flag]) => flag.length))
  const lines = rows.map(([flag, help, notes]) => `  ${flag.padEnd(width)}  ${help} ${notes}`.trimEnd())
  const order = words.hasEnvironment
    ? ['', 'A flag wins over the environment, which wins over the config file.']
    : []
  return [`Usage: ${words.usage} [flags]`, '', words.about, '', ...lines, ...order, ''].join('\n')
}
