/** The relay as a real process, on ports of its own and a folder of its own. */
import { join } from 'node:path'
import { builtPage, temporaryFolder } from '../node/support/folder.ts'
import { type Program, type ProgramOptions, startProgram } from '../node/support/program.ts'

export interface RelayProcess extends Program {
  /** Where the relay itself listens. */
  readonly port: number
  /** What it told the person to open. */
  readonly address: string
  readonly folder: string
}

export const relayArgs = (folder: string, page: string): string[] => [
  '--port=0',
  '--home-port=0',
  `--data=${join(folder, 'data')}`,
  `--page=${page}`,
]

export const startRelayProcess = async (
  args: readonly string[] = [],
  options: ProgramOptions = {},
): Promise<RelayProcess> => {
  const folder = temporaryFolder()
  const program = startProgram('relay/main.ts', [...relayArgs(folder, await builtPage()), ...args], options)
  const [, address = ''] = await program.says(/Open (http:\S+)/)
  const [, port = ''] = await program.says(/"relay started".*?"port":(\d+)/)
  return { ...program, port: Number(port), address, folder }
}

export const portOf = (address: string): number => Number(new URL(address).port)
