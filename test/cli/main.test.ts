import { execFile } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../node/support/folder.ts'
import { ROOT, runProgram } from '../node/support/program.ts'

describe('the program', () => {
  test('prints to standard output only, and ends with 0', async () => {
    const { code, stdout, stderr } = await runProgram('cli/main.ts', ['sample', '--laps=1', '--json'])
    expect([code, stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout).laps).toHaveLength(3)
  })

  test('asked wrongly it prints one line to the error output and ends with 2', async () => {
    for (const args of [[], ['sample', '--laps=x']]) {
      const { code, stdout, stderr } = await runProgram('cli/main.ts', args)
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr).toMatch(/^paddock: [^\n]+\n$/)
    }
  })

  test('when it fails it prints one line to the error output, ends with 1 and leaves nothing behind', async () => {
    const folder = temporaryFolder()
    for (const out of [folder, join(folder, 'none', 'lap.arrow')]) {
      const { code, stdout, stderr } = await runProgram('cli/main.ts', ['sample', '--laps=1', `--out=${out}`])
      expect([code, stdout]).toEqual([1, ''])
      expect(stderr).toMatch(/^paddock: [^\n]+ was not written [^\n]+\n$/)
    }
    expect(readdirSync(folder)).toEqual([])
  })

  test('writes relative to where the user is', async () => {
    const folder = temporaryFolder()
    const args = ['sample', '--laps=1', '--out=lap.arrow']
    expect((await runProgram('cli/main.ts', args, { cwd: folder })).code).toBe(0)
    expect(statSync(join(folder, 'lap.arrow')).size).toBeGreaterThan(10_000)

    // npm runs a script in the project's folder and says in INIT_CWD where it was called.
    const called = temporaryFolder()
    const env = { npm_lifecycle_event: 'paddock', INIT_CWD: called }
    expect((await runProgram('cli/main.ts', args, { cwd: folder, env })).stdout).toContain(
      join(called, 'lap.arrow'),
    )
    expect(readdirSync(called)).toEqual(['lap.arrow'])
  })

  test('a reader that stops reading is no error', async () => {
    if (process.platform === 'win32') return
    const program = `'${process.execPath}' '${ROOT}cli/main.ts' sample --laps 60 --json`
    const reader = `'${process.execPath}' -e 'process.stdin.once("data", () => process.exit())'`
    const command = `(${program}; echo "code $?" >&2) | ${reader}`
    const { stderr } = await promisify(execFile)('sh', ['-c', command])
    expect(stderr).toBe('code 0\n')
  })

  test('can be started by its folder', async () => {
    expect((await runProgram('cli', ['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})
