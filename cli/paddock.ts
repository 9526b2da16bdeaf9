/** The command line as a whole: the first word names a command, the rest is the command's. */

import { type Command, type CommandContext, type CommandEnd, USAGE } from '#cli/command'
import { COMMANDS } from '#cli/commands'
import { nearestWord, quoted } from '#node/config'

const help = (commands: readonly Command[]): string => {
  const width = Math.max(...commands.map(command => command.name.length))
  return [
    `Usage: ${USAGE} <command> [flags]`,
    '',
    'Paddock without a screen.',
    '',
    ...commands.map(command => `  ${command.name.padEnd(width)}  ${command.summary}`),
    '',
    `More about one: ${USAGE} <command> --help`,
    '',
  ].join('\n')
}

export const runPaddock = async (argv: readonly string[], context: CommandContext): Promise<CommandEnd> => {
  const [name, ...rest] = argv
  if (name === '--help' || name === '-h') {
    context.print(help(COMMANDS))
    return { kind: 'done' }
  }
  if (name === '--version') {
    context.print(`${context.version}\n`)
    return { kind: 'done' }
  }
  const command = COMMANDS.find(one => one.name === name)
  if (command) return await command.run(rest, context)
  const names = COMMANDS.map(one => one.name)
  const near = name === undefined ? null : nearestWord(name, names)
  const said = name === undefined ? 'Name a command.' : `There is no command ${quoted(name)}.`
  return {
    kind: 'wrong',
    message: `${said}${near === null ? '' : ` Did you mean ${near}?`} All commands: ${USAGE} --help`,
  }
}
