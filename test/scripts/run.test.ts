import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test, vi } from 'vitest'
import { isRunning } from '../../scripts/bootstrap/processes.mjs'
import { exitCodeOf, run } from '../../scripts/bootstrap/run.mjs'
import { runCommand } from '../../scripts/test/command.mjs'
import { createTree } from './tree.ts'

const SCRIPTS = join(import.meta.dirname, '../../scripts')
const here = { cwd: import.meta.dirname, env: process.env }

test('the exit code of the program is ours, and a signal is 128 and its number', async () => {
  expect(await run(process.execPath, ['-e', 'process.exit(7)'], { ...here, stdio: 'ignore' })).toBe(7)
  const suicide = 'process.kill(process.pid, "SIGKILL")'
  expect(await run(process.execPath, ['-e', suicide], { ...here, stdio: 'ignore' })).toBe(137)
  expect(exitCodeOf(null, 'SIGTERM')).toBe(143)
})

test('a program that is not there is an error, not an exit code', async () => {
  await expect(run(join(createTree(), 'nothing'), [], here)).rejects.toThrow('ENOENT')
})

/** Starts a program the way bootstrap does; it ends with code 5 when it gets the signal. */
const createOuter = (signal: NodeJS.Signals): string => {
  const runModule = pathToFileURL(join(SCRIPTS, 'bootstrap/run.mjs')).href
  const inner = `
    process.on(${JSON.stringify(signal)}, () => { console.log('asked'); process.exit(5) })
    setInterval(() => {}, 1e6)
    console.log('ready')`
  return createTree({
    'outer.mjs': `
      import { run } from ${JSON.stringify(runModule)}
      process.exitCode = await run(process.execPath, ['-e', ${JSON.stringify(inner)}], { cwd: '.', env: process.env })`,
  })
}

const collectOutput = (child: ChildProcess): { text: string } => {
  const output = { text: '' }
  child.stdout?.setEncoding('utf8').on('data', text => {
    output.text += text
  })
  return output
}

test.each([
  'SIGTERM',
  'SIGINT',
] as const)('%s reaches the program, which ends in its own way', async signal => {
  const outer = spawn(process.execPath, ['outer.mjs'], {
    cwd: createOuter(signal),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const output = collectOutput(outer)
  await vi.waitFor(() => expect(output.text).toBe('ready\n'), { timeout: 10_000 })
  outer.kill(signal)
  expect(await once(outer, 'close')).toEqual([5, null])
  expect(output.text).toBe('ready\nasked\n')
})

test.skipIf(process.platform === 'win32')(
  'a program does not outlive the npm it was started with',
  async () => {
    const shell = spawn('sh', ['-c', '"$0" outer.mjs; true', process.execPath], {
      cwd: createOuter('SIGTERM'),
      env: { ...process.env, npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const output = collectOutput(shell)
    await vi.waitFor(() => expect(output.text).toBe('ready\n'), { timeout: 10_000 })
    shell.kill('SIGTERM')
    await once(shell, 'close')
    expect(output.text).toBe('ready\nasked\n')
  },
)

test.skipIf(process.platform === 'win32')('what a command leaves running ends with it', async () => {
  const leave = `
    const { spawn } = require('node:child_process')
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'inherit' })
    child.unref()
    console.log(child.pid)`
  const result = await runCommand(process.execPath, ['-e', leave], {
    ...here,
    limitMs: 60_000,
    capture: true,
  })
  expect(result).toMatchObject({ code: 0, hung: false })
  // Killed is not yet gone: on a busy machine the system needs a moment to take the process away.
  await vi.waitFor(() => expect(isRunning(Number(result.output))).toBe(false), { timeout: 10_000 })
})

test('a command that hangs is ended together with what it started', async () => {
  const root = createTree({
    'hang.mjs': `
      import { spawn } from 'node:child_process'
      import { writeFileSync } from 'node:fs'
      process.on('SIGTERM', () => {})
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { detached: true, stdio: 'ignore' })
      writeFileSync('pid', String(child.pid))
      setInterval(() => {}, 1e6)`,
  })
  const pidFile = join(root, 'pid')
  const result = await runCommand(process.execPath, ['hang.mjs'], {
    cwd: root,
    env: process.env,
    limitMs: 4000, // long enough for two programs to start on a busy machine
    graceMs: 200,
    capture: true,
  })
  expect(result).toMatchObject({ hung: true, code: 137 })
  expect(existsSync(pidFile)).toBe(true)
  await vi.waitFor(() => expect(isRunning(Number(readFileSync(pidFile, 'utf8')))).toBe(false))
})

test.skipIf(process.platform === 'win32')(
  'an interrupt ends every command that runs, also those that take their time',
  async () => {
    const commandModule = pathToFileURL(join(SCRIPTS, 'test/command.mjs')).href
    const slow = (ms: number) => `
    process.on('SIGTERM', () => setTimeout(() => process.exit(0), ${ms}))
    setInterval(() => {}, 1e6)
    console.log(process.pid)`
    const both = createTree({
      'both.mjs': `
      import { runCommand } from ${JSON.stringify(commandModule)}
      const options = { cwd: '.', env: process.env, limitMs: 60000 }
      for (const program of ${JSON.stringify([slow(0), slow(1000)])})
        void runCommand(process.execPath, ['-e', program], options)`,
    })
    const outer = spawn(process.execPath, ['both.mjs'], { cwd: both, stdio: ['ignore', 'pipe', 'inherit'] })
    const output = collectOutput(outer)
    await vi.waitFor(() => expect(output.text.match(/\d+/g)).toHaveLength(2), { timeout: 10_000 })
    outer.kill('SIGINT')
    expect(await once(outer, 'exit')).toEqual([130, null])
    expect(output.text.match(/\d+/g)!.map(Number).filter(isRunning)).toEqual([])
  },
)

test('what a captured command prints is handed back in full', async () => {
  const program = `process.stdout.write('a'.repeat(100000)); process.stderr.write('b'); process.exitCode = 4`
  let told = ''
  const result = await runCommand(process.execPath, ['-e', program], {
    ...here,
    limitMs: 60_000,
    capture: true,
    onOutput: text => {
      told += text
    },
  })
  expect(result).toMatchObject({ hung: false, code: 4 })
  expect(result.output.length).toBe(100_001)
  expect(told).toBe(result.output)
})

const bootstrap = async (args: string[]) => {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', text => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', text => (stderr += text))
  const [code] = await once(child, 'close')
  return { code, stdout, stderr }
}

test('an unknown task lists the tasks, and not on standard output', async () => {
  const { code, stdout, stderr } = await bootstrap([join(SCRIPTS, 'bootstrap.mjs'), 'nonsense'])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('There is no task "nonsense"')
  expect(stderr).toMatch(/^ {2}paddock /m)
})

test('a Node that is too old gets one sentence', async () => {
  const old = 'data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"18.20.8"}})'
  const { code, stdout, stderr } = await bootstrap(['--import', old, join(SCRIPTS, 'bootstrap.mjs'), 'test'])
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(/^Paddock needs Node 20 or newer to start, and this is 18\.20\.8; .*\n$/)
})
