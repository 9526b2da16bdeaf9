/** Programs of ours as real processes, ended with the test that started them. */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { onTestFinished, vi } from 'vitest'

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

export interface Program {
  readonly child: ChildProcess
  stdout(): string
  stderr(): string
  /** Waits until the output has it; fails with everything that was said if the program ends first. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>
}

export interface ProgramOptions {
  readonly cwd?: string
  /** Added to an environment with nothing of Paddock in it. */
  readonly env?: Record<string, string>
  /** Node flags. */
  readonly nodeArgs?: readonly string[]
}

const cleanEnvironment = (): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(PADDOCK_|VITEST|NODE_OPTIONS)/.test(name)),
  )

export const startProgram = (
  script: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Program => {
  const child = spawn(process.execPath, [...(options.nodeArgs ?? []), `${ROOT}${script}`, ...args], {
    cwd: options.cwd ?? ROOT,
    env: { ...cleanEnvironment(), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  let hasEnded = false
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(resolve => {
    // 'close' rather than 'exit': by then everything it printed has arrived.
    child.on('close', (code, signal) => {
      hasEnded = true
      resolve({ code, signal })
    })
  })
  onTestFinished(async () => {
    if (!hasEnded) child.kill('SIGKILL')
    await exited
  })
  const says = (pattern: RegExp): Promise<RegExpExecArray> =>
    vi.waitFor(
      () => {
        const found = pattern.exec(stdout) ?? pattern.exec(stderr)
        if (found) return found
        throw new Error(`waiting for ${pattern}${hasEnded ? ', but it ended' : ''}:\n${stdout}\n${stderr}`)
      },
      { timeout: 15_000, interval: 20 },
    )
  return { child, stdout: () => stdout, stderr: () => stderr, says, exited }
}

/** Runs a program to its end. */
export const runProgram = async (
  script: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> => {
  const program = startProgram(script, args, options)
  const { code } = await program.exited
  return { code, stdout: program.stdout(), stderr: program.stderr() }
}
