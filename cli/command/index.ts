/** What a command of `paddock` is: a table of flags, a page of help, and what it does. */
import { type HelpWords, loadFlags, type SettingsOf, type SettingsTable, tableToHelp } from '#node/config'

/** What a command may touch besides its flags. */
export interface CommandContext {
  readonly version: string
  /** Prints to standard output. */
  readonly print: (text: string) => void
  /** An absolute path, from where the user is. */
  readonly resolvePath: (path: string) => string
}

export type CommandEnd =
  | { readonly kind: 'done' }
  /** Asked rightly, but it could not be done. */
  | { readonly kind: 'failed'; readonly message: string }
  /** Asked wrongly. */
  | { readonly kind: 'wrong'; readonly message: string }

export interface Command {
  readonly name: string
  readonly summary: string
  run(argv: readonly string[], context: CommandContext): Promise<CommandEnd>
}

export interface CommandParts<T extends SettingsTable> extends Pick<HelpWords, 'about'> {
  readonly name: string
  /** A few words for the list of commands. */
  readonly summary: string
  readonly settings: T
  readonly run: (settings: SettingsOf<T>, context: CommandContext) => Promise<CommandEnd>
}

export const USAGE = 'npm run paddock --'

export const createCommand = <T extends SettingsTable>(parts: CommandParts<T>): Command => ({
  name: parts.name,
  summary: parts.summary,
  run: async (argv, context) => {
    const loaded = loadFlags(parts.settings, argv)
    if (loaded.kind === 'settings') return parts.run(loaded.settings, context)
    if (loaded.kind === 'wrong')
      return { kind: 'wrong', message: `${loaded.message} All flags: ${USAGE} ${parts.name} --help` }
    if (loaded.kind === 'version') {
      context.print(`${context.version}\n`)
      return { kind: 'done' }
    }
    context.print(
      tableToHelp(parts.settings, {
        usage: `${USAGE} ${parts.name}`,
        about: parts.about,
        hasEnvironment: false,
      }),
    )
    return { kind: 'done' }
  },
})
