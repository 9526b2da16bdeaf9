/** A command that takes files beside its flags: `paddock inspect FILE... --json`, in any order; `--` ends the flags. */
import {
  type Command,
  type CommandContext,
  type CommandEnd,
  type CommandParts,
  runWithFlags,
} from '#cli/command'
import { keyToFlag, type SettingsOf, type SettingsTable } from '#node/config'

interface FileCommandParts<T extends SettingsTable> extends Omit<CommandParts<T>, 'run'> {
  /** How the files are written in the help: 'FILE...'. */
  readonly words: string
  readonly run: (
    files: readonly string[],
    settings: SettingsOf<T>,
    context: CommandContext,
  ) => Promise<CommandEnd>
}

export const createFileCommand = <T extends SettingsTable>(parts: FileCommandParts<T>): Command => ({
  name: parts.name,
  summary: parts.summary,
  run: (argv, context) => {
    const { files, flags } = splitFiles(argv, parts.settings)
    return runWithFlags(parts, flags, context, async settings => {
      if (files.length === 0) return { kind: 'wrong', message: 'Name a file.' }
      const isPath = files.every(file => file !== '' && !file.includes('\0'))
      return isPath
        ? parts.run(files, settings, context)
        : { kind: 'wrong', message: '"" is not the path of a file.' }
    })
  },
})

/** A word is a file when it is no flag and not the value of the flag before it. */
const splitFiles = (
  argv: readonly string[],
  settings: SettingsTable,
): { files: readonly string[]; flags: readonly string[] } => {
  const takesValue = new Set(
    Object.entries(settings).flatMap(([key, { isSwitch }]) => (isSwitch ? [] : [`--${keyToFlag(key)}`])),
  )
  const end = argv.indexOf('--')
  const before = end < 0 ? argv : argv.slice(0, end)
  const files = end < 0 ? [] : argv.slice(end + 1)
  const isFile = before.map(
    (word, i) => !(word.startsWith('-') && word !== '-') && !(i > 0 && takesValue.has(before[i - 1]!)),
  )
  return {
    files: [...before.filter((_, i) => isFile[i]), ...files],
    flags: before.filter((_, i) => !isFile[i]),
  }
}
