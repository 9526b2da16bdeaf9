/** A command that takes files beside its flags: `paddock inspect FILE... --json`, in any order; `--` ends the flags. */
import { type Command, type CommandContext, type CommandEnd, type CommandParts, USAGE } from '#cli/command'
import { keyToFlag, loadFlags, type SettingsOf, type SettingsTable, tableToHelp } from '#node/config'

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
  run: async (argv, context) => {
    const { files, flags } = splitFiles(argv, parts.settings)
    const loaded = loadFlags(parts.settings, flags)
    const wrong = (message: string): CommandEnd => ({
      kind: 'wrong',
      message: `${message} All flags: ${USAGE} ${parts.name} --help`,
    })
    if (loaded.kind === 'wrong') return wrong(loaded.message)
    if (loaded.kind === 'settings') {
      if (files.length === 0) return wrong('Name a file.')
      if (files.some(file => file === '' || file.includes('\0')))
        return wrong('"" is not the path of a file.')
      const end = await parts.run(files, loaded.settings, context)
      return end.kind === 'wrong' ? wrong(end.message) : end
    }
    context.print(
      loaded.kind === 'version'
        ? `${context.version}\n`
        : tableToHelp(parts.settings, {
            usage: `${USAGE} ${parts.name} ${parts.words}`,
            about: parts.about,
            hasEnvironment: false,
          }),
    )
    return { kind: 'done' }
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
