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
  run: (argv, context) => runWithFlags(parts, argv, context, parts.run),
})

/**
 * Help and version where they are asked for, else `run` with the settings. `words` stand behind the name in the help.
 * What was asked wrongly points to the help.
 */
export const runWithFlags = async <T extends SettingsTable>(
  { name, words, about, settings }: Omit<CommandParts<T>, 'run' | 'summary'> & { readonly words?: string },
  argv: readonly string[],
  context: CommandContext,
  run: CommandParts<T>['run'],
): Promise<CommandEnd> => {
  const wrong = (message: string): CommandEnd => ({
    kind: 'wrong',
    message: `${message} All flags: ${USAGE} ${name} --help`,
  })
  const loaded = loadFlags(settings, argv)
  if (loaded.kind === 'wrong') return wrong(loaded.message)
  if (loaded.kind === 'settings') {
    const end = await run(loaded.settings, context)
    return end.kind === 'wrong' ? wrong(end.message) : end
  }
  const usage = [USAGE, name, ...(words === undefined ? [] : [words])].join(' ')
  context.print(
    loaded.kind === 'version'
      ? `${context.version}\n`
      : tableToHelp(settings, { usage, about, hasEnvironment: false }),
  )
  return { kind: 'done' }
}
